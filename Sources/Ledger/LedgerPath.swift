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
        /// The format of the ledger.
        var version: Int
        /// Its permissions.
        var mode: mode_t
    }

    /// Looks at the head of a file that is to be written; `nil` if there is none.
    func lookWriting() throws(LedgerFault) -> FirstLook? { try look(O_RDWR) }

    /// Looks at the head of a file that has to be there.
    func lookReading() throws(LedgerFault) -> FirstLook {
        guard let look = try look(O_RDONLY) else { throw .missing(path: path) }
        return look
    }

    /// Which file stands at the path now; `nil` if none.
    var identity: Identity? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Identity(status) : nil
    }

    /// The size of the file; 0 if there is none.
    var byteCount: Int64 {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Takes the file away.
    func remove() throws(LedgerFault) {
        if unsafe unlink(path) != 0 { throw .cannotOpen(path: path, reason: systemReason()) }
    }

    /// Forces the file's name to the disk. A file system that cannot do it has done what it can.
    func syncFolder() {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return }
        _ = fsync(descriptor)
        _ = closeDescriptor(descriptor)
    }

    /// Opens, reads the head and closes: nothing is changed, and no lock of SQLite is held yet that closing could lose.
    private func look(_ flags: Int32) throws(LedgerFault) -> FirstLook? {
        // A pipe must not block.
        let descriptor = unsafe open(path, flags | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw .cannotOpen(path: path, reason: systemReason())
        }
        defer { _ = closeDescriptor(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .cannotOpen(path: path, reason: systemReason()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotOpen(path: path, reason: "it is no file") }
        var head = [UInt8](repeating: 0, count: LedgerHead.bytes)
        let count = unsafe head.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0 { throw .cannotOpen(path: path, reason: systemReason()) }
        if count == 0 { throw .empty(path: path) }
        guard let marks = LedgerHead(head, count: count) else { throw .notALedger(path: path) }
        try marks.check(path: path)
        return FirstLook(identity: Identity(status), version: Int(marks.version), mode: status.st_mode & 0o777)
    }
}

/// Closes a descriptor, where a type has a `close` of its own.
func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }

/// What the system says about its latest error on this thread.
func systemReason() -> String { unsafe String(cString: strerror(errno)) }

extension LedgerPath.Identity {
    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// Of an open file; `nil` if the system does not tell.
    init?(of descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }
}
