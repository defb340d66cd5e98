public import CallModel

/// What lasts of an organization's credits between runs.
public struct AccountState: Sendable, Hashable {
    /// The organization's key.
    public var organization: String
    /// The currency of its tariff.
    public var currency: String
    /// Decimals of its tariff.
    public var decimals: Int
    /// What was charged beyond the credits there were; the next lot pays it. Never below zero, and zero while a lot has something left.
    public var debt: Money = .zero
    /// Lots that have something left, in the order in which they were recorded.
    public var lots: [Lot] = []
    /// How many lots were ever recorded.
    public var lotCount = 0
    /// How many recharges ever succeeded: the last one is `recharge-` this.
    public var rechargeCount = 0
    /// How many attempts at payment were ever made, approved or declined.
    public var attemptCount = 0
    /// What was bought by auto-recharge in each month.
    public var months: [CalendarMonth: MonthState] = [:]
    /// Whether the organization is in the catalogue of the last run.
    public var isInCatalogue = true

    /// What was bought in a month.
    public struct MonthState: Sendable, Hashable {
        /// The sum of the recharges purchased in it.
        public var recharged: Money = .zero
        /// Whether the notice `limit` was raised for it.
        public var hasLimitNotice = false

        /// A month in which nothing was bought.
        public init() {}
    }

    /// The account of an organization that has never had any credits.
    public init(organization: String, currency: String, decimals: Int) {
        self.organization = organization
        self.currency = currency
        self.decimals = decimals
    }

    /// What the lots have left, less the debt.
    public var balance: Money { lots.reduce(-debt) { $0 + $1.remaining } }

    /// Whether there is or was money: then time zone, currency and decimals may not change.
    public var hasHistory: Bool { lotCount > 0 || debt != .zero }
}

/// One purchase of credits.
public struct Lot: Sendable, Hashable {
    /// Its place in the order in which the organization's lots were recorded, from 0.
    public var ordinal: Int
    /// The funding's reference, or `recharge-k`.
    public var reference: String
    /// What was bought.
    public var amount: Money
    /// What is left of it.
    public var remaining: Money
    /// When it was bought.
    public var purchased: Instant
    /// When what is left is forfeited: 12 calendar months after ``purchased``.
    public var expires: Instant
    /// How it was paid, as the catalogue writes it, or a payment program's reference.
    public var payment: String

    /// A lot of which nothing is used yet.
    public init(ordinal: Int, reference: String, amount: Money, purchased: Instant, payment: String) {
        self.ordinal = ordinal
        self.reference = reference
        self.amount = amount
        remaining = amount
        self.purchased = purchased
        expires = purchased.adding(months: 12)
        self.payment = payment
    }
}

/// What happened to an organization's credits, for the history that the ledger keeps.
public struct Movement: Sendable, Hashable {
    /// What happened.
    public enum Kind: String, Sendable {
        /// A row of fundings.csv was applied.
        case funding
        /// Auto-recharge bought a lot.
        case recharge
        /// A lot forfeited what remained.
        case expiry
        /// Calls of one local day were charged in this run.
        case charge
    }

    /// The organization's key.
    public var organization: String
    /// What happened.
    public var kind: Kind
    /// The lot's ordinal; −1 for charges.
    public var lot: Int
    /// When: the purchase, the start of the call that was being settled, or the local midnight with which the day began.
    public var at: Instant
    /// The amount; for charges the sum of charges and fees of the day.
    public var amount: Money
    /// Calls that were charged; 0 for lots.
    public var calls: Int

    /// A movement.
    public init(organization: String, kind: Kind, lot: Int, at: Instant, amount: Money, calls: Int) {
        self.organization = organization
        self.kind = kind
        self.lot = lot
        self.at = at
        self.amount = amount
        self.calls = calls
    }
}
