public import CallModel
public import Settlement

/// Something that happened to an organization's credits, dated.
///
/// The date is that of the matter, not of the run that found it: of a funding its own; of a recharge, and of an expiry, the start of the call at which it
/// was made; of charges the local day of their calls. A call that is fed late is charged on its own day, so a later run may add to a month that is past:
/// ``run`` tells. Runs that were taken back left nothing.
public struct CreditMovement: Sendable, Hashable {
    /// The organization's key.
    public var organization: String
    /// What happened.
    public var kind: Movement.Kind
    /// The run that made it.
    public var run: Int
    /// When; of charges the beginning of the day.
    public var at: Instant
    /// The local day of ``at``, since 1970-01-01.
    public var day: Int
    /// What it does to the balance: above zero for fundings and recharges, below for charges and expiries.
    public var amount: Money
    /// Calls that were charged; 0 for lots.
    public var calls: Int64
    /// The lot; `nil` for charges.
    public var lot: CreditLot?
}

/// A purchase of credits, as the last run left it.
public struct CreditLot: Sendable, Hashable {
    /// The funding's reference, or `recharge-k`.
    public var reference: String
    /// How it came to be.
    public var kind: Movement.Kind
    /// What was bought.
    public var amount: Money
    /// What is left of it.
    public var remaining: Money
    /// When it was bought.
    public var purchased: Instant
    /// When what is left is forfeited.
    public var expires: Instant
    /// How it was paid.
    public var payment: String
    /// Whether what was left is forfeited.
    public var isForfeited: Bool
}

/// What an organization was charged on a day.
public struct DailyCharge: Sendable, Hashable {
    /// The local day, since 1970-01-01.
    public var day: Int
    /// Fees and charges.
    public var amount: Money
    /// Calls that were charged.
    public var calls: Int64
}

/// A month of an organization's credits: ``opening`` and all movements make ``closing``, which is the next month's opening.
public struct CreditsStatement: Sendable, Hashable {
    /// A movement with the balance after it.
    public struct Entry: Sendable, Hashable {
        /// The movement.
        public var movement: CreditMovement
        /// The balance after it, where each day's charges come after all else of the day.
        public var balance: Money
    }

    /// The balance with which the month begins.
    public var opening: Money
    /// In order of the days; within a day lots in order of their moments, then charges run by run.
    public var entries: [Entry]
    /// The balance with which it ends.
    public var closing: Money
    /// Lots bought before the end of the month of which something is left as of the last run, in the order recorded.
    public var lots: [CreditLot]
    /// Payments that are approved and are no lots, as the run that asked for them died or was taken back: the next recharge takes them. No part of a balance.
    public var approvals: [PaymentApproval]
}
