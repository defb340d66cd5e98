internal import CallModel

/// The accounts of an organization's books.
struct JournalAccounts {
    private let organization: String

    init(_ organization: String) { self.organization = JournalText.account(organization) }

    /// Prepaid credits: what `scatto credits show` gives as the balance.
    var credits: String { "assets:credits:" + organization }
    /// What is paid, and is no lot yet: the next recharge takes it.
    var approved: String { "assets:approved payments:" + organization }
    /// Fees and charges of calls.
    var calls: String { "expenses:calls:" + organization }
    /// What lots had left when they expired.
    var forfeited: String { "expenses:forfeited credits:" + organization }

    /// From where a payment came, by its kind (rating-rules.md §8 “Payments”): an agreement is invoiced, a card is settled by its statement, a payment
    /// program and whatever is not said have paid from the bank.
    func source(ofPayment payment: String) -> String {
        switch payment.split(separator: ":", maxSplits: 1).first {
        case "agreement": "liabilities:invoices:" + organization
        case "card": "liabilities:card:" + organization
        default: "assets:bank:" + organization
        }
    }
}
