internal import CallModel
internal import CrashPoints
internal import GRDB
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
            CrashPoint.reach(.ledgerBeginBefore)
            try begin()
            CrashPoint.reach(.ledgerBeginAfter)
            state = OpenRun(number: number)
            return number
        }
    }

    /// Writes all that the run changed, and ends its transaction. If that fails, it is as if the run had never begun.
    ///
    /// A fault of this or of any other method between ``beginRun()`` and here ends the run: then only ``rollback()`` is left to do.
    ///
    /// - Precondition: A run has begun, and `changes` has its number.
    public func commit(_ changes: RunChanges) throws(LedgerFault) {
        try write(changes)
        try commit(changes.usage)
    }

    /// Writes all that the run changed but ``RunChanges/usage``, which may still be in the making; ``commit(_:)-([EncodedUsage])`` takes it and ends the
    /// transaction.
    ///
    /// - Precondition: A run has begun, and `changes` has its number.
    public func write(_ changes: RunChanges) throws(LedgerFault) {
        try withOpenRun { run throws(LedgerFault) in
            precondition(changes.run.number == run.number, "another run's number")
            try drainSeen(&run)
            CrashPoint.reach(.ledgerCommitBefore)
            try withDatabase { try $0.write(changes) }
        }
    }

    /// Writes what the run's calls come to, and ends its transaction. If that fails, it is as if the run had never begun.
    ///
    /// - Precondition: ``write(_:)`` has written the run's other changes.
    public func commit(_ usage: [EncodedUsage]) throws(LedgerFault) {
        try withOpenRun { run throws(LedgerFault) in
            let number = run.number
            try withDatabase { database in
                for part in usage { try database.write(part, run: number) }
            }
            CrashPoint.reach(.ledgerCommitWritten)
            try commitTransaction(of: &run)
            CrashPoint.reach(.ledgerCommitAfter)
        }
        openRun.withLock { $0 = nil }
        noteCommit()
    }

    /// Forgets the run that has begun, if any; approvals stay.
    public func rollback() throws(LedgerFault) {
        try openRun.withLock { state throws(LedgerFault) in
            if let run = state.take(), run.fault == nil { try undo(run) }
        }
    }

    /// Does `body` with the run that has begun. A fault ends the run: SQLite may have taken its transaction back by itself.
    func withOpenRun(_ body: (inout OpenRun) throws(LedgerFault) -> Void) throws(LedgerFault) {
        try openRun.withLock { state throws(LedgerFault) in
            guard var run = state.take() else { preconditionFailure("no run has begun") }
            defer { state = run }
            if let fault = run.fault { throw fault }
            do throws(LedgerFault) {
                try body(&run)
            } catch {
                run.fault = error
                // The first fault is the one to tell; what cannot be undone now, the next opening undoes.
                try? undo(run)
                throw error
            }
        }
    }

    private func undo(_ run: OpenRun) throws(LedgerFault) {
        CrashPoint.reach(.ledgerRollbackBefore)
        defer { CrashPoint.reach(.ledgerRollbackAfter) }
        do {
            try queue.unsafeReentrantWrite { if $0.isInsideTransaction { try $0.rollback() } }
        } catch {
            throw LedgerFault(error, path: path)
        }
        if run.isSplit { try withDatabase { try $0.change("DELETE FROM seen WHERE run = ?", [run.number]) } }
    }

    /// Commits the run, and looks whether it is committed where SQLite says that it is not.
    ///
    /// If the disk fails after the journal was made invalid, SQLite reports the failure, and has committed all the same. What is deleted or taken
    /// away then would be that of a committed run.
    private func commitTransaction(of run: inout OpenRun) throws(LedgerFault) {
        do throws(LedgerFault) {
            try commitTransaction()
        } catch {
            let number = run.number
            let isCommitted: Bool
            do throws(LedgerFault) {
                isCommitted = try withDatabase { try Int.fetchOne($0, sql: "SELECT max(run) FROM runs") == number }
            } catch let second {
                // The next opening tells, and deletes what belongs to no run.
                run.isSplit = false
                noteCommit()
                throw .commitUnknown(path: path, reason: "\(second.message)")
            }
            if !isCommitted { throw error }
        }
    }

    func begin() throws(LedgerFault) {
        do {
            try queue.unsafeReentrantWrite { try $0.beginTransaction(.immediate) }
        } catch {
            throw LedgerFault(error, path: path)
        }
    }

    func commitTransaction() throws(LedgerFault) {
        do {
            try queue.unsafeReentrantWrite { try $0.commit() }
        } catch {
            throw LedgerFault(error, path: path)
        }
    }
}
