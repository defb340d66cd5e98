import CallModel
import SeededRandom
import Testing

/// Moments in UTC.
struct InstantTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (-86_400, "1969-12-31T00:00:00Z"),
        (-86_401, "1969-12-30T23:59:59Z"),
        (86_399, "1970-01-01T23:59:59Z"),
        (86_400, "1970-01-02T00:00:00Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_790_842_530, "2026-10-01T08:15:30Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
        (32_503_679_999, "2999-12-31T23:59:59Z"),
    ]) func `is written in UTC`(_ epochSeconds: Int64, _ text: String) {
        #expect(Instant(epochSeconds: epochSeconds).description == text)
    }

    @Test(arguments: [
        ("1970-01-01", 0),
        ("2026-10-01", 1_790_812_800),
        ("2026-10-01T08:15:30Z", 1_790_842_530),
        ("2000-02-29T00:00:00Z", 951_782_400),
        ("2999-12-31T23:59:59Z", 32_503_679_999),
    ]) func `is read`(_ text: String, _ epochSeconds: Int64) {
        #expect(Instant(text) == Instant(epochSeconds: epochSeconds))
    }

    @Test(arguments: [
        "", "T", "2026-10", "2026-10-01T", "2026-10-01Z", "2026-10-01T08:15Z", "2026-10-01T08:15:30", "2026-10-01T08:15:30z", "2026-10-01t08:15:30Z",
        "2026-10-01 08:15:30Z", "2026-10-01T08:15:30+00:00", "2026-10-01T24:00:00Z", "2026-10-01T08:60:00Z", "2026-10-01T08:15:60Z",
        "2026-10-01T8:15:30Z",
        "2026-10-01T08:15:3Z", "2026-10-01T08-15-30Z", "2026-10-01T08:15:30.5Z", "2026-10-01T08:15:30ZZ", "2026-10-01TT8:15:30Z",
        "2026-02-29T08:15:30Z",
        "2026-10-01T08:15:30Z ", " 2026-10-01T08:15:30Z", "2026-10-01T+8:15:30Z", "2026-10-01T０８:15Z", "1969-12-31T23:59:59Z", "3000-01-01T00:00:00Z",
        "2026-10-01T08:15:30Z\u{301}",
    ]) func `is not read`(_ text: String) {
        #expect(Instant(text) == nil)
    }

    @Test(arguments: [
        // A lot expires 12 months after its purchase, at the same time of day (rating-rules.md §8).
        ("2026-10-01T08:15:30Z", 12, "2027-10-01T08:15:30Z"),
        ("2028-02-29T23:59:59Z", 12, "2029-02-28T23:59:59Z"),
        ("2027-02-28T00:00:00Z", 12, "2028-02-28T00:00:00Z"),
        ("2028-02-28T00:00:00Z", 12, "2029-02-28T00:00:00Z"),
        ("2028-02-29T12:00:00Z", 48, "2032-02-29T12:00:00Z"),
        ("2096-02-29T12:00:00Z", 48, "2100-02-28T12:00:00Z"),
        ("2026-12-31T01:02:03Z", 12, "2027-12-31T01:02:03Z"),
        ("2026-10-01T08:15:30Z", 0, "2026-10-01T08:15:30Z"),
        ("2026-01-31T08:15:30Z", 1, "2026-02-28T08:15:30Z"),
        ("2028-01-31T08:15:30Z", 1, "2028-02-29T08:15:30Z"),
        ("2026-03-31T08:15:30Z", 1, "2026-04-30T08:15:30Z"),
        ("2026-11-30T08:15:30Z", 1, "2026-12-30T08:15:30Z"),
        ("2026-12-31T23:59:59Z", 1, "2027-01-31T23:59:59Z"),
        ("2027-12-31T23:59:59Z", 2, "2028-02-29T23:59:59Z"),
        ("2026-03-31T08:15:30Z", -1, "2026-02-28T08:15:30Z"),
        ("2026-01-15T08:15:30Z", -1, "2025-12-15T08:15:30Z"),
        ("1970-01-15T08:15:30Z", -1, "1969-12-15T08:15:30Z"),
        ("2999-12-31T23:59:59Z", 12, "3000-12-31T23:59:59Z"),
    ]) func `months later`(_ text: String, _ months: Int, _ later: String) throws {
        let instant = try #require(Instant(text))
        #expect(instant.adding(months: months).description == later)
    }

    @Test func `day and second of the day make up the instant`() {
        var random = Random(seed: 4)
        for _ in 0..<5000 {
            let instant = Instant(epochSeconds: Int64.random(in: -100_000_000_000...100_000_000_000, using: &random))
            #expect((0..<86_400).contains(instant.secondOfDay))
            #expect(Instant(CivilDate(daysSinceEpoch: instant.day), secondOfDay: instant.secondOfDay) == instant)
            if Instant(epochSeconds: 0) <= instant, instant.epochSeconds < 32_503_680_000 { #expect(Instant(instant.description) == instant) }
        }
    }

    @Test func `open ends lie around every moment`() {
        #expect(Instant.distantPast < Instant(epochSeconds: -1))
        #expect(Instant(epochSeconds: 32_503_680_000) < Instant.distantFuture)
    }
}
