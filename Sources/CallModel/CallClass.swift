/// What a call is, as its type decides (rating-rules.md §2).
@frozen
public enum CallClass: UInt8, Sendable {
    // The first two need a user (``needsUser``).

    /// Outbound from a user: draws on allowances of `calling`, then on credits.
    case calling
    /// Dial-out from a conference: draws on allowances of `conferencing`, then on credits.
    case conferencing
    /// Outbound from an application: credits only.
    case voiceApplication
    /// Inbound: toll-free if the called number matches the toll-free deck, else free.
    case inbound
    /// Never charged.
    case free

    /// Whether the class needs a user and draws on allowances.
    @inlinable
    public var needsUser: Bool { userNeed < 0 }

    /// Below 0 if the class needs a user: for who makes a mask of it.
    @inlinable @inline(__always)
    public var userNeed: Int32 { Int32(rawValue) &- 2 }
}

/// What follows from a call type alone.
@frozen
public struct CallType: Hashable, Sendable {
    /// The class.
    public var callClass: CallClass
    /// Whether the type contains `_in`: the organization's own number is then the callee.
    public var isInbound: Bool
    /// Whether the caller may be an outside party, as in a forwarded or transferred call.
    public var hasOwnNumber: Bool

    /// The type of that name; `nil` if it is unknown. The name is ASCII in lower case, without blanks around it.
    public init?(lowercased name: Span<UInt8>) {
        let count = name.count
        func equals(_ known: StaticString) -> Bool { count == known.utf8CodeUnitCount && name.matches(known, at: 0, below: count) }
        hasOwnNumber = true
        if equals("user_out") || equals("user_out_conf") {
            callClass = .calling
        } else if equals("user_out_transfer") || equals("user_out_forwarding") || equals("user_out_forward") {
            callClass = .calling
            hasOwnNumber = false
        } else if equals("conf_out") {
            callClass = .conferencing
        } else if equals("ucap_out") {
            callClass = .voiceApplication
        } else if equals("user_in") || equals("conf_in") || equals("ucap_in") || equals("unassigned_in") {
            callClass = .inbound
        } else if name.matches("dr_", at: 0, below: count) || (count >= 13 && name.matches("emergency_out", at: count - 13, below: count)) {
            callClass = .free
        } else {
            return nil
        }
        isInbound = false
        for i in 0..<max(0, count - 2) where name.matches("_in", at: i, below: count) { isInbound = true }
    }
}
