import CallModel
import Catalogue
import Settlement
import Testing

/// rating-rules.md §11: duplicates, and what is counted.
struct DuplicateTests {
    static let cases = [
        Scenario("the first one counts; the same again changes nothing") {
            $0.calls = [SampleCall(id: "a"), SampleCall(id: "a"), SampleCall(id: "a", content: 2), SampleCall(id: "a")]
            $0.expected = [
                "included 60 = 60 + 0 + 0, by PSTN", "duplicate, the same", "duplicate, different", "duplicate, the same",
                "pool acme PSTN/0/IT/2026-10 60 of 600", "balance acme 0.00",
            ]
        },
        Scenario("another start or another organization is another call") {
            $0.organizations = ["acme", "globex"]
            $0.calls = [
                SampleCall(id: "a"), SampleCall(at: "2026-10-05T10:00:01Z", id: "a"), SampleCall(nil, callClass: .free, rate: nil, id: "a"),
                SampleCall(nil, organization: "globex", callClass: .free, rate: nil, id: "a"),
            ]
            $0.expected = [
                "included 60 = 60 + 0 + 0, by PSTN", "included 60 = 60 + 0 + 0, by PSTN", "duplicate, the same", "free",
                "pool acme PSTN/0/IT/2026-10 120 of 600", "balance acme 0.00", "balance globex 0.00",
            ]
        },
        Scenario("a suspended record does not count as seen") {
            $0.calls = [
                SampleCall(id: "a", suspension: .noRate), SampleCall(id: "a", suspension: .badNumber), SampleCall(id: "a"),
                SampleCall(id: "a", suspension: .noRate), SampleCall(id: "a", content: 2, suspension: .badNumber),
            ]
            $0.expected = [
                "suspended", "suspended", "included 60 = 60 + 0 + 0, by PSTN", "duplicate, the same", "duplicate, different",
                "pool acme PSTN/0/IT/2026-10 60 of 600", "balance acme 0.00",
            ]
        },
        Scenario("what comes before the duplicate check suspends a record that was settled") {
            $0.calls =
                [SampleCall(id: "a")]
                + [SuspensionReason.malformed, .noUsageId, .unknownCallType, .unknownUser, .unknownOrganization, .organizationMismatch]
                .map { SampleCall(id: "a", suspension: $0) }
            $0.expected =
                ["included 60 = 60 + 0 + 0, by PSTN"] + Array(repeating: "suspended", count: 6)
                + ["pool acme PSTN/0/IT/2026-10 60 of 600", "balance acme 0.00"]
        },
        Scenario("an unanswered and a free call are seen as well") {
            $0.calls = [
                SampleCall(seconds: 0, id: "a"), SampleCall(seconds: 0, id: "a"), SampleCall(callClass: .free, rate: nil, id: "b"),
                SampleCall(id: "b"),
            ]
            $0.expected = ["unanswered", "duplicate, the same", "free", "duplicate, the same", "balance acme 0.00"]
        },
        Scenario("a duplicate is not the first settled record of the run") {
            $0.fundings = ["old,acme,5,2025-10-01"]
            $0.organizations = ["acme", "globex"]
            $0.calls = [SampleCall(id: "a", suspension: .noRate), SampleCall(callClass: .free, rate: nil, id: "a")]
            $0.expected = [
                "suspended", "! acme credit_expired 2026-10-05T10:00:00Z 5.00 balance 0.00 old", "free", "balance acme 0.00", "balance globex 0.00",
            ]
        },
    ]

    @Test("§11: duplicates", arguments: cases)
    func duplicates(_ row: Scenario) throws { try row.check() }

    @Test("What an earlier run settled is a duplicate, and read = settled + suspended + duplicates")
    func earlierRuns() throws {
        let scenario = Scenario("one and the same file twice") { _ in }
        let catalogue = try Catalogue.load(files: scenario.files)
        let calls = [
            SampleCall(id: "a"), SampleCall(id: "b", suspension: .noRate), SampleCall(id: "a"), SampleCall(at: "2026-10-06T00:00:00Z", id: "c"),
        ]
        var seen: [Int32: [UInt8]] = [:]
        var found: [[SettledCall.Disposition]] = []
        for _ in 0..<2 {
            var settler = Settler(catalogue, accounts: [])
            var batches = SampleBatch(catalogue)
            let batch = batches.batch(calls)
            for day in batch.days {
                settler.duplicates.open(day)
                let known = seen[day] ?? []
                settler.duplicates.load(known.span, day: day)
            }
            settler.open(batch.months[0], [])
            #expect(settler.settle(batch) == nil)
            for piece in settler.duplicates.takeRest() { seen[piece.day, default: []] += piece.bytes }
            #expect(seen.mapValues(\.count) == Dictionary(uniqueKeysWithValues: batch.days.map { ($0, 20) }))
            found.append(batch.settled.map(\.disposition))
            #expect(settler.counts.read == calls.count)
            #expect(settler.counts == settler.finish().counts)
        }
        #expect(found[0] == [.settled, .suspended, .duplicateSame, .settled])
        #expect(found[1] == [.duplicateSame, .suspended, .duplicateSame, .duplicateSame])
    }
}
