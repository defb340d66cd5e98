import CallModel
import Foundation
import SeededRandom
import Testing

@testable import Catalogue

/// Time zones against Foundation's calendar.
struct CalendarZoneTests {
    private static let names = [
        "UTC", "Europe/Rome", "America/New_York", "Asia/Kolkata", "Africa/Casablanca", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo",
        "Asia/Pyongyang", "Europe/Moscow", "Pacific/Kiritimati", "Africa/Monrovia", "Antarctica/Troll", "America/Santiago", "Asia/Kathmandu",
    ]
    private static let until = Instant(CivilDate(year: 3000, month: 1, day: 1), secondOfDay: 0).epochSeconds

    /// Seeded moments of the years 1970 to 2999, half of them within a day of a clock change.
    private static func moments(_ zone: TimeZone, seed: UInt64, count: Int) -> [Int64] {
        var random = Random(seed: seed)
        return (0..<count).map { i in
            let moment = Int64.random(in: 0..<until, using: &random)
            guard i % 2 == 0,
                let change = zone.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: TimeInterval(moment % 5_000_000_000)))
            else { return moment }
            let near =
                Int64(change.timeIntervalSince1970) + [0, -1, 1, 3600, -3600, Int64.random(in: -86_400...86_400, using: &random)].randomElement(
                    using: &random)!
            return max(0, near)
        }
    }

    private static func calendar(_ zone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }

    /// Days since the epoch that the calendar shows.
    private static func day(_ calendar: Calendar, _ moment: Int64) -> Int {
        let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: TimeInterval(moment)))
        return CivilDate(year: parts.year!, month: parts.month!, day: parts.day!).daysSinceEpoch
    }

    @Test(arguments: names) func `the offset is Foundation's`(_ name: String) throws {
        let zone = try #require(CalendarZone(name: name))
        let oracle = try #require(TimeZone(identifier: name))
        for moment in CalendarZoneTests.moments(oracle, seed: 1, count: 2000) {
            let expected = oracle.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(moment)))
            #expect(zone.offsetSeconds(at: Instant(epochSeconds: moment)) == expected, "\(moment)")
        }
    }

    @Test(arguments: names) func `the local day is the calendar's, and changes at its ends`(_ name: String) throws {
        let zone = try #require(CalendarZone(name: name))
        let oracle = try #require(TimeZone(identifier: name))
        let calendar = CalendarZoneTests.calendar(oracle)
        for moment in CalendarZoneTests.moments(oracle, seed: 2, count: 500) {
            let (day, from, until) = zone.localDay(at: Instant(epochSeconds: moment))
            #expect(from.epochSeconds <= moment && moment < until.epochSeconds)
            #expect(day == CalendarZoneTests.day(calendar, moment), "\(moment)")
            #expect(day == CalendarZoneTests.day(calendar, from.epochSeconds), "\(moment)")
            #expect(day == CalendarZoneTests.day(calendar, until.epochSeconds - 1), "\(moment)")
            #expect(day != CalendarZoneTests.day(calendar, from.epochSeconds - 1), "\(moment)")
            #expect(day != CalendarZoneTests.day(calendar, until.epochSeconds), "\(moment)")
        }
    }

    @Test(arguments: names) func `a local time is the first moment at which the clock shows it`(_ name: String) throws {
        let zone = try #require(CalendarZone(name: name))
        let oracle = try #require(TimeZone(identifier: name))
        var random = Random(seed: 3)
        for moment in CalendarZoneTests.moments(oracle, seed: 3, count: 1000) {
            let shown = moment + Int64(zone.offsetSeconds(at: Instant(epochSeconds: moment))) + Int64.random(in: -4000...4000, using: &random)
            let day = Instant(epochSeconds: shown).day
            let found = zone.instant(CivilDate(daysSinceEpoch: day), secondOfDay: Instant(epochSeconds: shown).secondOfDay)
            // All offsets that hold within two days of it: which of them lead to the moment at which they hold?
            func offset(_ moment: Int64) -> Int64 { Int64(oracle.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(moment)))) }
            var offsets: Set<Int64> = []
            for hour in -60...60 { offsets.insert(offset(shown + Int64(hour) * 3600)) }
            let moments = offsets.map { shown - $0 }.filter { $0 + offset($0) == shown }
            if let first = moments.min() {
                #expect(found.epochSeconds == first, "\(shown)")
            } else {
                // Skipped: the offset that holds right before the change.
                let early = shown - offsets.max()!
                #expect(found.epochSeconds == shown - offset(early), "\(shown)")
            }
        }
    }

    @Test(arguments: [
        // Clocks went from 02:00 to 03:00 on 29 March 2026, and go from 03:00 to 02:00 on 25 October 2026.
        ("Europe/Rome", 2026, 3, 29, "01:59", "2026-03-29T00:59:00Z"),
        ("Europe/Rome", 2026, 3, 29, "02:30", "2026-03-29T01:30:00Z"),
        ("Europe/Rome", 2026, 3, 29, "03:00", "2026-03-29T01:00:00Z"),
        ("Europe/Rome", 2026, 10, 25, "02:30", "2026-10-25T00:30:00Z"),
        ("Europe/Rome", 2026, 10, 25, "03:00", "2026-10-25T02:00:00Z"),
        // Samoa left out 30 December 2011.
        ("Pacific/Apia", 2011, 12, 30, "12:00", "2011-12-30T22:00:00Z"),
        ("UTC", 1970, 1, 1, "00:00", "1970-01-01T00:00:00Z"),
        ("America/New_York", 2999, 7, 1, "00:00", "2999-07-01T04:00:00Z"),
    ]) func `local times around clock changes`(_ name: String, _ year: Int, _ month: Int, _ day: Int, _ time: String, _ expected: String) throws {
        let zone = try #require(CalendarZone(name: name))
        let minutes = Int(time.prefix(2))! * 60 + Int(time.suffix(2))!
        #expect(zone.instant(CivilDate(year: year, month: month, day: day), secondOfDay: minutes * 60).description == expected)
    }

    @Test(arguments: ["", "Rome", "Europe/Atlantis", "europe/rome", "GMT+5", "UTC+3", "GMT+0530", "CEST", "Z", "../UTC", "Europe"])
    func `names that IANA does not list are no zones`(_ name: String) {
        #expect(CalendarZone(name: name) == nil)
    }

    @Test(arguments: ["UTC", "GMT", "Etc/UTC", "Etc/GMT+5", "Asia/Calcutta", "US/Eastern", "EST"]) func `links are zones`(_ name: String) {
        #expect(CalendarZone(name: name)?.name == name)
    }
}
