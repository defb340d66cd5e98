import CallModel
import Ledger
import Settlement
import Testing

@Suite("What a run commits is what the next one reads")
struct LedgerRoundTripTests {
    let folder: LedgerFolder

    init() throws { folder = try LedgerFolder() }

    /// Does `body` with the ledger, opened for a run and closed again.
    private func withLedger(_ body: (LedgerFile) throws -> Void) throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        try body(ledger)
        try ledger.close()
    }

    @Test func `a run with its inputs`() throws {
        let inputs = [
            RunInput(path: "night.csv.gz", sha256: String(repeating: "1", count: 64), bytes: 4711, records: 9, suspended: 1, isSkipped: false),
            RunInput(path: "-", sha256: String(repeating: "2", count: 64), bytes: 12, records: 1, suspended: 0, isSkipped: false),
            RunInput(path: "again.csv", sha256: String(repeating: "2", count: 64), bytes: 12, records: 0, suspended: 0, isSkipped: true),
        ]
        try withLedger { ledger throws in
            #expect(try ledger.lastRun() == nil)
            #expect(try ledger.timeZone() == nil)
            try ledger.commitRun { Sample.changes(Sample.run($0, inputs: inputs)) }
            try ledger.commitRun { Sample.changes(Sample.run($0, output: "/srv/november")) }
        }
        let ledger = try LedgerFile.openForReading(folder.path)
        #expect(try ledger.run(1) == Sample.run(1, inputs: inputs))
        #expect(try ledger.lastRun() == Sample.run(2, output: "/srv/november"))
        #expect(try ledger.lastRun(output: "/srv/october")?.number == 1)
        #expect(try ledger.lastRun(output: "/srv/december") == nil)
        #expect(try ledger.run(3) == nil)
        #expect(try ledger.timeZone() == "Europe/Rome")
        #expect(try ledger.inputSizes() == [4711, 12])
    }

    @Test func `an input counts as committed by the last run that read it`() throws {
        func input(suspended: Int64, skipped: Bool = false) -> RunInput {
            RunInput(path: "night.csv", sha256: String(repeating: "1", count: 64), bytes: 1, records: 5, suspended: suspended, isSkipped: skipped)
        }
        try withLedger { ledger throws in
            #expect(try ledger.committedInput(sha256: String(repeating: "1", count: 64)) == nil)
            for (suspended, skipped) in [(2, false), (0, false), (0, true)] {
                try ledger.commitRun { Sample.changes(Sample.run($0, inputs: [input(suspended: Int64(suspended), skipped: skipped)])) }
            }
            let committed = try #require(try ledger.committedInput(sha256: String(repeating: "1", count: 64)))
            #expect(committed == (run: 2, suspended: 0))
            #expect(try ledger.committedInput(sha256: String(repeating: "2", count: 64)) == nil)
        }
    }

    @Test func `an account with its lots and months`() throws {
        let funding = Sample.lot(0, "F-1", amount: "25", remaining: "3.5")
        let recharge = Sample.lot(1, "recharge-1", amount: "10", remaining: "10", payment: "card:2027-03")
        var account = Sample.account("contoso", lots: [funding, recharge])
        account.rechargeCount = 1
        account.attemptCount = 2
        account.months[Sample.october] = {
            var month = AccountState.MonthState()
            month.recharged = Sample.money("10")
            month.hasLimitNotice = true
            return month
        }()
        var debtor = AccountState(organization: "fabrikam", currency: "USD", decimals: 2)
        debtor.debt = Sample.money("26.27")
        try withLedger { ledger throws in
            #expect(try ledger.hasUse() == false)
            try ledger.commitRun {
                var changes = Sample.changes(Sample.run($0), accounts: [debtor, account])
                changes.lots = [funding, recharge].map { LotChange(organization: "contoso", lot: $0, isForfeited: false) }
                return changes
            }
        }
        try withLedger { ledger throws in
            #expect(try ledger.accounts() == [account, debtor])
            #expect(try ledger.hasUse())
            #expect(
                try ledger.appliedFundings() == [
                    AppliedFunding(
                        reference: "F-1", organization: "contoso", amount: Sample.money("25"), purchased: Sample.start, payment: "agreement:7")
                ])
        }
    }

    @Test func `a lot that is used up or forfeited is kept, and not read again`() throws {
        let lots = ["F-1", "F-2", "F-3"].enumerated().map { Sample.lot($0.offset, $0.element, amount: "5", remaining: "5") }
        try withLedger { ledger throws in
            try ledger.commitRun {
                var changes = Sample.changes(Sample.run($0), accounts: [Sample.account("contoso", lots: lots)])
                changes.lots = lots.map { LotChange(organization: "contoso", lot: $0, isForfeited: false) }
                return changes
            }
            try ledger.commitRun {
                var account = Sample.account("contoso", lots: [lots[2]])
                account.lotCount = 3
                var changes = Sample.changes(Sample.run($0), accounts: [account])
                var usedUp = lots[0]
                usedUp.remaining = .zero
                changes.lots = [
                    LotChange(organization: "contoso", lot: usedUp, isForfeited: false),
                    LotChange(organization: "contoso", lot: lots[1], isForfeited: true),
                ]
                return changes
            }
            let account = try #require(try ledger.accounts().first)
            #expect(account.lots == [lots[2]])
            #expect(account.lotCount == 3)
            #expect(try ledger.appliedFundings().map(\.reference) == ["F-1", "F-2", "F-3"])
        }
    }

    @Test func `an organization that left the catalogue stays, and comes back`() throws {
        try withLedger { ledger throws in
            try ledger.commitRun { Sample.changes(Sample.run($0), accounts: [Sample.account("a"), Sample.account("b")]) }
            try ledger.commitRun { Sample.changes(Sample.run($0), accounts: [Sample.account("b")]) }
            #expect(try ledger.accounts().map(\.isInCatalogue) == [false, true])
            try ledger.commitRun { Sample.changes(Sample.run($0), accounts: [Sample.account("a")]) }
            #expect(try ledger.accounts().map(\.isInCatalogue) == [true, false])
        }
    }

    @Test func `keys are told apart byte by byte`() throws {
        // é as one scalar, and as e with an accent: the same text to a reader, two organizations to the catalogue.
        let keys = ["caf\u{E9}", "cafe\u{301}", "CAFE"]
        try withLedger { ledger throws in
            try ledger.commitRun { Sample.changes(Sample.run($0), accounts: keys.map { Sample.account($0) }) }
            #expect(try ledger.accounts().map { Array($0.organization.utf8) } == [keys[2], keys[1], keys[0]].map { Array($0.utf8) })
        }
    }

    @Test func `movements and notices in their order`() throws {
        let movements = [
            Movement(organization: "contoso", kind: .funding, lot: 0, at: Sample.start, amount: Sample.money("25"), calls: 0),
            Movement(organization: "contoso", kind: .recharge, lot: 1, at: Sample.start, amount: Sample.money("10"), calls: 0),
            Movement(organization: "contoso", kind: .expiry, lot: 0, at: Sample.start, amount: Sample.money("3.5"), calls: 0),
            Movement(organization: "contoso", kind: .charge, lot: -1, at: Sample.start, amount: Sample.money("0.00000001"), calls: 3),
        ]
        let notices = Notice.Kind.allCases.map { kind in
            Notice(
                organization: "contoso", kind: kind, at: Sample.start, amount: kind == .pool80 || kind == .pool100 ? nil : Sample.money("10"),
                balance: -Sample.money("1.25"), detail: "recharge-1", decimals: 4)
        }
        try withLedger { ledger throws in
            try ledger.commitRun {
                var changes = Sample.changes(Sample.run($0), accounts: [Sample.account("contoso")])
                changes.movements = movements
                changes.notices = notices
                return changes
            }
            #expect(try ledger.movements(ofRun: 1) == movements)
            #expect(try ledger.notices(ofRun: 1) == notices)
            #expect(try ledger.movements(ofRun: 2).isEmpty)
        }
    }

    @Test func `pools in byte order, a user's by whatever case`() throws {
        let pools = [
            Sample.pool("b", "P", "0", "*", minutes: 30, used: 60),
            Sample.pool("a", "P", "abroad", "US", minutes: 30, used: 60),
            Sample.pool("a", "P", "0", "anna@a.example", minutes: nil, used: 4152),
            Sample.pool("a", "P", "0", "Zoe@a.example", minutes: 0, used: 0),
        ]
        try withLedger { ledger throws in
            try ledger.commitRun {
                var changes = Sample.changes(Sample.run($0), accounts: [Sample.account("a"), Sample.account("b")])
                changes.pools = pools
                return changes
            }
            #expect(try ledger.allPools() == [pools[3], pools[2], pools[1], pools[0]])
            #expect(try ledger.allPools(organization: "b") == [pools[0]])
            #expect(try ledger.allPools(month: CalendarMonth(year: 2026, month: 11)).isEmpty)
            #expect(try Set(ledger.pools(of: Sample.october)) == Set(pools))
            #expect(try ledger.hasUse())
            // The catalogue now writes the user in capitals: the same pool.
            let again = Sample.pool("a", "P", "0", "ANNA@A.EXAMPLE", minutes: nil, used: 5000)
            try ledger.commitRun {
                var changes = Sample.changes(Sample.run($0), accounts: [Sample.account("a")])
                changes.pools = [again]
                return changes
            }
            #expect(try ledger.allPools(organization: "a") == [again, pools[3], pools[1]])
        }
    }

    @Test func `two ledgers of the same runs are the same bytes`() throws {
        let other = try LedgerFolder()
        for path in [folder.path, other.path] {
            let ledger = try LedgerFile.openForRun(path)
            for _ in 0..<2 {
                let number = try ledger.beginRun()
                try ledger.appendSeen(day: 20_000, entries: Sample.entries(0..<1000).span)
                try ledger.record(PaymentApproval(organization: "a", attempt: number, amount: Sample.money("10"), payment: "command:p"))
                try ledger.commit(Sample.changes(Sample.run(number), accounts: [Sample.account("a")]))
            }
            try ledger.close()
        }
        #expect(try folder.bytes == other.bytes)
    }
}
