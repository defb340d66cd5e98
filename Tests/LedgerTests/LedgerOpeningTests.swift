import Foundation
import Ledger
import Settlement
import Testing

@Suite("Opening a ledger")
struct LedgerOpeningTests {
    let folder: LedgerFolder

    init() throws { folder = try LedgerFolder() }

    /// What both ways of opening answer, for a run first.
    private func faults() -> [LedgerFault?] {
        [
            fault { () throws(LedgerFault) in try LedgerFile.openForRun(folder.path) },
            fault { () throws(LedgerFault) in try LedgerFile.openForReading(folder.path) },
        ]
    }

    private func fault(_ open: () throws(LedgerFault) -> LedgerFile) -> LedgerFault? {
        do throws(LedgerFault) {
            try open().close()
            return nil
        } catch {
            return error
        }
    }

    /// Writes a ledger with one run and some entries.
    private func makeLedger() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        let number = try ledger.beginRun()
        try ledger.appendSeen(day: 1, entries: Sample.entries(0..<20_000).span)
        try ledger.commit(Sample.changes(Sample.run(number), accounts: [Sample.account("contoso")]))
        try ledger.close()
    }

    private func write(_ bytes: Data) throws { try bytes.write(to: URL(filePath: folder.path)) }

    @Test func `a new ledger is its owner's alone`() throws {
        try LedgerFile.openForRun(folder.path).close()
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `a stricter umask is kept`() async throws {
        try await #require(processExitsWith: .success) { [path = folder.path as String] in
            umask(0o277)
            // Its own owner may not write it then, so that only the administrator gets further; others leave nothing.
            guard let ledger = try? LedgerFile.openForRun(path) else {
                exit(geteuid() != 0 && !FileManager.default.fileExists(atPath: path) ? 0 : 1)
            }
            try ledger.close()
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            exit(mode == 0o400 ? 0 : 1)
        }
    }

    @Test func `a ledger that is absent is an error of commands that show, and stays absent`() throws {
        #expect(throws: LedgerFault.missing(path: folder.path)) { try LedgerFile.openForReading(folder.path) }
        #expect(try folder.names.isEmpty)
    }

    @Test func `a ledger in which nothing was committed can be taken back`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        _ = try ledger.beginRun()
        try ledger.rollback()
        try ledger.discardIfEmpty()
        try ledger.close()
        #expect(try folder.names == [])
    }

    @Test func `a ledger in which something was committed cannot be taken back`() throws {
        let approval = PaymentApproval(organization: "a", attempt: 1, amount: Sample.money("1"), payment: "command:p")
        let first = try LedgerFile.openForRun(folder.path)
        try first.record(approval)
        try first.discardIfEmpty()
        try first.close()
        let second = try LedgerFile.openForRun(folder.path)
        try second.discardIfEmpty()
        #expect(try second.approvals() == [approval])
    }

    @Test(arguments: [Data("organization,name\n".utf8), Data("x".utf8), Data(repeating: 0, count: 5000)])
    func `a file that is no database is left as it is`(content: Data) throws {
        try write(content)
        #expect(faults() == [.notALedger(path: folder.path), .notALedger(path: folder.path)])
        #expect(try folder.bytes == content)
        #expect(try folder.names == ["ledger.sqlite"])
    }

    @Test func `an empty file may be a ledger that was lost, and is left as it is`() throws {
        try write(Data())
        #expect(faults() == [.empty(path: folder.path), .empty(path: folder.path)])
        #expect(try folder.bytes.isEmpty)
        #expect(try folder.names == ["ledger.sqlite"])
    }

    @Test(arguments: [
        // The marks of the header at 60 (format) and 68 (application).
        (offset: 68, bytes: [0, 0, 0, 0], says: "this file is no ledger of Scatto;"),
        (offset: 68, bytes: [0x47, 0x50, 0x4B, 0x47], says: "this file is no ledger of Scatto;"),
        (offset: 60, bytes: [0, 0, 0, 4], says: "this ledger has format 4, and this Scatto knows formats up to 3;"),
        (offset: 60, bytes: [0, 0, 0, 0], says: "this ledger is damaged (its format is 0);"),
        (offset: 0, bytes: [0x53, 0x51, 0x4C, 0x20], says: "this file is no ledger of Scatto;"),
        // The table of tables that begins on the first page.
        (offset: 100, bytes: [0xFF, 0xFF, 0xFF, 0xFF], says: "this ledger is damaged (a page does not match its checksum);"),
        // The room for checksums, and the size of pages.
        (offset: 20, bytes: [0], says: "this ledger is damaged (its pages have no checksums);"),
        (offset: 16, bytes: [0x10, 0], says: "this ledger is damaged (its pages have no checksums);"),
    ])
    func `a file with other marks is left as it is`(offset: Int, bytes: [UInt8], says: String) throws {
        try makeLedger()
        var content = try folder.bytes
        content.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        try write(content)
        for found in faults() { #expect(found?.description.hasPrefix("\(folder.path): \(says)") == true) }
        #expect(try folder.bytes == content)
        #expect(try folder.names == ["ledger.sqlite"])
    }

    @Test func `a ledger that was cut off is left as it is`() throws {
        try makeLedger()
        let content = try folder.bytes.dropLast(200_000)
        try write(content)
        for found in faults() { #expect(found == .damaged(path: folder.path, detail: "database disk image is malformed")) }
        #expect(try folder.bytes == content)
    }

    @Test func `what the file holds is not trusted`() throws {
        try makeLedger()
        var content = try folder.bytes
        // The first page, with the marks and the table of tables, stays as it is.
        for i in 16_384..<content.count { content[i] = 0xFF }
        try write(content)
        let ledger = try LedgerFile.openForReading(folder.path)
        #expect(throws: LedgerFault.damaged(path: folder.path, detail: "a page does not match its checksum")) { try ledger.lastRun() }
        #expect(throws: LedgerFault.damaged(path: folder.path, detail: "a page does not match its checksum")) { try ledger.accounts() }
        #expect(try folder.bytes == content)
    }

    @Test func `a folder is no file`() throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
        #expect(
            faults() == [
                .cannotOpen(path: folder.path, reason: "Is a directory"), .cannotOpen(path: folder.path, reason: "it is no file"),
            ])
    }

    @Test func `a folder that is not there is told`() {
        let path = folder.path + "/below/ledger.sqlite"
        #expect(throws: LedgerFault.cannotOpen(path: path, reason: "No such file or directory")) { try LedgerFile.openForRun(path) }
    }
}
