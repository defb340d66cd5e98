internal import GRDB

extension LedgerFile {
    /// The run that was committed last, whether or not it was taken back: the next one's number is one more.
    public func lastRun() throws(LedgerFault) -> RunRecord? {
        try run("WHERE run = (SELECT max(run) FROM runs)", [])
    }

    /// The last run that stands: that was not taken back.
    public func lastStandingRun() throws(LedgerFault) -> RunRecord? {
        try run("WHERE run = (SELECT max(run) FROM runs WHERE run NOT IN (SELECT run FROM undos))", [])
    }

    /// The run of that number.
    public func run(_ number: Int) throws(LedgerFault) -> RunRecord? {
        try run("WHERE run = ?", [number])
    }

    /// The last run that wrote into that folder, and was not taken back.
    public func lastRun(output: String) throws(LedgerFault) -> RunRecord? {
        try run("WHERE run = (SELECT max(run) FROM runs WHERE output = ? AND run NOT IN (SELECT run FROM undos))", [output])
    }

    /// The time zone of the catalogue of the last run that stands.
    public func timeZone() throws(LedgerFault) -> String? {
        try lastStandingRun()?.timeZone
    }

    /// The last run that read these very bytes, and how many of their records it suspended: none means that they may be skipped
    /// (rating-rules.md §11).
    public func committedInput(sha256: String) throws(LedgerFault) -> (run: Int, suspended: Int64)? {
        try withDatabase { database in
            try database.rows(
                "SELECT run, suspended FROM inputs WHERE sha256 = ? AND skipped = 0 AND run NOT IN (SELECT run FROM undos) ORDER BY run DESC LIMIT 1",
                [sha256]
            ) { row in
                (run: try row.count(0), suspended: try row.integer(1))
            }.first
        }
    }

    /// The sizes of the inputs that were read: an input of another size was not, and need not be hashed before it is read.
    public func inputSizes() throws(LedgerFault) -> Set<Int64> {
        try withDatabase { database in
            Set(try database.rows("SELECT DISTINCT bytes FROM inputs WHERE skipped = 0") { try $0.integer(0) })
        }
    }

    /// Every committed run in order, those that were taken back included.
    public func runs() throws(LedgerFault) -> [RunRecord] { try runs("ORDER BY run", []) }

    /// The runs that were taken back.
    public func undoneRuns() throws(LedgerFault) -> Set<Int> {
        try withDatabase { Set(try $0.rows("SELECT run FROM undos") { try $0.count(0) }) }
    }

    private func run(_ clause: String, _ arguments: StatementArguments) throws(LedgerFault) -> RunRecord? { try runs(clause, arguments).first }

    private func runs(_ clause: String, _ arguments: StatementArguments) throws(LedgerFault) -> [RunRecord] {
        try withDatabase { database in
            try database.rows(
                "SELECT run, version, catalogue, time_zone, output, status, records, settled, suspended, duplicates FROM runs " + clause, arguments
            ) { row in
                let number = try row.count(0)
                let inputs = try database.rows(
                    "SELECT path, sha256, bytes, records, suspended, skipped FROM inputs WHERE run = ? ORDER BY position", [number]
                ) { row in
                    RunInput(
                        path: try row.text(0), sha256: try row.text(1), bytes: try row.integer(2), records: try row.integer(3),
                        suspended: try row.integer(4), isSkipped: try row.flag(5))
                }
                return RunRecord(
                    number: number, version: try row.text(1), catalogueSHA256: try row.text(2), timeZone: try row.text(3),
                    output: try row.text(4), exitStatus: try row.flag(5) ? 1 : 0, read: try row.integer(6), settled: try row.integer(7),
                    suspended: try row.integer(8), duplicates: try row.integer(9), inputs: inputs)
            }
        }
    }
}
