import CallModel
import Catalogue
import SeededRandom
import Testing

@testable import UsageTally

/// Sums of random calls: against sums made here, and the same however they are counted and shared out.
@Suite struct TallyTests {
    private static let catalogue = try! Catalogue.load(files: [
        "catalogue.yaml": """
        tariffs:
          standard: { currency: EUR, outbound: rates.csv, tollFree: toll-free.csv }
        plans:
          MINUTES: {}
          MCOPSTNPP: { credits: yes }
        directory:
          organizations: organizations.csv
          users: users.csv
        """,
        "rates.csv": "prefix,destination,rate_per_minute\n49,Germany,0.02\n4915,Germany mobile,0.1\n39,Italy,0.02\n1,United States,0.01\n",
        "toll-free.csv": "prefix,destination,rate_per_minute\n39800,Toll-free,0\n",
        "organizations.csv": "organization,tariff\ncontoso,standard\nfabrikam,standard\nidle,standard\n",
        "users.csv": "user,organization,usage_location\n"
            + (0..<60).map { "user\($0)@example,\($0 % 3 == 0 ? "fabrikam" : "contoso"),\($0 % 2 == 0 ? "DE" : "IT")\n" }.joined(),
    ])

    /// Settled calls of both organizations, a tenth of them without a user, half of them priced, over two months.
    private static func batch(_ count: Int, seed: UInt64) -> CallBatch {
        var random = Random(seed: seed)
        func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
        let batch = CallBatch()
        let names = DestinationNames(catalogue)
        batch.includingPlans = [0, 0, 1]
        for _ in 0..<count {
            var call = Call()
            var rated = RatedCall()
            var settled = SettledCall()
            // As long as a call may be, so that sums of a cell pass 32 bits.
            call.durationSeconds = Int32(below(31_622_400))
            rated.user = below(10) == 0 ? -1 : Int32(below(60))
            rated.organization = rated.user < 0 ? Int32(below(2)) : rated.user % 3 == 0 ? 1 : 0
            rated.localDay = Int32(20_700 + below(40))
            let date = CivilDate(daysSinceEpoch: Int(rated.localDay))
            rated.month = CalendarMonth(year: date.year, month: date.month)
            rated.callClass = [.calling, .conferencing, .free][below(3)]
            if below(2) == 0 {
                rated.isPriced = true
                rated.rate = Int32(below(4))
                rated.destinationName = names.ofOutbound[0][Int(rated.rate)]
                rated.destination = Country(["DE", "DE", "IT", "US"][Int(rated.rate)])!
                rated.billedSeconds = call.durationSeconds
                settled.billedSeconds = call.durationSeconds
                switch below(3) {
                case 0:
                    settled.outcome = .charged
                    settled.chargedSeconds = call.durationSeconds
                    settled.charge = Money(units: Int64(below(1_000_000_000)))
                case 1:
                    settled.outcome = .included
                    settled.includedSeconds = call.durationSeconds
                    settled.includedBy = TextRange(offset: below(2), count: 1 + below(2))
                default:
                    settled.outcome = .blocked
                    settled.refusal = .noCredit
                    settled.uncoveredSeconds = call.durationSeconds
                    rated.fullCharge = Money(units: Int64(below(1_000_000_000)))
                }
            }
            if below(50) == 0 { settled.disposition = .suspended }
            batch.calls.append(call)
            batch.rated.append(rated)
            batch.settled.append(settled)
        }
        return batch
    }

    private static func aggregates(_ batches: [CallBatch], kindCountMax: Int = .max, workers: Int = 1) async -> [UsageAggregates] {
        let tally = UsageTally(TallyIndex(catalogue, DestinationNames(catalogue)), kindCountMax: kindCountMax)
        for batch in batches { tally.add(batch) }
        let taken = await tally.takeAggregates(workers: workers) { $0 }
        let rest = await tally.takeAggregates(workers: workers) { $0 }
        #expect(rest.isEmpty)
        return taken
    }

    @Test func `sums by user, destination and month are those of the calls`() async {
        let batches = (0..<6).map { TallyTests.batch(1500, seed: $0) }
        var expected: [String: Int64] = [:]
        for batch in batches {
            for (i, settled) in batch.settled.enumerated() where settled.disposition == .settled {
                let rated = batch.rated[i]
                let payer = "\(TallyTests.catalogue.organizations[Int(rated.organization)].key) \(rated.month)"
                let user = rated.user < 0 ? "nobody" : TallyTests.catalogue.users.name(Int(rated.user))
                let destination = rated.isPriced ? ["Germany", "Germany mobile", "Italy", "United States"][Int(rated.rate)] : "nowhere"
                expected["\(payer) \(user) seconds", default: 0] += Int64(batch.calls[i].durationSeconds)
                expected["\(payer) \(user) money", default: 0] += settled.charge.units
                expected["\(payer) \(destination) calls", default: 0] += 1
                expected["\(payer) \(destination) seconds", default: 0] += Int64(batch.calls[i].durationSeconds)
                if settled.outcome == .blocked { expected["\(payer) \(user) cost", default: 0] += rated.fullCharge.units }
            }
        }
        var found: [String: Int64] = [:]
        for usage in await TallyTests.aggregates(batches) {
            let payer = "\(usage.organization) \(usage.month)"
            for row in usage.byUser {
                let user = row.user < 0 ? "nobody" : usage.users[Int(row.user)].name
                found["\(payer) \(user) seconds", default: 0] += row.sum.durationSeconds
                found["\(payer) \(user) money", default: 0] += row.sum.charged.units
            }
            for row in usage.byDestination {
                let destination = row.destination < 0 ? "nowhere" : usage.destinations[Int(row.destination)]
                found["\(payer) \(destination) calls", default: 0] += row.sum.calls
                found["\(payer) \(destination) seconds", default: 0] += row.sum.durationSeconds
            }
            for row in usage.uncovered {
                let user = row.user < 0 ? "nobody" : usage.users[Int(row.user)].name
                found["\(payer) \(user) cost", default: 0] += row.costWhole * Money.unitsPerOne + row.costUnits
            }
        }
        #expect(found == expected)
    }

    @Test(arguments: [1, 2, 31, 32, 33, 500])
    func `with few numbers for kinds the rows are the same`(kindCountMax: Int) async {
        let batches = (0..<3).map { TallyTests.batch(700, seed: 100 + $0) }
        let usage = await TallyTests.aggregates(batches)
        #expect(await TallyTests.aggregates(batches, kindCountMax: kindCountMax) == usage)
    }

    @Test(arguments: [2, 3, 8])
    func `however many share the organizations, and in whatever order batches come, the rows are the same`(workers: Int) async {
        let batches = (0..<3).map { TallyTests.batch(700, seed: 200 + $0) }
        let usage = await TallyTests.aggregates(batches)
        #expect(usage.map(\.organization) == ["contoso", "contoso", "fabrikam", "fabrikam"])
        #expect(await TallyTests.aggregates(batches.reversed(), workers: workers) == usage)
    }
}
