/// What can be told of a call without knowing any other call: what the stage `rate` makes.
///
/// Indices are those of the run's catalogue; −1 is none.
public struct RatedCall: Sendable {
    /// Why it cannot be settled.
    public var suspension = SuspensionReason.none
    /// The class.
    public var callClass = CallClass.free
    /// Whether the type contains `_in`.
    public var isInbound = false
    /// Whether a rate was found, so that something may cost.
    public var isPriced = false
    /// Whether allowances may be drawn on: the class needs a user, and the rate is `in_plans`.
    public var drawsOnAllowances = false
    /// Whether the number has masked digits where the deck goes on.
    public var isMasked = false
    /// Whether its call type stands in lower case, as it is reported, so that it can be copied as it is.
    public var hasLowercaseType = false
    /// Whether it is domestic or international, if it is priced, outbound and a user's.
    public var reach = CallReach.none
    /// Who pays.
    public var organization: Int32 = -1
    /// Whose call it is.
    public var user: Int32 = -1
    /// The service number that is the organization's own number.
    public var serviceNumber: Int32 = -1
    /// The rate, an index into the deck that the class and the organization's tariff name.
    public var rate: Int32 = -1
    /// The destination country; unknown unless priced.
    public var destination = Country.unknown
    /// The user's first plan that grants credits, or ``noPlan``.
    public var creditsPlan = RatedCall.noPlan
    /// Billed seconds (§6): 0 unless priced.
    public var billedSeconds: Int32 = 0
    /// The charge if credits pay every billed second.
    public var fullCharge = Money.zero
    /// The connection fee, rounded.
    public var connectionFee = Money.zero
    /// The month of the catalogue's time zone in which it began.
    public var month = CalendarMonth(ordinal: 0)
    /// The day of the catalogue's time zone on which it began, since 1970-01-01.
    public var localDay: Int32 = 0
    /// What it is known by among duplicates.
    public var fingerprint = Fingerprint(high: 0, low: 0)
    /// A check of what is reported of it, for the column Same.
    public var contentCheck: UInt32 = 0
    /// The name of the rate's destination, an index into `DestinationNames.names` of the target Catalogue; 0 unless priced.
    public var destinationName: UInt32 = 0

    /// No plan.
    @inlinable public static var noPlan: UInt16 { .max }

    /// A call of which nothing is known yet.
    @inlinable
    public init() {}
}

/// Whether a call stayed in the domestic group of the user's location, as the report's column Domestic/International says.
public enum CallReach: UInt8, Sendable, CaseIterable {
    /// Not a priced outbound call by a user.
    case none
    /// Within the domestic group.
    case domestic
    /// Beyond it.
    case international

    /// The reach of a call, without a branch.
    ///
    /// - Parameters:
    ///   - isDomestic: Whether the destination is in the domestic group of the user's location; of no account where it is not a user's call.
    ///   - isAUsersCall: 1 if it is an outbound call by a user, else 0.
    @inlinable @inline(__always)
    public init(isDomestic: Bool, isAUsersCall: UInt8) {
        self = CallReach(rawValue: (2 &- isDomestic.bit) & (0 &- (isAUsersCall & 1))) ?? .none
    }

    /// The word of the report; empty for ``none``.
    public var name: StaticString {
        switch self {
        case .none: ""
        case .domestic: "Domestic"
        case .international: "International"
        }
    }
}

/// 128 bits of organization, usage id and start.
@frozen
public struct Fingerprint: Hashable, Sendable {
    /// The upper 64 bits, by which an index orders its entries.
    public var high: UInt64
    /// The lower 64 bits.
    public var low: UInt64

    /// A fingerprint of two halves.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}
