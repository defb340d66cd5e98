internal import CallModel
internal import FoundationEssentials
internal import GRDB
public import Settlement

/// What a check of the ledger reads of it: the whole history, as it stands.
extension LedgerFile {
    /// Calls `body` while no run can change what the ledger holds: all that is read in it belongs together.
    ///
    /// A run that wants to commit meanwhile is told that another process works with the ledger.
    public func withUnchanged<Result>(_ body: () -> Result) throws(LedgerFault) -> Result {
        try withDatabase { database in
            // A transaction that has read nothing holds nothing.
            _ = try database.row("SELECT max(run) FROM runs")
            return body()
        }
    }

    /// Throws what SQLite finds wrong with the file itself, or with what its rows refer to. It reads all of it.
    public func checkIntegrity() throws(LedgerFault) {
        let path = path
        try withDatabase { database in
            let found = try String.fetchAll(database, sql: "PRAGMA integrity_check(1)")
            if found != ["ok"] { throw LedgerFault.damaged(path: path, detail: found.first ?? "SQLite cannot check it") }
            if let row = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") {
                let table: String = row["table"]
                throw LedgerFault.damaged(path: path, detail: "a row of the table \(table) refers to one that is not there")
            }
        }
    }

    /// The last run of which the ledger does not know what it drew from pools, as its format was an earlier one then; 0 if there is none.
    public func lastRunWithoutDraws() throws(LedgerFault) -> Int {
        try withDatabase { try $0.lastRun(before: LedgerSchema.firstVersionWithDraws) }
    }

    /// Every lot that stands, in byte order of the organizations, for each in the order recorded.
    public func allLots() throws(LedgerFault) -> [RecordedLot] {
        try withDatabase { database in
            try database.rows(
                """
                SELECT organization, kind, ordinal, reference, amount, purchased, payment, remaining, expires, forfeited FROM lots
                ORDER BY organization, ordinal
                """
            ) { row in
                var lot = Lot(
                    ordinal: try row.count(2), reference: try row.text(3), amount: try row.money(4), purchased: try row.instant(5),
                    payment: try row.text(6))
                lot.remaining = try row.money(7)
                lot.expires = try row.instant(8)
                return RecordedLot(
                    organization: try row.text(0), kind: try row.word(1, Movement.Kind.self), lot: lot, isForfeited: try row.flag(9))
            }
        }
    }

    /// Shows every movement of every run, run by run, in order.
    public func forEachMovement(_ body: (_ run: Int, _ movement: Movement) -> Void) throws(LedgerFault) {
        try withDatabase { database in
            try database.forEachRow("SELECT run, organization, kind, lot, at, amount, calls FROM movements ORDER BY run, position") { row in
                body(
                    try row.count(0),
                    Movement(
                        organization: try row.text(1), kind: try row.word(2, Movement.Kind.self), lot: try row.count(3), at: try row.instant(4),
                        amount: try row.money(5), calls: Int(try row.integer(6))))
            }
        }
    }

    /// Shows everything that runs drew from pools, run by run, in order.
    public func forEachDraw(_ body: (RecordedDraw) -> Void) throws(LedgerFault) {
        try withDatabase { database in
            try database.forEachRow(
                "SELECT run, organization, plan, allowance, scope, month, seconds, is_new FROM draws ORDER BY run, position"
            ) { row in
                let pool = PoolState.Key(
                    organization: try row.text(1), plan: try row.text(2), allowance: try row.text(3), scope: try row.text(4), month: try row.month(5))
                body(RecordedDraw(run: try row.count(0), pool: pool, seconds: try row.integer(6), isNew: try row.flag(7)))
            }
        }
    }

    /// Approvals that a committed run has taken, with that run.
    public func takenApprovals() throws(LedgerFault) -> [(run: Int, approval: PaymentApproval)] {
        try withDatabase { database in
            try database.rows(
                """
                SELECT taken_by_run, organization, attempt, amount, reference FROM approvals WHERE taken_by_run IS NOT NULL
                ORDER BY organization, attempt
                """
            ) { row in
                (
                    run: try row.count(0),
                    approval: PaymentApproval(
                        organization: try row.text(1), attempt: try row.count(2), amount: try row.money(3), payment: try row.text(4))
                )
            }
        }
    }

    /// How many bytes of the duplicate index each run has left, those that were taken back among them.
    public func seenByteCounts() throws(LedgerFault) -> [Int: Int64] {
        try withDatabase { database in
            var counts: [Int: Int64] = [:]
            try database.forEachRow("SELECT run, sum(length(entries)) FROM seen GROUP BY run") { counts[try $0.count(0)] = try $0.integer(1) }
            return counts
        }
    }

    /// The pieces of the duplicate index of a run, in order of days and of what was settled.
    public func seenParts(ofRun run: Int) throws(LedgerFault) -> [SeenPart] { try seenParts("run = ?", run) }

    /// The pieces of the duplicate index of a UTC day that runs left which were not taken back.
    public func seenParts(ofDay day: Int) throws(LedgerFault) -> [SeenPart] {
        try seenParts("day = ? AND run IN (SELECT run FROM runs EXCEPT SELECT run FROM undos)", day)
    }

    private func seenParts(_ clause: String, _ value: Int) throws(LedgerFault) -> [SeenPart] {
        try withDatabase { database in
            try database.rows("SELECT run, day, part, length(entries) FROM seen WHERE \(clause) ORDER BY day, run, part", [value]) {
                SeenPart(run: try $0.count(0), day: Int(try $0.integer(1)), part: try $0.count(2), byteCount: try $0.count(3))
            }
        }
    }

    /// The entries of a piece, as ``forEachSeenEntries(day:_:)`` describes them.
    public func seenEntries(_ part: SeenPart) throws(LedgerFault) -> [UInt8] {
        try withDatabase { database in
            let row = try Row.fetchOne(
                database.cachedStatement(sql: "SELECT entries FROM seen WHERE day = ? AND run = ? AND part = ?"),
                arguments: [part.day, part.run, part.part])
            let entries = try row?.withUnsafeData(atIndex: 0) { $0.map { Array($0) } }
            guard let entries = entries ?? nil, entries.count.isMultiple(of: SeenBuffer.entryBytes) else {
                throw StoredValueFault(description: "the duplicate index of day \(part.day) has part of an entry")
            }
            return entries
        }
    }
}
