import Foundation
import Testing

@testable import Ledger

/// Writing to the disk ahead of the commit.
@Suite struct EarlyWritebackTests {
    @Test func `it takes the descriptor that is open, and no other`() throws {
        let folder = try LedgerFolder()
        #expect(EarlyWriteback(path: folder.path) == nil)
        let ledger = try LedgerFile.openForRun(folder.path)
        let writeback = try #require(EarlyWriteback(path: folder.path))
        writeback.begin()
        #expect(EarlyWriteback(path: folder.path + "-other") == nil)
        try ledger.close()
        #expect(EarlyWriteback(path: folder.path) == nil)
    }
}
