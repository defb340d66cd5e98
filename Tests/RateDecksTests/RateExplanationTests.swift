import CallModel
import Catalogue
import Rating
import SeededRandom
import Testing

@testable import RateDecks

/// Which rate a number has, and why.
@Suite struct RateExplanationTests {
    private static func number(_ text: String) -> PhoneNumber {
        let bytes = Array(text.utf8)
        return PhoneNumber(cleaning: bytes.span)
    }

    private static let rows = """
        44,UK,0.02,0,60,60,,,,,
        4420,London,0.01,0.05,60,1,,2026-01-01,2026-06-01,,no
        4420,London,0.03,0,60,60,,2025-01-01,,,
        44207,London night,0.001,0,60,60,,,,night,
        442079,X,0.5,0,60,60,,2030-01-01,,,
        4420794,X,0.5,0,60,60,,,2020-01-01,,

        """

    private func explained(_ number: String, _ at: String) throws -> RateExplanation {
        RateExplanation(
            Self.number(number), at: try #require(Instant(at)), in: try DeckText.opened(Self.rows), numberingPlan: NumberingPlanEntry.builtIn)
    }

    @Test func `the rate, and why no longer prefix`() throws {
        let text = try explained("+442079460990", "2026-03-01").text(currency: "EUR")
        #expect(
            text == """
                +442079460990 at 2026-03-01T00:00:00Z
                rates.csv:3:1: 0.01 EUR a minute to London (GB), by the prefix 4420
                  connection fee  0.05
                  increments      60/1 s
                  in plans        no
                  holds           from 2026-01-01T00:00:00Z until 2026-06-01T00:00:00Z
                  line 4 holds too, but a row that begins later is taken first
                longer prefixes of the number:
                  44207946 to 442079460990: not in the deck
                  4420794: line 7 has ended at 2020-01-01T00:00:00Z
                  442079: line 6 holds only from 2030-01-01T00:00:00Z on
                  44207: line 5 holds only in the band night, which is not known without its catalogue

                """)
        let json = try explained("442", "2026-03-01").json(currency: "")
        #expect(
            json == """
                {"number": "+442", "at": "2026-03-01T00:00:00Z", "file": "rates.csv", "rate": {"line": 2, "column": 1, "prefix": "44", "destination": "UK", "country": "GB", "ratePerMinute": "0.02", "connectionFee": "0.00", "currency": "", "initialIncrement": 60, "increment": 60, "inPlans": true, "effectiveFrom": null, "effectiveUntil": null, "band": null}, "beside": [], "longer": [
                  {"first": "442", "last": "442", "rows": []}
                ]}

                """)
    }

    @Test func `no rate`() throws {
        #expect(
            try explained("+4930", "2026-03-01").text(currency: "") == """
                +4930 at 2026-03-01T00:00:00Z
                rates.csv: no rate; such a call would be suspended as no_rate
                prefixes of the number:
                  4 to 4930: not in the deck

                """)
    }

    /// The lookup, and the explanation, against rating itself on a random deck.
    @Test(arguments: 0..<40) func `it is the rate that rating takes`(seed: Int) throws {
        var random = Random(seed: UInt64(seed))
        var rows = ""
        var known: Set<String> = []
        for _ in 0..<150 {
            let prefix =
                "4\(Int.random(in: 0..<10, using: &random))" + (Bool.random(using: &random) ? "\(Int.random(in: 0..<100, using: &random))" : "")
            let from = Int.random(in: 0..<3, using: &random)
            let band = Int.random(in: 0..<4, using: &random) == 0 ? "day" : ""
            if !known.insert("\(prefix) \(from) \(band)").inserted { continue }
            rows +=
                "\(prefix),D\(rows.utf8.count),0.01,0,60,60,,\(from == 0 ? "" : "2026-01-0\(from)"),\(from == 0 ? "" : "2026-02-0\(from)"),\(band),\n"
        }
        let catalogue = try Catalogue.load(files: [
            "catalogue.yaml": """
            tariffs: { t: { currency: EUR, outbound: rates.csv } }
            bands: { day: { from: "08:00", until: "18:00" } }
            plans: { P: { credits: yes } }
            """,
            "rates.csv": DeckText.header + rows, "organizations.csv": "organization\nacme\n",
            "users.csv": "user,organization,usage_location\nann,acme,GB\n",
        ])
        let deck = OpenedDeck(folder: "nowhere", deck: catalogue.tariffs[0].outbound, bands: catalogue.bands)
        let batch = CallBatch()
        for word in ["u", "user_out", "ann"] { batch.text += Array(word.utf8) }
        batch.textCount = batch.text.count
        batch.text += Array(repeating: 0, count: CallBatch.slack)
        for _ in 0..<60 {
            var call = Call()
            call.usageId = TextRange(offset: 0, count: 1)
            call.callType = TextRange(offset: 1, count: 8)
            call.user = TextRange(offset: 9, count: 3)
            call.durationSeconds = 60
            call.calleeNumber = Self.number("4\(Int.random(in: 0..<1_000_000, using: &random))")
            call.start = Instant(epochSeconds: 1_767_225_600 + Int64.random(in: -100_000..<3_500_000, using: &random))
            batch.calls.append(call)
        }
        var rater = Rater(catalogue)
        rater.rate(batch)
        for (call, rated) in zip(batch.calls, batch.rated) {
            let explanation = RateExplanation(call.calleeNumber, at: call.start, in: deck, numberingPlan: catalogue.numberingPlan)
            #expect(explanation.rate == (rated.suspension == .noRate ? nil : Int(rated.rate)))
            #expect(explanation.country == rated.destination)
            // No row that is said not to hold would have been taken, and each longer prefix is told once.
            let taken = explanation.rate.map { Int(deck.deck.rates[$0].prefixCount) } ?? 0
            #expect(explanation.longer.reduce(0) { $0 + $1.last.count - $1.first.count + 1 } == Int(call.calleeNumber.digitCount) - taken)
            for row in explanation.longer.flatMap(\.rows) {
                let rate = deck.deck.rates[row.rate]
                let holds = rate.effectiveFrom <= call.start && call.start < rate.effectiveUntil
                #expect(!holds || (rate.band >= 0 && !catalogue.bands[Int(rate.band)].contains(call.start)))
            }
        }
    }
}
