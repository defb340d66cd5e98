public import CallModel

/// All that the ledger knows of a month, for finance to read: by organization, in byte order of the keys.
public struct MonthSummary: Sendable, Hashable {
    /// The month, in the catalogue's time zone.
    public var month: CalendarMonth
    /// The name of that time zone.
    public var timeZone: String
    /// Organizations of which something is on record in the month, or that had credits then.
    public var organizations: [OrganizationMonth]
    /// Local days of the month, since 1970-01-01, of which not all usage is on record, as runs that settled calls of theirs were committed by a Scatto
    /// that did not keep it. Charges, credits and pools are complete on all days.
    public var incompleteDays: [Int]
    /// The last of these runs; 0 if there is none.
    public var lastRunWithoutUsage: Int
}

/// What the ledger knows of an organization's month.
public struct OrganizationMonth: Sendable, Hashable {
    /// Its key.
    public var organization: String
    /// The currency of its credits and charges.
    public var currency: String
    /// Decimals of its amounts.
    public var decimals: Int
    /// By user, in byte order of the names without regard to ASCII case; calls without a user first.
    public var users: [UserMonth] = []
    /// By destination, in byte order of country, destination and reach; calls that were not priced first.
    public var destinations: [DestinationMonth] = []
    /// Every day with calls or charges, ascending.
    public var days: [DayUsage] = []
    /// Calls that nothing covered, in order of day, user, destination, reason and outcome.
    public var blocked: [BlockedCalls] = []
    /// Pools that were drawn on, in byte order of plan, allowance and scope.
    public var pools: [PoolUse] = []
    /// What happened to its credits.
    public var statement: CreditsStatement

    /// All calls of the month that are on record.
    public var total = UsageTotals()
}

/// A user's month.
public struct UserMonth: Sendable, Hashable {
    /// As the last of the runs named the user; `nil` for calls without a user.
    public var user: UsageUser?
    /// The sums.
    public var totals = UsageTotals()
}

/// What calls to one destination come to.
public struct DestinationMonth: Sendable, Hashable {
    /// The country; unknown where nothing was priced or no prefix of the numbering plan matched.
    public var country: Country
    /// The rate's destination; empty where nothing was priced.
    public var destination: String
    /// Domestic or international, as seen from the users' locations.
    public var reach: CallReach
    /// The sums.
    public var totals = UsageTotals()
}

/// One day of an organization.
public struct DayUsage: Sendable, Hashable {
    /// The local day, since 1970-01-01.
    public var day: Int
    /// The sums of the calls that are on record.
    public var totals = UsageTotals()
    /// Fees and charges taken, complete even if ``isComplete`` is not true.
    public var charged = Money.zero
    /// Whether all calls of the day that were settled are on record.
    public var isComplete: Bool
}

/// Calls of a user on one day that should not have been possible (rating-rules.md §9).
public struct BlockedCalls: Sendable, Hashable {
    /// The local day, since 1970-01-01.
    public var day: Int
    /// As the run named the user; `nil` for calls without a user.
    public var user: UsageUser?
    /// Why.
    public var refusal: Refusal
    /// Blocked, or disconnected when the allowances were used up.
    public var outcome: Outcome
    /// How many.
    public var calls: Int64 = 0
    /// Seconds that nothing covered.
    public var uncoveredSeconds: Int64 = 0
    /// What they would have cost: charges and, where no second was included, fees (rating-rules.md §8.2).
    public var cost = Money.zero
    /// The currency of ``cost``.
    public var currency: String
    /// Decimals of ``cost``.
    public var decimals: Int
}

/// What was drawn from a pool in a month, as of the last run.
public struct PoolUse: Sendable, Hashable {
    /// The organization's key.
    public var organization: String
    /// The plan's key.
    public var plan: String
    /// The plan's name; the key if no run has left a name.
    public var planName: String
    /// The allowance's id.
    public var allowance: String
    /// The country (the first of its shared group), `*` for the organization, or the user.
    public var scope: String
    /// The month.
    public var month: CalendarMonth
    /// Its size; `nil` is unlimited.
    public var minutes: Int64?
    /// What was drawn.
    public var usedSeconds: Int64
    /// The start of the call with which nothing was left; `nil` if something is.
    public var usedUp: Instant?
    /// The local day of ``usedUp``.
    public var usedUpDay: Int?

    /// What is left, never below zero; `nil` is unlimited.
    public var leftSeconds: Int64? { minutes.map { max(0, $0 * 60 - usedSeconds) } }
}
