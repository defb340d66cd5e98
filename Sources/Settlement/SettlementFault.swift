import CallModel

/// A sum that is more than ``CallModel/Money`` can hold: the run must end, and nothing of it may be committed.
public struct SettlementFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// What cannot be summed.
    public enum Sum: Sendable, Hashable {
        /// The balance, once a funding is applied; `line` is its row's in fundings.csv.
        case funding(reference: String, line: Int)
        /// The balance, or what was bought in this run or month, once a recharge is added.
        case recharges
        /// Fees and charges of this run.
        case charges
        /// What lots forfeited in this run.
        case expiries
    }

    /// The organization's key.
    public var organization: String
    /// The currency of its tariff.
    public var currency: String
    /// What cannot be summed.
    public var sum: Sum

    /// What is wrong, and what to do.
    public var description: String {
        let most = "\(Money(units: .max).text(decimals: Money.decimalsMax)) \(currency), the most there can be"
        let what: String
        let remedy: String
        switch sum {
        case .funding(let reference, _): (what, remedy) = ("with funding \(reference) the balance is", "take the row out of the fundings")
        case .recharges: (what, remedy) = ("the recharges come to", "set a monthly_limit")
        case .charges: (what, remedy) = ("the charges of this run come to", "rate fewer inputs at a time")
        case .expiries: (what, remedy) = ("the credits that expire in this run come to", "rate fewer inputs at a time")
        }
        return "organization \(organization): \(what) more than \(most); \(remedy)"
    }
}
