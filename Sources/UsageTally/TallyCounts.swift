internal import CallModel
internal import Catalogue

/// The tables, and how calls are counted in them.
struct TallyCounts: ~Copyable {
    var byUser: TallyTable<UsageCell>
    var byDestination: TallyTable<UsageCell>
    /// What nothing covered of calls that allowances covered at first. Of blocked calls it is in ``byUser``.
    var disconnected = TallyTable<UncoveredCell>()
    /// Kinds of calls: month, day, class, outcome and the reason why something is not covered, as in ``WideCell``, with the capability above them.
    var kinds = KindNumbers()
    /// Kinds of disconnected calls, without a capability.
    var disconnectedKinds = KindNumbers()
    /// The local day that was looked up last, and what it is in kinds.
    private var localDay = Int32.min
    private var monthAndDay: UInt64 = 0
    /// What was set aside when there were too many kinds.
    var asideByUser: [WideCell] = []
    var asideByDestination: [WideCell] = []
    var asideBlocked: [WideCell] = []
    private let kindCountMax: Int

    /// Where the capability stands in a kind.
    static let capabilityShift: UInt64 = 32
    /// Calls whose keys are made at a time, so that the lines of their cells are on their way when they are added.
    private static let blockCount = 32

    /// The calls of a block as cells, each for itself.
    private struct Block {
        var users = InlineArray<32, UsageCell>(repeating: UsageCell())
        var destinations = InlineArray<32, UInt64>(repeating: 0)
        /// How many of each there are.
        var count = 0
    }

    /// - Parameter kindCountMax: How many kinds may be told apart at a time, if a key by destination can hold more.
    /// - Parameter userCellCount: How many cells by user are expected.
    init(_ index: TallyIndex, kindCountMax: Int, userCellCount: Int) {
        self.kindCountMax = min(index.destinationKey.kindCountMax, kindCountMax)
        byUser = TallyTable(minimumCapacity: userCellCount)
        // Many users call the same destinations.
        byDestination = TallyTable(minimumCapacity: userCellCount / 3)
    }

    /// Counts the settled calls of a batch.
    mutating func add(_ batch: CallBatch, _ index: TallyIndex) {
        let (heldCalls, heldRated, heldSettled) = (batch.calls, batch.rated, batch.settled)
        // A call that no plan gives anything reads the first one, and makes nothing of it.
        let plans = batch.includingPlans.isEmpty ? [0] : batch.includingPlans
        let (calls, rated, settled) = (heldCalls.span, heldRated.span, heldSettled.span)
        var block = Block()
        let count = calls.count
        var start = 0
        while start < count {
            // Each call may be of a new kind.
            if kinds.kinds.count >= kindCountMax { setAside(index) }
            let end = min(start + min(TallyCounts.blockCount, kindCountMax - kinds.kinds.count), count)
            block.count = 0
            for i in start..<end where settled[i].disposition == .settled { put(calls[i], rated[i], settled[i], plans, index, &block) }
            for k in 0..<block.count {
                var cell = block.users[k]
                byUser.add(cell)
                cell.key = block.destinations[k]
                byDestination.add(cell)
            }
            start = end
        }
    }

    /// Widens all cells whose keys have numbers of kinds, and begins to number anew.
    @inline(never)
    private mutating func setAside(_ index: TallyIndex) {
        let kinds = self.kinds.kinds
        var (wideByUser, wideByDestination): ([WideCell], [WideCell]) = ([], [])
        byUser.forEach { wideByUser.append(TallyCounts.widenUser($1, kinds, index)) }
        asideBlocked += blocked(index)
        byDestination.forEach { wideByDestination.append(TallyCounts.widenDestination($1, kinds, index)) }
        asideByUser += wideByUser
        asideByDestination += wideByDestination
        byUser = TallyTable()
        byDestination = TallyTable()
        self.kinds = KindNumbers()
    }

    /// Who called: the user, or the organization of a call without one.
    @inline(__always)
    private static func person(_ rated: RatedCall) -> UInt64 {
        UInt64(UInt32(bitPattern: rated.user < 0 ? rated.organization | Int32.min : rated.user))
    }

    /// Makes cells of a call, and asks for those to which they will be added.
    ///
    /// Calls of all kinds come in any order, which no processor can guess: so what a kind has not is masked, and not passed over.
    @inline(__always)
    private mutating func put(
        _ call: borrowing Call, _ rated: borrowing RatedCall, _ settled: borrowing SettledCall, _ plans: [UInt16], _ index: TallyIndex,
        _ block: inout Block
    ) {
        if rated.localDay != localDay { look(at: rated.localDay, of: rated.month) }
        let hasUser = rated.user >= 0
        let word = index.users[hasUser ? Int(rated.user) : index.nobody]
        let paid = settled.connectionFee.units &+ settled.charge.units
        let isPaid = TallyCounts.mask(paid != 0)
        let hasPlan = TallyCounts.mask(!settled.includedBy.isEmpty)
        let plan = UInt64(plans[Int(truncatingIfNeeded: UInt64(truncatingIfNeeded: settled.includedBy.range.upperBound &- 1) & hasPlan)]) &+ 1
        let capability = UInt64(word >> 10) & isPaid | plan & hasPlan & ~isPaid
        let kind = monthAndDay | WideCell.classAndOutcome(rated.callClass, settled.outcome) | UInt64(settled.refusal.rawValue)
        let number = kinds.number(kind | capability << TallyCounts.capabilityShift)
        var cell = UsageCell()
        cell.calls = 1
        cell.durationSeconds = UInt32(truncatingIfNeeded: call.durationSeconds)
        cell.includedSeconds = UInt32(truncatingIfNeeded: settled.includedSeconds)
        cell.otherSeconds = UInt32(truncatingIfNeeded: settled.chargedSeconds | settled.uncoveredSeconds)
        // Of a blocked call nothing is paid, and all billed seconds are not covered: there it is what they would have cost.
        let cost = UInt64(bitPattern: rated.fullCharge.units &+ rated.connectionFee.units) & TallyCounts.mask(settled.outcome == .blocked)
        cell.units = UInt64(bitPattern: paid) | cost
        if settled.outcome == .disconnected { countDisconnected(rated, settled, kind, index) }
        let (isPriced, isInbound) = (rated.isPriced, rated.isInbound)
        let isDomestic = index.domestic.contains(rated.destination, from: Int(word & TallyIndex.locationMask))
        let reach =
            (isDomestic ? CallReach.domestic : .international).rawValue
            & UInt8(truncatingIfNeeded: TallyCounts.mask(isPriced && !isInbound && hasUser))
        let k = block.count
        block.count = k &+ 1
        cell.key = index.destinationKey.pack(
            destination: index.destinationOfRate[index.place(ofRate: rated)],
            country: rated.destination.ordinal & UInt16(truncatingIfNeeded: TallyCounts.mask(isPriced)), kind: number,
            organization: rated.organization, reach: reach)
        byDestination.prefetch(cell)
        block.destinations[k] = cell.key
        cell.key = TallyCounts.person(rated) << 32 | UInt64(number)
        byUser.prefetch(cell)
        block.users[k] = cell
    }

    /// All bits, or none.
    @inline(__always)
    private static func mask(_ condition: Bool) -> UInt64 { 0 &- UInt64(condition ? 1 : 0) }

    /// Counts what nothing covered of a call of which allowances covered the beginning, with what it would have cost (rating-rules.md §8.2). Such calls are
    /// few: a pool runs dry once.
    @inline(never)
    private mutating func countDisconnected(_ rated: RatedCall, _ settled: SettledCall, _ kind: UInt64, _ index: TallyIndex) {
        var cell = UncoveredCell()
        cell.key = TallyCounts.person(rated) << 32 | UInt64(disconnectedKinds.number(kind))
        cell.calls = 1
        cell.uncoveredSeconds = UInt64(UInt32(bitPattern: settled.uncoveredSeconds))
        cell.costUnits = UInt64(bitPattern: index.charge(rated, seconds: settled.uncoveredSeconds).units)
        disconnected.add(cell)
    }

    /// Looks up a local day.
    @inline(never)
    private mutating func look(at day: Int32, of month: CalendarMonth) {
        localDay = day
        monthAndDay = WideCell.monthAndDay(month, CivilDate(daysSinceEpoch: Int(day)).day)
    }
}
