public import CallModel
internal import GRDB
internal import Synchronization

extension LedgerFile {
    /// Whether a run can be taken back.
    public enum Undoing: Sendable, Hashable {
        /// It is the last one that stands.
        case possible
        /// It was taken back before.
        case done
        /// There is no such run.
        case noRun
        /// Later runs stand on it; this one is the last.
        case notLast(Int)
        /// It was committed by a Scatto that did not keep what it changed.
        case notKept
    }

    /// What a run did to an organization's money.
    public struct RunTotal: Sendable, Hashable {
        /// The organization's key.
        public var organization: String
        /// The currency of its credits.
        public var currency: String
        /// Decimals of its amounts.
        public var decimals: Int
        /// Calls that were charged.
        public var calls: Int
        /// Fees and charges.
        public var charged: Money
        /// What auto-recharge bought: paid, and kept for the attempts of the same ordinals.
        public var recharged: Money
        /// Fundings that were applied.
        public var funded: Money
        /// What lots forfeited.
        public var expired: Money
    }

    /// Whether a run can be taken back: the last one that stands can.
    public func undoing(of run: Int) throws(LedgerFault) -> Undoing {
        try withDatabase { database in
            if try database.row("SELECT 1 FROM undos WHERE run = ?", [run]) != nil { return .done }
            if try database.row("SELECT 1 FROM runs WHERE run = ?", [run]) == nil { return .noRun }
            let last = try database.row("SELECT max(run) FROM runs WHERE run NOT IN (SELECT run FROM undos)").map { try $0.count(0) }
            if let last, last != run { return .notLast(last) }
            return run > (try database.lastRun(before: LedgerSchema.firstVersionWithDraws)) ? .possible : .notKept
        }
    }

    /// What a run did to the money of each organization, in byte order of their keys; zeros once it was taken back.
    public func totals(ofRun run: Int) throws(LedgerFault) -> [RunTotal] {
        try withDatabase { database in
            try database.rows(
                """
                SELECT organization, currency, decimals, sum(iif(kind = 'charge', movements.calls, 0)),
                    sum(iif(kind = 'charge', amount, 0)), sum(iif(kind = 'recharge', amount, 0)), sum(iif(kind = 'funding', amount, 0)),
                    sum(iif(kind = 'expiry', amount, 0))
                FROM movements JOIN accounts USING (organization) WHERE run = ? GROUP BY organization ORDER BY organization
                """, [run]
            ) { row in
                RunTotal(
                    organization: try row.text(0), currency: try row.text(1), decimals: try row.decimals(2), calls: Int(try row.integer(3)),
                    charged: try row.money(4), recharged: try row.money(5), funded: try row.money(6), expired: try row.money(7))
            }
        }
    }

    /// Takes a run back, in one commit: accounts, lots and pools are what they were before it, its calls and inputs do not count as seen, and
    /// what its auto-recharge bought is an approval that the attempt of the same ordinal takes.
    ///
    /// Nothing of the history goes: the run's own rows stay, movements and draws are followed by the same with the signs turned, and lots that it
    /// recorded are kept in `undone_lots`.
    ///
    /// - Precondition: ``undoing(of:)`` answers ``Undoing/possible``, and no run has begun.
    public func undo(run: Int) throws(LedgerFault) {
        precondition(openRun.withLock { $0 == nil }, "a run has begun")
        try withDatabase { database in
            for statement in UndoStatements.all { try database.execute(sql: statement, arguments: ["run": run]) }
        }
        noteCommit()
    }
}
