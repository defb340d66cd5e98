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

    /// The digits of a number below 10⁷ and a byte behind them, and how many bytes that is.
    @inline(__always)
    static func smallDigits(_ number: UInt64, before mark: UInt8) -> (bytes: UInt64, count: Int) {
        let digits = RowWriter.eightDigits(number)
        let leading = (digits | 1 << 56).trailingZeroBitCount >> 3
        let count = 8 - leading
        return ((digits | RowWriter.zeros) &>> UInt64(8 * leading) | UInt64(mark) &<< UInt64(8 * count), count + 1)
    }

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

    /// Seconds, which are never below zero. At most 20 bytes.
    @inline(__always)
    mutating func put(seconds: Int32) { put(number: UInt64(truncatingIfNeeded: seconds)) }

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

/// The text of the day that was written last: calls come by the day, and the day is the dear part of a time.
struct DayText {
    /// When the day begins; one that no call has before the first.
    private var start = Int64.max
    /// `YYYY-MM-`
    private var yearAndMonth: UInt64 = 0
    /// `DD`
    private var day: UInt64 = 0
    /// When the minute of the call that was written last begins, on this day, and its `HH:MM:00`.
    private var minute = Int64.max
    private var clock: UInt64 = 0

    /// Seconds since the day began, which becomes the day of `instant`.
    @inline(__always)
    mutating func second(of instant: Instant) -> UInt64 {
        let second = UInt64(bitPattern: instant.epochSeconds &- start)
        if second < 86_400 { return second }
        self = DayText(of: instant)
        return UInt64(truncatingIfNeeded: instant.secondOfDay)
    }

    /// `HH:MM:SS` of an instant that is followed by others of the same minute; it becomes the day's.
    @inline(__always)
    mutating func clock(of instant: Instant) -> UInt64 {
        let second = UInt64(bitPattern: instant.epochSeconds &- minute)
        if second >= 60 { return lookAtMinute(of: instant) }
        let tens = (second &* 103) >> 10
        return clock | tens << 48 | (second &- 10 &* tens) << 56
    }

    @inline(never)
    private mutating func lookAtMinute(of instant: Instant) -> UInt64 {
        let second = second(of: instant)
        minute = instant.epochSeconds &- Int64(second % 60)
        clock = DayText.clock(second / 60 * 60)
        return DayText.clock(second)
    }

    /// `HH:MM:SS` of a second of the day.
    @inline(__always)
    static func clock(_ second: UInt64) -> UInt64 {
        // Hours, minutes and seconds stand side by side, each where its two digits go.
        let parts = second / 3600 | (second / 60 % 60) << 24 | (second % 60) << 48
        let tens = (parts &* 103) >> 10 & 0x000F_0000_0F00_000F
        return tens | (parts &- 10 &* tens) << 8 | 0x3030_3A30_303A_3030
    }

    init() {}

    @inline(never)
    private init(of instant: Instant) {
        let day = instant.day
        start = Int64(day) * 86_400
        let date = CivilDate(daysSinceEpoch: day)
        // Years outside four digits cannot be read; they would be cut, not trap.
        let digits = RowWriter.eightDigits(UInt64(date.year.magnitude) % 10_000 * 10_000 + UInt64(date.month * 100 + date.day)) | RowWriter.zeros
        let dash = UInt64(UInt8(ascii: "-"))
        yearAndMonth = digits & 0xFFFF_FFFF | dash << 32 | (digits >> 32 & 0xFFFF) << 40 | dash << 56
        self.day = digits >> 48
    }

    /// The day as it was found by ``second(of:)``.
    @inline(__always)
    func put(into writer: inout RowWriter) {
        writer.put(yearAndMonth, count: 8)
        writer.put(day, count: 2)
    }
}

extension RowWriter {
    /// A moment in UTC in the form of the dialect. 20 bytes at most.
    @inline(__always)
    mutating func put(_ instant: Instant, _ day: inout DayText, _ marks: CellMarks) {
        let second = day.second(of: instant)
        put(DayText.clock(second), &day, marks)
    }

    /// The same of one of many that mostly are of the minute of the one before, as the starts of calls are. 20 bytes at most.
    @inline(__always)
    mutating func put(start instant: Instant, _ day: inout DayText, _ marks: CellMarks) {
        let clock = day.clock(of: instant)
        put(clock, &day, marks)
    }

    @inline(__always)
    private mutating func put(_ clock: UInt64, _ day: inout DayText, _ marks: CellMarks) {
        day.put(into: &self)
        put(marks.timeMark)
        put(clock, count: 8)
        if !marks.isExcel { put(UInt8(ascii: "Z")) }
    }
}
