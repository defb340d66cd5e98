import CallModel
import Testing

/// Days and months of the calendar.
struct CivilDateTests {
    /// How long a month is, said as one learns it.
    static func length(_ month: Int, _ year: Int) -> Int {
        if month == 2 { return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    @Test func `days are counted one by one from 1970 to 3000`() {
        var (year, month, day) = (1970, 1, 1)
        var days = 0
        var wrong: [String] = []
        while year <= 3000 {
            let date = CivilDate(year: year, month: month, day: day)
            if date.daysSinceEpoch != days || CivilDate(daysSinceEpoch: days) != date { wrong.append("\(year)-\(month)-\(day)") }
            days += 1
            day += 1
            if day > CivilDateTests.length(month, year) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(wrong == [])
        #expect(days == 376_565)
    }

    @Test func `days before 1970 are counted backwards to 1600`() {
        var (year, month, day) = (1969, 12, 31)
        var days = -1
        var wrong: [String] = []
        while year >= 1600 {
            let date = CivilDate(year: year, month: month, day: day)
            if date.daysSinceEpoch != days || CivilDate(daysSinceEpoch: days) != date { wrong.append("\(year)-\(month)-\(day)") }
            days -= 1
            day -= 1
            if day == 0 {
                (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1)
                day = CivilDateTests.length(month, year)
            }
        }
        #expect(wrong == [])
    }

    @Test(arguments: [
        (2026, 2, 28, true), (2026, 2, 29, false), (2028, 2, 29, true), (2100, 2, 29, false), (2000, 2, 29, true), (2028, 2, 30, false),
        (2026, 4, 30, true), (2026, 4, 31, false), (2026, 12, 31, true), (2026, 12, 32, false), (2026, 1, 0, false), (2026, 0, 1, false),
        (2026, 13, 1, false), (2026, -1, 1, false), (2026, 1, -1, false),
    ]) func `there is such a day`(_ year: Int, _ month: Int, _ day: Int, _ exists: Bool) {
        #expect((CivilDate(checking: year, month, day) != nil) == exists)
    }

    @Test(arguments: [("1970-01-01", 1970, 1, 1), ("2028-02-29", 2028, 2, 29), ("2999-12-31", 2999, 12, 31)])
    func `a day is read`(_ text: String, _ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(text) == CivilDate(year: year, month: month, day: day))
    }

    @Test(arguments: [
        "", "2026", "2026-10", "2026-10-1", "2026-1-01", "26-10-01", "2026-13-01", "2026-00-10", "2026-02-29", "2026-10-00", "1969-12-31",
        "3000-01-01",
        "20261001", "2026/10/01", "2026-10-01 ", " 2026-10-01", "2026-10-01-", "-2026-10-01", "+026-10-01", "2026-+1-01", "２０２６-10-01", "2026-10-0１",
        "2026-10-01\u{301}", "2026-10-01T", "2026--1-01",
    ]) func `a day is not read`(_ text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test(arguments: [("1970-01", 1970, 1), ("2026-10", 2026, 10), ("2999-12", 2999, 12)])
    func `a month is read and written`(_ text: String, _ year: Int, _ month: Int) {
        #expect(CalendarMonth(text) == CalendarMonth(year: year, month: month))
        #expect(CalendarMonth(year: year, month: month).description == text)
        #expect(CalendarMonth(year: year, month: month).year == year)
        #expect(CalendarMonth(year: year, month: month).month == month)
    }

    @Test(arguments: [
        "", "2026", "2026-", "-10", "2026-1", "2026-00", "2026-13", "2026-010", "1969-12", "3000-01", "202610", "2026-10-01", "2026-10 ", " 2026-10",
        "２０２６-10",
        "2026-1０", "+026-10", "2026-+1", "2026-10\u{301}", "\r\n026-10",
    ]) func `a month is not read`(_ text: String) {
        #expect(CalendarMonth(text) == nil)
    }

    @Test func `months follow one another`() {
        #expect(CalendarMonth(year: 2026, month: 12).ordinal + 1 == CalendarMonth(year: 2027, month: 1).ordinal)
        #expect(CalendarMonth(year: 2026, month: 12) < CalendarMonth(year: 2027, month: 1))
        #expect(!(CalendarMonth(year: 2026, month: 10) < CalendarMonth(year: 2026, month: 10)))
        #expect(CalendarMonth(ordinal: CalendarMonth(year: 2026, month: 1).ordinal - 1).description == "2025-12")
    }
}
