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

    /// The program's approval of the whole amount.
    ///
    /// - Parameter reference: The program's own.
    public func approval(reference: String) -> PaymentApproval {
        PaymentApproval(organization: organization, attempt: attempt, amount: amount, payment: "command:" + reference)
    }
}

/// A payment that was approved and is not a lot yet.
///
/// The program's answer is written to the ledger at once, before the run goes on, even if the run then fails (rating-rules.md §8 "Payments").
/// What a run bought that was taken back is paid as well, however it was paid: the attempt of the same ordinal takes it, and nobody pays twice.
public struct PaymentApproval: Sendable, Hashable {
    /// The organization's key.
    public var organization: String
    /// The ordinal of the attempt.
    public var attempt: Int
    /// The amount that was approved.
    public var amount: Money
    /// How it was paid, as the lot will say: `command:` and the program's own reference, or as the catalogue wrote it.
    public var payment: String

    /// An approval.
    public init(organization: String, attempt: Int, amount: Money, payment: String) {
        self.organization = organization
        self.attempt = attempt
        self.amount = amount
        self.payment = payment
    }
}
