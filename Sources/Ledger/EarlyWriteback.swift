#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Has the system write what a run appends to the ledger to the disk while the run goes on, so that the commit, which waits for the disk, waits for little.
///
/// It changes nothing of what is durable when. The descriptor is SQLite's own, found by the file's identity: no other may be opened, as the locks
/// of the process would be lost when it is closed.
struct EarlyWriteback: Sendable {
    /// Blobs between two askings: 4 MiB.
    static let blobsAtOnce = 16
    /// How much of the file's end is looked at: all of it would be gone through each time.
    private static let byteCount = 6 << 20

    #if os(Linux)
        private let descriptor: Int32
        /// Descriptors that are looked at, at most: SQLite's is among the first that a process opens.
        private static let descriptorsMax = 65_536

        /// For a file that this process has open; `nil` if it has not.
        init?(path: String) {
            var wanted = stat()
            guard unsafe stat(path, &wanted) == 0 else { return nil }
            for descriptor in 3..<Int32(min(EarlyWriteback.descriptorsMax, max(3, sysconf(Int32(_SC_OPEN_MAX))))) {
                var status = stat()
                if unsafe fstat(descriptor, &status) == 0, status.st_dev == wanted.st_dev, status.st_ino == wanted.st_ino {
                    self.descriptor = descriptor
                    return
                }
            }
            return nil
        }

        /// Asks the system to begin writing; waits for nothing. What it answers does not matter, as the commit waits for all.
        ///
        /// That no page need stay in memory is what it is told: it begins to write those that are not on the disk yet, and drops none of them. What a
        /// run appends it does not read again.
        func begin() {
            var status = stat()
            if unsafe fstat(descriptor, &status) != 0 { return }
            // What was appended since it was asked last, and some of what lies before: SQLite may have kept it until now.
            let begin = max(0, Int(status.st_size) - EarlyWriteback.byteCount)
            _ = posix_fadvise(descriptor, off_t(begin), 0, POSIX_FADV_DONTNEED)
        }
    #else
        init?(path: String) { nil }

        func begin() {}
    #endif
}
