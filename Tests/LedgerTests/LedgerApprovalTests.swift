import CallModel
import Foundation
import Ledger
import Settlement
import Testing

@Suite("An approval is kept at once, whatever becomes of the run")
struct LedgerApprovalTests {
    let folder: LedgerFolder
    let approval = PaymentApproval(organization: "contoso", attempt: 1, amount: Sample.money("10"), payment: "command:psp-77")
    let day = 20_000

    init() throws { folder = try LedgerFolder() }

    @Test func `before the run begins, and until a run takes it`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        try ledger.record(approval)
        #expect(try ledger.approvals() == [approval])
        try ledger.commitRun { Sample.changes(Sample.run($0)) }
        #expect(try ledger.approvals() == [approval])
        try ledger.commitRun {
            var changes = Sample.changes(Sample.run($0))
            changes.takenApprovals = [approval]
            return changes
        }
        #expect(try ledger.approvals().isEmpty)
    }

    @Test func `in the middle of a run that is rolled back`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        let number = try ledger.beginRun()
        // More than one blob, so that some are written before the approval and some wait.
        try ledger.appendSeen(day: day, entries: Sample.entries(0..<20_000).span)
        try ledger.record(approval)
        try ledger.appendSeen(day: day, entries: Sample.entries(20_000..<40_000).span)
        #expect(try ledger.seenDays().isEmpty)
        try ledger.rollback()
        #expect(try ledger.approvals() == [approval])
        #expect(try ledger.seenDays().isEmpty)
        // The number was not used up, and nothing of the failed run is mixed into the next.
        #expect(try ledger.beginRun() == number)
        try ledger.appendSeen(day: day, entries: Sample.entries(0..<3).span)
        try ledger.commit(Sample.changes(Sample.run(number)))
        #expect(try ledger.seenEntries(day: day) == Sample.entries(0..<3))
    }

    @Test func `in the middle of a run that is committed`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        let number = try ledger.beginRun()
        try ledger.appendSeen(day: day, entries: Sample.entries(0..<20_000).span)
        try ledger.record(approval)
        try ledger.appendSeen(day: day, entries: Sample.entries(20_000..<40_000).span)
        var changes = Sample.changes(Sample.run(number))
        changes.takenApprovals = [approval]
        try ledger.commit(changes)
        #expect(try ledger.seenEntries(day: day) == Sample.entries(0..<40_000))
        #expect(try ledger.approvals().isEmpty)
    }

    @Test func `in the middle of a run whose process dies`() async throws {
        try await #require(processExitsWith: .signal(SIGKILL)) {
            [path = folder.path as String, approval = ["contoso", "10", "psp-77"] as [String]] in
            let ledger = try LedgerFile.openForRun(path)
            _ = try ledger.beginRun()
            try ledger.appendSeen(day: 20_000, entries: Sample.entries(0..<40_000).span)
            try ledger.record(
                PaymentApproval(organization: approval[0], attempt: 1, amount: Sample.money(approval[1]), payment: "command:" + approval[2]))
            // Enough that SQLite has written to the file ahead of the commit.
            try ledger.appendSeen(day: 20_000, entries: Sample.entries(0..<400_000).span)
            kill(getpid(), SIGKILL)
        }
        let reading = try LedgerFile.openForReading(folder.path)
        #expect(try reading.approvals() == [approval])
        #expect(try reading.seenDays().isEmpty)
        #expect(try reading.seenEntries(day: day).isEmpty)
        try reading.close()
        let ledger = try LedgerFile.openForRun(folder.path)
        #expect(try ledger.approvals() == [approval])
        try ledger.commitRun { Sample.changes(Sample.run($0)) }
        #expect(try ledger.seenEntries(day: day).isEmpty)
    }
}
