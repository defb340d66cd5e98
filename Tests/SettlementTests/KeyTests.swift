import CallModel
import Catalogue
import Settlement
import Testing

/// Keys are compared byte by byte (file-formats.md, top), though two strings of other bytes may be equal.
struct KeyTests {
    /// `é` in one character, and in two that look the same.
    private let composed = "caf\u{E9}"
    private let decomposed = "cafe\u{301}"

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("Organizations that differ in normalization alone have accounts, lots and pools of their own")
    func normalization() throws {
        let scenario = Scenario("two of each") {
            $0.organizations = [composed, decomposed]
            $0.users = ["ada,\(composed),IT,PSTN;CREDITS", "ben,\(decomposed),IT,PSTN;CREDITS"]
        }
        let catalogue = try Catalogue.load(files: scenario.files)
        func account(_ key: String, _ lots: [(String, Int64)]) -> AccountState {
            var state = AccountState(organization: key, currency: "EUR", decimals: 2)
            for (day, units) in lots {
                state.lots.append(
                    Lot(ordinal: state.lots.count, reference: day, amount: Money(units: units * 100_000_000), purchased: Instant(day)!, payment: ""))
            }
            state.lotCount = lots.count
            return state
        }
        var settler = Settler(
            catalogue,
            accounts: [account(composed, [("2025-10-01", 1), ("2026-01-01", 5)]), account(decomposed, [("2026-01-01", 7), ("2026-02-01", 8)])])
        let month = CalendarMonth(year: 2026, month: 10)
        func pool(_ organization: String, _ used: Int64) -> PoolState {
            PoolState(
                key: PoolState.Key(organization: organization, plan: "PSTN", allowance: "0", scope: "IT", month: month), minutes: 10,
                usedSeconds: used,
                hasNotice80: false, hasNotice100: false)
        }
        settler.open(month, [pool(composed, 500), pool(decomposed, 400)])
        var batches = SampleBatch(catalogue)
        let batch = batches.batch([SampleCall("ada", seconds: 200), SampleCall("ben", seconds: 300)])
        settler.duplicates.open(batch.days[0])
        #expect(settler.settle(batch) == nil)
        #expect(batch.settled.map(\.includedSeconds) == [100, 200])

        let result = settler.finish()
        #expect(result.accounts.map { bytes($0.organization) } == [bytes(composed), bytes(decomposed)])
        // 100 seconds each at 0.60 a minute; ada's organization forfeited the lot of 2025 first.
        #expect(result.totals.map { $0.balance.text(decimals: 2) } == ["4.00", "14.00"])
        #expect(result.totals.map { $0.expired.text(decimals: 2) } == ["1.00", "0.00"])
        #expect(result.pools.map(\.usedSeconds) == [600, 600])
        #expect(result.pools.map { bytes($0.key.organization) } == [composed, decomposed].map(bytes))
        #expect(result.lots.map { bytes($0.organization) } == [composed, composed, decomposed].map(bytes))
        #expect(result.lots.map(\.lot.ordinal) == [0, 1, 0])
        #expect(result.lots.map(\.isForfeited) == [true, false, false])
    }

    @Test("An answer goes to the organization that asked")
    func answers() throws {
        let scenario = Scenario("two that pay by command") {
            $0.organizations = ["\(composed),5,10,,command", "\(decomposed),5,10,,command"]
            $0.users = ["ada,\(decomposed),IT,CREDITS"]
        }
        let catalogue = try Catalogue.load(files: scenario.files)
        var settler = Settler(catalogue, accounts: [])
        var batches = SampleBatch(catalogue)
        let batch = batches.batch([SampleCall()])
        settler.duplicates.open(batch.days[0])
        settler.open(batch.months[0], [])
        let asked = settler.settle(batch)
        let request = try #require(asked)
        #expect(bytes(request.organization) == bytes(decomposed))
        #expect(bytes(request.idempotencyKey) == bytes(decomposed + "/1"))
        settler.answer(request, approval: request.approval(reference: "r"), in: batch)
        #expect(settler.settle(batch) == nil)
        #expect(settler.finish().totals.map { $0.balance.text(decimals: 2) } == ["0.00", "9.40"])
    }

    /// Countries that came to share a pool: `PLAN/…/SCOPE` to seconds used before, in both orders, and what the shared pool is taken to have used.
    static let groups: [(group: String, used: [(scope: String, seconds: Int64)], expected: Int64)] = [
        ("[US, PR]", [("US", 60)], 60), ("[US, PR]", [("PR", 60)], 60), ("[US, PR]", [("US", 60), ("PR", 300)], 60),
        ("[PR, US]", [("US", 60), ("PR", 300)], 300),
        ("[US, PR, CA]", [("PR", 60), ("CA", 120)], 120),
    ]

    @Test("A pool that has come to be shared counts what is kept under its own scope, else the most under another", arguments: groups)
    func sharedSince(_ row: (group: String, used: [(scope: String, seconds: Int64)], expected: Int64)) throws {
        let scenario = Scenario("shared") {
            $0.yaml = "sharedPools: [\(row.group)]"
            $0.users = ["ada,acme,US,PSTN"]
        }
        let catalogue = try Catalogue.load(files: scenario.files)
        let month = CalendarMonth(year: 2026, month: 10)
        let states = row.used.map { used in
            PoolState(
                key: PoolState.Key(organization: "acme", plan: "PSTN", allowance: "0", scope: used.scope, month: month), minutes: 10,
                usedSeconds: used.seconds, hasNotice80: false, hasNotice100: false)
        }
        for states in [states, states.reversed()] {
            var settler = Settler(catalogue, accounts: [])
            settler.open(month, states)
            var batches = SampleBatch(catalogue)
            let batch = batches.batch([SampleCall(to: "US", seconds: 1)])
            settler.duplicates.open(batch.days[0])
            #expect(settler.settle(batch) == nil)
            #expect(settler.finish().pools.map(\.usedSeconds) == [row.expected + 1])
        }
    }
}
