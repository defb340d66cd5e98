/// Why a message could not be put into a Maildir.
public struct MaildirFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder that could not be written.
    public var path: String
    /// What the system said.
    public var reason: String

    /// As `mail/new: Permission denied`.
    public var description: String { "\(path): \(reason)" }

    /// A fault.
    init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
