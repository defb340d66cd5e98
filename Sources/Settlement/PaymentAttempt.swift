public import CallModel

/// A question to the payment program: shall this organization buy credits?
public struct PaymentRequest: Sendable, Hashable {
    /// The organization's key.
    public var organization: String
    /// The ordinal of the attempt, from 1, counted over approved and declined attempts of committed runs and of this one.
    public var attempt: Int
    /// The amount.
    public var amount: Money
    /// Decimals of ``amount``.
    public var decimals: Int
    /// The currency of the tariff.
    public var currency: String
    /// The start of the call that is being settled.
    public var at: Instant

    /// A question.
    public init(organization: String, attempt: Int, amount: Money, decimals: Int, currency: String, at: Instant) {
        self.organization = organization
        self.attempt = attempt
        self.amount = amount
        self.decimals = decimals
        self.currency = currency
        self.at = at
    }

    /// The same for the same attempt, however often it is made: a program that honours it charges once.
    public var idempotencyKey: String { organization + "/" + String(attempt) }
}

/// An approval, written to the ledger at once, before the run goes on, even if the run then fails.
public struct PaymentApproval: Sendable, Hashable {
    /// The organization's key.
    public var organization: String
    /// The ordinal of the attempt.
    public var attempt: Int
    /// The amount that was approved.
    public var amount: Money
    /// The program's own reference.
    public var reference: String

    /// An approval.
    public init(organization: String, attempt: Int, amount: Money, reference: String) {
        self.organization = organization
        self.attempt = attempt
        self.amount = amount
        self.reference = reference
    }
}
