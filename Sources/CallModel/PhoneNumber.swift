/// A number in international form: 1 to 15 characters, digits and then possibly masked digits (rating-rules.md §4).
@frozen
public struct PhoneNumber: Hashable, Sendable {
    /// Digits, then four bits for how many they are, then four for how many masked ones follow: fifteen digits take 50 bits. So small that a call with
    /// two of them is copied without a call of the library.
    @usableFromInline let bits: UInt64

    /// The visible digits, read as one integer; they never begin with 0, so this and ``digitCount`` tell them all.
    @inlinable
    public var digits: UInt64 { bits >> 8 }
    /// How many digits are visible: 1 … 15, or 0 if this is ``none``.
    @inlinable
    public var digitCount: UInt8 { UInt8(truncatingIfNeeded: bits >> 4 & 15) }
    /// How many masked digits (`*`) follow: 0 … 14.
    @inlinable
    public var maskedCount: UInt8 { UInt8(truncatingIfNeeded: bits & 15) }

    /// What was given is no number.
    @inlinable
    public static var none: PhoneNumber { PhoneNumber(digits: 0, digitCount: 0, maskedCount: 0) }
    /// The most characters that a number has (E.164).
    public static let lengthMax = 15

    /// A number of visible and masked digits.
    ///
    /// - Precondition: There are no more than ``lengthMax`` of both together, and `digits` has no more than `digitCount`.
    @inlinable
    public init(digits: UInt64, digitCount: UInt8, maskedCount: UInt8) {
        bits = digits << 8 | UInt64(digitCount & 15) << 4 | UInt64(maskedCount & 15)
    }

    /// This number, or ``none``; without a branch.
    @inlinable @inline(__always)
    public func kept(if isKept: Bool) -> PhoneNumber { PhoneNumber(bits: bits & (0 &- UInt64(isKept.bit))) }

    @usableFromInline
    init(bits: UInt64) { self.bits = bits }

    /// Whether this is a number at all.
    @inlinable
    public var isNumber: Bool { digitCount != 0 }

    /// Cleans a number as rating-rules.md §4 says; ``none`` if what is left is no number.
    ///
    /// The clean form `+` and digits, which nearly all numbers have, takes one pass.
    public init(cleaning text: Span<UInt8>) {
        var i = 0
        var value: UInt64 = 0
        let count = text.count
        if count > 0, text[0] == UInt8(ascii: "+") { i = 1 }
        let start = i
        if count - i <= PhoneNumber.lengthMax {
            while i < count {
                let digit = text[i] &- UInt8(ascii: "0")
                if digit > 9 { break }
                value = value &* 10 &+ UInt64(digit)
                i += 1
            }
            if i == count, i > start, text[start] != UInt8(ascii: "0") {
                self.init(digits: value, digitCount: UInt8(i - start), maskedCount: 0)
                return
            }
        }
        self.init(cleaningSlowly: text)
    }

    /// The same for a text of a batch.
    ///
    /// The clean form is read sixteen bytes at once, those before the text included, where there are as many.
    ///
    /// - Precondition: ``CallBatch/slack`` bytes follow the text in `all`.
    public init(cleaning all: Span<UInt8>, _ range: TextRange) {
        let hasPlus = range.count > 0 && all[Int(range.offset)] == UInt8(ascii: "+")
        let start = Int(range.offset) + (hasPlus ? 1 : 0)
        let end = Int(range.offset) + Int(range.count)
        let count = end - start
        guard count > 0, count <= PhoneNumber.lengthMax, end >= 16, all[start] != UInt8(ascii: "0") else {
            self.init(cleaning: all.extracting(range.range))
            return
        }
        // The last digit in the highest byte; what stands before the number counts as zeros.
        var lower = all.wordWithoutBoundsCheck(at: end &- 8) ^ DigitWord.zeros
        var upper: UInt64 = 0
        if count >= 8 {
            // All bytes but the first is the most that is kept: so no shift is by 64.
            upper =
                (all.wordWithoutBoundsCheck(at: end &- 16) ^ DigitWord.zeros) & (UInt64.max << 8) &<< UInt64(truncatingIfNeeded: 8 &* (15 &- count))
        } else {
            lower = DigitWord.keepingLast(count, of: lower)
        }
        guard DigitWord.areDigits(lower, upper) else {
            self.init(cleaning: all.extracting(range.range))
            return
        }
        let digits = DigitWord.value(upper) &* 100_000_000 &+ DigitWord.value(lower)
        self.init(digits: digits, digitCount: UInt8(truncatingIfNeeded: count), maskedCount: 0)
    }

    /// All of §4, step by step.
    private init(cleaningSlowly text: Span<UInt8>) {
        self = .none
        var lower = 0
        var upper = text.count
        while lower < upper, let width = text.blankWidth(at: lower) { lower += width }
        while upper > lower, let width = text.blankWidth(before: upper) { upper -= width }
        if text.matches("tel:", at: lower, below: upper) || text.matches("sip:", at: lower, below: upper) { lower += 4 }
        var first = true
        var visible: UInt64 = 0
        var digitCount = 0
        var maskedCount = 0
        var i = lower
        while i < upper {
            if let width = text.blankWidth(at: i) {
                i += width
                continue
            }
            let byte = text[i]
            i += 1
            switch byte {
            case UInt8(ascii: "@"), UInt8(ascii: ";"):
                i = upper
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"):
                break
            case UInt8(ascii: "+"):
                if !first { return }
                first = false
            case UInt8(ascii: "*"):
                if digitCount == 0 || digitCount + maskedCount == PhoneNumber.lengthMax { return }
                maskedCount += 1
                first = false
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if maskedCount > 0 || digitCount == PhoneNumber.lengthMax { return }
                if digitCount == 0, byte == UInt8(ascii: "0") { return }
                visible = visible * 10 + UInt64(byte - UInt8(ascii: "0"))
                digitCount += 1
                first = false
            default:
                return
            }
        }
        if digitCount == 0 { return }
        self.init(digits: visible, digitCount: UInt8(digitCount), maskedCount: UInt8(maskedCount))
    }
}

extension PhoneNumber {
    /// The number with `+`, as it is reported; nothing if this is ``none``.
    public var text: String {
        if !isNumber { return "" }
        return "+" + String(digits) + String(repeating: "*", count: Int(maskedCount))
    }

    /// The number for logs and messages: all but its first three digits masked.
    public var maskedText: String {
        if !isNumber { return "" }
        let all = String(digits)
        return "+" + all.prefix(3) + String(repeating: "*", count: max(0, all.count - 3) + Int(maskedCount))
    }
}
