import Glibc

/// A file that appears whole or not at all: it is written under another name beside its place, and renamed at the end.
///
/// Without ``finish()`` nothing is left of it.
public final class OutputFile {
    /// Its place, or the name of a borrowed descriptor.
    public let path: String
    /// How many bytes were written.
    public private(set) var bytesWritten = 0

    private static let attemptsMax = 1000
    private let descriptor: Int32
    /// The name until the end; `nil` for a borrowed descriptor, and once it is gone.
    private var temporaryPath: String?
    private var isOpen: Bool

    /// Creates a file, or one that will take the place of what is there.
    ///
    /// - Parameter mode: Its permissions; a stricter umask is kept.
    public init(path: String, mode: UInt32 = 0o666) throws(OutputFault) {
        self.path = path
        var attempt = 0
        while true {
            let temporary = "\(path).\(getpid())-\(attempt).partial"
            let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            if descriptor >= 0 {
                self.descriptor = descriptor
                temporaryPath = temporary
                isOpen = true
                return
            }
            // Another output of this process, or what a killed one left behind, may have the name.
            attempt += 1
            if errno != EEXIST || attempt == OutputFile.attemptsMax { throw .cannotCreate(path: path, reason: latestSystemError()) }
        }
    }

    /// Writes to an open descriptor, such as standard output (1). It is not closed.
    public init(descriptor: Int32, path: String = "-") {
        self.path = path
        self.descriptor = descriptor
        isOpen = false
    }

    deinit {
        if isOpen { close(descriptor) }
        if let temporaryPath { unsafe unlink(temporaryPath) }
    }

    /// Writes all of the bytes.
    public func write(_ bytes: Span<UInt8>) throws(OutputFault) {
        var start = 0
        while start < bytes.count {
            let rest = bytes.extracting(start...)
            let count = unsafe rest.withUnsafeBytes { rest in unsafe Glibc.write(descriptor, rest.baseAddress, rest.count) }
            if count >= 0 {
                start += count
                bytesWritten += count
            } else if errno != EINTR {
                throw .cannotWrite(path: path, byte: bytesWritten, reason: latestSystemError())
            }
        }
    }

    /// Puts the file in its place. Nothing may be written after.
    ///
    /// - Parameters:
    ///   - replaces: Whether it takes the place of what is there; else that is a fault.
    ///   - syncs: Whether it is forced to the disk first.
    public func finish(replaces: Bool = true, syncs: Bool = false) throws(OutputFault) {
        guard isOpen, let temporary = temporaryPath else { return }
        if syncs, fsync(descriptor) != 0 { throw .cannotWrite(path: path, byte: bytesWritten, reason: latestSystemError()) }
        isOpen = false
        if close(descriptor) != 0 { throw .cannotWrite(path: path, byte: bytesWritten, reason: latestSystemError()) }
        if !replaces {
            // A link does not replace what is there, even if it came there just now; the temporary name goes away with this object.
            if unsafe link(temporary, path) == 0 { return }
            // A file system without links has no better than to look first.
            let hasNoLinks = errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS
            if unsafe !hasNoLinks || access(path, F_OK) == 0 { throw .cannotCreate(path: path, reason: latestSystemError()) }
        }
        if unsafe rename(temporary, path) != 0 { throw .cannotCreate(path: path, reason: latestSystemError()) }
        temporaryPath = nil
    }
}
