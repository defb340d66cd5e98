public import CallModel
internal import GRDB
public import Settlement

extension LedgerFile {
    /// Every account, with the lots that have something left, in byte order of the organizations.
    ///
    /// - Complexity: Linear in accounts, their months and their active lots.
    public func accounts() throws(LedgerFault) -> [AccountState] {
        try withDatabase { database in
            try database.rows(
                "SELECT organization, currency, decimals, debt, lots, recharges, attempts, in_catalogue FROM accounts ORDER BY organization"
            ) { row in
                var account = AccountState(organization: try row.text(0), currency: try row.text(1), decimals: try row.decimals(2))
                account.debt = try row.money(3)
                account.lotCount = try row.count(4)
                account.rechargeCount = try row.count(5)
                account.attemptCount = try row.count(6)
                account.isInCatalogue = try row.flag(7)
                account.lots = try database.activeLots(of: account.organization)
                account.months = try database.months(of: account.organization)
                return account
            }
        }
    }

    /// Every funding that was applied, in byte order of the organizations, for each in the order recorded.
    public func appliedFundings() throws(LedgerFault) -> [AppliedFunding] {
        try withDatabase { database in
            try database.rows(
                """
                SELECT reference, organization, amount, purchased, payment FROM lots WHERE kind = 'funding' ORDER BY organization, ordinal
                """
            ) { row in
                AppliedFunding(
                    reference: try row.text(0), organization: try row.text(1), amount: try row.money(2), purchased: try row.instant(3),
                    payment: try row.text(4))
            }
        }
    }

    /// Approvals that no committed run has taken, in byte order of the organizations and by attempt (rating-rules.md §8 "Payments").
    public func approvals() throws(LedgerFault) -> [PaymentApproval] {
        try withDatabase { database in
            try database.rows(
                "SELECT organization, attempt, amount, reference FROM approvals WHERE taken_by_run IS NULL ORDER BY organization, attempt"
            ) { row in
                PaymentApproval(organization: try row.text(0), attempt: try row.count(1), amount: try row.money(2), payment: try row.text(3))
            }
        }
    }

    /// Whether there is or was money, or use of a pool: then time zone, currencies and decimals may not change (rating-rules.md §11).
    public func hasUse() throws(LedgerFault) -> Bool {
        try withDatabase { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT * FROM pools) OR EXISTS (SELECT * FROM accounts WHERE lots > 0 OR debt <> 0)") ?? false
        }
    }

    /// What happened to credits in a run, in order; if it was taken back, the same follows once more with the signs turned.
    public func movements(ofRun run: Int) throws(LedgerFault) -> [Movement] {
        try withDatabase { database in
            try database.rows("SELECT organization, kind, lot, at, amount, calls FROM movements WHERE run = ? ORDER BY position", [run]) { row in
                Movement(
                    organization: try row.text(0), kind: try row.word(1, Movement.Kind.self), lot: try row.count(2), at: try row.instant(3),
                    amount: try row.money(4), calls: Int(try row.integer(5)))
            }
        }
    }

    /// Notices that a run raised, in order, delivered or not.
    public func notices(ofRun run: Int) throws(LedgerFault) -> [Notice] {
        try withDatabase { database in
            try database.rows(
                "SELECT organization, kind, at, amount, balance, detail, decimals FROM notices WHERE run = ? ORDER BY position", [run]
            ) { row in
                try Notice(row)
            }
        }
    }
}

extension Database {
    /// The lots of an organization that have something left, in the order recorded.
    fileprivate func activeLots(of organization: String) throws -> [Lot] {
        try rows(
            """
            SELECT ordinal, reference, amount, purchased, payment, remaining, expires FROM lots
            WHERE organization = ? AND remaining > 0 AND forfeited = 0 ORDER BY ordinal
            """, [organization]
        ) { row in
            var lot = Lot(
                ordinal: try row.count(0), reference: try row.text(1), amount: try row.money(2), purchased: try row.instant(3),
                payment: try row.text(4))
            lot.remaining = try row.money(5)
            lot.expires = try row.instant(6)
            return lot
        }
    }

    /// What an organization's auto-recharge bought in each month.
    fileprivate func months(of organization: String) throws -> [CalendarMonth: AccountState.MonthState] {
        var months: [CalendarMonth: AccountState.MonthState] = [:]
        try forEachRow("SELECT month, recharged, limit_notice FROM account_months WHERE organization = ?", [organization]) { row in
            var month = AccountState.MonthState()
            month.recharged = try row.money(1)
            month.hasLimitNotice = try row.flag(2)
            months[try row.month(0)] = month
        }
        return months
    }
}
