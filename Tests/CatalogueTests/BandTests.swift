import CallModel
import Testing

@testable import Catalogue

/// Bands as catalogue.yaml writes them (file-formats.md, Bands).
struct BandTests {
    /// 2026-10-05 is a Monday.
    private static let table: [(band: String, moment: String, isInside: Bool)] = [
        ("{ }", "2026-10-05T00:00Z", true),
        ("{ }", "2026-10-11T23:59:59Z", true),
        ("{ days: Mon-Fri, from: 08:00, until: 18:00 }", "2026-10-05T08:00Z", true),
        ("{ days: Mon-Fri, from: 08:00, until: 18:00 }", "2026-10-05T07:59:59Z", false),
        ("{ days: Mon-Fri, from: 08:00, until: 18:00 }", "2026-10-09T17:59:59Z", true),
        ("{ days: Mon-Fri, from: 08:00, until: 18:00 }", "2026-10-09T18:00Z", false),
        ("{ days: Mon-Fri, from: 08:00, until: 18:00 }", "2026-10-10T12:00Z", false),
        // Past midnight: a band belongs to the day on which it begins.
        ("{ days: Mon-Fri, from: 22:00, until: 06:00 }", "2026-10-10T03:00Z", true),
        ("{ days: Mon-Fri, from: 22:00, until: 06:00 }", "2026-10-10T06:00Z", false),
        ("{ days: Mon-Fri, from: 22:00, until: 06:00 }", "2026-10-10T22:00Z", false),
        ("{ days: Mon-Fri, from: 22:00, until: 06:00 }", "2026-10-05T03:00Z", false),
        ("{ days: Mon-Fri, from: 22:00, until: 06:00 }", "2026-10-05T22:00Z", true),
        ("{ days: Sun, from: 12:00, until: 12:00 }", "2026-10-11T12:00Z", true),
        ("{ days: Sun, from: 12:00, until: 12:00 }", "2026-10-12T11:59Z", true),
        ("{ days: Sun, from: 12:00, until: 12:00 }", "2026-10-12T12:00Z", false),
        ("{ days: Mon, from: 22:00, until: \"00:00\" }", "2026-10-05T23:59Z", true),
        ("{ days: Mon, from: 22:00, until: \"00:00\" }", "2026-10-06T00:00Z", false),
        ("{ days: Mon, from: 22:00, until: 24:00 }", "2026-10-06T00:00Z", false),
        // Ranges that wrap the week, and lists.
        ("{ days: Fri-Mon }", "2026-10-09T12:00Z", true),
        ("{ days: Fri-Mon }", "2026-10-12T12:00Z", true),
        ("{ days: Fri-Mon }", "2026-10-13T12:00Z", false),
        ("{ days: [Mon, Wed-Thu] }", "2026-10-08T12:00Z", true),
        ("{ days: [Mon, Wed-Thu] }", "2026-10-06T12:00Z", false),
        // Its own time zone: London was an hour ahead of UTC until 25 October.
        ("{ days: Mon-Fri, from: 08:00, until: 18:00, timeZone: Europe/London }", "2026-10-05T07:00Z", true),
        ("{ days: Mon-Fri, from: 08:00, until: 18:00, timeZone: Europe/London }", "2026-10-26T07:59Z", false),
    ]

    @Test(arguments: table) func `a band contains`(_ row: (band: String, moment: String, isInside: Bool)) throws {
        let catalogue = try SmallCatalogue.load(["catalogue.yaml": SmallCatalogue.files["catalogue.yaml"]! + "\nbands:\n  b: \(row.band)\n"])
        let moment = try #require(DateTimeTextTests.instant(row.moment, in: .utc))
        #expect(catalogue.bands[0].contains(moment) == row.isInside)
    }

    @Test func `a band without a time zone is in the catalogue's`() throws {
        let yaml = SmallCatalogue.files["catalogue.yaml"]! + "\nbands: { a: { }, b: { timeZone: Asia/Kolkata } }\ntimeZone: Europe/Rome\n"
        let catalogue = try SmallCatalogue.load(["catalogue.yaml": yaml])
        #expect(catalogue.bands.map(\.timeZone.name) == ["Europe/Rome", "Asia/Kolkata"])
    }
}
