internal import CallModel
internal import Catalogue

/// The tables, and how calls are counted in them.
struct TallyCounts: ~Copyable {
    var byUser: TallyTable<UsageCell>
    var byDestination: TallyTable<UsageCell>
    var uncovered: TallyTable<UncoveredCell>
    /// Kinds of calls: month, day, class and outcome as in ``WideCell``, with the capability above them.
    var kinds = KindNumbers()
    /// Kinds of uncovered calls: month, day, class, outcome and reason as in ``WideCell``.
    var uncoveredKinds = KindNumbers()
    /// The local day that was looked up last, and what it is in kinds.
    private var localDay = Int32.min
    private var monthAndDay: UInt64 = 0
    /// What was set aside when there were too many kinds.
    var asideByUser: [WideCell] = []
    var asideByDestination: [WideCell] = []
    private let kindCountMax: Int

    /// Where the capability stands in a kind.
    static let capabilityShift: UInt64 = 32
    /// Calls whose keys are made at a time, so that the lines of their cells are on their way when they are added.
    private static let blockCount = 32

    /// The calls of a block as cells, each for itself.
    private struct Block {
        var users = InlineArray<32, UsageCell>(repeating: UsageCell())
        var destinations = InlineArray<32, UInt64>(repeating: 0)
        var uncovered = InlineArray<32, UncoveredCell>(repeating: UncoveredCell())
        /// How many of each there are.
        var count = 0
        var uncoveredCount = 0
    }

    /// - Parameter kindCountMax: How many kinds may be told apart at a time, if a key by destination can hold more.
    /// - Parameter userCellCount: How many cells by user are expected.
    init(_ index: TallyIndex, kindCountMax: Int, userCellCount: Int) {
        self.kindCountMax = min(index.destinationKey.kindCountMax, kindCountMax)
        byUser = TallyTable(minimumCapacity: userCellCount)
        // Many users call the same destinations, and what nothing covers is of few kinds.
        byDestination = TallyTable(minimumCapacity: userCellCount / 3)
        uncovered = TallyTable(minimumCapacity: userCellCount / 6)
    }

    /// Counts the settled calls of a batch.
    mutating func add(_ batch: CallBatch, _ index: TallyIndex) {
        let (heldCalls, heldRated, heldSettled, plans) = (batch.calls, batch.rated, batch.settled, batch.includingPlans)
        let (calls, rated, settled) = (heldCalls.span, heldRated.span, heldSettled.span)
        var block = Block()
        let count = calls.count
        for i in 0..<min(TallyCounts.blockCount, count) { TallyCounts.fetch(rated[i], index) }
        var start = 0
        while start < count {
            // Each call may be of a new kind.
            if kinds.kinds.count >= kindCountMax { setAside(index) }
            let end = min(start + min(TallyCounts.blockCount, kindCountMax - kinds.kinds.count), count)
            for i in end..<min(end + TallyCounts.blockCount, count) { TallyCounts.fetch(rated[i], index) }
            (block.count, block.uncoveredCount) = (0, 0)
            for i in start..<end where settled[i].disposition == .settled { put(calls[i], rated[i], settled[i], plans, index, &block) }
            for k in 0..<block.count {
                var cell = block.users[k]
                byUser.add(cell)
                cell.key = block.destinations[k]
                byDestination.add(cell)
            }
            for k in 0..<block.uncoveredCount { uncovered.add(block.uncovered[k]) }
            start = end
        }
    }

    /// Widens all cells whose keys have numbers of kinds, and begins to number anew.
    @inline(never)
    private mutating func setAside(_ index: TallyIndex) {
        let kinds = self.kinds.kinds
        var (wideByUser, wideByDestination): ([WideCell], [WideCell]) = ([], [])
        byUser.forEach { wideByUser.append(TallyCounts.widenUser($1, kinds, index)) }
        byDestination.forEach { wideByDestination.append(TallyCounts.widenDestination($1, kinds, index)) }
        asideByUser += wideByUser
        asideByDestination += wideByDestination
        byUser = TallyTable()
        byDestination = TallyTable()
        self.kinds = KindNumbers()
    }

    /// Asks for what the keys of a call are made of.
    @inline(__always)
    private static func fetch(_ rated: RatedCall, _ index: TallyIndex) {
        index.users.prefetch(Int(rated.user))
        if rated.isPriced { index.destinationOfRate.prefetch(index.place(ofRate: rated)) }
    }

    /// Who called: the user, or the organization of a call without one.
    @inline(__always)
    private static func person(_ rated: RatedCall) -> UInt64 {
        UInt64(UInt32(bitPattern: rated.user < 0 ? rated.organization | Int32.min : rated.user))
    }

    /// Makes cells of a call, and asks for those to which they will be added.
    @inline(__always)
    private mutating func put(
        _ call: borrowing Call, _ rated: borrowing RatedCall, _ settled: borrowing SettledCall, _ plans: [UInt16], _ index: TallyIndex,
        _ block: inout Block
    ) {
        if rated.localDay != localDay { look(at: rated.localDay, of: rated.month) }
        let kind = monthAndDay | WideCell.classAndOutcome(rated.callClass, settled.outcome)
        var location: UInt32 = 0
        var credits = index.creditsWithoutPlan
        if rated.user >= 0 {
            let word = index.users[Int(rated.user)]
            (location, credits) = (word & TallyIndex.locationMask, word >> 10)
        }
        var capability: UInt64 = 0
        if settled.connectionFee.units | settled.charge.units != 0 {
            capability = UInt64(credits)
        } else if !settled.includedBy.isEmpty {
            capability = UInt64(plans[settled.includedBy.range.upperBound &- 1]) + 1
        }
        let k = block.count
        block.count = k &+ 1
        let number = kinds.number(kind | capability << TallyCounts.capabilityShift)
        var cell = UsageCell()
        cell.calls = 1
        cell.durationSeconds = UInt32(truncatingIfNeeded: call.durationSeconds)
        cell.includedSeconds = UInt32(truncatingIfNeeded: settled.includedSeconds)
        cell.otherSeconds = UInt32(truncatingIfNeeded: settled.chargedSeconds | settled.uncoveredSeconds)
        cell.chargedUnits = settled.connectionFee.units &+ settled.charge.units
        var (place, reach) = (UInt32(0), CallReach.none)
        if rated.isPriced {
            place = index.destinationOfRate[index.place(ofRate: rated)]
            if !rated.isInbound, rated.user >= 0 {
                reach = index.domestic.contains(rated.destination, from: Int(location)) ? .domestic : .international
            }
            if settled.uncoveredSeconds > 0 { putUncovered(rated, settled, kind, index, &block) }
        }
        cell.key = index.destinationKey.pack(
            destination: place, country: rated.isPriced ? rated.destination.ordinal : 0, kind: number, organization: rated.organization,
            reach: reach.rawValue)
        byDestination.prefetch(cell)
        block.destinations[k] = cell.key
        cell.key = TallyCounts.person(rated) << 32 | UInt64(number)
        byUser.prefetch(cell)
        block.users[k] = cell
    }

    /// Makes a cell of what nothing covered, with what it would have cost (rating-rules.md §8.2).
    @inline(__always)
    private mutating func putUncovered(
        _ rated: borrowing RatedCall, _ settled: borrowing SettledCall, _ kind: UInt64, _ index: TallyIndex, _ block: inout Block
    ) {
        var cell = UncoveredCell()
        cell.key = TallyCounts.person(rated) << 32 | UInt64(uncoveredKinds.number(kind | UInt64(settled.refusal.rawValue)))
        cell.calls = 1
        cell.uncoveredSeconds = UInt64(UInt32(bitPattern: settled.uncoveredSeconds))
        let cost =
            settled.uncoveredSeconds == rated.billedSeconds
            ? rated.fullCharge.units &+ rated.connectionFee.units : index.charge(rated, seconds: settled.uncoveredSeconds).units
        cell.costUnits = UInt64(bitPattern: cost)
        uncovered.prefetch(cell)
        block.uncovered[block.uncoveredCount] = cell
        block.uncoveredCount &+= 1
    }

    /// Looks up a local day.
    @inline(never)
    private mutating func look(at day: Int32, of month: CalendarMonth) {
        localDay = day
        monthAndDay = WideCell.monthAndDay(month, CivilDate(daysSinceEpoch: Int(day)).day)
    }
}
