public import CallModel
public import Catalogue

/// Decides in input order what each call draws from pools and credits. The stage `settle`.
///
/// One synchronous loop without input, output or allocation per call. Where a payment program must be asked, it stops and says what to ask; where the
/// ledger must be read, for a day's known calls or a month's pools, that was done before.
public struct Settler: Sendable {
    let catalogue: Catalogue
    let table: PoolTable
    var accounts: [Account]
    var months: [PoolUse] = []
    var lastMonth = 0
    /// Notices in the order in which they were raised.
    public internal(set) var notices: [Notice] = []
    var movements: [Movement] = []
    /// The duplicate index.
    public var duplicates = DuplicateIndex()
    /// The call that waits for an answer.
    var pending: PendingCall?
    /// What was counted.
    public internal(set) var counts = Counts()
    /// Takes part in nothing; it keeps the prefetching loop from being dropped.
    var prefetched: UInt32 = 0

    /// How many records went where.
    public struct Counts: Sendable, Hashable {
        /// Records into the report.
        public var settled = 0
        /// Records into suspense.
        public var suspended = 0
        /// Records that were settled before.
        public var duplicates = 0

        /// Nothing yet.
        public init() {}
        /// All records.
        public var read: Int { settled + suspended + duplicates }
    }

    /// A settler for a catalogue, with what lasts of each organization's credits (organizations that are not in the catalogue are left alone).
    public init(_ catalogue: Catalogue, accounts states: [AccountState]) {
        self.catalogue = catalogue
        table = PoolTable(catalogue)
        let known = Dictionary(states.map { ($0.organization, $0) }, uniquingKeysWith: { first, _ in first })
        accounts = catalogue.organizations.map { organization in
            let tariff = catalogue.tariffs[organization.tariff]
            let fresh = AccountState(organization: organization.key, currency: tariff.currency, decimals: tariff.rounding.decimals)
            return Account(known[organization.key] ?? fresh, organization, tariff)
        }
    }

    /// Applies fundings that were not applied before, in file order, before any call.
    ///
    /// - Parameter references: Those that were applied by earlier runs.
    public mutating func applyFundings(except references: Set<String>) {
        for funding in catalogue.fundings where !references.contains(funding.reference) {
            let lot = Lot(
                ordinal: accounts[funding.organization].lotCount, reference: funding.reference, amount: funding.amount, purchased: funding.purchased,
                payment: funding.payment)
            accounts[funding.organization].record(lot)
            movements.append(
                Movement(
                    organization: accounts[funding.organization].organization, kind: .funding, lot: lot.ordinal, at: lot.purchased, amount: lot.amount,
                    calls: 0))
        }
    }

    /// Whether the pools of a month were loaded.
    public func isOpen(_ month: CalendarMonth) -> Bool { months.contains { $0.month == month } }

    /// Opens a month with what earlier runs used of its pools; pools that the catalogue no longer has are left alone.
    public mutating func open(_ month: CalendarMonth, _ states: [PoolState]) {
        var use = PoolUse(month, table.pools)
        for state in states {
            guard let pool = poolIndex(state.key) else { continue }
            use.pools[pool].usedSeconds = state.usedSeconds
            use.pools[pool].marks = state.hasNotice80 ? [.raised80] : []
            if state.hasNotice100 { use.pools[pool].marks.insert(.raised100) }
        }
        months.append(use)
    }

    private func poolIndex(_ key: PoolState.Key) -> Int? {
        guard let organization = catalogue.organizations.firstIndex(where: { $0.key == key.organization }),
            let allowance = table.allowances.firstIndex(where: { catalogue.plans[$0.plan].key == key.plan && $0.id == key.allowance })
        else { return nil }
        switch table.allowances[allowance].sharing {
        case .organization:
            return key.scope == "*" ? table.pool(allowance: allowance, organization: organization, scope: 0) : nil
        case .country:
            guard let country = Country(key.scope) else { return nil }
            return table.pool(allowance: allowance, organization: organization, scope: Int((catalogue.sharedPoolLeaders[country] ?? country).ordinal))
        case .user:
            let name = Array(key.scope.utf8)
            let user = catalogue.users.index(of: name.span)
            if user < 0 || Int(catalogue.users.organizations[user]) != organization { return nil }
            let order = table.ordersOfPlanSets[Int(table.users[user].planSet)]
            guard let k = order.first(where: { Int(table.allowanceOrder[$0]) == allowance }) else { return nil }
            return Int(table.poolsOfUsers[Int(table.users[user].firstPool) + k - order.lowerBound])
        }
    }

    /// Settles the calls of a batch: fills `batch.settled` and `batch.includingPlans`.
    ///
    /// - Precondition: The batch's days and months are open.
    /// - Returns: A question for the payment program, or `nil` when the batch is done. After an answer through ``answer(_:)``, it is called again.
    public mutating func settle(_ batch: CallBatch) -> PaymentRequest? {
        let (heldCalls, heldRated) = (batch.calls, batch.rated)
        let calls = heldCalls.span
        let rated = heldRated.span
        // Taken out of the batch for the time being: what a class holds cannot stay in registers.
        var settled = batch.settled
        var plans = batch.includingPlans
        batch.settled = []
        batch.includingPlans = []
        defer {
            batch.settled = settled
            batch.includingPlans = plans
        }
        settled.reserveCapacity(calls.count)
        if let waiting = pending {
            pending = nil
            if let request = proceed(waiting, calls, rated, &settled, &plans) { return request }
        }
        while settled.count < calls.count {
            let i = settled.count
            if i & (Settler.prefetchDistance - 1) == 0 { prefetch(calls, rated, from: i) }
            if let request = settle(i, calls, rated, &settled, &plans) { return request }
        }
        return nil
    }

    /// Calls whose places in the duplicate index are fetched at a time, so that their cache misses overlap.
    static let prefetchDistance = 64

    private mutating func prefetch(_ calls: Span<Call>, _ rated: Span<RatedCall>, from begin: Int) {
        var sum: UInt32 = 0
        let end = min(begin + Settler.prefetchDistance, calls.count)
        for i in begin..<end {
            let suspension = rated[i].suspension
            if !suspension.reachesDuplicateCheck { continue }
            let day = Int32(truncatingIfNeeded: calls[i].start.day)
            sum &+= duplicates.table(of: day).touch(rated[i].fingerprint)
        }
        for i in begin..<end where rated[i].user >= 0 { sum &+= UInt32(bitPattern: table.users[Int(rated[i].user)].firstPool) }
        prefetched = sum
    }
}
