internal import CallModel
internal import GRDB
public import Settlement
internal import Synchronization

extension LedgerFile {
    /// Begins the run's transaction.
    ///
    /// - Returns: The run's number, one more than that of the last committed run.
    /// - Precondition: No run has begun.
    public func beginRun() throws(LedgerFault) -> Int {
        try openRun.withLock { state throws(LedgerFault) in
            precondition(state == nil, "beginRun twice")
            let number = try withDatabase { 1 + (try Int.fetchOne($0, sql: "SELECT max(run) FROM runs") ?? 0) }
            try begin()
            state = OpenRun(number: number)
            return number
        }
    }

    /// Writes an approval, and commits it at once, whatever becomes of the run (rating-rules.md §8 "Payments").
    ///
    /// Entries of the duplicate index that the run has written so far are committed with it. They count for nothing until the run's own row is
    /// there, and are deleted if it never is.
    public func record(_ approval: PaymentApproval) throws(LedgerFault) {
        try openRun.withLock { state throws(LedgerFault) in
            try withDatabase {
                try $0.change(
                    "INSERT INTO approvals (organization, attempt, amount, reference) VALUES (?, ?, ?, ?)",
                    [approval.organization, approval.attempt, approval.amount.units, approval.reference])
            }
            if state != nil {
                try commitTransaction()
                state?.isSplit = true
                try begin()
            }
            noteCommit()
        }
    }

    /// Writes all that the run changed, and ends its transaction. If that fails, it is as if the run had never begun.
    ///
    /// - Precondition: A run has begun, and `changes` has its number.
    public func commit(_ changes: RunChanges) throws(LedgerFault) {
        try openRun.withLock { state throws(LedgerFault) in
            guard var run = state.take() else { preconditionFailure("commit without beginRun") }
            precondition(changes.run.number == run.number, "another run's number")
            do throws(LedgerFault) {
                try drainSeen(&run)
                try withDatabase { try $0.write(changes) }
                try commitTransaction()
            } catch {
                // The first fault is the one to tell; what a rollback cannot undo now, the next opening does.
                try? undo(run)
                throw error
            }
            noteCommit()
        }
    }

    /// Forgets the run that has begun, if any; approvals stay.
    public func rollback() throws(LedgerFault) {
        try openRun.withLock { state throws(LedgerFault) in
            if let run = state.take() { try undo(run) }
        }
    }

    private func undo(_ run: OpenRun) throws(LedgerFault) {
        do {
            try queue.unsafeReentrantWrite { if $0.isInsideTransaction { try $0.rollback() } }
        } catch {
            throw LedgerFault(error, path: path)
        }
        if run.isSplit { try withDatabase { try $0.change("DELETE FROM seen WHERE run = ?", [run.number]) } }
    }

    private func begin() throws(LedgerFault) {
        do {
            try queue.unsafeReentrantWrite { try $0.beginTransaction(.immediate) }
        } catch {
            throw LedgerFault(error, path: path)
        }
    }

    private func commitTransaction() throws(LedgerFault) {
        do {
            try queue.unsafeReentrantWrite { try $0.commit() }
        } catch {
            throw LedgerFault(error, path: path)
        }
    }
}
