internal import CallModel
internal import GRDB
internal import Settlement

/// Writes what a run begins with: the state of accounts, lots and pools. What was there before is kept beside it, so that the run can be taken back.
extension Database {
    func write(_ account: AccountState, run: Int) throws {
        let values: StatementArguments = [
            account.currency, account.decimals, account.debt.units, account.lotCount, account.rechargeCount, account.attemptCount,
            account.isInCatalogue,
        ]
        let isNew = try row("SELECT 1 FROM accounts WHERE organization = ?", [account.organization]) == nil
        if !isNew {
            try change(
                """
                INSERT INTO account_changes (run, organization, is_new, currency, decimals, debt, lots, recharges, attempts, in_catalogue)
                SELECT ?, organization, 0, currency, decimals, debt, lots, recharges, attempts, in_catalogue FROM accounts
                WHERE organization = ? AND (currency, decimals, debt, lots, recharges, attempts, in_catalogue) IS NOT (?, ?, ?, ?, ?, ?, ?)
                """, [run, account.organization] + values)
        }
        try change(
            """
            INSERT INTO accounts (organization, currency, decimals, debt, lots, recharges, attempts, in_catalogue)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET currency = excluded.currency, decimals = excluded.decimals, debt = excluded.debt,
                lots = excluded.lots, recharges = excluded.recharges, attempts = excluded.attempts, in_catalogue = excluded.in_catalogue
            """, [account.organization] + values)
        if isNew {
            try change(
                """
                INSERT INTO account_changes (run, organization, is_new, currency, decimals, debt, lots, recharges, attempts, in_catalogue)
                VALUES (?, ?, 1, ?, ?, 0, 0, 0, 0, 0)
                """, [run, account.organization, account.currency, account.decimals])
        }
        for (month, state) in account.months.sorted(by: { $0.key < $1.key }) {
            try write(state, of: month, organization: account.organization, run: run)
        }
    }

    /// Marks organizations that are in the catalogue no more.
    func noteAbsence(from accounts: [AccountState], run: Int) throws {
        let present = Set(accounts.lazy.filter(\.isInCatalogue).map { ByteKey($0.organization) })
        let before = try rows("SELECT organization FROM accounts WHERE in_catalogue <> 0 ORDER BY organization") { try $0.text(0) }
        for organization in before where !present.contains(ByteKey(organization)) {
            try change(
                """
                INSERT INTO account_changes (run, organization, is_new, currency, decimals, debt, lots, recharges, attempts, in_catalogue)
                SELECT ?, organization, 0, currency, decimals, debt, lots, recharges, attempts, in_catalogue FROM accounts WHERE organization = ?
                ON CONFLICT DO NOTHING
                """, [run, organization])
            try change("UPDATE accounts SET in_catalogue = 0 WHERE organization = ?", [organization])
        }
    }

    private func write(_ state: AccountState.MonthState, of month: CalendarMonth, organization: String, run: Int) throws {
        let key: StatementArguments = [organization, month.description]
        let values: StatementArguments = [state.recharged.units, state.hasLimitNotice]
        try change(
            """
            INSERT INTO month_changes (run, organization, month, recharged, limit_notice)
            SELECT ?, ?, ?, before.recharged, before.limit_notice
            FROM (SELECT 1) LEFT JOIN account_months AS before ON before.organization = ? AND before.month = ?
            WHERE (before.recharged, before.limit_notice) IS NOT (?, ?)
            """, [run] + key + key + values)
        try change(
            """
            INSERT INTO account_months (organization, month, recharged, limit_notice) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET recharged = excluded.recharged, limit_notice = excluded.limit_notice
            """, key + values)
    }

    func write(_ change: LotChange, run: Int) throws {
        let lot = change.lot
        try self.change(
            """
            INSERT INTO lot_changes (run, organization, ordinal, remaining, forfeited)
            SELECT ?, ?, ?, before.remaining, before.forfeited
            FROM (SELECT 1) LEFT JOIN lots AS before ON before.organization = ? AND before.ordinal = ?
            """, [run, change.organization, lot.ordinal, change.organization, lot.ordinal])
        try self.change(
            """
            INSERT INTO lots (organization, ordinal, kind, reference, amount, remaining, forfeited, purchased, expires, payment)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organization, ordinal) DO UPDATE SET remaining = excluded.remaining, forfeited = excluded.forfeited
            """,
            [
                change.organization, lot.ordinal,
                // A funding's reference never begins so (file-formats.md "Errors").
                lot.reference.hasPrefix("recharge-") ? "recharge" : "funding",
                lot.reference, lot.amount.units, lot.remaining.units, change.isForfeited, lot.purchased.epochSeconds, lot.expires.epochSeconds,
                lot.payment,
            ])
    }

    func write(_ pool: PoolState, run: Int, position: Int) throws {
        let key: StatementArguments = [
            pool.key.organization, pool.key.plan, pool.key.allowance, pool.key.scope, pool.key.month.description,
        ]
        try change(
            """
            INSERT INTO draws (run, position, organization, plan, allowance, scope, month, seconds, is_new, scope_before, minutes_before,
                notice_80_before, notice_100_before)
            SELECT ?, ?, ?, ?, ?, ?, ?, ? - coalesce(before.used_seconds, 0), before.month IS NULL, coalesce(before.scope, ?), before.minutes,
                coalesce(before.notice_80, 0), coalesce(before.notice_100, 0)
            FROM (SELECT 1) LEFT JOIN pools AS before ON (before.organization, before.plan, before.allowance, before.scope, before.month)
                = (?, ?, ?, ?, ?)
            """, [run, position] + key + [pool.usedSeconds, pool.key.scope] + key)
        try change(
            """
            INSERT INTO pools (organization, plan, allowance, scope, month, minutes, used_seconds, notice_80, notice_100)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET scope = excluded.scope, minutes = excluded.minutes, used_seconds = excluded.used_seconds,
                notice_80 = excluded.notice_80, notice_100 = excluded.notice_100
            """, key + [pool.minutes, pool.usedSeconds, pool.hasNotice80, pool.hasNotice100])
    }
}
