import CallModel
import Catalogue
import SeededRandom
import Testing

@testable import RateDecks

/// What changed between two decks.
@Suite struct DeckDiffTests {
    private static let old = """
        44,UK,0.02,0,60,60,,,,,
        447,UK mobile,0.1,0,60,60,,,,,
        49,Germany,0.03,0,60,60,,,,,
        353,Ireland,0.03,0,60,60,,,,,
        33,France,0,0,60,60,,,,,
        34,Spain,0.01,0,60,60,,,,,
        34,Spain,0.02,0,60,60,,,,night,
        31,Netherlands,0.01,0,60,60,,,2027-01-01,,

        """
    private static let new = """
        44,UK,0.0225,0,60,60,,,,,
        447,UK mobile,0.0999,0,60,60,,,,,
        49,Germany,0.03,0.05,60,1,,,,,no
        33,France,0.01,0,60,60,,,,,
        34,Spain,0.01,0,60,60,,,2027-01-01,,
        34,Spain,0.02,0,60,60,,,,night,
        31,Netherlands,0.01,0,60,60,,,2026-01-01,,
        31,Netherlands,0.02,0,60,60,,2026-01-01,,,
        351,Portugal,0.04,0,60,60,,,,,

        """

    private func diff(_ old: String, _ new: String, at: Instant? = nil) throws -> DeckDiff {
        DeckDiff(old: try DeckText.opened(old, file: "old.csv"), new: try DeckText.opened(new, file: "new.csv"), at: at)
    }

    @Test func `new, ended, dearer, cheaper and other terms, by destination and prefix`() throws {
        let text = try diff(Self.old, Self.new).text(shownMax: 20)
        #expect(
            text == """
                old.csv to new.csv: new 1, ended 2, dearer 3, cheaper 1, terms 1, the same 1

                destination  new  ended  dearer  cheaper  terms     least      most
                France         0      0       1        0      0
                Germany        0      0       0        0      1
                Ireland        0      1       0        0      0
                Netherlands    0      0       1        0      0  +100.0 %  +100.0 %
                Portugal       1      0       0        0      0
                Spain          0      1       0        0      0
                UK             0      0       1        0      0   +12.5 %   +12.5 %
                UK mobile      0      0       0        1      0    -0.1 %    -0.1 %

                prefix  destination  change    old     new  difference
                31      Netherlands  dearer   0.01    0.02    +100.0 %
                33      France       dearer   0.00    0.01      from 0
                34      Spain        ended    0.01    0.01              ends at 2027-01-01T00:00:00Z
                351     Portugal     new              0.04
                353     Ireland      ended    0.03
                44      UK           dearer   0.02  0.0225     +12.5 %
                447     UK mobile    cheaper  0.10  0.0999      -0.1 %
                49      Germany      terms    0.03    0.03              fee 0.00 to 0.05, increments 60/60 to 60/1, in plans yes to no

                """)
        #expect(try diff(Self.old, Self.new).text(shownMax: 1).hasSuffix("and 7 more; --all shows them\n"))
    }

    @Test func `at a moment, what holds then is compared`() throws {
        let moment = try #require(Instant("2025-06-01"))
        let text = try diff(Self.old, Self.new, at: moment).text(shownMax: 0)
        #expect(text.hasPrefix("old.csv to new.csv, at 2025-06-01T00:00:00Z: new 1, ended 1, dearer 2, cheaper 1, terms 1, the same 3\n"))
    }

    @Test func `as CSV and as JSON`() throws {
        let diff = try diff("44,\"UK, all\",0.02,0,60,60,,,,,\n45,D,1,0,60,60,,,,x,\n", "44,\"UK, all\",0.03,0.1,60,1,,,,,\n")
        #expect(
            diff.csv == """
                prefix,destination,band,change,old_rate,new_rate,percent,old_fee,new_fee,old_increments,new_increments
                44,"UK, all",,dearer,0.02,0.03,+50.0,0.00,0.10,60/60,60/1
                45,D,x,ended,1.00,,,0.00,,60/60,

                """)
        #expect(
            diff.json(weighed: nil) == """
                {"old": "old.csv", "new": "new.csv", "at": null, "counts": {"new": 0, "ended": 1, "dearer": 1, "cheaper": 0, "terms": 0, "same": 0}, "changes": [
                  {"prefix": "44", "destination": "UK, all", "band": null, "change": "dearer", "old": {"line": 2, "ratePerMinute": "0.02", "connectionFee": "0.00", "increments": "60/60", "inPlans": true}, "new": {"line": 2, "ratePerMinute": "0.03", "connectionFee": "0.10", "increments": "60/1", "inPlans": true}, "percent": "+50.0"},
                  {"prefix": "45", "destination": "D", "band": "x", "change": "ended", "old": {"line": 3, "ratePerMinute": "1.00", "connectionFee": "0.00", "increments": "60/60", "inPlans": true}, "new": null, "percent": null}
                ]}

                """)
    }

    @Test func `calls weigh a difference`() throws {
        let diff = try diff("44,UK,0.02,0.01,60,60,,,,,\n", "44,UK,0.03,0,1,1,,,,,\n49,Germany,0.00005,0,1,1,,,,,\n")
        var weighed = WeighedDiff(diff)
        for (number, seconds) in [("+442079460990", 61), ("+442079460990", 30), ("+4930123456", 60), ("+33123456789", 90)] {
            let bytes = Array(number.utf8)
            weighed.add(PhoneNumber(cleaning: bytes.span), start: Instant(epochSeconds: 0), seconds: Int32(seconds))
        }
        #expect(
            weighed.text(shownMax: 20) == """
                what the calls cost, before allowances:
                destination  calls  minutes     old     new  difference
                UK               2      1.5  0.0800  0.0455     -0.0345  -43.1 %
                Germany          1      1.0  0.0000  0.0001     +0.0001           1 without an old rate
                (no rate)        1      1.5  0.0000  0.0000      0.0000           1 without an old rate, 1 without a new rate
                in all           4      4.0  0.0800  0.0456     -0.0345  -43.1 %  2 without an old rate, 1 without a new rate

                """)
    }

    @Test func `percentages are rounded once, halves away from zero`() throws {
        let cases: [(Int128, Int128, String?)] = [
            (2, 3, "+50.0 %"), (3, 2, "-33.3 %"), (2000, 2001, "+0.1 %"), (2000, 1999, "-0.1 %"), (2001, 2002, "0.0 %"), (1, 1, "0.0 %"), (0, 1, nil),
            (1, 0, "-100.0 %"), (8, 9, "+12.5 %"), (1_000_000_000_000, 1, "-100.0 %"),
        ]
        for (old, new, text) in cases { #expect(Percentage(from: old, to: new)?.text == text) }
    }

    @Test(arguments: 0..<50) func `a deck and itself differ in nothing`(seed: Int) throws {
        var random = Random(seed: UInt64(seed))
        var rows = ""
        for _ in 0..<100 {
            let day = Int.random(in: 10...20, using: &random)
            rows += "\(Int.random(in: 1..<300, using: &random)),X,0.\(Int.random(in: 0..<100, using: &random)),0,60,60,,"
            rows += Bool.random(using: &random) ? "2026-01-\(day)," : ","
            rows += (Bool.random(using: &random) ? "2026-02-\(day)," : ",") + (Bool.random(using: &random) ? "night" : "") + ",\n"
        }
        for at in [nil, Instant("2026-01-15"), Instant("2026-02-15")] {
            let diff = try diff(rows, rows, at: at)
            #expect(diff.changes.isEmpty)
        }
    }
}
