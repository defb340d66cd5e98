internal import CrashPoints
internal import FoundationEssentials
internal import GRDB
public import Settlement

extension LedgerFile {
    /// The UTC days of whose calls committed runs left entries, those aside that were taken back, ascending.
    public func seenDays() throws(LedgerFault) -> [Int] {
        try withDatabase { database in
            try database.rows(
                "SELECT DISTINCT day FROM seen WHERE run IN (\(LedgerFile.standingRuns)) ORDER BY day"
            ) { Int(try $0.integer(0)) }
        }
    }

    /// Runs whose calls count as seen: that are committed and were not taken back.
    private static let standingRuns = "SELECT run FROM runs EXCEPT SELECT run FROM undos"

    /// Hands the entries of a UTC day that committed runs left to `body`, blob by blob, in the order in which they were written.
    ///
    /// An entry has 20 bytes: two halves of the fingerprint, the high one first, of 8 bytes, and a check of 4, each little-endian.
    ///
    /// - Complexity: Memory for one blob, 256 KiB.
    public func forEachSeenEntries(day: Int, _ body: (Span<UInt8>) -> Void) throws(LedgerFault) {
        try withDatabase { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT entries FROM seen
                        WHERE day = ? AND run IN (\(LedgerFile.standingRuns)) ORDER BY run, part
                        """), arguments: [day])
            while let row = try rows.next() {
                try row.withUnsafeData(atIndex: 0) { entries in
                    guard let entries, entries.count.isMultiple(of: SeenBuffer.entryBytes) else {
                        throw StoredValueFault(description: "the duplicate index of day \(day) has part of an entry")
                    }
                    body(entries.span)
                }
            }
        }
    }

    /// Keeps the entries of records that this run settled, of one UTC day; they count once the run is committed.
    ///
    /// Entries may come in pieces of any size; they are written in blobs of 256 KiB while the run goes on, and no more than 32 MiB wait.
    ///
    /// - Precondition: A run has begun; whole entries (see ``forEachSeenEntries(day:_:)``).
    public func appendSeen(day: Int, entries: Span<UInt8>) throws(LedgerFault) {
        try withOpenRun { run throws(LedgerFault) in
            var parts = run.parts
            let number = run.number
            defer { run.parts = parts }
            try run.buffer.append(day: day, entries: entries) { day, blob throws(LedgerFault) in
                try writeSeen(day: day, run: number, part: parts, blob)
                parts += 1
            }
        }
    }

    /// Writes the entries that still wait.
    func drainSeen(_ run: inout OpenRun) throws(LedgerFault) {
        var parts = run.parts
        let number = run.number
        defer { run.parts = parts }
        try run.buffer.drain { day, blob throws(LedgerFault) in
            try writeSeen(day: day, run: number, part: parts, blob)
            parts += 1
        }
    }

    /// Keeps a piece of the run's duplicate index.
    ///
    /// - Precondition: A run has begun.
    public func appendSeen(_ piece: DuplicateIndex.Piece) throws(LedgerFault) {
        try appendSeen(day: Int(piece.day), entries: piece.bytes.span)
    }

    private func writeSeen(day: Int, run: Int, part: Int, _ blob: Data) throws(LedgerFault) {
        CrashPoint.reach(.ledgerSeenBefore)
        defer { CrashPoint.reach(.ledgerSeenAfter) }
        try withDatabase { try $0.change("INSERT INTO seen (day, run, part, entries) VALUES (?, ?, ?, ?)", [day, run, part, blob]) }
        if part % EarlyWriteback.blobsAtOnce == EarlyWriteback.blobsAtOnce - 1 { EarlyWriteback(path: path)?.begin() }
    }
}
