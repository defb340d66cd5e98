/// Something that an organization should be told (rating-rules.md §10).
public struct Notice: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Sendable, CaseIterable {
        /// A lot was bought.
        case rechargeSucceeded = "recharge_succeeded"
        /// The payment was declined, or the monthly limit left nothing.
        case rechargeFailed = "recharge_failed"
        /// A charge took the balance to zero or below, and it still is after auto-recharge.
        case balanceExhausted = "balance_exhausted"
        /// A lot forfeited what remained.
        case creditExpired = "credit_expired"
        /// A pool reached 80 % of its size.
        case pool80 = "pool_80"
        /// A pool is used up.
        case pool100 = "pool_100"
    }

    /// The organization's key.
    public var organization: String
    /// What happened.
    public var kind: Kind
    /// The start of the call that was being settled.
    public var at: Instant
    /// The amount that it is about; `nil` for pools.
    public var amount: Money?
    /// The balance right after.
    public var balance: Money
    /// The lot's reference, `declined`, `limit`, or the pool's name.
    public var detail: String
    /// Decimals of the organization's tariff.
    public var decimals: Int

    /// A notice.
    public init(organization: String, kind: Kind, at: Instant, amount: Money?, balance: Money, detail: String, decimals: Int) {
        self.organization = organization
        self.kind = kind
        self.at = at
        self.amount = amount
        self.balance = balance
        self.detail = detail
        self.decimals = decimals
    }
}
