import Ledger
import Testing

@Test(arguments: [
    (LedgerFault.locked(path: "l.db"), "l.db: another process works with this ledger; wait until it has ended, then try again"),
    (.missing(path: "l.db"), "l.db: there is no such ledger; check the path; the first run of scatto rate creates the ledger"),
    (
        .empty(path: "l.db"),
        "l.db: this file is empty, and no ledger is; restore the ledger from a backup, or, if there was none yet, remove the file; it was not changed"
    ),
    (.notALedger(path: "l.db"), "l.db: this file is no ledger of Scatto; name another file; this one was not changed"),
    (
        .newerVersion(path: "l.db", version: 4),
        "l.db: this ledger has format 4, and this Scatto knows formats up to 3; use the Scatto that wrote it, or a newer one; the file was not changed"
    ),
    (
        .damaged(path: "l.db", detail: "database disk image is malformed"),
        "l.db: this ledger is damaged (database disk image is malformed); restore it from a backup, with the outputs of the later runs kept aside"
    ),
    (
        .cannotOpen(path: "l.db", reason: "Permission denied"),
        "l.db: the ledger cannot be opened (Permission denied); check the path and its permissions"
    ),
    (
        .cannotAccess(path: "l.db", reason: "disk I/O error"),
        "l.db: the ledger cannot be read or written (disk I/O error); check the disk and the permissions of the file and its folder, then run again; nothing was settled"
    ),
    (
        .commitUnknown(path: "l.db", reason: "disk I/O error"),
        "l.db: it cannot be told whether the run is committed (disk I/O error); check the disk, then run again: the run is finished if it is committed, and done anew if not"
    ),
    (
        .full(path: "l.db"),
        "l.db: the ledger cannot grow, because the disk or the quota is full; free some space, then run again; nothing was settled"
    ),
])
func `a fault says on one line what, where and what to do`(fault: LedgerFault, text: String) {
    #expect(fault.description == text)
    #expect(fault.path == "l.db")
}

/// A ledger that is locked or cannot be trusted is status 4; a path without one is a file that is missing or unreadable.
@Test(arguments: [
    (LedgerFault.locked(path: "l.db"), 4), (.empty(path: "l.db"), 4), (.notALedger(path: "l.db"), 4), (.newerVersion(path: "l.db", version: 4), 4),
    (.damaged(path: "l.db", detail: "x"), 4), (.cannotAccess(path: "l.db", reason: "x"), 4), (.full(path: "l.db"), 4),
    (.commitUnknown(path: "l.db", reason: "x"), 4),
    (.missing(path: "l.db"), 3),
    (.cannotOpen(path: "l.db", reason: "x"), 3),
])
func `a fault has the status of its kind`(fault: LedgerFault, status: Int) {
    #expect(Int(fault.exitStatus) == status)
}
