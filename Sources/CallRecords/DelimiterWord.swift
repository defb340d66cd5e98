import CallModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Eight bytes at a time: finds delimiters without looking at each byte.
enum DelimiterWord {
    /// The byte in each of eight lanes.
    @inline(__always)
    static func pattern(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

    /// 0x80 in each lane in which the word and the pattern agree, and nothing elsewhere (exact, no false lane).
    @inline(__always)
    static func matches(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        return ~(((difference & low) &+ low) | difference | low)
    }

    /// Where `byte` stands first in a range of text, or `nil`.
    static func first(_ byte: UInt8, in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "a range lies outside its text")
        // The library's search reads nothing outside the range, which lies within the text.
        return unsafe text.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count) else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// How often `byte` stands in a range of text.
    static func count(_ byte: UInt8, in text: Span<UInt8>, _ range: Range<Int>) -> Int {
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "a range lies outside its text")
        let pattern = pattern(byte)
        var count = 0
        var i = range.lowerBound
        // No word reaches beyond the range.
        while i + 8 <= range.upperBound {
            count += matches(text.wordWithoutBoundsCheck(at: i), pattern).nonzeroBitCount
            i += 8
        }
        while i < range.upperBound {
            if text[i] == byte { count += 1 }
            i += 1
        }
        return count
    }

    /// Where `byte` stands last in a range of text, or `nil`.
    static func last(_ byte: UInt8, in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var i = range.upperBound
        while i > range.lowerBound {
            i -= 1
            if text[i] == byte { return i }
        }
        return nil
    }
}
