internal import CrashPoints
internal import FoundationEssentials
internal import Glibc

/// A folder of messages that mail programs read (D. J. Bernstein's Maildir): written in `tmp`, put into `new`, moved to `cur` by whoever reads it.
///
/// The same message has the same name whenever it is delivered, so that delivering it again replaces it, and leaves it alone once it was read.
public struct Maildir: Sendable {
    /// The folder.
    public let path: String

    /// A Maildir; it is created when the first message comes.
    public init(_ path: String) { self.path = path }

    /// Puts a message into `new`, its bytes forced to the disk, unless it lies in `cur` already. Its name is after ``forceNames()``.
    ///
    /// - Parameter name: The file's name, without `/` and `:`.
    public func deliver(_ message: [UInt8], name: String) throws(MaildirFault) {
        precondition(!name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.contains(":"), "no name for a message")
        try createFolders()
        if try wasRead(name) { return }
        let (staged, place) = ("/tmp/" + name, "/new/" + name)
        // What a process that died left there is overwritten; a link is not followed.
        let descriptor = unsafe open(path + staged, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw fault(staged) }
        CrashPoint.reach(.mailWriteBefore)
        do throws(MaildirFault) {
            try write(message, to: descriptor, staged)
            if fsync(descriptor) != 0 { throw fault(staged) }
        } catch {
            _ = close(descriptor)
            _ = unsafe unlink(path + staged)
            throw error
        }
        _ = close(descriptor)
        CrashPoint.reach(.mailWriteAfter)
        CrashPoint.reach(.mailRenameBefore)
        if unsafe rename(path + staged, path + place) != 0 { throw fault(place) }
        CrashPoint.reach(.mailRenameAfter)
    }

    /// Forces the names of the messages in `new` to the disk: once for however many were delivered.
    public func forceNames() throws(MaildirFault) { try forceEntries("/new") }

    /// Creates what is missing, each for its owner alone.
    private func createFolders() throws(MaildirFault) {
        var isNew = false
        for folder in ["", "/tmp", "/new", "/cur"] {
            if unsafe mkdir(path + folder, 0o700) == 0 {
                isNew = true
            } else if errno != EEXIST {
                throw fault(folder)
            }
        }
        if isNew { for folder in ["", "/.."] { try forceEntries(folder) } }
    }

    /// Whether a reader has moved the message: it may have added marks, such as `:2,S`.
    private func wasRead(_ name: String) throws(MaildirFault) -> Bool {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path + "/cur").contains { $0 == name || $0.hasPrefix(name + ":") }
        } catch {
            throw MaildirFault(path: path + "/cur", reason: "the folder cannot be listed")
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32, _ name: String) throws(MaildirFault) {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            if written < 0 { throw fault(name) }
            done += written
        }
    }

    /// Forces a folder's entries to the disk, where its file system can.
    private func forceEntries(_ folder: String) throws(MaildirFault) {
        let descriptor = unsafe open(path + folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw fault(folder) }
        defer { _ = close(descriptor) }
        if fsync(descriptor) != 0, errno != EINVAL { throw fault(folder) }
    }

    private func fault(_ name: String) -> MaildirFault { MaildirFault(path: path + name, reason: unsafe String(cString: strerror(errno))) }
}
