internal import CrashPoints
internal import FoundationEssentials
internal import GRDB
internal import Synchronization

/// The ledger: one SQLite file with all that lasts between runs.
///
/// A run holds it alone from its first look to its last; a command that only shows reads it in between. Every method is one transaction, except
/// between ``beginRun()`` and ``commit(_:)``: that is the run's transaction. Ledger.md has the tables and the reasons.
///
/// A process opens a ledger once, and opens its file in no other way while it is open: POSIX locks are lost when any descriptor of the file is closed.
public final class LedgerFile: Sendable {
    /// As it was given.
    public let path: String
    let queue: DatabaseQueue
    let openRun = Mutex<OpenRun?>(nil)
    private let origin: Origin
    private let hasCommits = Atomic<Bool>(false)

    /// What of the file was there before it was opened.
    enum Origin {
        /// No file.
        case absent
        /// A ledger.
        case ledger
    }

    /// The run that has begun and is neither committed nor rolled back.
    struct OpenRun {
        /// Its number.
        let number: Int
        /// How many blobs of its duplicate index are written.
        var parts = 0
        /// Entries that are not written yet.
        var buffer = SeenBuffer()
        /// Whether an approval committed blobs ahead of the run, which a rollback has to delete.
        var isSplit = false
        /// What ended it before its time: it is rolled back already, and all that is asked of it is refused with the same fault.
        var fault: LedgerFault?
    }

    init(path: String, queue: DatabaseQueue, origin: Origin) {
        self.path = path
        self.queue = queue
        self.origin = origin
    }

    /// Removes the ledger if this opening created it and nothing was committed since; all that can be done with it then is ``close()``.
    ///
    /// A run that fails before it settles anything leaves nothing behind.
    public func discardIfEmpty() throws(LedgerFault) {
        if hasCommits.load(ordering: .relaxed) { return }
        CrashPoint.reach(.ledgerDiscardBefore)
        defer { CrashPoint.reach(.ledgerDiscardAfter) }
        switch origin {
        case .ledger: return
        // The lock is still held, so no other process has looked inside.
        case .absent: try LedgerPath(path).remove()
        }
    }

    /// Gives the ledger back. A run that is not committed is lost.
    public func close() throws(LedgerFault) {
        CrashPoint.reach(.ledgerCloseBefore)
        defer { CrashPoint.reach(.ledgerCloseAfter) }
        do {
            try queue.close()
        } catch {
            throw LedgerFault(error, path: path)
        }
    }

    /// Remembers that the file holds more than its empty tables.
    func noteCommit() { hasCommits.store(true, ordering: .relaxed) }

    /// Does `body` with the database, in the run's transaction if there is one, else in one of its own.
    func withDatabase<Result>(_ body: (Database) throws -> Result) throws(LedgerFault) -> Result {
        do {
            return try queue.unsafeReentrantWrite { database in
                if database.isInsideTransaction { return try body(database) }
                var result: Result?
                try database.inTransaction(.deferred) {
                    result = try body(database)
                    return .commit
                }
                // `inTransaction` throws, or has called its closure.
                return result!
            }
        } catch {
            throw LedgerFault(error, path: path)
        }
    }
}
