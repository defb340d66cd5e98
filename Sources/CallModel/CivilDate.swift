/// A day of the Gregorian calendar, without a time zone.
@frozen
public struct CivilDate: Hashable, Sendable {
    /// The year, as written.
    public var year: Int
    /// 1 … 12.
    public var month: Int
    /// 1 … 31.
    public var day: Int

    /// The years that Scatto reads.
    public static let years = 1970...2999

    /// A day; it is not checked.
    @inlinable
    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// A day, if there is such a day.
    @inlinable
    public init?(checking year: Int, _ month: Int, _ day: Int) {
        guard (1...12).contains(month), day >= 1, day <= CivilDate.length(ofMonth: month, year: year) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that is `days` after 1970-01-01 (Hinnant's `civil_from_days`).
    @inlinable
    public init(daysSinceEpoch days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01 (Hinnant's `days_from_civil`).
    @inlinable
    public var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// How many days that month has.
    @inlinable
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// A calendar month, which pools and monthly limits are kept by.
@frozen
public struct CalendarMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 12 × year + month − 1.
    public var ordinal: Int32

    /// The month with that ordinal.
    @inlinable
    public init(ordinal: Int32) { self.ordinal = ordinal }

    /// The month of a year, 1 … 12.
    @inlinable
    public init(year: Int, month: Int) { ordinal = Int32(12 * year + month - 1) }

    /// Reads `YYYY-MM`.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { decimalDigit($0) != nil } }),
            let year = Int(parts[0]), let month = Int(parts[1]), (1...12).contains(month), CivilDate.years.contains(year)
        else { return nil }
        self.init(year: year, month: month)
    }

    /// The year.
    public var year: Int { Int(ordinal) / 12 }
    /// 1 … 12.
    public var month: Int { Int(ordinal) % 12 + 1 }
    /// `YYYY-MM`.
    public var description: String { padded(year, 4) + "-" + padded(month, 2) }

    /// Whether the month is earlier.
    @inlinable
    public static func < (a: CalendarMonth, b: CalendarMonth) -> Bool { a.ordinal < b.ordinal }
}

/// The number with leading zeros to at least `width` digits.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
