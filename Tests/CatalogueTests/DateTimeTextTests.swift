import CallModel
import Testing

@testable import Catalogue

/// Dates and times as a catalogue writes them.
struct DateTimeTextTests {
    /// The moment of a text, or `nil` if it is none.
    static func instant(_ text: String, in zone: CalendarZone) -> Instant? {
        let bytes = Array(text.utf8)
        return DateTimeText(bytes.span)?.instant(in: zone)
    }

    @Test(arguments: [
        ("2026-10-01", "2026-09-30T22:00:00Z"),
        ("2026-10-01T08:15", "2026-10-01T06:15:00Z"),
        ("2026-10-01 08:15:30", "2026-10-01T06:15:30Z"),
        ("2026-10-01 08:15:30.999", "2026-10-01T06:15:30Z"),
        ("2026-10-01T08:15Z", "2026-10-01T08:15:00Z"),
        ("2026-10-01T08:15:30.5Z", "2026-10-01T08:15:30Z"),
        ("2026-10-01T08:15+05:30", "2026-10-01T02:45:00Z"),
        ("2026-10-01T08:15:00-0330", "2026-10-01T11:45:00Z"),
        ("1970-01-01T00:00+23:59", "1969-12-31T00:01:00Z"),
        ("2999-12-31T23:59:59Z", "2999-12-31T23:59:59Z"),
        ("2028-02-29", "2028-02-28T23:00:00Z"),
    ]) func `reads`(_ text: String, _ expected: String) throws {
        let rome = try #require(CalendarZone(name: "Europe/Rome"))
        #expect(DateTimeTextTests.instant(text, in: rome)?.description == expected)
    }

    @Test(arguments: [
        "", "2026", "2026-10", "2026-10-1", "2026-13-01", "2026-00-01", "2026-02-29", "2026-10-00", "1969-12-31", "3000-01-01", "20261001",
        "2026-10-01T",
        "2026-10-01T08", "2026-10-01T24:00", "2026-10-01T08:60", "2026-10-01T08:15:60", "2026-10-01T08:15:30.", "2026-10-01T08:15:30.Z",
        "2026-10-01  08:15", "2026-10-01t08:15", "2026-10-01T08:15z", "2026-10-01T08:15+5", "2026-10-01T08:15+05", "2026-10-01T08:15+24:00",
        "2026-10-01T08:15+05:60", "2026-10-01T08:15Z ", " 2026-10-01", "2026-10-01Z", "2026-10-01T08:15.5", "+2026-10-01", "２026-10-01",
    ]) func `does not read`(_ text: String) {
        #expect(DateTimeTextTests.instant(text, in: .utc) == nil)
    }
}
