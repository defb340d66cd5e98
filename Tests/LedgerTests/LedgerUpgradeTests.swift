import CallModel
import Foundation
import GRDB
import Settlement
import Testing

@testable import Ledger

/// Ledgers that an earlier Scatto wrote.
@Suite struct LedgerUpgradeTests {
    let folder: LedgerFolder

    init() throws { folder = try LedgerFolder() }

    /// A ledger of format 1, with a run, an approval that waits, and a notice that was not delivered.
    private func makeFormat1() throws {
        let queue = try DatabaseQueue(path: folder.path)
        try queue.write { database in
            for statement in LedgerSchema.statements where !LedgerSchema.upgrade(from: 1).contains(statement) {
                try database.execute(sql: statement)
            }
            try database.execute(
                sql: """
                    PRAGMA application_id = \(LedgerSchema.applicationID);
                    PRAGMA user_version = 1;
                    INSERT INTO runs VALUES (1, '0.1.0', 'c', 'UTC', '/srv/out', 0, 3, 3, 0, 0);
                    INSERT INTO accounts VALUES ('contoso', 'EUR', 4, 0, 1, 0, 0, 1);
                    INSERT INTO lots VALUES ('contoso', 0, 'funding', 'F-1', 500, 300, 0, 1000, 2000, '');
                    INSERT INTO movements VALUES (1, 0, 'contoso', 'funding', 0, 1000, 500, 0);
                    INSERT INTO pools VALUES ('contoso', 'PSTN', '0', 'IT', '2026-10', 10, 60, 0, 0);
                    INSERT INTO approvals VALUES ('contoso', 1, 700, 'psp-7', NULL);
                    INSERT INTO notices VALUES (1, 0, 'contoso', 'pool_80', 1000, NULL, 300, 'PSTN/0/IT/2026-10', 4, 0);
                    """)
        }
        try queue.close()
    }

    @Test(arguments: [false, true])
    func `a ledger of format 1 is brought up to date when it is opened, with all that it held`(forReading: Bool) throws {
        try makeFormat1()
        let ledger = forReading ? try LedgerFile.openForReading(folder.path) : try LedgerFile.openForRun(folder.path)
        #expect(try ledger.accounts().map(\.balance) == [Money(units: 300)])
        #expect(try ledger.lastStandingRun()?.number == 1)
        #expect(try ledger.allPools().map(\.usedSeconds) == [60])
        #expect(
            try ledger.approvals() == [PaymentApproval(organization: "contoso", attempt: 1, amount: Money(units: 700), payment: "command:psp-7")])
        try ledger.close()
        // The next opening finds the new format.
        try LedgerFile.openForRun(folder.path).close()
    }

    @Test func `a run of format 1 cannot be taken back, one after it can`() throws {
        try makeFormat1()
        let ledger = try LedgerFile.openForRun(folder.path)
        #expect(try ledger.undoing(of: 1) == .notKept)
        let before = try ledger.allPools()
        try ledger.commitRun {
            var changes = Sample.changes(Sample.run($0), accounts: [Sample.account("contoso", lots: [])])
            changes.pools = [Sample.pool("contoso", "PSTN", "0", "IT", minutes: 20, used: 100)]
            return changes
        }
        #expect(try ledger.undoing(of: 1) == .notLast(2))
        #expect(try ledger.undoing(of: 2) == .possible)
        try ledger.undo(run: 2)
        #expect(try ledger.undoing(of: 2) == .done)
        #expect(try ledger.undoing(of: 1) == .notKept)
        #expect(try ledger.undoing(of: 3) == .noRun)
        #expect(try ledger.allPools() == before)
        #expect(try ledger.accounts().map(\.balance) == [Money(units: 300)])
        try ledger.close()
    }

    /// A ledger of format 2, as its Scatto made it: with checksums, one run that can be taken back, and a call of 2026-10-01 that was seen.
    private func makeFormat2() throws {
        try LedgerFile.openForRun(folder.path).close()
        let queue = try LedgerFile.connect(folder.path, exclusive: true, for: LedgerPath(folder.path))
        try queue.write { database in
            for statement in ["DROP TABLE usage", "DROP TABLE plan_names", "PRAGMA user_version = 2"] { try database.execute(sql: statement) }
            try database.execute(
                sql: """
                    INSERT INTO runs VALUES (1, '0.1.0', 'c', 'UTC', '/srv/out', 0, 1, 1, 0, 0);
                    INSERT INTO accounts VALUES ('contoso', 'EUR', 4, 0, 1, 0, 0, 1);
                    INSERT INTO account_changes VALUES (1, 'contoso', 1, 'EUR', 4, 0, 0, 0, 0, 0);
                    INSERT INTO lots VALUES ('contoso', 0, 'funding', 'F-1', 500, 300, 0, 1000, 2000, '');
                    INSERT INTO lot_changes VALUES (1, 'contoso', 0, NULL, NULL);
                    INSERT INTO movements VALUES (1, 0, 'contoso', 'funding', 0, 1000, 500, 0);
                    INSERT INTO movements VALUES (1, 1, 'contoso', 'charge', -1, 1790812800, 200, 1);
                    INSERT INTO seen VALUES (20727, 1, 0, zeroblob(20));
                    """)
        }
        try queue.close()
    }

    @Test(arguments: [false, true])
    func `a ledger of format 2 goes on, and says of which run it does not know the usage`(forReading: Bool) throws {
        try makeFormat2()
        let ledger = forReading ? try LedgerFile.openForReading(folder.path) : try LedgerFile.openForRun(folder.path)
        #expect(try ledger.accounts().map(\.balance) == [Money(units: 300)])
        #expect(try ledger.lastRunWithoutUsage() == 1)
        #expect(try ledger.lastRunWithoutDraws() == 0)
        #expect(try ledger.seenDays(throughRun: 1) == [20_727])
        #expect(try ledger.usageMonths() == [])
        #expect(try ledger.planNames() == [])
        try ledger.close()
    }

    @Test func `a run of format 2 can still be taken back, and later runs leave usage`() throws {
        try makeFormat2()
        let ledger = try LedgerFile.openForRun(folder.path)
        #expect(try ledger.undoing(of: 1) == .possible)
        try ledger.undo(run: 1)
        #expect(try ledger.seenDays(throughRun: 1) == [])
        let usage = Sample.usage("contoso")
        try ledger.commitRun {
            var changes = Sample.changes(Sample.run($0), accounts: [Sample.account("contoso")])
            changes.usage = [EncodedUsage(usage)]
            return changes
        }
        var found: [UsageAggregates] = []
        try ledger.forEachUsage { run, usage in
            #expect(run == 2)
            found.append(usage)
        }
        #expect(found == [usage])
        #expect(try ledger.lastRunWithoutUsage() == 1)
        try ledger.close()
    }
}
