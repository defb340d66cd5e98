import Ledger
import Testing

@Suite("The duplicate index by day")
struct LedgerSeenTests {
    let folder: LedgerFolder

    init() throws { folder = try LedgerFolder() }

    @Test func `days and entries in the order in which they were given, over runs`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        #expect(try ledger.seenDays().isEmpty)
        for (days, entries) in [([20_001, 20_000, -1], 0..<5), ([20_000, 20_009], 5..<9)] {
            let number = try ledger.beginRun()
            for day in days { try ledger.appendSeen(day: day, entries: Sample.entries(entries).span) }
            try ledger.commit(Sample.changes(Sample.run(number)))
        }
        #expect(try ledger.seenDays() == [-1, 20_000, 20_001, 20_009])
        #expect(try ledger.seenEntries(day: 20_000) == Sample.entries(0..<9))
        #expect(try ledger.seenEntries(day: 20_001) == Sample.entries(0..<5))
        #expect(try ledger.seenEntries(day: 20_002).isEmpty)
    }

    @Test(arguments: [1, 7, 1000, 13_107, 13_108, 100_000])
    func `the file does not depend on how the entries are cut`(piece: Int) throws {
        let whole = try LedgerFolder()
        let count = 40_000
        let all = Sample.entries(0..<count)
        for (path, piece) in [(whole.path, count), (folder.path, piece)] {
            let ledger = try LedgerFile.openForRun(path)
            let number = try ledger.beginRun()
            var next = 0
            while next < count {
                let end = min(next + piece, count)
                try ledger.appendSeen(day: 20_000, entries: all.span.extracting((next * 20)..<(end * 20)))
                next = end
            }
            try ledger.commit(Sample.changes(Sample.run(number)))
            #expect(try ledger.seenEntries(day: 20_000) == all)
            try ledger.close()
        }
        #expect(try folder.bytes == whole.bytes)
    }

    @Test func `many days at once do not wait without bound, and all arrive`() throws {
        // 200 days of 10,000 entries are 40 MB, more than may wait, and no day fills a blob.
        let entries = Sample.entries(0..<10_000)
        let ledger = try LedgerFile.openForRun(folder.path)
        let number = try ledger.beginRun()
        for day in 0..<200 { try ledger.appendSeen(day: day, entries: entries.span) }
        try ledger.commit(Sample.changes(Sample.run(number)))
        #expect(try ledger.seenDays() == Array(0..<200))
        for day in [0, 166, 167, 168, 199] { #expect(try ledger.seenEntries(day: day) == entries) }
    }
}
