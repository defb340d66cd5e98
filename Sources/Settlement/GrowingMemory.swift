import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Memory that grows where it lies once it is large, and is ordinary memory while it is small. It begins at a cache line.
///
/// Swift's arrays are copied when they grow, and so need more than twice the room; what moves loses its large pages besides. This type owns its memory
/// and gives it back; whoever takes ``start`` must take it again after ``grow(to:keeping:)``.
@safe
struct GrowingMemory: ~Copyable {
    /// Where it begins.
    private(set) var start: UnsafeMutableRawPointer
    /// Bytes that may be used. Those behind what was kept are zero.
    private(set) var byteCount: Int
    /// Address space from ``start`` on; 0 while it is ordinary memory.
    private var reservedByteCount = 0
    /// Whether it is read at random places, and not from one end to the other.
    private let isReadAtRandom: Bool

    /// From this size on it has address space of its own; an input with calls of a thousand years has tables of a handful of calls.
    private static let mappedByteCount = 1 << 20
    /// What one core makes ready at a time: two large pages.
    private static let pieceByteCount = 4 << 20
    /// Bytes of a cache line.
    static let lineByteCount = 64

    /// Zeros.
    ///
    /// - Parameter isReadAtRandom: Whether it has large pages as soon as it has address space of its own, all of them at once. What grows little by little and
    ///   is read in order has small ones: the system has them in hand, where it may have to ask its host for a large one, and whoever is first to touch it
    ///   waits.
    init(byteCount: Int, isReadAtRandom: Bool) {
        self.isReadAtRandom = isReadAtRandom
        unsafe start = GrowingMemory.allocate(byteCount)
        self.byteCount = byteCount
    }

    deinit { unsafe GrowingMemory.release(start, byteCount, reservedByteCount) }

    /// Whether pages behind those that were used take no memory.
    var takesOnlyUsedPages: Bool { reservedByteCount > 0 }

    /// Makes it larger. The first bytes stay as they are, the others become zero.
    mutating func grow(to byteCount: Int, keeping kept: Int) {
        precondition(byteCount >= self.byteCount && kept <= self.byteCount)
        if byteCount <= reservedByteCount {
            // What lies behind was never used.
            unsafe memset(start + kept, 0, self.byteCount - kept)
            makeReady(self.byteCount..<byteCount)
        } else if byteCount < GrowingMemory.mappedByteCount {
            let old = unsafe start
            unsafe start = GrowingMemory.allocate(byteCount)
            unsafe memcpy(start, old, kept)
            unsafe GrowingMemory.release(old, self.byteCount, 0)
        } else {
            let (old, oldReserved) = unsafe (start, reservedByteCount)
            unsafe (start, reservedByteCount) = GrowingMemory.reserve(atLeast: byteCount)
            if isReadAtRandom {
                // Where the system has no large pages, nothing is lost.
                _ = unsafe madvise(start, reservedByteCount, MADV_HUGEPAGE)
            }
            makeReady(0..<byteCount)
            unsafe memcpy(start, old, kept)
            unsafe GrowingMemory.release(old, self.byteCount, oldReserved)
        }
        self.byteCount = byteCount
    }

    private static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        var block: UnsafeMutableRawPointer?
        let status = unsafe posix_memalign(&block, lineByteCount, byteCount)
        guard status == 0, let block = unsafe block else { fatalError("out of memory for the duplicate index") }
        unsafe memset(block, 0, byteCount)
        return unsafe block
    }

    private static func release(_ start: UnsafeMutableRawPointer, _ used: Int, _ reserved: Int) {
        if reserved == 0 {
            unsafe free(start)
            return
        }
        // Nobody else has it. A night's entries take the system ten milliseconds to take back, for which nobody should wait: neither for this thread, nor
        // for the lock of all the process's memory, which it holds for a piece at a time.
        nonisolated(unsafe) let memory = unsafe start
        DispatchQueue.global().async {
            for piece in stride(from: 0, to: used, by: pieceByteCount) {
                _ = unsafe madvise(memory + piece, min(pieceByteCount, used - piece), MADV_DONTNEED)
            }
            _ = unsafe munmap(memory, reserved)
        }
    }

    /// Takes address space to grow in, and returns where it begins and how much it is; memory is only taken where it is used.
    private static func reserve(atLeast byteCount: Int) -> (UnsafeMutableRawPointer, Int) {
        for reserved in [1 << 34, 1 << 31, 2 * byteCount, byteCount] where reserved >= byteCount {
            let block = unsafe mmap(nil, reserved, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
            if let block = unsafe block, unsafe block != MAP_FAILED { return unsafe (block, reserved) }
        }
        fatalError("out of memory for the duplicate index")
    }

    /// Has the system give memory that will be read at random places, on all cores at once, as nobody can go on without it: a virtual machine may have to
    /// ask its host for every page, which takes longer than all that is done with it for a while.
    private func makeReady(_ bytes: Range<Int>) {
        #if os(Linux)
            if !isReadAtRandom || bytes.count < GrowingMemory.pieceByteCount { return }
            let first = bytes.lowerBound / GrowingMemory.pieceByteCount
            let pieceCount = (bytes.upperBound - 1) / GrowingMemory.pieceByteCount + 1 - first
            // Pieces do not overlap, and nobody else has the memory.
            nonisolated(unsafe) let memory = unsafe start
            DispatchQueue.concurrentPerform(iterations: pieceCount) { k in
                let piece = (first + k) * GrowingMemory.pieceByteCount
                let ready = bytes.clamped(to: piece..<piece + GrowingMemory.pieceByteCount)
                let begin = ready.lowerBound & ~4095
                // Where it cannot be done, memory comes when it is touched.
                _ = unsafe madvise(memory + begin, ready.upperBound - begin, MADV_POPULATE_WRITE)
            }
        #endif
    }
}
