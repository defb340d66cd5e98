import CallModel
import Catalogue
import SeededRandom
import Testing

@testable import Rating

/// The search for a rate against a look at every row, and purity, on random decks and calls.
struct DeckSearchTests {
    /// A row of a random deck, as this test understands it.
    private struct Row {
        var prefix: String
        var band: String
        /// Hours after the first moment; `nil` is open.
        var from: Int?
        var until: Int?
    }

    private static let first = Instant("2026-10-01T00:00:00Z")!

    private static func time(_ hours: Int) -> String { Instant(epochSeconds: first.epochSeconds + Int64(hours) * 3600).description }

    /// Prefixes that nest: most of them go on from one that was there before.
    private static func randomDeck(_ random: inout Random) -> [Row] {
        var rows: [Row] = []
        var keys: Set<String> = []
        for _ in 0..<Int.random(in: 1...25, using: &random) {
            var prefix = rows.isEmpty || Bool.random(using: &random) ? "" : rows.randomElement(using: &random)!.prefix
            if prefix.isEmpty || Int.random(in: 0..<3, using: &random) > 0 {
                for _ in 0..<Int.random(in: 1...3, using: &random) { prefix += String(Int.random(in: 0...2, using: &random)) }
            }
            prefix = String(prefix.prefix(18))
            let from = Bool.random(using: &random) ? Int.random(in: 0...5, using: &random) * 12 : nil
            let until = Bool.random(using: &random) ? (from ?? 0) + Int.random(in: 1...5, using: &random) * 12 : nil
            let row = Row(prefix: prefix, band: ["", "", "night", "day"].randomElement(using: &random)!, from: from, until: until)
            if keys.insert("\(row)").inserted { rows.append(row) }
        }
        return rows
    }

    /// rating-rules.md §5, word by word. The two bands are spelled out for October: nights in UTC, days in New York, four hours behind.
    private static func rate(_ rows: [Row], to digits: String, hours: Int) -> Int? {
        // 2026-10-01 is a Thursday.
        func weekday(_ hours: Int) -> Int { (hours.quotientAndRemainder(dividingBy: 24).quotient + 3) % 7 }
        func applies(_ row: Row) -> Bool {
            if let from = row.from, hours < from { return false }
            if let until = row.until, hours >= until { return false }
            switch row.band {
            case "night":
                let hour = hours % 24
                if hour >= 22 { return weekday(hours) < 5 }
                return hour < 6 && (weekday(hours) + 6) % 7 < 5
            case "day":
                let local = hours - 4 + 7 * 24
                return (8..<18).contains(local % 24) && weekday(local) < 5
            default: return true
            }
        }
        for length in stride(from: digits.count, through: 1, by: -1) {
            let here = rows.indices.filter { rows[$0].prefix == digits.prefix(length) && applies(rows[$0]) }
            let banded = here.filter { !rows[$0].band.isEmpty }
            let candidates = banded.isEmpty ? here : banded
            let latest = candidates.map { rows[$0].from ?? -1 }.max()
            if let found = candidates.first(where: { rows[$0].from ?? -1 == latest }) { return found }
        }
        return nil
    }

    @Test("The search finds the row that a look at every row finds, one call at a time and in batches", arguments: [UInt64(1), 2, 3, 4])
    func searchAgainstScan(seed: UInt64) throws {
        var random = Random(seed: seed)
        var found = 0
        var passedOver = 0
        for _ in 0..<150 {
            let rows = DeckSearchTests.randomDeck(&random)
            let lines = rows.enumerated().map { place, row in
                "\(row.prefix),row-\(place),1,\(row.band),\(row.from.map(DeckSearchTests.time) ?? ""),\(row.until.map(DeckSearchTests.time) ?? "")"
            }
            let catalogue = try SampleCatalogue.load(rates: "prefix,destination,rate_per_minute,band,effective_from,effective_until", lines)
            let deck = RatingTables(catalogue, DestinationNames(catalogue)).outbound.with(0) { $0 }
            var rater = Rater(catalogue)
            var calls: [SampleCall] = []
            var places: [Int32] = []
            for _ in 0..<40 {
                var digits = String(Int.random(in: 1...2, using: &random))
                if let prefix = rows.randomElement(using: &random)?.prefix, prefix.first != "0" { digits = String(prefix.prefix(15)) }
                while digits.count < 15, Int.random(in: 0..<4, using: &random) > 0 { digits += String(Int.random(in: 0...2, using: &random)) }
                let hours = Int.random(in: 0...120, using: &random)
                let expected = DeckSearchTests.rate(rows, to: digits, hours: hours)
                let number = PhoneNumber(digits: UInt64(digits)!, digitCount: UInt8(digits.count), maskedCount: 0)
                let start = Instant(epochSeconds: DeckSearchTests.first.epochSeconds + Int64(hours) * 3600)
                let place = deck.rate(of: number, at: start, bands: catalogue.bands)
                calls.append(SampleCall("ucap_out", organization: "acme", to: digits, at: start.description))
                places.append(Int32(expected ?? -1))
                #expect(place == Int32(expected ?? -1), "seed \(seed), to \(digits) at \(start) in\n\(lines.joined(separator: "\n"))")
                if let expected {
                    found += 1
                    let isLongest = !rows.contains { $0.prefix.count > rows[expected].prefix.count && digits.hasPrefix($0.prefix) }
                    if !isLongest { passedOver += 1 }
                }
            }
            let together = batch(calls)
            rater.rate(together)
            #expect(together.rated.map(\.rate) == places, "seed \(seed), in a batch, in\n\(lines.joined(separator: "\n"))")
        }
        // The decks are such that both happen often.
        #expect(found > 1500)
        #expect(passedOver > 250)
    }

    @Test(
        "The trie tells the longest prefix, the next shorter one, and whether it goes on; so do intervals tell the longest",
        arguments: [UInt64(11), 12])
    func trieAgainstScan(seed: UInt64) {
        var random = Random(seed: seed)
        for _ in 0..<100 {
            var trie = PrefixTrie()
            var prefixes: [String: Int32] = [:]
            for value in 0..<Int32.random(in: 0...40, using: &random) {
                let prefix = (0..<Int.random(in: 1...18, using: &random)).map { _ in String(Int.random(in: 0...1, using: &random)) }.joined()
                if prefixes[prefix] == nil {
                    prefixes[prefix] = value
                    trie[UInt64(prefix)!, UInt8(prefix.count)] = value
                }
            }
            let intervals = PrefixIntervals(
                prefixes.map { PrefixIntervals.Entry(prefix: UInt64($0.key)!, count: UInt8($0.key.count), value: $0.value) })
            for (prefix, value) in prefixes {
                #expect(trie[UInt64(prefix)!, UInt8(prefix.count)] == value)
                let shorter = prefixes.filter { prefix.hasPrefix($0.key) && $0.key != prefix }.max { $0.key.count < $1.key.count }
                #expect(trie.valueOfShorterPrefix(of: UInt64(prefix)!, count: UInt8(prefix.count)) == shorter?.value ?? -1)
            }
            for _ in 0..<50 {
                let digits =
                    "1"
                    + (0..<(Bool.random(using: &random) ? 14 : Int.random(in: 0...13, using: &random))).map { _ in
                        String(Int.random(in: 0...1, using: &random))
                    }.joined()
                let number = PhoneNumber(digits: UInt64(digits)!, digitCount: UInt8(digits.count), maskedCount: 0)
                let longest = prefixes.filter { digits.hasPrefix($0.key) }.max { $0.key.count < $1.key.count }?.value ?? -1
                if digits.count == PhoneNumber.lengthMax { #expect(intervals.value(PrefixIntervals.place(number)) == longest) }
                let match = trie.match(number)
                #expect(match.value == longest)
                #expect(match.goesOn == prefixes.keys.contains { $0.hasPrefix(digits) && $0 != digits })
            }
        }
    }

    @Test("The result is the same, whatever was rated before")
    func purity() throws {
        let catalogue = try SampleCatalogue.load()
        var random = Random(seed: 7)
        let types = ["user_out", "USER_OUT", "conf_out", "ucap_out", "user_in", "dr_in", "fax", "user_out_forward", "x_emergency_out"]
        let calls = (0..<2000).map { i in
            SampleCall(
                types.randomElement(using: &random)!, user: ["", "", "ada@acme.example", "BOB@globex.example", "x"].randomElement(using: &random)!,
                organization: ["", "", "acme", "globex", "y"].randomElement(using: &random)!,
                from: ["", "+3906111", "+4930222", "anonymous"].randomElement(using: &random)!,
                to: ["+3906111", "+39333", "+800333", "+12045****", "+49301", "+7", "x"].randomElement(using: &random)!,
                seconds: .random(in: 0...200, using: &random),
                at: Instant(epochSeconds: 1_790_000_000 + Int64.random(in: 0...90 * 86_400, using: &random)).description, id: "id-\(i)")
        }
        var rater = Rater(catalogue)
        let together = batch(calls)
        rater.rate(together)
        for (call, expected) in zip(calls, together.rated) {
            var fresh = Rater(catalogue)
            let alone = rated(call, &fresh)
            #expect(verdict(alone, catalogue) == verdict(expected, catalogue))
            #expect((alone.fingerprint, alone.contentCheck) == (expected.fingerprint, expected.contentCheck))
            #expect((alone.month, alone.localDay, alone.callClass) == (expected.month, expected.localDay, expected.callClass))
        }
        let kinds = Set(together.rated.map(\.suspension))
        #expect(kinds == [.none, .unknownCallType, .unknownUser, .unknownOrganization, .organizationMismatch, .badNumber, .noRate])
    }
}
