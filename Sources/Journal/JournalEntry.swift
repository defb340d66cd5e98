internal import CallModel
internal import Settlement
internal import UsageSummary

/// A transaction: what is taken from one account is given to another.
struct JournalEntry {
    /// A line of a transaction.
    struct Posting {
        var account: String
        var amount: Money
        /// What the account must have after it.
        var balance: Money?
    }

    private let day: Int
    private let code: String
    private let description: String
    private let tags: [(name: String, value: String)]
    let postings: [Posting]
    private let currency: String
    private let decimals: Int

    init(
        day: Int, code: String = "", description: String, tags: [(name: String, value: String)] = [], postings: [Posting], _ history: CreditHistory
    ) {
        self.day = day
        self.code = code
        self.description = description
        self.tags = tags
        self.postings = postings
        currency = history.currency
        decimals = history.decimals
    }

    /// An amount, not below zero, that goes from one account to another.
    init(
        day: Int, code: String, description: String, tags: [(name: String, value: String)], from: String, to: String, amount: Money,
        _ history: CreditHistory
    ) {
        self.init(
            day: day, code: code, description: description, tags: tags,
            postings: [Posting(account: to, amount: amount), Posting(account: from, amount: -amount)], history)
    }

    /// What happened to an organization's credits.
    init(_ movement: CreditMovement, _ accounts: JournalAccounts, _ history: CreditHistory) {
        let reference = movement.lot?.reference ?? ""
        let run = ("run", String(movement.run))
        switch movement.kind {
        case .funding, .recharge:
            let payment = movement.lot?.payment ?? ""
            var tags = [run, ("at", movement.at.description)]
            if !payment.isEmpty { tags.append(("payment", payment)) }
            if let lot = movement.lot { tags.append(("expires", lot.expires.description)) }
            self.init(
                day: movement.day, code: reference, description: movement.kind.rawValue, tags: tags, from: accounts.source(ofPayment: payment),
                to: accounts.credits, amount: movement.amount, history)
        case .expiry:
            self.init(
                day: movement.day, code: reference, description: "expiry", tags: [run, ("at", movement.at.description)], from: accounts.credits,
                to: accounts.forfeited, amount: -movement.amount, history)
        case .charge:
            self.init(
                day: movement.day, code: "run-\(movement.run)", description: "charges", tags: [("calls", String(movement.calls))],
                from: accounts.credits, to: accounts.calls, amount: -movement.amount, history)
        }
    }

    /// As hledger reads it.
    var text: String {
        let code = code.isEmpty ? "" : "(\(JournalText.code(code))) "
        var lines = ["\(JournalText.date(day)) * \(code)\(description)"]
        if !tags.isEmpty { lines.append("    ; " + tags.map { "\($0.name): \(JournalText.value($0.value))" }.joined(separator: ", ")) }
        for posting in postings {
            let balance = posting.balance.map { " = \(amount($0))" } ?? ""
            lines.append("    \(posting.account)  \(amount(posting.amount))\(balance)")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func amount(_ amount: Money) -> String { amount.text(decimals: decimals) + " " + currency }
}
