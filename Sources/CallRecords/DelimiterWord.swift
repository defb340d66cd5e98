import CallModel

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
        let wanted = pattern(byte)
        var i = range.lowerBound
        while i + 8 <= range.upperBound {
            let found = matches(text.wordWithoutBoundsCheck(at: i), wanted)
            if found != 0 { return i + found.trailingZeroBitCount >> 3 }
            i += 8
        }
        while i < range.upperBound {
            if text[i] == byte { return i }
            i += 1
        }
        return nil
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
