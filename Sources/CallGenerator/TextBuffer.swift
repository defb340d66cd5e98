/// Bytes of text that grow at the end: what records and rows are formatted into, without a String.
///
/// The memory is owned here and nowhere else. Each append makes room first, so the stores need no further check.
@safe
struct TextBuffer: ~Copyable {
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many bytes there are.
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(64, capacity)
        unsafe bytes = .allocate(capacity: self.capacity)
    }

    deinit { unsafe bytes.deallocate() }

    /// Forgets the bytes, and keeps the room.
    mutating func removeAll() { count = 0 }

    /// Shows the bytes.
    func withBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        // The first `count` bytes were written.
        let written = unsafe UnsafeBufferPointer(start: bytes, count: count)
        return try body(unsafe written.span)
    }

    private mutating func reserve(_ more: Int) {
        if capacity - count >= more { return }
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        unsafe larger.update(from: bytes, count: count)
        unsafe bytes.deallocate()
        unsafe bytes = larger
    }

    /// Adds a byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe bytes[count] = byte
        count += 1
    }

    /// Adds a text.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        reserve(length)
        unsafe (bytes + count).update(from: text.utf8Start, count: length)
        count += length
    }

    /// Adds bytes.
    mutating func append(_ text: Span<UInt8>) {
        reserve(text.count)
        let end = unsafe bytes + count
        unsafe text.withUnsafeBufferPointer { text in
            if let start = text.baseAddress { unsafe end.update(from: start, count: text.count) }
        }
        count += text.count
    }

    /// Adds a text that is made for it, outside of the paths that run per call.
    mutating func append(text: String) {
        let text = Array(text.utf8)
        append(text.span)
    }

    /// Adds a number in decimal digits, with zeros in front to at least `width`, which is at most 20.
    mutating func append(decimal number: UInt64, width: Int = 1) {
        reserve(20)
        var length = 1
        var left = number
        while left >= 10 {
            left /= 10
            length += 1
        }
        length = max(length, width)
        var rest = number
        var i = length
        while i > 0 {
            i -= 1
            let quotient = rest / 10
            unsafe bytes[count + i] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- quotient &* 10)
            rest = quotient
        }
        count += length
    }

    /// Adds the lowest `digitCount` hexadecimal digits of a number, at most 16.
    mutating func append(hexadecimal number: UInt64, digitCount: Int) {
        reserve(16)
        var shift = UInt64(4 * digitCount)
        for i in 0..<digitCount {
            shift -= 4
            let digit = UInt8(truncatingIfNeeded: number >> shift) & 15
            unsafe bytes[count + i] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
        }
        count += digitCount
    }
}
