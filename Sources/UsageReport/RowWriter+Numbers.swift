internal import CallModel

extension RowWriter {
    /// The eight decimal digits of a number below 10⁸, one in each byte, the first in the lowest.
    ///
    /// The halves, the pairs and then the digits are split side by side in one word; the factors are reciprocals that are exact in their range.
    @inline(__always)
    static func eightDigits(_ number: UInt64) -> UInt64 {
        let halves = number / 10_000 | (number % 10_000) << 32
        let hundreds = (halves &* 10_486) >> 20 & 0x0000_007F_0000_007F
        let pairs = hundreds | (halves &- 100 &* hundreds) << 16
        let tens = (pairs &* 103) >> 10 & 0x000F_000F_000F_000F
        return tens | (pairs &- 10 &* tens) << 8
    }

    /// The digit 0 in each byte.
    static let zeros: UInt64 = 0x3030_3030_3030_3030

    /// A whole number below 10⁸, without leading zeros. At most 8 bytes.
    @inline(__always)
    mutating func putSmall(_ number: UInt64) {
        let digits = RowWriter.eightDigits(number)
        // The last digit is written even if it is 0.
        let leading = (digits | 1 << 56).trailingZeroBitCount >> 3
        put((digits | RowWriter.zeros) &>> UInt64(8 * leading), count: 8 - leading)
    }

    /// A text of at most eight bytes.
    @inline(__always)
    mutating func put(_ text: ShortText) { put(text.bytes, count: text.count) }

    /// A whole number, without leading zeros. At most 20 bytes.
    @inline(__always)
    mutating func put(number: UInt64) {
        if number < 100_000_000 { putSmall(number) } else { putLarge(number) }
    }

    @inline(__always)
    private mutating func putLarge(_ number: UInt64) {
        let upper = number / 100_000_000
        if upper < 100_000_000 {
            putSmall(upper)
        } else {
            putSmall(upper / 100_000_000)
            put(RowWriter.eightDigits(upper % 100_000_000) | RowWriter.zeros, count: 8)
        }
        put(RowWriter.eightDigits(number % 100_000_000) | RowWriter.zeros, count: 8)
    }

    /// An amount with exactly `decimals` decimals, 0 … 8, as `Money.text(decimals:)` has them. At most 22 bytes.
    @inline(__always)
    mutating func put(_ amount: Money, decimals: Int, decimalSeparator: UInt8) {
        let magnitude = amount.units.magnitude
        if amount.units < 0 { put(UInt8(ascii: "-")) }
        put(number: magnitude / UInt64(Money.unitsPerOne))
        if decimals == 0 { return }
        put(decimalSeparator)
        put(RowWriter.eightDigits(magnitude % UInt64(Money.unitsPerOne)) | RowWriter.zeros, count: decimals)
    }

    /// The same and a mark behind it: below 10,000.00 with one to four decimals, as nearly all are, the digits are made together. At most 23 bytes.
    @inline(__always)
    mutating func put(_ amount: Money, decimals: Int, decimalSeparator: UInt8, before mark: UInt8) {
        let units = UInt64(bitPattern: amount.units)
        let isShort = UInt(bitPattern: decimals &- 1) < 4 && units < 10_000 * UInt64(Money.unitsPerOne)
        if !isShort {
            self = RowWriter.putting(amount, decimals, decimalSeparator, mark, consume self)
            return
        }
        let digits = RowWriter.eightDigits(units / (UInt64(Money.unitsPerOne) / 10_000))
        put(ShortText(fourDigits: digits & 0xFFFF_FFFF, before: decimalSeparator))
        let shift = UInt64(truncatingIfNeeded: 8 &* decimals)
        put((digits >> 32 | RowWriter.zeros >> 32) & ~(UInt64.max &<< shift) | UInt64(mark) &<< shift, count: decimals &+ 1)
    }

    /// Any amount and a mark; by value, so that the writer of the others can stay in registers.
    @inline(never)
    private static func putting(
        _ amount: Money, _ decimals: Int, _ decimalSeparator: UInt8, _ mark: UInt8, _ given: consuming RowWriter
    ) -> RowWriter {
        var writer = given
        writer.put(amount, decimals: decimals, decimalSeparator: decimalSeparator)
        writer.put(mark)
        return writer
    }

    /// A price per minute as `Money.rateText` has it: at least two decimals, no trailing zeros behind them.
    @inline(__always)
    mutating func put(rate: Money, decimalSeparator: UInt8) {
        let digits = RowWriter.eightDigits(rate.units.magnitude % UInt64(Money.unitsPerOne))
        let decimals = max(2, 8 - digits.leadingZeroBitCount >> 3)
        put(rate, decimals: decimals, decimalSeparator: decimalSeparator)
    }

    /// The digits and masked digits of a number, without `+`. At most 30 bytes.
    @inline(__always)
    mutating func put(digitsOf number: PhoneNumber) {
        let digitCount = Int(number.digitCount)
        let lower = RowWriter.eightDigits(number.digits % 100_000_000) | RowWriter.zeros
        if digitCount > 8 {
            let upper = RowWriter.eightDigits(number.digits / 100_000_000 % 100_000_000) | RowWriter.zeros
            let upperCount = min(digitCount, 16) - 8
            put(upper &>> UInt64(truncatingIfNeeded: 64 - 8 * upperCount), count: upperCount)
            put(lower, count: 8)
        } else {
            put(lower &>> UInt64(truncatingIfNeeded: 64 - 8 * digitCount), count: digitCount)
        }
        if number.maskedCount != 0 {
            for _ in 0..<number.maskedCount { put(UInt8(ascii: "*")) }
        }
    }
}

/// At most eight bytes of text, the first in the lowest byte of a word.
struct ShortText {
    let bytes: UInt64
    let count: Int

    /// Four digits, as ``RowWriter/eightDigits(_:)`` has them, less the zeros in front, and a mark.
    @inline(__always)
    init(fourDigits digits: UInt64, before mark: UInt8) {
        // The last digit is written even if it is 0.
        let leading = (digits | 1 << 24).trailingZeroBitCount >> 3
        let digitCount = 4 &- leading
        bytes = (digits | RowWriter.zeros >> 32) &>> UInt64(8 &* leading) | UInt64(mark) &<< UInt64(8 &* digitCount)
        count = digitCount &+ 1
    }
}
