import Glibc
public import NoticeMail

/// How notices reach people.
public struct DeliveryOptions: Sendable {
    /// The program that takes mail for organizations that have addresses; it is called as sendmail is. Without one, all mail goes into the Maildir.
    public var sendmail: String?
    /// The Maildir; `nil` is the one beside the ledger.
    public var maildir: String?
    /// Who sends; `nil` is `scatto` at this host.
    public var sender: MailAddress?

    /// How long the program may take for one message.
    var patience = Duration.seconds(60)
    /// How long all may take together: the ledger is held meanwhile. What is not delivered by then waits for the next time.
    var totalPatience = Duration.seconds(600)

    /// Into the Maildir beside the ledger.
    public init() {}

    /// The Maildir of a ledger.
    func maildir(ledger: String) -> String { maildir ?? ledger + ".maildir" }

    /// Who stands in `From`.
    var from: MailAddress { sender ?? DeliveryOptions.ofThisHost }

    private static var ofThisHost: MailAddress {
        // Linux has no longer names.
        var name = [CChar](repeating: 0, count: 65)
        let isKnown = unsafe name.withUnsafeMutableBufferPointer { unsafe gethostname($0.baseAddress!, $0.count - 1) } == 0
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if isKnown, let address = MailAddress("scatto@" + host) { return address }
        guard let address = MailAddress("scatto@localhost") else { preconditionFailure("no address") }
        return address
    }
}
