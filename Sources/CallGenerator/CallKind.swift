/// The kinds of calls that are generated, and how often each comes.
enum CallKind: UInt8, CaseIterable {
    case userOut, userIn, confOut, userOutConf, confIn, ucapIn, ucapOut, forwarded, transferred, drOut, drIn, unassignedIn, emergency

    /// The call type as it is written.
    var callType: StaticString {
        switch self {
        case .userOut: "user_out"
        case .userIn: "user_in"
        case .confOut: "conf_out"
        case .userOutConf: "user_out_conf"
        case .confIn: "conf_in"
        case .ucapIn: "ucap_in"
        case .ucapOut: "ucap_out"
        case .forwarded: "user_out_forwarding"
        case .transferred: "user_out_transfer"
        case .drOut: "dr_out"
        case .drIn: "dr_in"
        case .unassignedIn: "unassigned_in"
        case .emergency: "emergency_out"
        }
    }

    /// Of 1,000 calls, how many are of this kind.
    var perMille: Int {
        switch self {
        case .userOut: 600
        case .userIn: 150
        case .confOut: 60
        case .userOutConf: 25
        case .confIn: 30
        case .ucapIn: 50
        case .ucapOut: 15
        case .forwarded: 25
        case .transferred: 15
        case .drOut: 12
        case .drIn: 8
        case .unassignedIn: 8
        case .emergency: 2
        }
    }

    /// Whether the organization's own number is the callee.
    var isInbound: Bool {
        switch self {
        case .userIn, .confIn, .ucapIn, .drIn, .unassignedIn: true
        default: false
        }
    }

    /// Whether the own number is a service number rather than a user's.
    var usesService: Bool {
        switch self {
        case .confOut, .confIn, .ucapIn, .ucapOut, .unassignedIn: true
        default: false
        }
    }

    /// Whether the call is part of a conference.
    var isConference: Bool { self == .confOut || self == .confIn || self == .userOutConf }

    /// Whether the record must name the user, because the own number does not.
    var namesUser: Bool { self == .confOut || self == .forwarded || self == .transferred }

    /// Whether the record never names a user.
    var hasNoUser: Bool { self == .ucapIn || self == .ucapOut || self == .unassignedIn }

    /// The kind by a number from 0 to 999.
    static let byPerMille: [CallKind] = allCases.flatMap { Array(repeating: $0, count: $0.perMille) }
}
