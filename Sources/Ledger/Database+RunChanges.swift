internal import CallModel
internal import GRDB
internal import Settlement

extension Database {
    /// Writes all that a run changed; the caller commits.
    func write(_ changes: RunChanges) throws {
        try write(changes.run)
        try execute(sql: "UPDATE accounts SET in_catalogue = 0 WHERE in_catalogue <> 0")
        for account in changes.accounts { try write(account) }
        for change in changes.lots { try write(change) }
        for (position, movement) in changes.movements.enumerated() { try write(movement, run: changes.run.number, position: position) }
        for pool in changes.pools { try write(pool) }
        for (position, notice) in changes.notices.enumerated() { try write(notice, run: changes.run.number, position: position) }
        for approval in changes.takenApprovals {
            try change(
                "UPDATE approvals SET taken_by_run = ? WHERE organization = ? AND attempt = ?",
                [changes.run.number, approval.organization, approval.attempt])
        }
    }

    private func write(_ run: RunRecord) throws {
        try change(
            """
            INSERT INTO runs (run, version, catalogue, time_zone, output, status, records, settled, suspended, duplicates)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.number, run.version, run.catalogueSHA256, run.timeZone, run.output, run.exitStatus, run.read, run.settled, run.suspended,
                run.duplicates,
            ])
        for (position, input) in run.inputs.enumerated() {
            try change(
                "INSERT INTO inputs (run, position, path, sha256, bytes, records, suspended, skipped) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [run.number, position, input.path, input.sha256, input.bytes, input.records, input.suspended, input.isSkipped])
        }
    }

    private func write(_ account: AccountState) throws {
        try change(
            """
            INSERT INTO accounts (organization, currency, decimals, debt, lots, recharges, attempts, in_catalogue)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET currency = excluded.currency, decimals = excluded.decimals, debt = excluded.debt,
                lots = excluded.lots, recharges = excluded.recharges, attempts = excluded.attempts, in_catalogue = excluded.in_catalogue
            """,
            [
                account.organization, account.currency, account.decimals, account.debt.units, account.lotCount, account.rechargeCount,
                account.attemptCount, account.isInCatalogue,
            ])
        for (month, state) in account.months {
            try change(
                """
                INSERT INTO account_months (organization, month, recharged, limit_notice) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET recharged = excluded.recharged, limit_notice = excluded.limit_notice
                """,
                [account.organization, month.description, state.recharged.units, state.hasLimitNotice])
        }
    }

    private func write(_ change: LotChange) throws {
        let lot = change.lot
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

    private func write(_ movement: Movement, run: Int, position: Int) throws {
        try change(
            "INSERT INTO movements (run, position, organization, kind, lot, at, amount, calls) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                run, position, movement.organization, movement.kind.rawValue, movement.lot, movement.at.epochSeconds, movement.amount.units,
                movement.calls,
            ])
    }

    private func write(_ pool: PoolState) throws {
        try change(
            """
            INSERT INTO pools (organization, plan, allowance, scope, month, minutes, used_seconds, notice_80, notice_100)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET scope = excluded.scope, minutes = excluded.minutes, used_seconds = excluded.used_seconds,
                notice_80 = excluded.notice_80, notice_100 = excluded.notice_100
            """,
            [
                pool.key.organization, pool.key.plan, pool.key.allowance, pool.key.scope, pool.key.month.description, pool.minutes,
                pool.usedSeconds, pool.hasNotice80, pool.hasNotice100,
            ])
    }

    private func write(_ notice: Notice, run: Int, position: Int) throws {
        try change(
            """
            INSERT INTO notices (run, position, organization, kind, at, amount, balance, detail, decimals, delivered)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
            """,
            [
                run, position, notice.organization, notice.kind.rawValue, notice.at.epochSeconds, notice.amount?.units, notice.balance.units,
                notice.detail, notice.decimals,
            ])
    }
}
