#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The file of a ledger as the file system sees it, looked at before SQLite is let near it.
struct LedgerPath {
    let path: String

    init(_ path: String) { self.path = path }

    /// By which a file is recognised whatever its name.
    struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    /// What a first look found.
    struct FirstLook {
        var identity: Identity
        var origin: LedgerFile.Origin
        /// The format of a ledger.
        var version = 0
    }

    /// Creates the file if it is absent, for those who have access, unless umask is stricter; then looks at its head.
    func lookCreating(for access: FileAccess) throws(LedgerFault) -> FirstLook {
        let isAbsent = identity == nil
        var look = try look(O_RDWR | O_CREAT, access)
        if isAbsent, look.origin == .empty { look.origin = .absent }
        return look
    }

    /// Looks at the head of a file that has to be there.
    func lookReading() throws(LedgerFault) -> FirstLook { try look(O_RDONLY) }

    /// Which file stands at the path now; `nil` if none.
    var identity: Identity? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Identity(status) : nil
    }

    /// Takes the file away.
    func remove() throws(LedgerFault) {
        if unsafe unlink(path) != 0 { throw .cannotOpen(path: path, reason: systemReason()) }
    }

    /// Makes the file empty again.
    func empty() throws(LedgerFault) {
        if unsafe truncate(path, 0) != 0 { throw .cannotOpen(path: path, reason: systemReason()) }
    }

    /// Opens, reads the head and closes: nothing is changed, and no lock of SQLite is held yet that closing could lose.
    private func look(_ flags: Int32, _ access: FileAccess = .owner) throws(LedgerFault) -> FirstLook {
        // A pipe must not block.
        let descriptor = unsafe open(path, flags | O_CLOEXEC | O_NONBLOCK, access.fileMode)
        if descriptor < 0 {
            throw errno == ENOENT && flags & O_CREAT == 0 ? .missing(path: path) : .cannotOpen(path: path, reason: systemReason())
        }
        defer { _ = Self.closeDescriptor(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .cannotOpen(path: path, reason: systemReason()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotOpen(path: path, reason: "it is no file") }
        var head = [UInt8](repeating: 0, count: LedgerHead.bytes)
        let count = unsafe head.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0 { throw .cannotOpen(path: path, reason: systemReason()) }
        if count == 0 { return FirstLook(identity: Identity(status), origin: .empty) }
        guard let marks = LedgerHead(head, count: count) else { throw .notALedger(path: path) }
        try marks.check(path: path)
        return FirstLook(identity: Identity(status), origin: .ledger, version: Int(marks.version))
    }

    private static func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }

    private func systemReason() -> String { unsafe String(cString: strerror(errno)) }
}

extension LedgerPath.Identity {
    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}
