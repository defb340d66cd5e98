/// To whom the notices that a run raised for one organization go, as the catalogue of that run said.
public struct MessageEnvelope: Sendable, Hashable {
    /// The organization's key.
    public var organization: String
    /// By which the message is known however often it is sent: the same for the same run of the same inputs (RFC 5322 §3.6.4, without the
    /// angle brackets).
    public var messageID: String
    /// The organization's name, for people; empty if it has none.
    public var name: String
    /// The currency of its amounts.
    public var currency: String
    /// Addresses, as the catalogue writes them; none if nobody is to be told by mail.
    public var recipients: [String]

    /// An envelope.
    public init(organization: String, messageID: String, name: String, currency: String, recipients: [String]) {
        self.organization = organization
        self.messageID = messageID
        self.name = name
        self.currency = currency
        self.recipients = recipients
    }
}
