public import CallModel

/// What a run changes of what lasts: everything that the ledger's commit needs to know of settling.
public struct SettlementResult: Sendable {
    /// The account of each organization of the catalogue, in its order.
    public var accounts: [AccountState]
    /// Lots that this run recorded, drew on or forfeited, as they are now.
    public var lots: [ChangedLot]
    /// What happened to credits, in order.
    public var movements: [Movement]
    /// Pools that this run drew on.
    public var pools: [PoolState]
    /// Notices, in order.
    public var notices: [Notice]
    /// Approvals that became lots, those of earlier runs and this one's.
    public var takenApprovals: [PaymentApproval]
    /// Sums of the run by organization, in the catalogue's order.
    public var totals: [Total]
    /// How many records went where.
    public var counts: Settler.Counts

    /// A lot as it is after the run.
    public struct ChangedLot: Sendable, Hashable {
        /// The organization's key.
        public var organization: String
        /// The lot; nothing remains of one that was used up or forfeited.
        public var lot: Lot
        /// Whether what remained was forfeited, in this run.
        public var isForfeited: Bool
    }

    /// What a run did with an organization's money.
    public struct Total: Sendable, Hashable {
        /// The organization's key.
        public var organization: String
        /// The currency of its tariff.
        public var currency: String
        /// Decimals of its tariff.
        public var decimals: Int
        /// Settled calls.
        public var calls: Int
        /// Fees and charges taken.
        public var charged: Money
        /// Lots bought by auto-recharge.
        public var recharged: Money
        /// What lots forfeited.
        public var expired: Money
        /// The balance at the end.
        public var balance: Money
    }
}

extension Settler {
    /// What the run changes, once all calls are settled.
    public mutating func finish() -> SettlementResult {
        for organization in accounts.indices where accounts[organization].dayCalls > 0 { closeDay(organization) }
        var pools: [PoolState] = []
        for use in months {
            for (pool, drawn) in use.pools.enumerated() where drawn.marks.contains(.drawn) {
                pools.append(
                    PoolState(
                        key: key(of: pool, use.month), minutes: drawn.isUnlimited ? nil : drawn.sizeSeconds / 60,
                        usedSeconds: drawn.usedSeconds, hasNotice80: drawn.marks.contains(.raised80),
                        hasNotice100: drawn.marks.contains(.raised100)))
            }
        }
        return SettlementResult(
            accounts: accounts.map(\.state), lots: changedLots(), movements: movements, pools: pools, notices: notices,
            takenApprovals: takenApprovals,
            totals: accounts.map {
                SettlementResult.Total(
                    organization: $0.organization, currency: $0.currency, decimals: $0.rounding.decimals, calls: $0.calls, charged: $0.charged,
                    recharged: $0.recharged, expired: $0.expired, balance: $0.balance)
            },
            counts: counts)
    }

    private func changedLots() -> [SettlementResult.ChangedLot] {
        let expiries = movements.filter { $0.kind == .expiry }
        let forfeited = Dictionary(grouping: expiries) { ByteKey($0.organization) }.mapValues { Set($0.map(\.lot)) }
        var changed: [SettlementResult.ChangedLot] = []
        for account in accounts {
            let left = Dictionary(uniqueKeysWithValues: account.lots.map { ($0.ordinal, $0.remaining) })
            let gone = forfeited[ByteKey(account.organization)] ?? []
            for (lot, isNew) in account.lotsAtFirst.map({ ($0, false) }) + account.newLots.map({ ($0, true) }) {
                var now = lot
                now.remaining = left[lot.ordinal] ?? .zero
                if isNew || now != lot || gone.contains(lot.ordinal) {
                    changed.append(
                        SettlementResult.ChangedLot(organization: account.organization, lot: now, isForfeited: gone.contains(lot.ordinal)))
                }
            }
        }
        return changed
    }
}
