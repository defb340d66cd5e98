public import CallModel

/// A question to the payment program as it was put for the first time, written to the ledger before it is put.
///
/// A program that honours keys answers for the amount of the first time. So whatever the next run would ask, after another catalogue, other inputs or
/// a killed run, an attempt's question never changes, and its lot is of the amount that was paid.
public struct PaymentQuestion: Sendable, Hashable {
    /// The organization's key.
    public var organization: String
    /// The ordinal of the attempt.
    public var attempt: Int
    /// The amount.
    public var amount: Money
    /// Its currency.
    public var currency: String
    /// What the program reads, without its line end.
    public var text: String

    /// A question.
    public init(organization: String, attempt: Int, amount: Money, currency: String, text: String) {
        self.organization = organization
        self.attempt = attempt
        self.amount = amount
        self.currency = currency
        self.text = text
    }
}
