internal import CallModel
public import Settlement

/// What `scatto pools show` answers: the pools that were drawn on (file-formats.md "Commands").
public struct PoolsListing: Sendable {
    /// In the order in which they are listed.
    public let pools: [PoolState]

    /// Takes what a ledger holds.
    ///
    /// - Parameters:
    ///   - pools: ``LedgerFile/allPools(organization:month:)`` of that organization and month.
    ///   - accounts: All of ``LedgerFile/accounts()``; an organization that has left the catalogue still has its pools.
    ///   - organization: The one that was asked for.
    public init(pools: [PoolState], accounts: [AccountState], organization: String? = nil) throws(ListingFault) {
        if let organization, !accounts.contains(where: { organization.utf8.elementsEqual($0.organization.utf8) }) {
            throw .unknownOrganization(organization)
        }
        self.pools = pools
    }

    /// For programs: an array of objects, and a line break.
    public var json: String {
        JSONText.array(
            pools.map { pool in
                JSONText.object([
                    "organization": JSONText.string(pool.key.organization),
                    "plan": JSONText.string(pool.key.plan),
                    "allowance": JSONText.string(pool.key.allowance),
                    "scope": JSONText.string(pool.key.scope),
                    "month": JSONText.string(pool.key.month.description),
                    "minutes": pool.minutes.map { String($0) } ?? "null",
                    "usedSeconds": String(pool.usedSeconds),
                ])
            }) + "\n"
    }

    /// For people: a line for every pool.
    public var text: String {
        if pools.isEmpty { return "As of the last run: no pools were drawn on.\n" }
        var table = TextTable([
            ("organization", .leading), ("plan", .leading), ("allowance", .leading), ("scope", .leading), ("month", .leading),
            ("minutes", .trailing), ("used", .trailing),
        ])
        for pool in pools {
            table.append([
                pool.key.organization, pool.key.plan, pool.key.allowance, pool.key.scope, pool.key.month.description,
                pool.minutes.map { String($0) } ?? "unlimited", PoolsListing.minutesText(pool.usedSeconds),
            ])
        }
        return "As of the last run\n\n" + table.text
    }

    /// Minutes and seconds, as `29:07`.
    private static func minutesText(_ seconds: Int64) -> String {
        let rest = String(seconds % 60)
        return String(seconds / 60) + ":" + (rest.count < 2 ? "0" : "") + rest
    }
}
