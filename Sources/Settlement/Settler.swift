public import CallModel
public import Catalogue

/// Decides in input order what each call draws from pools and credits. The stage `settle`.
///
/// One synchronous loop without input, output or allocation per call. Where a payment program must be asked, it stops and says what to ask; where the
/// ledger must be read, for a day's known calls or a month's pools, that was done before.
public struct Settler: Sendable {
    let catalogue: Catalogue
    let table: PoolTable
    private let finder: PoolFinder
    var accounts: [Account]
    var months: [PoolUse] = []
    var lastMonth = 0
    /// Notices in the order in which they were raised.
    public internal(set) var notices: [Notice] = []
    var movements: [Movement] = []
    /// The duplicate index.
    public var duplicates = DuplicateIndex()
    /// Approvals that became lots.
    var takenApprovals: [PaymentApproval] = []
    /// What the duplicate index found of the batch's calls.
    var findings: [FingerprintTable.Finding] = []
    /// The call that waits for an answer.
    var pending: PendingCall?
    /// What was counted.
    public internal(set) var counts = Counts()
    /// The first sum that was too large, if there was one: the run must then end, for what was settled since means nothing. To be looked at
    /// after ``applyFundings(except:)``, after each batch, and after ``answer(_:amount:reference:in:)``.
    public internal(set) var fault: SettlementFault?

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
    ///
    /// - Parameter approvals: Payments that are approved and are no lots yet; the attempts of their ordinals take them.
    public init(_ catalogue: Catalogue, accounts states: [AccountState], approvals: [PaymentApproval] = []) {
        self.catalogue = catalogue
        table = PoolTable(catalogue)
        finder = PoolFinder(catalogue, table)
        let known = Dictionary(states.map { (ByteKey($0.organization), $0) }, uniquingKeysWith: { first, _ in first })
        let approved = Dictionary(grouping: approvals) { ByteKey($0.organization) }
        accounts = catalogue.organizations.map { organization in
            let tariff = catalogue.tariffs[organization.tariff]
            let fresh = AccountState(organization: organization.key, currency: tariff.currency, decimals: tariff.rounding.decimals)
            return Account(known[ByteKey(organization.key)] ?? fresh, organization, tariff, approvals: approved[ByteKey(organization.key)] ?? [])
        }
    }

    /// Applies fundings that were not applied before, in file order, before any call.
    ///
    /// A funding that would lift a balance beyond what ``CallModel/Money`` holds is not applied, nor is any after it: it becomes ``fault``.
    ///
    /// - Parameter references: Those that were applied by earlier runs. They are compared byte by byte.
    public mutating func applyFundings(except references: some Sequence<String>) {
        let applied = Set(references.map { ByteKey($0) })
        for funding in catalogue.fundings where !applied.contains(ByteKey(funding.reference)) {
            let organization = funding.organization
            if accounts[organization].balance.units.addingReportingOverflow(funding.amount.units).overflow {
                fail(.funding(reference: funding.reference, line: funding.line), organization)
                return
            }
            let lot = Lot(
                ordinal: accounts[organization].lotCount, reference: funding.reference, amount: funding.amount, purchased: funding.purchased,
                payment: funding.payment)
            accounts[organization].record(lot)
            movements.append(
                Movement(
                    organization: accounts[organization].organization, kind: .funding, lot: lot.ordinal, at: lot.purchased, amount: lot.amount,
                    calls: 0))
        }
    }

    /// Notes the first sum that is too large.
    mutating func fail(_ sum: SettlementFault.Sum, _ organization: Int) {
        if fault != nil { return }
        fault = SettlementFault(organization: accounts[organization].organization, currency: accounts[organization].currency, sum: sum)
    }

    /// Whether the pools of a month were loaded. Mutating, so that a settler in a class is asked where it is: else all of it is copied first.
    public mutating func isOpen(_ month: CalendarMonth) -> Bool { months.contains { $0.month == month } }

    /// Opens a month with what earlier runs used of its pools; pools that the catalogue no longer has are left alone.
    ///
    /// Where a group of countries has come to share a pool since, what is kept under its own scope counts; if nothing is, the most that was used
    /// under another country of the group. So no second is counted twice, and the order of the states does not matter.
    public mutating func open(_ month: CalendarMonth, _ states: [PoolState]) {
        var use = PoolUse(month, table.pools)
        var isKnown: Set<Int> = []
        for state in states {
            guard let place = finder.place(of: state.key, catalogue, table) else { continue }
            if !place.hasSameScope, isKnown.contains(place.pool) || state.usedSeconds <= use.pools[place.pool].usedSeconds { continue }
            if place.hasSameScope { isKnown.insert(place.pool) }
            use.pools[place.pool].usedSeconds = state.usedSeconds
            use.pools[place.pool].marks = state.hasNotice80 ? [.raised80] : []
            if state.hasNotice100 { use.pools[place.pool].marks.insert(.raised100) }
        }
        months.append(use)
    }

    /// Settles the calls of a batch: fills `batch.settled` and `batch.includingPlans`.
    ///
    /// - Parameter end: Before which call to stop, above 0; the rest is settled when this is called again. By default all are settled.
    /// - Precondition: The batch's days and months are open.
    /// - Returns: A question for the payment program, or `nil` when the batch is done. After an answer through ``answer(_:)``, it is called again.
    public mutating func settle(_ batch: CallBatch, before end: Int = .max) -> PaymentRequest? {
        precondition(end > 0, "a batch is settled from its first call on")
        let (heldCalls, heldRated) = (batch.calls, batch.rated)
        let calls = heldCalls.span
        let rated = heldRated.span
        // Taken out of the batch for the time being: what a class holds cannot stay in registers.
        var settled = batch.settled
        var plans = batch.includingPlans
        batch.settled = []
        batch.includingPlans = []
        // Room for all, and what is not settled in the end is dropped: an array that grows by one is asked for each call whether it may.
        let before = settled.count
        settled.append(contentsOf: repeatElement(SettledCall(), count: calls.count - before))
        var places = settled.mutableSpan
        let (count, request) = settle(calls, rated, from: before, to: min(end, calls.count), &places, &plans)
        settled.removeLast(calls.count - count)
        batch.settled = settled
        batch.includingPlans = plans
        return request
    }

    /// Settles calls from one on, which may wait for an answer; returns how many of the batch are settled then, and a question that stopped it.
    private mutating func settle(
        _ calls: Span<Call>, _ rated: Span<RatedCall>, from begin: Int, to end: Int, _ settled: inout MutableSpan<SettledCall>,
        _ plans: inout [UInt16]
    ) -> (count: Int, request: PaymentRequest?) {
        var i = begin
        if let waiting = pending {
            pending = nil
            if let request = proceed(i, waiting, calls, rated, &settled, &plans) { return (i, request) }
            i += 1
        } else if i == 0 {
            // Whether a call is a duplicate depends on no balance, so that the whole batch can be looked up at once.
            duplicates.decide(calls, rated, into: &findings)
        }
        while i < end {
            let block = i..<min((i | (Settler.blockCount - 1)) + 1, end)
            prefetch(rated, from: block)
            let (new, free) = settleFree(block, calls, rated, &settled)
            var rest = ~free & (UInt64.max >> UInt64(Settler.blockCount - block.count))
            while rest != 0 {
                let k = rest.trailingZeroBitCount
                rest &= rest &- 1
                if let request = settle(block.lowerBound + k, calls, rated, &settled, &plans) {
                    // The calls behind it are settled when this is called again.
                    let behind = ~(UInt64.max >> UInt64(63 - k))
                    takeBack(new & behind, free & behind, block, rated)
                    return (block.lowerBound + k, request)
                }
            }
            i = block.upperBound
        }
        return (i, nil)
    }

    /// Counts the calls of a block that will be settled, and settles those of them that nothing is taken for, of organizations that have settled a record
    /// before; returns which, one bit each.
    ///
    /// These change nothing that another call depends on, so that their turn does not matter. Without a branch: which calls are free nobody can foresee.
    private mutating func settleFree(
        _ block: Range<Int>, _ calls: Span<Call>, _ rated: Span<RatedCall>, _ settled: inout MutableSpan<SettledCall>
    ) -> (new: UInt64, free: UInt64) {
        // Without organizations there is nobody who could settle a call.
        if accounts.isEmpty { return (0, 0) }
        let findings = findings
        var accounts = accounts.mutableSpan
        var (new, free): (UInt64, UInt64) = (0, 0)
        for i in block {
            // A suspended record may have no organization.
            let organization = max(Int(rated[i].organization), 0)
            let isNew = (rated[i].suspension == .none).bit & (findings[i] == .new).bit
            accounts[organization].calls &+= Int(isNew)
            let isFree = isNew & (!rated[i].isPriced).bit & accounts[organization].hasSettled.bit
            settled[i].outcome = Settler.outcome(of: SettledCall(), isAnswered: calls[i].durationSeconds != 0, isPriced: false)
            new |= UInt64(isNew) &<< UInt64(i &- block.lowerBound)
            free |= UInt64(isFree) &<< UInt64(i &- block.lowerBound)
        }
        counts.settled += free.nonzeroBitCount
        return (new, free)
    }

    /// Undoes ``settleFree(_:_:_:_:)`` for some calls.
    private mutating func takeBack(_ new: UInt64, _ free: UInt64, _ block: Range<Int>, _ rated: Span<RatedCall>) {
        for i in block where new & 1 << UInt64(i - block.lowerBound) != 0 { accounts[Int(rated[i].organization)].calls -= 1 }
        counts.settled -= free.nonzeroBitCount
    }

    /// Calls whose users are fetched at a time, so that their cache misses overlap.
    private static let blockCount = 64

    private func prefetch(_ rated: Span<RatedCall>, from block: Range<Int>) {
        // Those that may draw on pools, put together first: which of the calls do nobody can foresee, and so it is asked once, without a branch.
        var drawing = InlineArray<64, Int32>(repeating: 0)
        var count = 0
        for i in block {
            drawing[count] = rated[i].user
            count &+= Int(rated[i].drawsOnAllowances.bit)
        }
        // Taken in hand once: an array that is reached through others has its references counted at each use.
        let (users, poolsOfUsers, orders) = (table.users, table.poolsOfUsers, table.ordersOfPlanSets)
        for k in 0..<count { users.prefetch(Int(drawing[k])) }
        for k in 0..<count { poolsOfUsers.prefetch(Int(users[Int(drawing[k])].firstPool)) }
        if lastMonth >= months.count { return }
        let pools = months[lastMonth].pools
        for k in 0..<count {
            let user = users[Int(drawing[k])]
            let first = Int(user.firstPool)
            // Mostly there are one or two, and which it is nobody can foresee.
            let count = orders[Int(user.planSet)].count
            pools.prefetch(Int(poolsOfUsers[first]))
            pools.prefetch(Int(poolsOfUsers[first &+ Int((count > 1).bit)]))
            for pool in 2..<max(count, 2) { pools.prefetch(Int(poolsOfUsers[first &+ pool])) }
        }
    }
}
