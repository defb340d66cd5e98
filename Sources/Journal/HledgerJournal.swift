internal import CallModel
internal import Settlement
public import UsageSummary

/// The credits of organizations as a journal of hledger: double entry, in the books of the organization that prepays.
///
/// These are the buyer's books and not the seller's, because then the account of an organization's credits has the sign and the balance that
/// `scatto credits show` tells: what is left is an asset, a debt is below zero. Each organization's entries end with that balance as an assertion,
/// so that hledger refuses a journal from which something is missing.
public struct HledgerJournal: Sendable {
    private let histories: [CreditHistory]
    private let timeZone: String
    /// The last day on record, on which payments stand that have no date.
    private let lastDay: Int

    /// The journal of a ledger.
    ///
    /// - Parameter organization: Only of this one.
    /// - Throws: ``SummaryFault/unknownOrganization(path:key:known:)`` if there is no such.
    public init(_ records: UsageRecords, organization: String? = nil) throws(SummaryFault) {
        histories = try organization.map { (key) throws(SummaryFault) in [try records.credits(of: key)] } ?? records.credits
        timeZone = records.timeZone
        lastDay = records.credits.compactMap { $0.movements.last?.day }.max() ?? 0
    }

    /// The journal, piece by piece: its head with the declarations, then an organization at a time.
    public func forEachPiece<Failure: Error>(_ body: (String) throws(Failure) -> Void) throws(Failure) {
        try body(head)
        for history in histories {
            let entries = entries(of: history)
            if !entries.isEmpty { try body("\n" + entries.map(\.text).joined(separator: "\n")) }
        }
    }

    /// All of it.
    public var text: String {
        var text = ""
        forEachPiece { text += $0 }
        return text
    }

    private var head: String {
        var lines = [
            "; Credits from Scatto's ledger, in the books of the organizations that prepay. Days are those of \(JournalText.value(timeZone)).",
            "decimal-mark .",
        ]
        var currencies: [String: Int] = [:]
        // By bytes: keys that differ in normalization alone are two organizations.
        var accounts: [ByteKey: String] = [:]
        for history in histories {
            let entries = entries(of: history)
            if entries.isEmpty { continue }
            currencies[history.currency] = max(currencies[history.currency] ?? 0, history.decimals)
            for posting in entries.flatMap(\.postings) { accounts[ByteKey(posting.account)] = posting.account }
        }
        for (currency, decimals) in currencies.sorted(by: { $0.key < $1.key }) {
            lines.append("commodity 1000.\(String(repeating: "0", count: decimals)) \(currency)")
        }
        for account in accounts.values.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) { lines.append("account \(account)") }
        return lines.map { $0 + "\n" }.joined()
    }

    private func entries(of history: CreditHistory) -> [JournalEntry] {
        let accounts = JournalAccounts(history.organization)
        var entries = history.movements.map { JournalEntry($0, accounts, history) }
        for approval in history.approvals {
            entries.append(
                JournalEntry(
                    day: lastDay, code: "attempt-\(approval.attempt)", description: "approved payment",
                    tags: [("payment", approval.payment), ("undated", "the ledger keeps no date of a payment that is no lot yet")],
                    from: accounts.source(ofPayment: approval.payment), to: accounts.approved, amount: approval.amount, history))
        }
        if !history.movements.isEmpty {
            entries.append(
                JournalEntry(
                    day: history.movements[history.movements.count - 1].day, description: "balance of credits",
                    postings: [JournalEntry.Posting(account: accounts.credits, amount: .zero, balance: history.balance)], history))
        }
        return entries
    }
}
