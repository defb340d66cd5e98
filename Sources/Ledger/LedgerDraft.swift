internal import CrashPoints

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A ledger that is made under another name beside its place, and gets its name when it is whole.
///
/// So at the place of a ledger there is either nothing or a whole one, wherever the process dies: half a ledger could not be told from a damaged one,
/// nor an empty file from a ledger that was lost. One process at a time makes a draft; a draft that was left behind is begun anew.
struct LedgerDraft: ~Copyable {
    /// Its name until the end.
    let path: String
    /// Where it belongs.
    private let place: LedgerPath
    private let descriptor: Int32

    private static let suffix = ".new"

    /// Begins a draft with these permissions, unless umask is stricter.
    init(of place: LedgerPath, mode: mode_t) throws(LedgerFault) {
        self.place = place
        path = place.path + LedgerDraft.suffix
        CrashPoint.reach(.ledgerCreateBefore)
        LedgerDraft.removeLeftover(of: place)
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        if descriptor < 0 { throw errno == EEXIST ? .locked(path: place.path) : .cannotOpen(path: place.path, reason: systemReason()) }
        CrashPoint.reach(.ledgerCreateAfter)
        // Who comes second is told so, or comes too late to find the draft.
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 || LedgerPath(path).identity != LedgerPath.Identity(of: descriptor) {
            _ = closeDescriptor(descriptor)
            throw .locked(path: place.path)
        }
    }

    /// Takes the name of the draft away, whether or not it has got its place.
    deinit {
        CrashPoint.reach(.ledgerDraftRemoveBefore)
        _ = unsafe unlink(path)
        CrashPoint.reach(.ledgerDraftRemoveAfter)
        _ = closeDescriptor(descriptor)
    }

    /// Gives the draft the permissions of what it replaces, whatever umask is.
    func give(mode: mode_t) throws(LedgerFault) {
        if fchmod(descriptor, mode) != 0 { throw .cannotOpen(path: place.path, reason: systemReason()) }
    }

    /// Puts the draft in its place, where nothing may be.
    func putInPlace() throws(LedgerFault) {
        CrashPoint.reach(.ledgerPlaceBefore)
        if unsafe link(path, place.path) != 0 {
            // A file system may not know links; then another process could only be overlooked within this moment.
            let isUnknown = errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS
            guard isUnknown, place.identity == nil, unsafe rename(path, place.path) == 0 else {
                throw errno == EEXIST || errno == ENOENT ? .locked(path: place.path) : .cannotOpen(path: place.path, reason: systemReason())
            }
        }
        CrashPoint.reach(.ledgerPlaceAfter)
        place.syncFolder()
    }

    /// Puts the draft in the place of an earlier format.
    func replace() throws(LedgerFault) {
        CrashPoint.reach(.ledgerPlaceBefore)
        if unsafe rename(path, place.path) != 0 { throw .cannotOpen(path: place.path, reason: systemReason()) }
        CrashPoint.reach(.ledgerPlaceAfter)
        place.syncFolder()
    }

    /// Takes away a draft that a killed process left. One that another process is making is locked, and stays.
    static func removeLeftover(of place: LedgerPath) {
        let path = place.path + suffix
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if descriptor < 0 { return }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, LedgerPath(path).identity == LedgerPath.Identity(of: descriptor) { _ = unsafe unlink(path) }
        _ = closeDescriptor(descriptor)
    }
}
