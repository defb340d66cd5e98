/// What calls of one kind come to.
public struct UsageSum: Sendable, Hashable {
    /// Calls.
    public var calls: Int64 = 0
    /// Connected seconds.
    public var durationSeconds: Int64 = 0
    /// Seconds that allowances gave.
    public var includedSeconds: Int64 = 0
    /// Seconds that credits paid.
    public var chargedSeconds: Int64 = 0
    /// Seconds that nothing covered.
    public var uncoveredSeconds: Int64 = 0
    /// Fees and charges taken.
    public var charged = Money.zero

    /// Nothing.
    public init() {}

    /// Billed seconds (rating-rules.md §9).
    public var billedSeconds: Int64 { includedSeconds + chargedSeconds + uncoveredSeconds }

    /// Adds in place; `false`, and nothing is added, if a sum would be beyond its range.
    public mutating func add(_ other: UsageSum) -> Bool {
        var overflows = false
        func sum(_ a: Int64, _ b: Int64) -> Int64 {
            let (sum, overflow) = a.addingReportingOverflow(b)
            overflows = overflows || overflow
            return sum
        }
        var result = UsageSum()
        result.calls = sum(calls, other.calls)
        result.durationSeconds = sum(durationSeconds, other.durationSeconds)
        result.includedSeconds = sum(includedSeconds, other.includedSeconds)
        result.chargedSeconds = sum(chargedSeconds, other.chargedSeconds)
        result.uncoveredSeconds = sum(uncoveredSeconds, other.uncoveredSeconds)
        result.charged.units = sum(charged.units, other.charged.units)
        // So that billed seconds can be computed.
        _ = sum(sum(result.includedSeconds, result.chargedSeconds), result.uncoveredSeconds)
        if !overflows { self = result }
        return !overflows
    }
}

/// What a user's calls of one day, class, outcome and capability come to.
public struct UserUsage: Sendable, Hashable {
    /// The day of the month, in the catalogue's time zone: 1 … 31.
    public var day: UInt8
    /// The class.
    public var callClass: CallClass
    /// How they were paid.
    public var outcome: Outcome
    /// An index into ``UsageAggregates/users``; −1 for calls without a user.
    public var user: Int32
    /// An index into ``UsageAggregates/capabilities``; −1 where the report's column Capability is empty.
    public var capability: Int32
    /// The sums.
    public var sum: UsageSum

    /// A group of calls.
    public init(day: UInt8, callClass: CallClass, outcome: Outcome, user: Int32, capability: Int32, sum: UsageSum) {
        self.day = day
        self.callClass = callClass
        self.outcome = outcome
        self.user = user
        self.capability = capability
        self.sum = sum
    }
}

/// What calls of one day, class, outcome and capability to one destination come to.
public struct DestinationUsage: Sendable, Hashable {
    /// The day of the month, in the catalogue's time zone: 1 … 31.
    public var day: UInt8
    /// The class; inbound calls that are priced are toll-free ones.
    public var callClass: CallClass
    /// How they were paid.
    public var outcome: Outcome
    /// Domestic or international.
    public var reach: CallReach
    /// An index into ``UsageAggregates/destinations``; −1 where nothing was priced.
    public var destination: Int32
    /// The destination country; unknown where nothing was priced.
    public var country: Country
    /// An index into ``UsageAggregates/capabilities``; −1 where the report's column Capability is empty.
    public var capability: Int32
    /// The sums.
    public var sum: UsageSum

    /// A group of calls.
    public init(
        day: UInt8, callClass: CallClass, outcome: Outcome, reach: CallReach, destination: Int32, country: Country, capability: Int32, sum: UsageSum
    ) {
        self.day = day
        self.callClass = callClass
        self.outcome = outcome
        self.reach = reach
        self.destination = destination
        self.country = country
        self.capability = capability
        self.sum = sum
    }
}

/// What a user's calls that nothing covered, wholly or in part, come to.
public struct UncoveredUsage: Sendable, Hashable {
    /// The day of the month, in the catalogue's time zone: 1 … 31.
    public var day: UInt8
    /// The class.
    public var callClass: CallClass
    /// ``Outcome/blocked`` or ``Outcome/disconnected``.
    public var outcome: Outcome
    /// Why they were not covered.
    public var refusal: Refusal
    /// An index into ``UsageAggregates/users``; −1 for calls without a user.
    public var user: Int32
    /// Calls.
    public var calls: Int64
    /// Seconds that nothing covered.
    public var uncoveredSeconds: Int64
    /// What these seconds, and the fees of calls of which nothing was included, would have cost (rating-rules.md §8.2): whole units of the currency.
    public var costWhole: Int64
    /// The rest of the cost: 0 … 99,999,999 × 10⁻⁸. The two together, because nothing bounds what is not paid.
    public var costUnits: Int64

    /// A group of calls.
    public init(
        day: UInt8, callClass: CallClass, outcome: Outcome, refusal: Refusal, user: Int32, calls: Int64, uncoveredSeconds: Int64, costWhole: Int64,
        costUnits: Int64
    ) {
        self.day = day
        self.callClass = callClass
        self.outcome = outcome
        self.refusal = refusal
        self.user = user
        self.calls = calls
        self.uncoveredSeconds = uncoveredSeconds
        self.costWhole = costWhole
        self.costUnits = costUnits
    }
}

/// A user, as the catalogue of the run names it.
public struct UsageUser: Sendable, Hashable {
    /// The name (UPN), as written.
    public var name: String
    /// The display name; may be empty.
    public var displayName: String
    /// The usage location.
    public var location: Country

    /// A user.
    public init(name: String, displayName: String, location: Country) {
        self.name = name
        self.displayName = displayName
        self.location = location
    }
}

/// What the settled calls of one organization in one month, as one run settled them, come to: by user, by destination, and those that nothing covered.
///
/// Each of ``byUser`` and ``byDestination`` has every settled call once. Rows are in the order of their keys as the run's catalogue orders them.
public struct UsageAggregates: Sendable, Hashable {
    /// The organization's key.
    public var organization: String
    /// The month of the catalogue's time zone in which the calls began.
    public var month: CalendarMonth
    /// The currency of the organization's tariff in that run.
    public var currency: String
    /// Decimals of that tariff.
    public var decimals: Int
    /// Users that rows name.
    public var users: [UsageUser] = []
    /// Destinations that rows name.
    public var destinations: [String] = []
    /// Keys of plans that rows name.
    public var capabilities: [String] = []
    /// By day, class, outcome, user and capability.
    public var byUser: [UserUsage] = []
    /// By day, class, outcome, reach, destination, country and capability.
    public var byDestination: [DestinationUsage] = []
    /// Blocked and disconnected calls by day, class, outcome, reason and user.
    public var uncovered: [UncoveredUsage] = []

    /// No calls.
    public init(organization: String, month: CalendarMonth, currency: String, decimals: Int) {
        self.organization = organization
        self.month = month
        self.currency = currency
        self.decimals = decimals
    }
}
