/// Why the ledger cannot be used: what, where, and what to do, on one line.
public enum LedgerFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process works with it.
    case locked(path: String)
    /// There is no such file, and the command only reads.
    case missing(path: String)
    /// The file has no bytes: no ledger is ever so, but one that was lost may be.
    case empty(path: String)
    /// The file is no database, or one of another application.
    case notALedger(path: String)
    /// It was written by a newer Scatto.
    case newerVersion(path: String, version: Int)
    /// What it holds contradicts itself.
    case damaged(path: String, detail: String)
    /// The file cannot be opened or created.
    case cannotOpen(path: String, reason: String)
    /// The file cannot be read or written any more.
    case cannotAccess(path: String, reason: String)
    /// The disk failed in the very moment of the commit, and afterwards.
    case commitUnknown(path: String, reason: String)
    /// The disk, or the quota, is full.
    case full(path: String)

    /// The ledger's file, as it was given.
    public var path: String {
        switch self {
        case .locked(let path), .missing(let path), .empty(let path), .notALedger(let path), .full(let path): path
        case .newerVersion(let path, _), .damaged(let path, _), .cannotOpen(let path, _), .cannotAccess(let path, _),
            .commitUnknown(let path, _):
            path
        }
    }

    /// What the process answers with (file-formats.md "Commands").
    ///
    /// A path at which there is no ledger to be had is a file that is missing or unreadable; the ledger itself is locked or damaged.
    public var exitStatus: Int32 {
        switch self {
        case .missing, .cannotOpen: 3
        case .locked, .empty, .notALedger, .newerVersion, .damaged, .cannotAccess, .commitUnknown, .full: 4
        }
    }

    /// As `ledger.sqlite: message; remedy`.
    public var description: String { "\(path): \(message); \(remedy)" }

    /// What is wrong.
    var message: String {
        switch self {
        case .locked: "another process works with this ledger"
        case .missing: "there is no such ledger"
        case .empty: "this file is empty, and no ledger is"
        case .notALedger: "this file is no ledger of Scatto"
        case .newerVersion(_, let version): "this ledger has format \(version), and this Scatto knows formats up to \(LedgerSchema.version)"
        case .damaged(_, let detail): "this ledger is damaged (\(detail))"
        case .cannotOpen(_, let reason): "the ledger cannot be opened (\(reason))"
        case .cannotAccess(_, let reason): "the ledger cannot be read or written (\(reason))"
        case .commitUnknown(_, let reason): "it cannot be told whether the run is committed (\(reason))"
        case .full: "the ledger cannot grow, because the disk or the quota is full"
        }
    }

    /// What to do about it.
    var remedy: String {
        switch self {
        case .locked: "wait until it has ended, then try again"
        case .missing: "check the path; the first run of scatto rate creates the ledger"
        case .empty: "restore the ledger from a backup, or, if there was none yet, remove the file; it was not changed"
        case .notALedger: "name another file; this one was not changed"
        case .newerVersion: "use the Scatto that wrote it, or a newer one; the file was not changed"
        case .damaged: "restore it from a backup, with the outputs of the later runs kept aside"
        case .cannotOpen: "check the path and its permissions"
        case .cannotAccess: "check the disk and the permissions of the file and its folder, then run again; nothing was settled"
        case .commitUnknown: "check the disk, then run again: the run is finished if it is committed, and done anew if not"
        case .full: "free some space, then run again; nothing was settled"
        }
    }
}
