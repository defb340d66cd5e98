import CallModel
import Catalogue
import Foundation
import SeededRandom
import Settlement
import Testing

/// Random catalogues and calls, over several runs, against rules written down a second time.
struct SettlementPropertyTests {
    /// What lasts between runs, as a ledger keeps it.
    private struct Kept {
        var accounts: [AccountState] = []
        var pools: [String: PoolState] = [:]
        var seen: [Int32: [UInt8]] = [:]
        var references: Set<String> = []
    }

    @Test("Every call, notice, balance and pool is what the rules say")
    func againstPlainRules() throws {
        var kinds: Set<String> = []
        for seed in 1...60 { try check(seed: seed, &kinds) }
        // Whatever can happen happened.
        let outcomes: Set = ["unanswered", "free", "included", "charged", "split", "disconnected", "blocked", "suspended", "duplicate"]
        #expect(kinds == outcomes.union(Notice.Kind.allCases.map(\.rawValue)))
    }

    private func check(seed: Int, _ kinds: inout Set<String>) throws {
        var random = Random(seed: UInt64(seed))
        var world = PlainWorld(&random)
        var plain = PlainSettlement(world)
        var kept = Kept()
        var first: [SampleCall] = []
        for run in 1...3 {
            plain.world = world
            plain.begin()
            // Some of the records of an earlier run come again.
            let calls = first.prefix(20) + world.calls(200, &random)
            let context = "seed \(seed), run \(run)"
            let (lines, result) = try settle(Array(calls), world, &kept, &random, context)
            var expected: [String] = []
            for call in calls { expected += plain.settle(call) }
            expectEqual(lines, expected.filter { !$0.hasPrefix("!") }, "\(context), calls")
            expectEqual(result.notices.map(SettledText.of), expected.filter { $0.hasPrefix("!") }, "\(context), notices")
            compare(result, plain, context)
            for line in expected { kinds.insert(line.hasPrefix("!") ? String(line.split(separator: " ")[2]) : String(line.prefix { $0.isLetter })) }
            first = Array(calls)
            world.change(&random)
        }
    }

    /// Settles a run in batches of random length, as a ledger and a payment program would have it.
    private func settle(
        _ calls: [SampleCall], _ world: PlainWorld, _ kept: inout Kept, _ random: inout Random, _ context: String
    ) throws -> ([String], SettlementResult) {
        let catalogue = try Catalogue.load(files: world.files)
        var settler = Settler(catalogue, accounts: kept.accounts)
        settler.applyFundings(except: kept.references)
        kept.references.formUnion(world.fundings.map(\.reference))
        var batches = SampleBatch(catalogue)
        var lines: [String] = []
        var charged: [String: Money] = [:]
        var counted: [String: Int] = [:]
        var seen: [Int32: [UInt8]] = [:]
        var rest = calls[...]
        while !rest.isEmpty {
            let batch = batches.batch(Array(rest.prefix(Int.random(in: 1...90, using: &random))))
            rest = rest.dropFirst(batch.calls.count)
            for day in batch.days where !settler.duplicates.isOpen(day) {
                settler.duplicates.open(day)
                let seen = kept.seen[day] ?? []
                settler.duplicates.load(seen.span, day: day)
            }
            for month in batch.months where !settler.isOpen(month) { settler.open(month, kept.pools.values.filter { $0.key.month == month }) }
            while let request = settler.settle(batch) {
                let isApproved = PlainSettlement.approves(request.organization, request.attempt)
                settler.answer(request, approval: isApproved ? request.approval(reference: "r") : nil, in: batch)
            }
            #expect(settler.fault == nil)
            lines += batch.settled.map { text($0, batch, catalogue, world) }
            for (i, settled) in batch.settled.enumerated() where settled.disposition == .settled {
                #expect(settled.billedSeconds == settled.includedSeconds + settled.chargedSeconds + settled.uncoveredSeconds)
                let rated = batch.rated[i]
                SeenEntry(rated).append(to: &seen[Int32(batch.calls[i].start.day), default: []])
                let organization = catalogue.organizations[Int(rated.organization)].key
                charged[organization, default: .zero] += settled.charge + settled.connectionFee
                counted[organization, default: 0] += 1
            }
        }
        var pieces: [Int32: [UInt8]] = [:]
        for piece in settler.duplicates.takeRest() { pieces[piece.day, default: []] += piece.bytes }
        #expect(pieces == seen, "\(context): what was settled is what the ledger has to know again")
        kept.seen.merge(seen) { $0 + $1 }
        let result = settler.finish()
        for total in result.totals {
            #expect(charged[total.organization] ?? .zero == total.charged, "\(context): the report's sum is the ledger's")
            #expect(counted[total.organization] ?? 0 == total.calls, "\(context): the report's rows are the proof's")
        }
        #expect(counted.values.reduce(0, +) == result.counts.settled, "\(context): all that is settled is of an organization")
        kept.accounts = result.accounts
        for pool in result.pools { kept.pools["\(pool.key.organization) \(SettledText.name(pool.key))"] = pool }
        return (lines, result)
    }

    private func text(_ settled: SettledCall, _ batch: CallBatch, _ catalogue: Catalogue, _ world: PlainWorld) -> String {
        SettledText.of(settled, batch.includingPlans[settled.includedBy.range].map { catalogue.plans[Int($0)].key }, decimals: world.decimals)
    }

    private func expectEqual(_ found: [String], _ expected: [String], _ context: String) {
        if found == expected { return }
        let place = zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
        let near = { (lines: [String]) in lines[max(0, place - 2)..<min(lines.count, place + 2)].joined(separator: "\n") }
        Issue.record("\(context), line \(place); found:\n\(near(found))\nexpected:\n\(near(expected))")
    }

    /// Balances, lots, pools, and what a ledger counts.
    private func compare(_ result: SettlementResult, _ plain: PlainSettlement, _ context: String) {
        let world = plain.world
        var accounts: [String] = []
        for organization in world.organizations {
            let account = plain.accounts[organization.key]!
            accounts.append("balance \(organization.key) \(plain.text(account.balance))")
            for lot in account.lots where lot.left > 0 {
                let expires = Instant(epochSeconds: Int64(lot.expires.timeIntervalSince1970))
                accounts.append(
                    "lot \(organization.key) #\(lot.ordinal) \(lot.reference) \(plain.text(lot.left)) of \(plain.text(lot.amount)) until \(expires)")
            }
            accounts.append("counted \(account.lotCount) \(account.recharges) \(account.attempts) \(plain.text(account.debt))")
            accounts += account.bought.sorted { $0.key < $1.key }.map { "bought \($0.key) \(plain.text($0.value))" }
            accounts += account.limitNotices.sorted().map { "limit \($0)" }
        }
        let found = result.accounts.flatMap { account in
            let months = account.months.sorted { $0.key < $1.key }
            let counted =
                "counted \(account.lotCount) \(account.rechargeCount) \(account.attemptCount) \(account.debt.text(decimals: world.decimals))"
            return SettledText.of(account) + [counted]
                + months.filter { $0.value.recharged > .zero }.map { "bought \($0.key) \($0.value.recharged.text(decimals: world.decimals))" }
                + months.filter(\.value.hasLimitNotice).map { "limit \($0.key)" }
        }
        expectEqual(found, accounts, "\(context), accounts")

        let pools = plain.drawn.map { name, size in
            let notices = (plain.raised80.contains(name) ? ", 80" : "") + (plain.raised100.contains(name) ? ", 100" : "")
            return "pool \(name) \(plain.used[name]!) of \(size.map { String($0) } ?? "unlimited")\(notices)"
        }
        expectEqual(result.pools.map(SettledText.of).sorted(), pools.sorted(), "\(context), pools")

        let charges = Dictionary(grouping: result.movements.filter { $0.kind == .charge }) { "\($0.organization) \($0.at)" }
        #expect(
            charges.map { $0.value.reduce(Money.zero) { $0 + $1.amount }.units }.sorted()
                == plain.chargedByDay.values.map { Int64($0) }.filter { $0 > 0 }.sorted(),
            "\(context), charges by day")
        for total in result.totals {
            #expect(total.charged.units == Int64(plain.charged[total.organization] ?? 0), "\(context), \(total.organization)")
            let mine = result.movements.filter { $0.organization == total.organization }
            func sum(_ kind: Movement.Kind) -> Money { mine.filter { $0.kind == kind }.reduce(.zero) { $0 + $1.amount } }
            #expect(total.charged == sum(.charge) && total.recharged == sum(.recharge) && total.expired == sum(.expiry), "\(context)")
        }
    }
}
