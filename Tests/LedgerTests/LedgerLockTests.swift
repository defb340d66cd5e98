import Foundation
import Ledger
import Testing

@Suite("A run holds the ledger alone")
struct LedgerLockTests {
    let folder: LedgerFolder

    init() throws { folder = try LedgerFolder() }

    /// Tells on standard error why the ledger cannot be opened; ends the process if it can.
    static func openOnce(_ open: () throws(LedgerFault) -> LedgerFile) {
        do throws(LedgerFault) {
            _ = try open()
            exit(0)
        } catch {
            FileHandle.standardError.write(Data("<\(error)>".utf8))
            if error.exitStatus != 4 { exit(error.exitStatus) }
        }
    }

    @Test func `a second process is refused at once, whatever it wants, as long as the run lasts`() async throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        try ledger.commitRun { Sample.changes(Sample.run($0)) }
        let number = try ledger.beginRun()
        let result = try await #require(processExitsWith: .exitCode(4), observing: [\.standardErrorContent]) { [path = folder.path as String] in
            LedgerLockTests.openOnce { () throws(LedgerFault) in try LedgerFile.openForRun(path) }
            LedgerLockTests.openOnce { () throws(LedgerFault) in try LedgerFile.openForReading(path) }
            exit(4)
        }
        let line = "<\(folder.path): another process works with this ledger; wait until it has ended, then try again>"
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains(line + line))
        // It left the run alone.
        try ledger.commit(Sample.changes(Sample.run(number)))
        try ledger.close()
        #expect(try LedgerFile.openForReading(folder.path).lastRun()?.number == 2)
    }

    @Test func `the ledger is free again after the process that held it was killed`() async throws {
        try await #require(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            let ledger = try LedgerFile.openForRun(path)
            try ledger.commitRun { Sample.changes(Sample.run($0)) }
            _ = try ledger.beginRun()
            try ledger.appendSeen(day: 1, entries: Sample.entries(0..<400_000).span)
            kill(getpid(), SIGKILL)
        }
        let ledger = try LedgerFile.openForRun(folder.path)
        #expect(try ledger.lastRun()?.number == 1)
        #expect(try ledger.seenDays().isEmpty)
    }

    @Test func `after a run nothing but the ledger is left`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        try ledger.commitRun { Sample.changes(Sample.run($0)) }
        try ledger.close()
        #expect(try folder.names == ["ledger.sqlite"])
    }

    @Test func `a reader does not hold up a run between its questions`() throws {
        let first = try LedgerFile.openForRun(folder.path)
        try first.commitRun { Sample.changes(Sample.run($0)) }
        try first.close()
        let reader = try LedgerFile.openForReading(folder.path)
        #expect(try reader.lastRun()?.number == 1)
        let second = try LedgerFile.openForRun(folder.path)
        try second.commitRun { Sample.changes(Sample.run($0)) }
        #expect(throws: LedgerFault.locked(path: folder.path)) { try reader.lastRun() }
        try second.close()
        #expect(try reader.lastRun()?.number == 2)
    }
}
