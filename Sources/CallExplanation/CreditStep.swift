internal import CallModel

/// Something that happened to the payer's credits while a call was settled, in order (rating-rules.md §8).
struct CreditStep: Sendable {
    /// What happened.
    enum Kind: String, Sendable {
        case expiry, recharge, charge
        case rechargeFailed = "recharge_failed"
    }

    var kind: Kind
    /// What it did to the balance: below zero for expiries and charges.
    var amount: Money
    /// The lot's reference, `declined` or `limit`.
    var detail: String
    /// What was asked for, where it failed.
    var asked: Money?
    /// The balance after it.
    var balance: Money

    /// The steps from a balance through the notices of a call; its charge, which raises none, stands where the balances show that it was taken.
    static func all(from balance: Money, notices: [Notice], charged: Money) -> [CreditStep] {
        var steps: [CreditStep] = []
        var balance = balance
        var isTaken = charged == .zero
        func take() {
            balance = balance - charged
            isTaken = true
            steps.append(CreditStep(kind: .charge, amount: -charged, detail: "", balance: balance))
        }
        for notice in notices {
            let amount = notice.amount ?? .zero
            let (kind, change): (Kind, Money)
            switch notice.kind {
            case .creditExpired: (kind, change) = (.expiry, -amount)
            case .rechargeSucceeded: (kind, change) = (.recharge, amount)
            case .rechargeFailed: (kind, change) = (.rechargeFailed, .zero)
            case .balanceExhausted, .pool80, .pool100: continue
            }
            if !isTaken, notice.balance != balance + change { take() }
            balance = balance + change
            steps.append(
                CreditStep(kind: kind, amount: change, detail: notice.detail, asked: kind == .rechargeFailed ? amount : nil, balance: balance))
        }
        if !isTaken { take() }
        return steps
    }
}
