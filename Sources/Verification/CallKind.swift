internal import CallModel

/// What a call type means (rating-rules.md §2).
struct CallKind: Hashable, Sendable {
    /// The class.
    var callClass: CallClass
    /// Whether the type contains `_in`.
    var isInbound: Bool
    /// Whether caller or callee is a number of the organization's own (§3).
    var hasOwnNumber: Bool

    /// The type of that name, in lower case; `nil` if there is none.
    init?(_ name: String) {
        isInbound = name.contains("_in")
        hasOwnNumber = !["user_out_transfer", "user_out_forwarding", "user_out_forward"].contains(name)
        switch name {
        case "user_out", "user_out_conf", "user_out_transfer", "user_out_forwarding", "user_out_forward": callClass = .calling
        case "conf_out": callClass = .conferencing
        case "ucap_out": callClass = .voiceApplication
        case "user_in", "conf_in", "ucap_in", "unassigned_in": callClass = .inbound
        default:
            if !name.hasPrefix("dr_") && !name.hasSuffix("emergency_out") { return nil }
            callClass = .free
        }
    }
}
