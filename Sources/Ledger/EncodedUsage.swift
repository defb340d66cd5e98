public import CallModel
internal import FoundationEssentials

/// Usage of an organization's month as the ledger keeps it: a tenth of the room of the rows, and made apart from the ledger, on any core.
public struct EncodedUsage: Sendable, Hashable {
    let organization: String
    let month: CalendarMonth
    let currency: String
    let decimals: Int
    let texts: Data
    let byUser: Data
    let byDestination: Data
    let uncovered: Data

    /// Encodes what calls come to.
    ///
    /// - Complexity: O(rows).
    public init(_ usage: UsageAggregates) {
        organization = usage.organization
        month = usage.month
        currency = usage.currency
        decimals = usage.decimals
        texts = UsageEncoder.texts(usage)
        byUser = UsageEncoder.byUser(usage.byUser)
        byDestination = UsageEncoder.byDestination(usage.byDestination)
        uncovered = UsageEncoder.uncovered(usage.uncovered)
    }
}
