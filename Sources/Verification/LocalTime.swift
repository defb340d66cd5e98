internal import CallModel
internal import Catalogue

/// What a clock and a calendar of a time zone show.
struct LocalTime: Hashable, Sendable {
    /// Days since 1970-01-01.
    var day: Int
    /// Seconds after midnight, as the clock shows them.
    var secondOfDay: Int

    /// At a moment, in seconds since 1970.
    init(_ moment: Int64, _ zone: CalendarZone) {
        let shown = Int(moment) &+ zone.offsetSeconds(at: Instant(epochSeconds: moment))
        let (days, seconds) = shown.quotientAndRemainder(dividingBy: 86_400)
        (day, secondOfDay) = seconds < 0 ? (days - 1, seconds + 86_400) : (days, seconds)
    }

    /// Monday is 0. 1970-01-01 was a Thursday.
    var weekday: Int { ((day + 3) % 7 + 7) % 7 }

    /// Year and month of a day, in whole months since year 0.
    static func month(ofDay day: Int) -> Int {
        var year = 1970
        var rest = day
        // Four hundred years have 146,097 days.
        year += 400 * (rest / 146_097)
        rest %= 146_097
        while rest < 0 {
            year -= 1
            rest += LocalTime.length(year)
        }
        while rest >= LocalTime.length(year) {
            rest -= LocalTime.length(year)
            year += 1
        }
        var month = 0
        while rest >= LocalTime.monthLengths[month] + (month == 1 && LocalTime.length(year) == 366 ? 1 : 0) {
            rest -= LocalTime.monthLengths[month] + (month == 1 && LocalTime.length(year) == 366 ? 1 : 0)
            month += 1
        }
        return 12 * year + month
    }

    /// Days of a year.
    static func length(_ year: Int) -> Int { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365 }

    /// Days of each month, 29 February aside.
    static let monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}
