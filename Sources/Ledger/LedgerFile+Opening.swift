internal import CrashPoints
internal import GRDB

extension LedgerFile {
    /// Opens the ledger for a run, creates it if it is absent, and holds it alone until ``close()``.
    ///
    /// - Parameter access: Who may read a ledger that is created.
    ///
    /// A ledger of an earlier format is brought up to date. A file that is no ledger, is damaged, or was written by a newer Scatto is left as it is.
    public static func openForRun(_ path: String, access: FileAccess = .owner) throws(LedgerFault) -> LedgerFile {
        let place = LedgerPath(path)
        let origin = try makeReady(place, for: access)
        guard let look = try place.lookWriting() else { throw .locked(path: path) }
        LedgerDraft.removeLeftover(of: place)
        let hasJournal = LedgerPath(path + "-journal").identity != nil
        let queue = try connect(path, exclusive: true, for: place)
        do {
            return try queue.unsafeReentrantWrite { database in
                try database.beginTransaction(.exclusive)
                // Between the look and the lock another process may have taken its new, empty ledger away again.
                if place.identity != look.identity { throw LedgerFault.locked(path: path) }
                let ledger = LedgerFile(path: path, queue: queue, origin: origin)
                do {
                    try check(database, path: path)
                    try deleteOrphans(database)
                    // A killed process may leave a journal with nothing to play back: SQLite takes it away with the first thing that it writes.
                    if hasJournal { try database.execute(sql: "PRAGMA user_version = \(LedgerSchema.version)") }
                    CrashPoint.reach(.ledgerOpenBefore)
                    try database.commit()
                    CrashPoint.reach(.ledgerOpenAfter)
                } catch {
                    try? database.rollback()
                    try ledger.discardIfEmpty()
                    throw error
                }
                return ledger
            }
        } catch {
            try? queue.close()
            throw LedgerFault(error, path: path)
        }
    }

    /// Opens a ledger that has to be there to change it, and holds it alone until ``close()``.
    public static func openForChange(_ path: String) throws(LedgerFault) -> LedgerFile {
        _ = try LedgerPath(path).lookReading()
        return try openForRun(path)
    }

    /// Opens the ledger of the runs so far, to show what it holds; between two calls a run may commit.
    public static func openForReading(_ path: String) throws(LedgerFault) -> LedgerFile {
        let look = try LedgerPath(path).lookReading()
        if look.version < LedgerSchema.version { try openForRun(path).close() }
        let queue = try connect(path, exclusive: false, for: LedgerPath(path))
        let ledger = LedgerFile(path: path, queue: queue, origin: .ledger)
        try ledger.withDatabase { try check($0, path: path) }
        return ledger
    }

    /// How long to wait for a lock, so that a command that shows for a moment does not end a run.
    private static let patienceSeconds = 0.25

    /// Creates the ledger if it is absent, and brings one of an earlier format up to date.
    private static func makeReady(_ place: LedgerPath, for access: FileAccess) throws(LedgerFault) -> Origin {
        if let look = try place.lookWriting() {
            if look.version < LedgerSchema.version { try upgrade(place, look) }
            return .ledger
        }
        try create(place, for: access)
        return .absent
    }

    /// Connects to a ledger, or to the draft of one.
    static func connect(_ path: String, exclusive: Bool, for place: LedgerPath) throws(LedgerFault) -> DatabaseQueue {
        if !ChecksummedFiles.isRegistered { throw .cannotOpen(path: place.path, reason: "SQLite has no layer for files") }
        var configuration = Configuration()
        configuration.busyMode = .timeout(patienceSeconds)
        configuration.foreignKeysEnabled = true
        // The run's transaction stays open from one call to the next.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA page_size = \(LedgerSchema.pageBytes)")
            try ChecksummedFiles.reserve(database)
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // What a statement would need to be taken back alone; it means nothing once the process has died.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            // Its lock then outlives the transaction that took it.
            if exclusive { try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
            // Reading opens the file for writing all the same: whoever finds the journal of a run that died has to play it back.
            if !exclusive { try database.execute(sql: "PRAGMA query_only = ON") }
        }
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw LedgerFault(error, path: place.path)
        }
    }

    /// Deletes blobs that an approval committed ahead of a run that then died.
    private static func deleteOrphans(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM seen WHERE run > (SELECT coalesce(max(run), 0) FROM runs)")
    }

    /// That the marks and the tables are those of this format.
    private static func check(_ database: Database, path: String) throws {
        func mark(_ name: String) throws -> UInt32 {
            UInt32(truncatingIfNeeded: try Int64.fetchOne(database, sql: "PRAGMA \(name)") ?? 0)
        }
        try LedgerHead(applicationID: mark("application_id"), version: mark("user_version")).check(path: path)
        // Pages that the head counts and the file has not, or not wholly; SQLite notices only whole ones.
        let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        if LedgerPath(path).byteCount < pages * Int64(LedgerSchema.pageBytes) { throw LedgerFault.damaged(path: path, detail: "the file is cut off") }
        let found = try Set(String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"))
        if !found.isSuperset(of: LedgerSchema.statements) {
            throw LedgerFault.damaged(path: path, detail: "its tables are not those of format \(LedgerSchema.version)")
        }
    }
}
