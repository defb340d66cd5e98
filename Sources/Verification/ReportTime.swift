/// Reads the times of a report: `2026-10-01T08:15:30Z`, or `2026-10-01 08:15:30` in the dialect `excel`.
struct ReportTime: Sendable {
    private let isExcel: Bool
    /// The date that was read last, as eight digits, and its day: calls come by the day.
    private var lastDate = -1
    private var lastDay = 0

    init(isExcel: Bool) { self.isExcel = isExcel }

    /// Seconds since 1970; `nil` if the cell is no such time.
    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        if range.count != (isExcel ? 19 : 20) { return nil }
        let i = range.lowerBound
        guard bytes[i + 4] == UInt8(ascii: "-"), bytes[i + 7] == UInt8(ascii: "-"), bytes[i + 13] == UInt8(ascii: ":"),
            bytes[i + 16] == UInt8(ascii: ":"),
            bytes[i + 10] == (isExcel ? UInt8(ascii: " ") : UInt8(ascii: "T")), isExcel || bytes[i + 19] == UInt8(ascii: "Z"),
            let century = ReportTime.pair(bytes, i), let year = ReportTime.pair(bytes, i + 2), let month = ReportTime.pair(bytes, i + 5),
            let day = ReportTime.pair(bytes, i + 8), let hour = ReportTime.pair(bytes, i + 11), let minute = ReportTime.pair(bytes, i + 14),
            let second = ReportTime.pair(bytes, i + 17), hour < 24, minute < 60, second < 60
        else { return nil }
        let date = (100 * century + year) * 10_000 + 100 * month + day
        if date != lastDate {
            guard let days = ReportTime.day(100 * century + year, month, day) else { return nil }
            (lastDate, lastDay) = (date, days)
        }
        return Int64(86_400 * lastDay + 3600 * hour + 60 * minute + second)
    }

    @inline(__always)
    private static func pair(_ bytes: Span<UInt8>, _ i: Int) -> Int? {
        let (tens, ones) = (bytes[i] &- UInt8(ascii: "0"), bytes[i + 1] &- UInt8(ascii: "0"))
        return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : nil
    }

    /// Days since 1970-01-01; `nil` if there is no such day, or its year is far from those that can be read.
    static func day(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        // An hour's offset may carry a call over the edge of a year, and a lot lasts another one.
        guard (1969...3001).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = LocalTime.length(year) == 366
        if day > LocalTime.monthLengths[month - 1] + (month == 2 && isLeap ? 1 : 0) { return nil }
        // Leap days before that year, as counted from year 1.
        func leaps(_ year: Int) -> Int { year / 4 - year / 100 + year / 400 }
        let before = 365 * (year - 1970) + leaps(year - 1) - leaps(1969)
        return before + LocalTime.monthLengths[..<(month - 1)].reduce(0, +) + (month > 2 && isLeap ? 1 : 0) + day - 1
    }

    /// A moment as people read it: `2026-10-01T08:15:30Z`.
    static func text(_ moment: Int64) -> String {
        let day = Int(moment >= 0 ? moment / 86_400 : (moment - 86_399) / 86_400)
        let second = Int(moment) - 86_400 * day
        return "\(dayText(day))T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }

    /// A day as people read it: `2026-10-01`.
    static func dayText(_ day: Int) -> String {
        let ordinal = LocalTime.month(ofDay: day)
        let first = ReportTime.day(ordinal / 12, ordinal % 12 + 1, 1) ?? day
        return "\(ordinal / 12)-\(two(ordinal % 12 + 1))-\(two(day - first + 1))"
    }

    private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
