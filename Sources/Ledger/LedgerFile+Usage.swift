public import CallModel
internal import FoundationEssentials
internal import GRDB

extension LedgerFile {
    /// Shows what the calls of runs that stand come to, in byte order of the organizations, for each run by run.
    ///
    /// - Parameters:
    ///   - month: Only calls of this month.
    ///   - organization: Only its calls.
    public func forEachUsage(
        month: CalendarMonth? = nil, organization: String? = nil, _ body: (_ run: Int, _ usage: UsageAggregates) -> Void
    ) throws(LedgerFault) {
        try forEachUsage(
            """
            WHERE (?1 IS NULL OR month = ?1) AND (?2 IS NULL OR organization = ?2) AND run NOT IN (SELECT run FROM undos)
            ORDER BY organization, month, run
            """, [month?.description, organization], body)
    }

    /// Shows what the calls of every run come to, those that were taken back included, run by run.
    public func forEachUsageEver(_ body: (_ run: Int, _ usage: UsageAggregates) -> Void) throws(LedgerFault) {
        try forEachUsage("ORDER BY run, month, organization", [], body)
    }

    private func forEachUsage(_ clause: String, _ arguments: StatementArguments, _ body: (Int, UsageAggregates) -> Void) throws(LedgerFault) {
        try withDatabase { database in
            try database.forEachRow(
                "SELECT run, organization, month, currency, decimals, texts, by_user, by_destination, uncovered FROM usage " + clause, arguments
            ) { row in
                var usage = UsageAggregates(
                    organization: try row.text(1), month: try row.month(2), currency: try row.text(3), decimals: try row.decimals(4))
                try UsageDecoder.read(
                    into: &usage, texts: try row.blob(5), byUser: try row.blob(6), byDestination: try row.blob(7), uncovered: try row.blob(8))
                body(try row.count(0), usage)
            }
        }
    }

    /// The months of which runs that stand left usage, ascending.
    ///
    /// - Parameter organization: Only of its calls.
    public func usageMonths(organization: String? = nil) throws(LedgerFault) -> [CalendarMonth] {
        try withDatabase { database in
            try database.rows(
                """
                SELECT DISTINCT month FROM usage WHERE (?1 IS NULL OR organization = ?1) AND run NOT IN (SELECT run FROM undos) ORDER BY month
                """, [organization]
            ) { try $0.month(0) }
        }
    }

    /// The last run of which the ledger does not know what its calls come to, as its format was an earlier one then; 0 if there is none.
    public func lastRunWithoutUsage() throws(LedgerFault) -> Int {
        try withDatabase { try $0.lastRun(before: LedgerSchema.firstVersionWithUsage) }
    }

    /// The UTC days on which calls began that runs up to this one settled, those aside that were taken back, ascending.
    public func seenDays(throughRun run: Int) throws(LedgerFault) -> [Int] {
        try withDatabase { database in
            try database.rows("SELECT DISTINCT day FROM seen WHERE run <= ? AND run NOT IN (SELECT run FROM undos) ORDER BY day", [run]) {
                Int(try $0.integer(0))
            }
        }
    }

    /// How the last run that stands and drew on a plan's pools named it, in byte order of the plans. Plans that no run since format 3 drew on are left out.
    public func planNames() throws(LedgerFault) -> [PlanName] {
        try withDatabase { database in
            try database.rows(
                """
                SELECT plan, name FROM plan_names AS a
                WHERE run = (SELECT max(run) FROM plan_names AS b WHERE a.plan = b.plan AND b.run NOT IN (SELECT run FROM undos)) ORDER BY plan
                """
            ) { PlanName(plan: try $0.text(0), name: try $0.text(1)) }
        }
    }

    /// Notices of one kind that runs raised which stand, in order.
    public func notices(of kind: Notice.Kind) throws(LedgerFault) -> [Notice] {
        try withDatabase { database in
            try database.rows(
                """
                SELECT organization, kind, at, amount, balance, detail, decimals FROM notices
                WHERE kind = ? AND run NOT IN (SELECT run FROM undos) ORDER BY run, position
                """, [kind.rawValue]
            ) { try Notice($0) }
        }
    }
}

extension Database {
    /// Writes what the calls of a run come to.
    func write(_ usage: EncodedUsage, run: Int) throws {
        try change(
            """
            INSERT INTO usage (month, organization, run, currency, decimals, texts, by_user, by_destination, uncovered)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                usage.month.description, usage.organization, run, usage.currency, usage.decimals, usage.texts, usage.byUser, usage.byDestination,
                usage.uncovered,
            ])
    }

    /// The last run that was committed before the ledger had a format; 0 if there is none.
    func lastRun(before format: Int) throws -> Int {
        try row("SELECT coalesce(max(last_run), 0) FROM upgrades WHERE version <= ?", [format])?.count(0) ?? 0
    }
}
