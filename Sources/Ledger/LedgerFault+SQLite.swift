internal import GRDB

extension LedgerFault {
    /// What an error of SQLite, or of reading what it holds, means to a person.
    init(_ error: any Error, path: String) {
        switch error {
        case let fault as LedgerFault: self = fault
        case let fault as StoredValueFault: self = .damaged(path: path, detail: fault.description)
        case let error as DatabaseError: self.init(error, path: path)
        default: self = .cannotAccess(path: path, reason: String(describing: error))
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        if error.extendedResultCode == .SQLITE_IOERR_DATA {
            self = .damaged(path: path, detail: "a page does not match its checksum")
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: path)
            case .SQLITE_NOTADB: .notALedger(path: path)
            case .SQLITE_CORRUPT, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: .damaged(path: path, detail: reason)
            case .SQLITE_FULL: .full(path: path)
            default: .cannotAccess(path: path, reason: reason)
            }
    }
}
