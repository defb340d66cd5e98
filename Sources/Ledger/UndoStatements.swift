/// How a run is taken back, statement by statement; `:run` is its number. All belong into one transaction.
enum UndoStatements {
    static let all = history + [approvals, takenApprovals] + state

    /// What is kept of the run.
    private static let history = [
        "INSERT INTO undos (run) VALUES (:run)",
        """
        INSERT INTO undone_lots
        SELECT (SELECT undo FROM undos WHERE run = :run), organization, ordinal, kind, reference, amount, lots.remaining, lots.forfeited, purchased,
            expires, payment
        FROM lots JOIN lot_changes AS before USING (organization, ordinal) WHERE before.run = :run AND before.remaining IS NULL
        """,
        """
        INSERT INTO movements
        SELECT run, position + (SELECT 1 + max(position) FROM movements WHERE run = :run), organization, kind, lot, at, -amount, -calls
        FROM movements WHERE run = :run
        """,
    ]

    /// What auto-recharge bought is paid. The attempts of a run are approved one after the other; at the first that is declined, the organization rests.
    /// Those that a program approved are among the approvals already.
    private static let approvals = """
        INSERT OR IGNORE INTO approvals (organization, attempt, amount, reference)
        SELECT organization, account.attempts + row_number() OVER (PARTITION BY organization ORDER BY ordinal), amount, payment
        FROM lots JOIN lot_changes AS before USING (organization, ordinal) JOIN account_changes AS account USING (organization)
        WHERE before.run = :run AND account.run = :run AND before.remaining IS NULL AND kind = 'recharge'
        """
    private static let takenApprovals = "UPDATE approvals SET taken_by_run = NULL WHERE taken_by_run = :run"

    /// What the next run begins with.
    private static let state = [
        """
        DELETE FROM lots WHERE (organization, ordinal) IN
            (SELECT organization, ordinal FROM lot_changes WHERE run = :run AND remaining IS NULL)
        """,
        """
        UPDATE lots SET remaining = before.remaining, forfeited = before.forfeited FROM lot_changes AS before
        WHERE before.run = :run AND before.organization = lots.organization AND before.ordinal = lots.ordinal
        """,
        """
        DELETE FROM account_months WHERE (organization, month) IN
            (SELECT organization, month FROM month_changes WHERE run = :run AND recharged IS NULL)
        """,
        """
        UPDATE account_months SET recharged = before.recharged, limit_notice = before.limit_notice FROM month_changes AS before
        WHERE before.run = :run AND before.organization = account_months.organization AND before.month = account_months.month
        """,
        """
        UPDATE accounts SET currency = before.currency, decimals = before.decimals, debt = before.debt, lots = before.lots,
            recharges = before.recharges, attempts = before.attempts, in_catalogue = before.in_catalogue
        FROM account_changes AS before WHERE before.run = :run AND before.organization = accounts.organization
        """,
        """
        DELETE FROM pools WHERE (organization, plan, allowance, scope, month) IN
            (SELECT organization, plan, allowance, scope, month FROM draws WHERE run = :run AND is_new <> 0)
        """,
        """
        UPDATE pools SET scope = before.scope_before, minutes = before.minutes_before, used_seconds = used_seconds - before.seconds,
            notice_80 = before.notice_80_before, notice_100 = before.notice_100_before
        FROM draws AS before
        WHERE before.run = :run AND (before.organization, before.plan, before.allowance, before.scope, before.month)
            = (pools.organization, pools.plan, pools.allowance, pools.scope, pools.month)
        """,
        """
        INSERT INTO draws
        SELECT run, position + (SELECT 1 + max(position) FROM draws WHERE run = :run), organization, plan, allowance, scope, month, -seconds, 0,
            scope_before, minutes_before, notice_80_before, notice_100_before
        FROM draws WHERE run = :run
        """,
    ]
}
