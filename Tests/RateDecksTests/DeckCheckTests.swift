import CallModel
import Catalogue
import SeededRandom
import Testing

@testable import RateDecks

/// What a check of a deck says, word by word, and that it says no more.
@Suite struct DeckCheckTests {
    /// Findings of a deck, less the file's name, and without countries that have no rate.
    private static func findings(
        _ rows: String, plan: [NumberingPlanEntry] = NumberingPlanEntry.builtIn, factor: Int = 10, shownMax: Int = 100
    ) throws -> [String] {
        var options = DeckCheck.Options()
        options.factor = factor
        options.shownMax = shownMax
        options.wantsAllCountries = false
        let found = DeckCheck(try DeckText.opened(rows), numberingPlan: plan, options: options).findings()
        return found.lists.flatMap { list in list.shown.map { "\(list.kind.name) " + $0.description.dropFirst("rates.csv:".count) } }
    }

    private static func entry(_ prefix: UInt64, _ count: UInt8, _ country: String) -> NumberingPlanEntry {
        NumberingPlanEntry(prefix: prefix, prefixCount: count, country: Country(country)!)
    }

    static let cases: [(String, [String])] = [
        ("44,UK,0.01,0,60,60,GB,,,,\n447,UK mobile,0.05,0,60,60,GB,2026-01-01,2027-01-01,,\n447,UK mobile,0.06,0,60,60,GB,2027-01-01,,,\n", []),
        (
            "44,UK,0.01,0,60,60,,,,,\n44,UK,0.01,0,60,60,,,,,\n44,UK,0.02,0,60,60,,,,,\n",
            [
                "repeated 3:1: 44 stands on line 2 too, for the same time, with the same price; remove one of the two",
                "repeated 4:1: 44 stands on line 3 too, for the same time, with another price; remove one of the two",
            ]
        ),
        (
            "44,UK,0.01,0,60,60,,,,,\n44,UK,0.02,0,60,60,,2026-01-01,,,\n",
            [
                "overlap 3:21: 44 has two rates from 2026-01-01T00:00:00Z on, this one and line 2's; this one is taken; let line 2 end then"
            ]
        ),
        (
            "44,UK,0.01,0,60,60,,2026-01-01,2026-02-01,,\n44,UK,0.02,0,60,60,,2026-03-01,,,\n44,UK,0.02,0,60,60,,2026-03-01,2026-04-01,night,\n",
            [
                "gap 3:21: 44 has no rate from 2026-02-01T00:00:00Z, when line 2 ends, until 2026-03-01T00:00:00Z; let the one begin when the other ends"
            ]
        ),
        (
            "039,Italy,0.01,0,60,60,,,,,\n1234567890123456,X,0.01,0,60,60,,,,,\n",
            [
                "unreachable 2:1: 039 can price no call: no number begins with 0; write the country code in front, or remove the row",
                "unreachable 3:1: 1234567890123456 can price no call: no number has more than 15 digits; shorten it, or remove the row",
            ]
        ),
        (
            "44,UK,0.01,0,60,60,,2026-01-01,,,\n44,UK,0.02,0,60,60,,2026-01-01,2026-06-01,,\n",
            [
                "overlap 2:21: 44 has two rates from 2026-01-01T00:00:00Z on, this one and line 3's; this one is taken; let one end before the other begins",
                "unreachable 3:1: 44 can price no call by this row: line 2 holds at the same times and is taken first; remove the row, or change its dates",
            ]
        ),
        (
            (0...9).map { "35\($0),X,0.01,0,60,60,,,,,\n" }.joined() + "35,Y,0.01,0,60,60,,,,,\n",
            ["unreachable 12:1: 35 can price no call: whatever digit follows, a longer prefix holds; remove the row, unless 35 itself can be called"]
        ),
        // One of the ten holds only at times.
        ((0...9).map { "35\($0),X,0.01,0,60,60,,,\($0 == 4 ? "2027-01-01" : ""),,\n" }.joined() + "35,Y,0.01,0,60,60,,,,,\n", []),
        (
            "49,A,0.01,0,60,60,,,,,\n491,B,0.02,0,60,60,,,,,\n492,C,0.21,0,60,60,,,,,\n493,D,0.0009,0,60,60,,,,,\n",
            [
                "price 4:7: 492 costs 0.21, more than 10 times that of the dearest of its neighbours (491, line 3: 0.02); "
                    + "check the price; --factor sets how much is too much",
                "price 5:7: 493 costs 0.0009, less than 1/10 of that of the cheapest of its neighbours (49, line 2: 0.01); "
                    + "check the price; --factor sets how much is too much",
            ]
        ),
        (
            "4420,London,0.01,0,60,60,FR,,,,\n1,America,0.01,0,60,60,CA,,,,\n1,America,0.01,0,60,60,DE,,,night,\n7,X,0.01,0,60,60,IT,,,,\n",
            [
                "country 2:26: 4420 is of FR, and the numbering plan says GB; mend the country or the prefix, or leave the country empty",
                "country 4:24: 1 is of DE, and the numbering plan says CA or US; mend the country or the prefix, or leave the country empty",
            ]
        ),
    ]

    @Test(arguments: cases) func `each kind is told at its place`(rows: String, expected: [String]) throws {
        let plan = [(UInt64(44), UInt8(2), "GB"), (1, 1, "US"), (1204, 4, "CA")].map { Self.entry($0.0, $0.1, $0.2) }
        let found = try Self.findings(rows, plan: plan)
        #expect(found == expected)
    }

    @Test func `countries without a rate are told, by the longest and by shorter prefixes`() throws {
        let plan = [(UInt64(44), UInt8(2), "GB"), (4420, 4, "GG"), (1, 1, "US"), (1204, 4, "CA"), (1441, 4, "BM"), (61, 2, "AU")]
            .map { Self.entry($0.0, $0.1, $0.2) }
        let findings = DeckCheck(try DeckText.opened("44,UK,0.01,0,60,60,,,,,\n12045,Canada,0.01,0,60,60,,,,,\n"), numberingPlan: plan).findings()
        let expected = [
            "rates.csv:1:1: AU has no rate at all: no prefix of the deck serves 61; add one, or leave it if nobody may call there",
            "rates.csv:1:1: BM has no rate at all: no prefix of the deck serves 1441; add one, or leave it if nobody may call there",
            "rates.csv:1:1: US has no rate at all: no prefix of the deck serves 1; add one, or leave it if nobody may call there",
        ]
        #expect(findings.text == expected.joined(separator: "\n") + "\nrates.csv: 2 rates; found: uncovered 3\n")
    }

    @Test func `many findings are counted, and the first are shown`() throws {
        let rows = (10..<60).map { "0\($0),X,0.01,0,60,60,,,,,\n" }.joined()
        var options = DeckCheck.Options()
        options.wantsAllCountries = false
        options.shownMax = 2
        let findings = DeckCheck(try DeckText.opened(rows), numberingPlan: [], options: options).findings()
        #expect(
            findings.text == """
                rates.csv:2:1: 010 can price no call: no number begins with 0; write the country code in front, or remove the row
                rates.csv:3:1: 011 can price no call: no number begins with 0; write the country code in front, or remove the row
                rates.csv: and 48 more of the kind unreachable; --all shows them
                rates.csv: 50 rates; found: unreachable 50

                """)
        #expect(
            DeckFindings.json([findings]).hasPrefix(
                """
                [
                  {"file": "rates.csv", "rates": 50, "counts": {"unreachable": 50}, "findings": [
                  {"kind": "unreachable", "line": 2, "column": 1, "message": "010 can price no call: no number begins with 0", "remedy": "write
                """))
    }

    @Test func `calls without a rate are told by country and first digits`() throws {
        var unrated = UnratedCalls(numberingPlan: NumberingPlanEntry.builtIn)
        for (number, seconds) in [("+442079460990", 60), ("+442079460991", 30), ("+353209109901", 5), ("+999555123", 7)] {
            let bytes = Array(number.utf8)
            unrated.add(PhoneNumber(cleaning: bytes.span), seconds: Int64(seconds))
        }
        let findings = DeckCheck(try DeckText.opened("1,X,0.01,0,60,60,,,,,\n"), numberingPlan: []).findings(unrated: unrated.all)
        #expect(
            findings.text == """
                rates.csv:1:1: 44207 (GB): 2 calls of 90 seconds have no rate; add a rate for 44207, or for a shorter prefix of it
                rates.csv:1:1: 999555 (unknown country): 1 call of 7 seconds has no rate; add a rate for 999555, or for a shorter prefix of it
                rates.csv:1:1: 353209 (IE): 1 call of 5 seconds has no rate; add a rate for 353209, or for a shorter prefix of it
                rates.csv: 1 rate; found: unrated 3

                """)
    }

    /// Rows of one prefix with random times: a row is hidden if at no moment it is the one that §5 takes.
    @Test(arguments: 0..<300) func `hidden rows are those that are taken at no moment`(seed: Int) throws {
        var random = Random(seed: UInt64(seed))
        var times: [(Int, Int)] = []
        for _ in 0..<Int.random(in: 2...7, using: &random) {
            let from = Int.random(in: 1...6, using: &random)
            let time = (from, Int.random(in: from + 1...8, using: &random))
            if !times.contains(where: { $0 == time }) { times.append(time) }
        }
        let rows = times.map { "44,X,0.01,0,60,60,,2026-01-0\($0.0),2026-01-0\($0.1),,\n" }.joined()
        var taken: Set<Int> = []
        for day in 1..<8 {
            let holding = times.indices.filter { times[$0].0 <= day && day < times[$0].1 }
            let latest = holding.map { times[$0].0 }.max()
            if let winner = holding.first(where: { times[$0].0 == latest }) { taken.insert(winner) }
        }
        let found = try Self.findings(rows).filter { $0.hasPrefix("unreachable") }.compactMap { line in
            line.split(separator: " ")[1].split(separator: ":").first.flatMap { Int($0) }
        }
        #expect(found == times.indices.filter { !taken.contains($0) }.map { $0 + 2 })
    }

    /// A clean deck with one fault put into it has that fault alone.
    @Test(arguments: 0..<60) func `each fault that is put into a clean deck is found`(seed: Int) throws {
        var random = Random(seed: UInt64(seed))
        var rows = (0..<200).map { i in "44\(100 + i),X,0.0\(Int.random(in: 20...60, using: &random)),0,60,60,GB,,,,\n" }
        rows.insert("44,UK,0.03,0,60,60,GB,,,,\n", at: Int.random(in: 0...200, using: &random))
        let clean = try Self.findings(rows.joined())
        #expect(clean == [])
        let place = Int.random(in: 0...200, using: &random)
        let prefix = String(rows[place].split(separator: ",")[0])
        let (bad, kind): (String, String) = [
            ("\(prefix),X,0.03,0,60,60,GB,,,,\n", "repeated"), ("\(prefix),X,0.03,0,60,60,GB,2026-01-01,,,\n", "overlap"),
            ("0\(prefix),X,0.03,0,60,60,,,,,\n", "unreachable"), ("44999,X,9.99,0,60,60,GB,,,,\n", "price"),
            ("44999,X,0.03,0,60,60,IE,,,,\n", "country"),
        ][seed % 5]
        let found = try Self.findings((rows + [bad]).joined())
        #expect(found.count == 1 && found[0].hasPrefix("\(kind) 203:"), "\(found)")
    }
}
