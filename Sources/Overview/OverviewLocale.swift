internal import CallModel
internal import Foundation

/// Writes numbers and dates as readers of a locale write them. Amounts stay exact: they are digits from end to end.
public struct OverviewLocale: Sendable {
    private let locale: Locale

    /// A locale by its name, as `it-IT`.
    public init(name: String) { locale = Locale(identifier: name) }

    /// An amount with exactly so many decimals.
    func amount(_ money: Money, decimals: Int) -> String { number(money.text(decimals: decimals), decimals: decimals) }

    /// A whole number.
    func count(_ value: Int64) -> String { number(String(value), decimals: 0) }

    /// Seconds as minutes with one decimal, halves away from zero.
    func minutes(_ seconds: Int64) -> String {
        let tenths = (seconds + 3) / 6
        return number("\(tenths / 10).\(tenths % 10)", decimals: 1)
    }

    /// Digits with `.` before the decimals, in the locale's way.
    private func number(_ digits: String, decimals: Int) -> String {
        // What Money and integers write always can be read.
        guard let value = Decimal(string: digits, locale: Locale(identifier: "en_US_POSIX")) else { preconditionFailure("\(digits) is no number") }
        return value.formatted(.number.precision(.fractionLength(decimals)).grouping(.automatic).locale(locale))
    }

    /// A local day, since 1970-01-01: `1 Oct 2026`, `1 ott 2026`.
    func day(_ day: Int) -> String { text(day, Date.FormatStyle.dateTime.day().month(.abbreviated).year()) }

    /// A local day of a year that is known: `1 Oct`, `1 ott`.
    func dayOfMonth(_ day: Int) -> String { text(day, Date.FormatStyle.dateTime.day().month(.abbreviated)) }

    /// A month: `October 2026`, `ottobre 2026`.
    func month(_ month: CalendarMonth) -> String {
        text(CivilDate(year: month.year, month: month.month, day: 1).daysSinceEpoch, Date.FormatStyle.dateTime.month(.wide).year())
    }

    private func text(_ day: Int, _ style: Date.FormatStyle) -> String {
        var style = style.locale(locale)
        style.timeZone = .gmt
        style.calendar = Calendar(identifier: .gregorian)
        return Date(timeIntervalSince1970: Double(day) * 86_400).formatted(style)
    }
}
