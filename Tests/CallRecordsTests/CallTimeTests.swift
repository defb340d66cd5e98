import CallModel
import CallRecords
import SeededRandom
import Testing

/// Times and durations of call detail records (file-formats.md).
struct CallTimeTests {
    /// Reads one record after the other with one parser; cells are quoted, so that they may hold anything.
    static func calls(_ records: [(start: String, duration: String, end: String)]) throws -> [ReadRecord] {
        let plan = try ColumnPlan(header: ["usage_id", "call_type", "start_time", "duration_seconds", "caller", "callee", "end_time"])
        let lines = records.map { "1,user_out,\"\($0.start)\",\"\($0.duration)\",2,3,\"\($0.end)\"\n" }
        return ReadInput(whole: Array(lines.joined().utf8), plan).records
    }

    @Test(arguments: [
        // Between date and time T or one space; seconds, a fraction (ignored) and an offset may be left out.
        ("2026-10-01T08:15", "2026-10-01T08:15:00Z"),
        ("2026-10-01 08:15", "2026-10-01T08:15:00Z"),
        ("2026-10-01T08:15:30", "2026-10-01T08:15:30Z"),
        ("2026-10-01 08:15:30", "2026-10-01T08:15:30Z"),
        ("2026-10-01T08:15:30.9", "2026-10-01T08:15:30Z"),
        ("2026-10-01T08:15:30.9999999999999999999999", "2026-10-01T08:15:30Z"),
        ("2026-10-01T08:15Z", "2026-10-01T08:15:00Z"),
        ("2026-10-01T08:15:30Z", "2026-10-01T08:15:30Z"),
        ("2026-10-01T08:15:30.1234567Z", "2026-10-01T08:15:30Z"),
        ("2026-10-01T08:15+02:00", "2026-10-01T06:15:00Z"),
        ("2026-10-01 08:15:30+0200", "2026-10-01T06:15:30Z"),
        ("2026-10-01T08:15:30.5-03:30", "2026-10-01T11:45:30Z"),
        ("2026-10-01T08:15-0330", "2026-10-01T11:45:00Z"),
        ("2026-10-01T08:15+00:00", "2026-10-01T08:15:00Z"),
        ("2026-10-01T08:15-0000", "2026-10-01T08:15:00Z"),
        ("2026-10-01T00:15+23:59", "2026-09-30T00:16:00Z"),
        // Ends of the day, of February, and of the years, as written.
        ("2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z"),
        ("2026-10-01T23:59:59Z", "2026-10-01T23:59:59Z"),
        ("2028-02-29T12:00Z", "2028-02-29T12:00:00Z"),
        ("1970-01-01T00:00Z", "1970-01-01T00:00:00Z"),
        ("1970-01-01T00:00+23:59", "1969-12-31T00:01:00Z"),
        ("2999-12-31T23:59:59-23:59", "3000-01-01T23:58:59Z"),
        // Seconds since the epoch, 9 or 10 digits.
        ("000000000", "1970-01-01T00:00:00Z"),
        ("100000000", "1973-03-03T09:46:40Z"),
        ("1790842530", "2026-10-01T08:15:30Z"),
        ("9999999999", "2286-11-20T17:46:39Z"),
        // Blanks around it do not count.
        (" \t2026-10-01T08:15\u{A0}", "2026-10-01T08:15:00Z"),
        ("\u{A0}1790842530 ", "2026-10-01T08:15:30Z"),
    ]) func `a start or end is read`(_ text: String, _ expected: String) throws {
        let call = try #require(try CallTimeTests.calls([(start: text, duration: "60", end: text)]).first)
        #expect(call.fault == .none)
        #expect(Instant(epochSeconds: call.start).description == expected)
        #expect(Instant(epochSeconds: call.end).description == expected)
    }

    @Test(arguments: [
        "2026", "2026-10-01", "2026-10-01T", "2026-10-01T08", "2026-10-01T08:1", "2026-10-01T8:15", "2026-10-01T0815", "2026-10-01T081530Z",
        "20261001T081530Z", "2026-1-01T08:15:30", "26-10-01T08:15:30Z", "2026/10/01 08:15:30", "01/10/2026 08:15:30", "10/1/2026 8:15:30 AM",
        // Between date and time.
        "2026-10-01  08:15", "2026-10-01t08:15:30", "2026-10-01_08:15:30", "2026-10-01\t08:15:30", "2026-10-01\u{A0}08:15:30", "2026-10-0108:15:30Z",
        // Seconds and fraction.
        "2026-10-01T08:15:", "2026-10-01T08:15:3", "2026-10-01T08:15:3Z", "2026-10-01T08:15:30.", "2026-10-01T08:15:30.Z", "2026-10-01T08:15:30,5",
        "2026-10-01T08:15.5", "2026-10-01T08:15:30.5.5", "2026-10-01T08:15:30:00", "2026-10-01T08:15:30.x",
        // The zone.
        "2026-10-01T08:15z", "2026-10-01T08:15 Z", "2026-10-01T08:15:30 UTC", "2026-10-01T08:15:30 +02:00", "2026-10-01T08:15+2",
        "2026-10-01T08:15+02",
        "2026-10-01T08:15+020", "2026-10-01T08:15+2:00", "2026-10-01T08:15+02:0", "2026-10-01T08:15+02:000", "2026-10-01T08:15+02000",
        "2026-10-01T08:15+24:00", "2026-10-01T08:15-2400", "2026-10-01T08:15+02:60", "2026-10-01T08:15+0260", "2026-10-01T08:15ZZ",
        "2026-10-01T08:15Z+02:00", "2026-10-01T08:15+02-00", "2026-10-01T08:15\u{2212}02:00", "2026-10-01T08:15:30+", "2026-10-01T08:15:30*0200",
        // No such day, no such time, no such year.
        "2026-02-29T08:15", "2100-02-29T08:15", "2026-04-31T08:15", "2026-00-01T08:15", "2026-13-01T08:15", "2026-10-00T08:15", "2026-10-32T08:15",
        "2026-10-01T24:00", "2026-10-01T24:00:00", "2026-10-01T08:60", "2026-10-01T08:15:60", "2026-10-01T23:59:60", "1969-12-31T23:59:59Z",
        "3000-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "-2026-10-01T08:15",
        // What only looks like digits.
        "２026-10-01T08:15", "2026-10-01T٠8:15", "2026-1o-01T08:15", "2026-10-01T08:15\u{0}",
        "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}T08:15",
        // Seconds since the epoch.
        "0", "12345678", "12345678901", "-790842530", "+790842530", "-1790842530", "1790842530.5", "1790842530Z", "179084253x", "1.79084E9",
        "never", "null", "T", "Z", ":", "----------------", "9999999999999999",
    ]) func `a start or end is not read`(_ text: String) throws {
        let good = "2026-10-01T08:15:30Z"
        // With a parser that has read no day yet, and with one that has.
        let calls = try CallTimeTests.calls([
            (start: text, duration: "60", end: ""), (start: good, duration: "60", end: ""), (start: text, duration: "60", end: ""),
            (start: good, duration: "60", end: text),
        ])
        #expect(calls.map(\.fault) == [.startTime, .none, .startTime, .endTime])
    }

    @Test func `a start is required, an end is not`() throws {
        let good = "2026-10-01T08:15:30Z"
        let calls = try CallTimeTests.calls([
            (start: "", duration: "60", end: good), (start: " \u{A0}", duration: "60", end: good), (start: good, duration: "59.5", end: ""),
            (start: good, duration: "59.5", end: " \t\u{A0}"), (start: good, duration: "60", end: "1970-01-01T00:00Z"),
        ])
        #expect(calls.map(\.fault) == [.startTime, .startTime, .none, .none, .none])
        #expect(calls.map { $0.end - $0.start } == [0, 0, 60, 60, -1_790_842_530])
    }

    @Test func `what is wrong is said of the first: start, duration, end`() throws {
        let good = "2026-10-01T08:15:30Z"
        let calls = try CallTimeTests.calls([
            (start: "x", duration: "x", end: "x"), (start: good, duration: "x", end: "x"), (start: good, duration: "1", end: "x"),
            (start: good, duration: "1", end: good),
        ])
        #expect(calls.map(\.fault) == [.startTime, .duration, .endTime, .none])
    }

    @Test(arguments: [
        ("0", 0), ("1", 1), ("60", 60), ("0060", 60), ("00000000000000000000000000060", 60), ("0.0", 0), ("0.1", 1),
        ("0.000000000000000000000000001", 1),
        ("59.999", 60), ("60.000", 60), ("60.0001", 61), ("31535999.5", 31_536_000), ("31536000", 31_536_000), ("31536000.00", 31_536_000),
        (" 60\t", 60), ("\u{A0}60\u{A0}", 60),
    ]) func `a duration is read`(_ text: String, _ seconds: Int32) throws {
        let call = try #require(try CallTimeTests.calls([(start: "2026-10-01T08:15:30Z", duration: text, end: "")]).first)
        #expect(call.fault == .none)
        #expect(call.duration == seconds)
        #expect(call.end - call.start == Int64(seconds))
    }

    @Test(arguments: [
        "", " ", ".", ".5", "5.", "5..0", "1.5.5", "-1", "-0", "+1", "1,5", "1 000", "1'000", "1e3", "60s", "1:00", "0x10", "６0", "٣", "NaN", "inf",
        "5.x", "5.-1",
        "31536000.0000001", "31536001", "31536001.0", "99999999", "2147483648", "9223372036854775808", "18446744073709551616",
        "99999999999999999999999999999999",
    ]) func `a duration is not read`(_ text: String) throws {
        let call = try #require(try CallTimeTests.calls([(start: "2026-10-01T08:15:30Z", duration: text, end: "")]).first)
        #expect(call.fault == .duration)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>) func `times agree with a plain reader`(_ seed: UInt64) throws {
        var random = Random(seed: seed)
        func digits(_ count: Int, _ range: ClosedRange<Int>) -> String {
            let text = String(Int.random(in: range, using: &random))
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        var texts: [String] = []
        for _ in 0..<2000 {
            var text = digits(4, 1968...3001) + "-" + digits(2, 0...13) + "-" + digits(2, 0...32)
            // Often the day of before, which the parser remembers.
            if let last = texts.last, Bool.random(using: &random) { text = String(last.prefix(10)) }
            text += ["T", " "].randomElement(using: &random) ?? ""
            text += digits(2, 0...24) + ":" + digits(2, 0...60)
            text += ["", ":" + digits(2, 0...60), ":" + digits(2, 0...59) + "." + digits(1, 0...9999)].randomElement(using: &random) ?? ""
            let zone = ["+", "-"].randomElement(using: &random) ?? ""
            text += ["", "Z", zone + digits(2, 0...24) + ":" + digits(2, 0...60), zone + digits(4, 0...2400)].randomElement(using: &random) ?? ""
            if Int.random(in: 0..<4, using: &random) == 0 {
                var characters = Array(text)
                let place = Int.random(in: characters.indices, using: &random)
                characters[place] = ["", " ", "0", "9", ":", "Z", "-", "00"].randomElement(using: &random).map { $0.first ?? "x" } ?? "x"
                if Bool.random(using: &random) { characters.remove(at: place) }
                text = String(characters)
            }
            // Blanks at its ends would be taken off before it is read.
            texts.append(text.split(separator: " ").joined(separator: " "))
        }
        let calls = try CallTimeTests.calls(texts.map { (start: $0, duration: "0", end: "") })
        var readCount = 0
        for (text, call) in zip(texts, calls) {
            let expected = PlainReader.time(text)
            #expect((call.fault == .none ? call.start : nil) == expected, "\(text)")
            if expected != nil { readCount += 1 }
        }
        #expect(calls.count == texts.count)
        #expect(readCount > 300 && readCount < 1700)
    }
}
