/// How a call ended up being paid (rating-rules.md §9).
@frozen
public enum Outcome: UInt8, Sendable, CaseIterable {
    /// Duration 0: nothing is billed.
    case unanswered
    /// Nothing is billed: the class is free, or an inbound call is not toll-free.
    case free
    /// Allowances covered every billed second.
    case included
    /// Credits covered every billed second.
    case charged
    /// Allowances covered some, credits the rest.
    case split
    /// Allowances covered some, nothing the rest.
    case disconnected
    /// Nothing covered it.
    case blocked

    /// The word of the report.
    public var name: StaticString {
        switch self {
        case .unanswered: "unanswered"
        case .free: "free"
        case .included: "included"
        case .charged: "charged"
        case .split: "split"
        case .disconnected: "disconnected"
        case .blocked: "blocked"
        }
    }
}

/// Why a second was not covered.
@frozen
public enum Refusal: UInt8, Sendable {
    /// Every second was covered.
    case none
    /// The user has no plan with `credits: yes`.
    case noCreditsLicence
    /// The balance was zero or below.
    case noCredit

    /// The word of the column Rate Note; empty for ``none``.
    public var name: StaticString {
        switch self {
        case .none: ""
        case .noCreditsLicence: "no_credits_licence"
        case .noCredit: "no_credit"
        }
    }
}

/// Why a record could not be settled (rating-rules.md §11).
@frozen
public enum SuspensionReason: UInt8, Sendable, CaseIterable {
    /// It could be settled.
    case none
    /// Not as many fields as the header, or a field that cannot be read, stray quotes, no UTF-8, or too long.
    case malformed
    /// The usage id is empty.
    case noUsageId
    /// The call type is none of §2.
    case unknownCallType
    /// Nobody of that name, or no user where one is needed.
    case unknownUser
    /// No organization of that key.
    case unknownOrganization
    /// User, own number and organization field are not all of one organization.
    case organizationMismatch
    /// The number that has to be priced is no number.
    case badNumber
    /// No rate applies.
    case noRate

    /// The word of suspense.csv.
    public var name: StaticString {
        switch self {
        case .none: ""
        case .malformed: "malformed"
        case .noUsageId: "no_usage_id"
        case .unknownCallType: "unknown_call_type"
        case .unknownUser: "unknown_user"
        case .unknownOrganization: "unknown_organization"
        case .organizationMismatch: "organization_mismatch"
        case .badNumber: "bad_number"
        case .noRate: "no_rate"
        }
    }

    /// Whether a record with this reason, or none, comes as far as the duplicate check in §11's order.
    @inlinable
    public var reachesDuplicateCheck: Bool { self == .none || self == .badNumber || self == .noRate }
}
