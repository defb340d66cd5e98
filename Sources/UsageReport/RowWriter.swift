/// Bytes of rows, written through a raw pointer.
///
/// Every row costs thirty cells of a few bytes. Bounds are therefore checked once a row, by ``reserve(_:)``, and then bytes are
/// stored without a check, eight or sixteen at a time, of which the last may be too many and are overwritten by what follows. This type alone
/// holds the pointer; it cannot be copied, so that nobody else can.
///
/// Whoever calls a `put` method has reserved what it may write; what is read has ``slack`` readable bytes behind it, or, where it is
/// text of a batch, `CallBatch.slack`.
@safe
struct RowWriter: ~Copyable {
    private var base: UnsafeMutableRawPointer
    /// Where the next byte goes.
    var next: UnsafeMutableRawPointer
    /// The end of what may be reserved; ``slack`` bytes follow.
    private var limit: UnsafeMutableRawPointer

    /// Bytes behind ready cells, or behind a row, that may be read or stored.
    static let slack = 128

    /// An empty writer with room for `capacity` bytes.
    init(capacity: Int = 0) {
        unsafe base = .allocate(byteCount: capacity + RowWriter.slack, alignment: 16)
        unsafe next = base
        unsafe limit = base + capacity
    }

    deinit { unsafe base.deallocate() }

    /// How many bytes were written.
    var count: Int { unsafe next - base }

    /// Drops what was written, from `count` on, and keeps the room.
    mutating func removeAll(from count: Int = 0) {
        precondition(count >= 0 && count <= self.count, "a writer cannot be cut behind its end")
        unsafe next = base + count
    }

    /// Makes room for so many bytes.
    @inline(__always)
    mutating func reserve(_ count: Int) {
        if unsafe limit - next < count { unsafe (base, next, limit) = unsafe RowWriter.grown(base, next, limit, by: count) }
    }

    /// Moves what was written into memory at least twice as large. It takes and returns pointers so that a writer can stay in registers.
    @inline(never)
    private static func grown(
        _ base: UnsafeMutableRawPointer, _ next: UnsafeMutableRawPointer, _ limit: UnsafeMutableRawPointer, by count: Int
    ) -> (UnsafeMutableRawPointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer) {
        let used = unsafe next - base
        let capacity = unsafe max(used + count, 2 * (limit - base))
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity + RowWriter.slack, alignment: 16)
        unsafe memory.copyMemory(from: base, byteCount: used)
        unsafe base.deallocate()
        return unsafe (memory, memory + used, memory + capacity)
    }

    /// Gives the bytes to a reader.
    func withBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        // The writer is borrowed while the body runs, so that its memory stays.
        let bytes = unsafe UnsafeRawBufferPointer(start: base, count: count)
        return try unsafe body(Span(_unsafeBytes: bytes))
    }

    /// One byte.
    @inline(__always)
    mutating func put(_ byte: UInt8) {
        unsafe next.storeBytes(of: byte, as: UInt8.self)
        unsafe next += 1
    }

    /// The first `count` bytes of a word, the lowest first; at most eight.
    @inline(__always)
    mutating func put(_ word: UInt64, count: Int) {
        unsafe next.storeBytes(of: word.littleEndian, as: UInt64.self)
        unsafe next += count
    }

    /// `count` bytes as they are.
    ///
    /// The first 32, or 16 times `piecesAtOnce`, are copied whether or not there are as many: nearly all cells end there, and a loop would end at a place
    /// that the processor cannot foresee.
    @inline(__always)
    mutating func put(_ bytes: Span<UInt8>, at start: Int, count: Int, piecesAtOnce: Int = 2) {
        for piece in 0..<piecesAtOnce { copySixteen(bytes, start, 16 &* piece) }
        var i = 16 &* piecesAtOnce
        while i < count {
            copySixteen(bytes, start, i)
            i += 16
        }
        unsafe next += count
    }

    @inline(__always)
    private mutating func copySixteen(_ bytes: Span<UInt8>, _ start: Int, _ i: Int) {
        let piece = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start &+ i, as: SIMD16<UInt8>.self)
        unsafe (next + i).storeBytes(of: piece, as: SIMD16<UInt8>.self)
    }

    /// Puts a word in the place of eight bytes that were written.
    mutating func replace(at offset: Int, _ word: UInt64) {
        precondition(offset >= 0 && offset + 8 <= count, "a word is replaced that was not written")
        unsafe (base + offset).storeBytes(of: word.littleEndian, as: UInt64.self)
    }

    /// Bytes of which nobody knows whether they have slack; reserves for itself.
    mutating func append(_ bytes: some Collection<UInt8>) {
        reserve(bytes.count)
        for byte in bytes { put(byte) }
    }
}
