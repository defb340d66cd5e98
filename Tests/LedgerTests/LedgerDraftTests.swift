import Foundation
import GRDB
import Settlement
import Testing

@testable import Ledger

/// A ledger is made under another name: a new one, and the copy that takes the place of one of format 1.
@Suite struct LedgerDraftTests {
    let folder: LedgerFolder

    init() throws { folder = try LedgerFolder() }

    /// A ledger as Scatto wrote it before format 2: a run, an organization with a lot, a notice, an approval that waits, a blob.
    private func makeOldLedger() throws {
        let queue = try DatabaseQueue(path: folder.path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA page_size = 16384; PRAGMA application_id = \(LedgerSchema.applicationID); PRAGMA user_version = 1")
            for statement in LedgerSchema.statementsOfFormat1 { try database.execute(sql: statement) }
            try database.execute(
                sql: """
                    INSERT INTO runs VALUES (1, '0.1.0', 'c', 'UTC', '/srv/out', 0, 2, 2, 0, 0);
                    INSERT INTO accounts VALUES ('alder', 'EUR', 4, 0, 1, 0, 1, 1);
                    INSERT INTO lots VALUES ('alder', 0, 'funding', 'A-1', 800000000, 500000000, 0, 0, 31536000, 'agreement:7');
                    INSERT INTO notices VALUES (1, 0, 'alder', 'pool_80', 5, NULL, 0, 'x', 4, 0);
                    INSERT INTO approvals VALUES ('alder', 2, 1000, 'P-1', NULL);
                    """)
            try database.execute(sql: "INSERT INTO seen VALUES (1, 1, 0, ?)", arguments: [Data(Sample.entries(0..<10_000))])
        }
        try queue.close()
    }

    @Test func `all it holds is there, every page has a checksum, and nothing else is left`() throws {
        try makeOldLedger()
        #expect(try folder.bytes[20] == 0)
        let ledger = try LedgerFile.openForRun(folder.path)
        #expect(try ledger.lastRun()?.output == "/srv/out")
        #expect(try ledger.accounts().first?.lots.map(\.remaining) == [Sample.money("5")])
        #expect(try ledger.approvals().map(\.payment) == ["command:P-1"])
        #expect(try ledger.seenEntries(day: 1) == Sample.entries(0..<10_000))
        try ledger.close()
        let bytes = try folder.bytes
        #expect(bytes[20] == 8)
        for page in 0..<(bytes.count / LedgerSchema.pageBytes) {
            let start = page * LedgerSchema.pageBytes
            let isRight = unsafe [UInt8](bytes[start..<(start + LedgerSchema.pageBytes)]).withUnsafeBytes {
                unsafe PageChecksum.isRight($0, offset: Int64(start))
            }
            #expect(isRight, "page \(page + 1)")
        }
        #expect(try folder.names == ["ledger.sqlite"])
    }

    @Test func `a command that shows brings it up to date as well`() throws {
        try makeOldLedger()
        let ledger = try LedgerFile.openForReading(folder.path)
        #expect(try ledger.lastRun()?.number == 1)
        try ledger.close()
        #expect(try folder.names == ["ledger.sqlite"])
    }

    @Test func `what a killed process left of a draft is begun anew, or taken away`() throws {
        for content in [Data(), Data(repeating: 0, count: 20_000), Data("SQLite format 3\0".utf8)] {
            try content.write(to: URL(filePath: folder.path + ".new"))
            let created = try LedgerFile.openForRun(folder.path)
            try created.commitRun { Sample.changes(Sample.run($0)) }
            try created.close()
            #expect(try folder.names == ["ledger.sqlite"])
            try content.write(to: URL(filePath: folder.path + ".new"))
            try LedgerFile.openForRun(folder.path).close()
            #expect(try folder.names == ["ledger.sqlite"])
            try FileManager.default.removeItem(atPath: folder.path)
        }
    }
}
