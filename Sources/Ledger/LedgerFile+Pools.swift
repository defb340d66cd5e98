public import CallModel
internal import GRDB
public import Settlement

extension LedgerFile {
    /// The pools of a month that were drawn on, in no promised order: with these a run begins.
    public func pools(of month: CalendarMonth) throws(LedgerFault) -> [PoolState] {
        try pools("WHERE month = ?", [month.description])
    }

    /// The pools that were drawn on, in byte order of organization, plan, allowance, scope and month (file-formats.md "Commands").
    ///
    /// - Parameters:
    ///   - organization: Only those of this organization.
    ///   - month: Only those of this month.
    public func allPools(organization: String? = nil, month: CalendarMonth? = nil) throws(LedgerFault) -> [PoolState] {
        try pools(
            """
            WHERE (?1 IS NULL OR organization = ?1) AND (?2 IS NULL OR month = ?2)
            ORDER BY organization, plan, allowance, scope COLLATE BINARY, month
            """, [organization, month?.description])
    }

    private func pools(_ clause: String, _ arguments: StatementArguments) throws(LedgerFault) -> [PoolState] {
        try withDatabase { database in
            try database.rows(
                "SELECT organization, plan, allowance, scope, month, minutes, used_seconds, notice_80, notice_100 FROM pools " + clause, arguments
            ) { row in
                PoolState(
                    key: PoolState.Key(
                        organization: try row.text(0), plan: try row.text(1), allowance: try row.text(2), scope: try row.text(3),
                        month: try row.month(4)),
                    minutes: try row.optionalInteger(5), usedSeconds: try row.integer(6), hasNotice80: try row.flag(7), hasNotice100: try row.flag(8))
            }
        }
    }
}
