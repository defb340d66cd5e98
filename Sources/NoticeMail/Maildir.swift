internal import FoundationEssentials
internal import Glibc

/// A folder of messages that mail programs read (D. J. Bernstein's Maildir): written in `tmp`, put into `new`, moved to `cur` by whoever reads it.
///
/// The same message has the same name whenever it is delivered, so that delivering it again replaces it, and leaves it alone once it was read.
public struct Maildir: Sendable {
    /// The folder.
    public let path: String

    /// A Maildir; it is created when the first delivery begins.
    public init(_ path: String) { self.path = path }

    /// Begins a delivery of however many messages: creates the folders that are missing, each for its owner alone, and looks what was read.
    public func begin() throws(MaildirFault) -> MaildirDelivery {
        var isNew = false
        for folder in ["", "/tmp", "/new", "/cur"] {
            if unsafe mkdir(path + folder, 0o700) == 0 {
                isNew = true
            } else if errno != EEXIST {
                throw fault(folder)
            }
        }
        if isNew { for folder in ["", "/.."] { try forceEntries(folder) } }
        do {
            return MaildirDelivery(self, inCur: try FileManager.default.contentsOfDirectory(atPath: path + "/cur"))
        } catch {
            throw MaildirFault(path: path + "/cur", reason: "the folder cannot be listed")
        }
    }

    /// Forces a folder's entries to the disk, where its file system can.
    func forceEntries(_ folder: String) throws(MaildirFault) {
        let descriptor = unsafe open(path + folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw fault(folder) }
        defer { _ = close(descriptor) }
        if fsync(descriptor) != 0, errno != EINVAL { throw fault(folder) }
    }

    /// What the system says went wrong with a file or folder just now.
    func fault(_ name: String) -> MaildirFault { MaildirFault(path: path + name, reason: unsafe String(cString: strerror(errno))) }
}
