/// Eight decimal digits in one word, one in each byte, the first in the lowest: `12345678` as it stands in a text, less `0` in each byte.
public enum DigitWord {
    /// The character `0` in each byte.
    @inlinable
    public static var zeros: UInt64 { 0x3030_3030_3030_3030 }

    /// Keeps the last `count` bytes, and makes those before them 0, as if nothing stood there.
    /// A `count` below 0 counts as 0, one above 8 as 8.
    @inlinable @inline(__always)
    public static func keepingLast(_ count: Int, of word: UInt64) -> UInt64 { word & (UInt64.max << UInt64(8 * max(0, 8 - count))) }

    /// Whether each byte is 0 to 9.
    @inlinable @inline(__always)
    public static func areDigits(_ word: UInt64) -> Bool { ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080 == 0 }

    /// Whether each byte of both is 0 to 9.
    @inlinable @inline(__always)
    public static func areDigits(_ a: UInt64, _ b: UInt64) -> Bool {
        ((a &+ 0x7676_7676_7676_7676) | a | (b &+ 0x7676_7676_7676_7676) | b) & 0x8080_8080_8080_8080 == 0
    }

    /// The digits of each byte and the one behind it as a number below 100, in the place of the first.
    @inlinable @inline(__always)
    public static func pairs(_ digits: UInt64) -> UInt64 { digits &* 10 &+ digits >> 8 }

    /// The number that eight digits are.
    @inlinable @inline(__always)
    public static func value(_ digits: UInt64) -> UInt64 {
        let pairs = pairs(digits)
        let mask: UInt64 = 0x0000_00FF_0000_00FF
        // Pairs are weighed and added to fours, and the fours to eight, by the products' upper halves.
        return ((pairs & mask) &* 0x000F_4240_0000_0064 &+ (pairs >> 16 & mask) &* 0x0000_2710_0000_0001) >> 32
    }
}
