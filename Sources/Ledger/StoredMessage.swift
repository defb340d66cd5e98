public import CallModel

/// The message that tells an organization of the notices that a run raised for it, as the ledger keeps it.
public struct StoredMessage: Sendable, Hashable {
    /// Whether it still has to be delivered.
    public enum State: String, Sendable, CaseIterable {
        /// It has to be.
        case undelivered
        /// It was.
        case delivered
        /// It was not, and its run was taken back: what it would tell is no longer so.
        case takenBack = "taken_back"
    }

    /// The run that raised the notices.
    public var run: Int
    /// To whom it goes.
    public var envelope: MessageEnvelope
    /// In the order in which they were raised; at least one.
    public var notices: [Notice]
    /// Whether it still has to be delivered.
    public var state: State

    /// A message.
    public init(run: Int, envelope: MessageEnvelope, notices: [Notice], state: State) {
        self.run = run
        self.envelope = envelope
        self.notices = notices
        self.state = state
    }
}
