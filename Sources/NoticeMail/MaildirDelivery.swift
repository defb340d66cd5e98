internal import CrashPoints
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Messages on their way into a Maildir: all are written before the first is waited for, as a disk takes many in hardly more time than one.
///
/// A message is ``write(_:name:)``, then ``force(names:)``, then ``put(name:)``, and after the last of them comes ``forceNames()``.
public struct MaildirDelivery: Sendable {
    private let maildir: Maildir
    /// Names of messages that were read, without the marks that a reader adds, such as `:2,S`.
    private let read: Set<Substring>

    /// - Parameter names: What lies in `cur`.
    init(_ maildir: Maildir, inCur names: [String]) {
        self.maildir = maildir
        read = Set(names.map { $0.prefix { $0 != ":" } })
    }

    /// Writes a message into `tmp`, and has the system begin to put its bytes on the disk.
    ///
    /// - Parameter name: The file's name, without `/` and `:`.
    /// - Returns: `false`, and nothing is written, if it was read already.
    public func write(_ message: [UInt8], name: String) throws(MaildirFault) -> Bool {
        precondition(!name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.contains(":"), "no name for a message")
        if read.contains(name[...]) { return false }
        let staged = MaildirDelivery.staged(name)
        // What a process that died left there is overwritten; a link is not followed.
        let descriptor = unsafe open(maildir.path + staged, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw maildir.fault(staged) }
        defer { _ = close(descriptor) }
        CrashPoint.reach(.mailWriteBefore)
        do throws(MaildirFault) {
            try write(message, to: descriptor, staged)
        } catch {
            _ = unsafe unlink(maildir.path + staged)
            throw error
        }
        // A hint, for which Linux begins to write: it is waited for, and faults are told, when the message is forced to the disk.
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        CrashPoint.reach(.mailWriteAfter)
        return true
    }

    /// Forces the bytes of messages that were written to the disk, on all cores, as each is waited for.
    ///
    /// - Returns: For each what went wrong, or `nil`; a message of which something did is there no more.
    public func force(names: [String]) -> [MaildirFault?] {
        let faults = Mutex([MaildirFault?](repeating: nil, count: names.count))
        DispatchQueue.concurrentPerform(iterations: names.count) { k in
            do throws(MaildirFault) {
                try force(names[k])
            } catch {
                faults.withLock { $0[k] = error }
            }
        }
        return faults.withLock { $0 }
    }

    private func force(_ name: String) throws(MaildirFault) {
        let staged = MaildirDelivery.staged(name)
        do throws(MaildirFault) {
            let descriptor = unsafe open(maildir.path + staged, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
            if descriptor < 0 { throw maildir.fault(staged) }
            defer { _ = close(descriptor) }
            if fsync(descriptor) != 0 { throw maildir.fault(staged) }
        } catch {
            _ = unsafe unlink(maildir.path + staged)
            throw error
        }
    }

    /// Puts a message into `new` whose bytes were forced to the disk. Its name is after ``forceNames()``.
    public func put(name: String) throws(MaildirFault) {
        let (staged, place) = (MaildirDelivery.staged(name), "/new/" + name)
        CrashPoint.reach(.mailRenameBefore)
        if unsafe rename(maildir.path + staged, maildir.path + place) != 0 { throw maildir.fault(place) }
        CrashPoint.reach(.mailRenameAfter)
    }

    /// Forces the names of the messages in `new` to the disk: once for however many were put there.
    public func forceNames() throws(MaildirFault) { try maildir.forceEntries("/new") }

    private static func staged(_ name: String) -> String { "/tmp/" + name }

    private func write(_ bytes: [UInt8], to descriptor: Int32, _ name: String) throws(MaildirFault) {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            if written < 0 { throw maildir.fault(name) }
            done += written
        }
    }
}
