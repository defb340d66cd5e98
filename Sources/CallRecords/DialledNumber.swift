import CallModel

/// A number as it was dialled, cleaned as rating-rules.md §4 says, but for a leading `+`.
enum DialledNumber {
    /// Longer texts are no numbers.
    static let lengthMax = 64

    /// Writes the clean form of a text to `start`; returns where it ends, or `nil` if the text is no number.
    static func clean(_ range: Range<Int>, _ text: inout [UInt8], to start: Int) -> Int? {
        var end = start
        var i = range.lowerBound
        if text.span.matches("tel:", at: i, below: range.upperBound) || text.span.matches("sip:", at: i, below: range.upperBound) { i += 4 }
        while i < range.upperBound {
            let byte = text[i]
            i += 1
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "#"): break
            case UInt8(ascii: "+"): if end > start { return nil }
            case UInt8(ascii: "@"), UInt8(ascii: ";"): return end > start ? end : nil
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: " "), UInt8(ascii: "\t"): continue
            case 0xC2:
                guard i < range.upperBound, text[i] == 0xA0 else { return nil }
                i += 1
                continue
            default: return nil
            }
            text[end] = byte
            end += 1
        }
        return end > start ? end : nil
    }

    /// How many digits a text consists of once it is cleaned; −1 if there is anything else, `+` included.
    static func digitCount(_ text: Span<UInt8>) -> Int {
        if text.isEmpty { return -1 }
        var count = 0
        var i = 0
        // Of numbers in international form, which are nearly all, the first byte tells.
        if text[0] == UInt8(ascii: "+") { return -1 }
        if text[0] > UInt8(ascii: "9"), text.matches("tel:", at: 0, below: text.count) || text.matches("sip:", at: 0, below: text.count) { i = 4 }
        while i < text.count {
            switch text[i] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): count += 1
            case UInt8(ascii: "@"), UInt8(ascii: ";"): return count > 0 ? count : -1
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: " "), UInt8(ascii: "\t"): break
            default: return -1
            }
            i += 1
        }
        return count > 0 ? count : -1
    }
}

/// 128 bits of a record's bytes, to tell records without an id apart: not against somebody who wants two to be the same.
enum RecordDigest {
    /// Hexadecimal digits.
    static let byteCount = 32

    /// Writes the digest of a range of the text to `start`.
    ///
    /// It must stay as it is: usage ids of records that were settled are made of it.
    static func write(_ range: Range<Int>, _ text: inout [UInt8], at start: Int) {
        var (a, b): (UInt64, UInt64) = (0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F)
        for i in range {
            a = (a ^ UInt64(text[i])) &* 0x0000_0100_0000_01B3
            b = (b &+ UInt64(text[i]) &+ 1) &* 0xFF51_AFD7_ED55_8CCD
            b ^= b >> 29
        }
        a ^= UInt64(range.count)
        a = mixed(a &+ b)
        b = mixed(b ^ (a >> 31))
        for (k, word) in [a, b].enumerated() {
            for digit in 0..<16 {
                let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * digit)) & 15
                text[start + 16 * k + digit] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
            }
        }
    }

    private static func mixed(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ word >> 33) &* 0xFF51_AFD7_ED55_8CCD
        word = (word ^ word >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return word ^ word >> 33
    }
}
