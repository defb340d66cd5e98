internal import CrashPoints
internal import GRDB

extension LedgerFile {
    /// Makes a new ledger, which appears whole.
    static func create(_ place: LedgerPath, for access: FileAccess) throws(LedgerFault) {
        let draft = try LedgerDraft(of: place, mode: access.fileMode)
        try fill(draft.path, of: place) { database in
            try setMarks(database, version: LedgerSchema.version)
            for statement in LedgerSchema.statements { try database.execute(sql: statement) }
        }
        try draft.putInPlace()
    }

    /// Brings a ledger of an earlier format up to date, in a copy that takes its place when it is whole.
    ///
    /// In place it could not be done: pages of format 1 have no room for checksums (``PageChecksum``).
    static func upgrade(_ place: LedgerPath, _ look: LedgerPath.FirstLook) throws(LedgerFault) {
        let old = try connect(place.path, exclusive: true, for: place)
        defer { try? old.close() }
        do {
            try old.unsafeReentrantWrite { try $0.beginTransaction(.exclusive) }
            if place.identity != look.identity { throw LedgerFault.locked(path: place.path) }
            let draft = try LedgerDraft(of: place, mode: look.mode)
            try draft.give(mode: look.mode)
            try fill(draft.path, of: place) { database in
                try setMarks(database, version: look.version)
                try old.unsafeReentrantWrite { try copy(from: $0, to: database) }
                for statement in LedgerSchema.upgrade(from: look.version) { try database.execute(sql: statement) }
            }
            try draft.replace()
        } catch {
            throw LedgerFault(error, path: place.path)
        }
    }

    /// Writes a draft in one transaction, without a journal: what is not finished counts for nothing.
    private static func fill(_ draft: String, of place: LedgerPath, _ body: (Database) throws -> Void) throws(LedgerFault) {
        let queue = try connect(draft, exclusive: true, for: place)
        do {
            try queue.unsafeReentrantWrite { database in
                try database.execute(sql: "PRAGMA journal_mode = MEMORY")
                try database.beginTransaction(.exclusive)
                try body(database)
                CrashPoint.reach(.ledgerTablesBefore)
                try database.commit()
                CrashPoint.reach(.ledgerTablesAfter)
            }
            try queue.close()
        } catch {
            try? queue.close()
            throw LedgerFault(error, path: place.path)
        }
    }

    private static func setMarks(_ database: Database, version: Int) throws {
        try database.execute(sql: "PRAGMA application_id = \(LedgerSchema.applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// Copies tables with their rows, then indexes, in the order in which they were created.
    private static func copy(from old: Database, to new: Database) throws {
        let made = try Row.fetchAll(old, sql: "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid").map(
            StoredRow.init(row:))
        for isTable in [true, false] {
            for item in made where (try item.text(0) == "table") == isTable {
                try new.execute(sql: try item.text(2))
                if !isTable { continue }
                let rows = try Row.fetchCursor(old, sql: "SELECT * FROM \(try item.text(1).quotedDatabaseIdentifier)")
                while let row = try rows.next() {
                    let marks = databaseQuestionMarks(count: row.count)
                    try new.change(
                        "INSERT INTO \(try item.text(1).quotedDatabaseIdentifier) VALUES (\(marks))", StatementArguments(row.databaseValues))
                }
            }
        }
    }
}
