import Foundation
import Ledger
import Settlement
import Testing

@Suite("A ledger that cannot be written any more")
struct LedgerWriteFaultTests {
    let folder: LedgerFolder

    init() throws { folder = try LedgerFolder() }

    /// Lets no file of this process grow beyond that: what a full disk or a quota does, but for the reason that the system gives.
    static func limitFiles(bytes: UInt) {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        #if canImport(Glibc)
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        #else
            unsafe setrlimit(RLIMIT_FSIZE, &limit)
        #endif
    }

    @Test func `the run ends with a fault, and the ledger stays as it was`() async throws {
        let approval = PaymentApproval(organization: "a", attempt: 1, amount: Sample.money("1"), payment: "command:p")
        try await #require(processExitsWith: .success) { [path = folder.path as String] in
            let ledger = try LedgerFile.openForRun(path)
            try ledger.commitRun { Sample.changes(Sample.run($0), accounts: [Sample.account("a")]) }
            let number = try ledger.beginRun()
            try ledger.record(PaymentApproval(organization: "a", attempt: 1, amount: Sample.money("1"), payment: "command:p"))
            LedgerWriteFaultTests.limitFiles(bytes: 2_000_000)
            let fault = LedgerFault.cannotAccess(path: path, reason: "disk I/O error")
            #expect(throws: fault) {
                for _ in 0..<100 { try ledger.appendSeen(day: 1, entries: Sample.entries(0..<20_000).span) }
            }
            // Nothing slips in after the fault.
            #expect(throws: fault) { try ledger.appendSeen(day: 1, entries: Sample.entries(0..<20_000).span) }
            #expect(throws: fault) { try ledger.commit(Sample.changes(Sample.run(number))) }
            try ledger.rollback()
            exit(0)
        }
        let ledger = try LedgerFile.openForRun(folder.path)
        #expect(try ledger.lastRun()?.number == 1)
        #expect(try ledger.approvals() == [approval])
        #expect(try ledger.seenDays().isEmpty)
    }

    @Test func `what contradicts the ledger is refused as a whole`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        let number = try ledger.beginRun()
        var changes = Sample.changes(Sample.run(number), accounts: [Sample.account("a")])
        // Two fundings with one reference, which the catalogue does not let through.
        changes.lots = [0, 1].map { LotChange(organization: "a", lot: Sample.lot($0, "F-1", amount: "5", remaining: "5"), isForfeited: false) }
        #expect(throws: LedgerFault.damaged(path: folder.path, detail: "UNIQUE constraint failed: lots.reference")) { try ledger.commit(changes) }
        try ledger.rollback()
        #expect(try ledger.accounts().isEmpty)
        #expect(try ledger.lastRun() == nil)
        #expect(try ledger.beginRun() == number)
    }
}
