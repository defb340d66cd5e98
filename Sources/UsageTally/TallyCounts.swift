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
    /// Calls that are counted side by side, so that the lines of their cells are on their way when they are added.
    private static let blockCount = 32

    /// A block of calls. They go through the same steps: one does so little for a call that the processor has several calls in hand, and waits at once for
    /// what it reads of memory for them.
    private struct Block {
        /// How many of them are settled.
        var count = 0
        /// Where they stand in the batch.
        var calls = InlineArray<32, Int32>(repeating: 0)
        /// The numbers of their kinds.
        var kinds = InlineArray<32, UInt32>(repeating: 0)
        /// Keys by user and by destination, and where their cells are looked for.
        var userKeys = InlineArray<32, UInt64>(repeating: 0)
        var userPlaces = InlineArray<32, UInt32>(repeating: 0)
        var destinationKeys = InlineArray<32, UInt64>(repeating: 0)
        var destinationPlaces = InlineArray<32, UInt32>(repeating: 0)
    }

    /// - Parameters:
    ///   - kindCountMax: How many kinds may be told apart at a time, if a key by destination can hold more.
    ///   - tables: Empty ones.
    init(
        _ index: TallyIndex, kindCountMax: Int,
        _ tables: consuming TallyRoom.Tables = TallyRoom.Tables(byUser: TallyTable(), byDestination: TallyTable())
    ) {
        self.kindCountMax = min(index.destinationKey.kindCountMax, kindCountMax)
        byUser = tables.byUser
        byDestination = tables.byDestination
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
            for i in start..<end {
                block.calls[block.count] = Int32(truncatingIfNeeded: i)
                block.count &+= settled[i].disposition == .settled ? 1 : 0
            }
            numberKinds(rated, settled, plans, index, &block)
            makeKeys(rated, index.destinationKey, &block)
            addCells(calls, rated, settled, &block)
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
    private static func person(_ rated: borrowing RatedCall) -> UInt64 {
        UInt64(UInt32(bitPattern: rated.user < 0 ? rated.organization | Int32.min : rated.user))
    }

    /// Numbers the kinds of a block's calls.
    ///
    /// Calls of all kinds come in any order, which no processor can guess: so what a call has not is masked, and not passed over.
    @inline(__always)
    private mutating func numberKinds(
        _ rated: Span<RatedCall>, _ settled: Span<SettledCall>, _ plans: [UInt16], _ index: TallyIndex, _ block: inout Block
    ) {
        for k in 0..<block.count {
            let i = Int(block.calls[k])
            if rated[i].localDay != localDay { look(at: rated[i].localDay, of: rated[i].month) }
            let isPaid = TallyCounts.mask(settled[i].connectionFee.units | settled[i].charge.units != 0)
            let hasPlan = TallyCounts.mask(!settled[i].includedBy.isEmpty)
            let lastPlan = UInt64(truncatingIfNeeded: settled[i].includedBy.range.upperBound &- 1) & hasPlan
            let plan = UInt64(plans[Int(truncatingIfNeeded: lastPlan)]) &+ 1
            let capability = UInt64(index.creditsCapability(rated[i])) & isPaid | plan & hasPlan & ~isPaid
            let kind = monthAndDay | WideCell.classAndOutcome(rated[i].callClass, settled[i].outcome) | UInt64(settled[i].refusal.rawValue)
            if settled[i].outcome == .disconnected { countDisconnected(rated[i], settled[i], kind, index) }
            block.kinds[k] = kinds.number(kind | capability << TallyCounts.capabilityShift)
        }
    }

    /// Makes the keys of a block's calls, and asks for the lines of their cells.
    @inline(__always)
    private mutating func makeKeys(_ rated: Span<RatedCall>, _ destinationKey: DestinationKey, _ block: inout Block) {
        byUser.reserve(TallyCounts.blockCount)
        byDestination.reserve(TallyCounts.blockCount)
        for k in 0..<block.count {
            let i = Int(block.calls[k])
            let kind = block.kinds[k]
            let destination = destinationKey.pack(rated[i]) &+ destinationKey.difference(ofKind: kind)
            block.destinationKeys[k] = destination
            block.destinationPlaces[k] = byDestination.prefetch(UsageCell.hash(destination))
            let user = TallyCounts.person(rated[i]) << 32 | UInt64(kind)
            block.userKeys[k] = user
            block.userPlaces[k] = byUser.prefetch(UsageCell.hash(user))
        }
    }

    /// Adds a block's calls to their cells. The block is `inout` because each element read of a borrowed one would copy its whole array.
    @inline(__always)
    private mutating func addCells(_ calls: Span<Call>, _ rated: Span<RatedCall>, _ settled: Span<SettledCall>, _ block: inout Block) {
        for k in 0..<block.count {
            let i = Int(block.calls[k])
            var cell = UsageCell()
            cell.calls = 1
            cell.durationSeconds = UInt32(truncatingIfNeeded: calls[i].durationSeconds)
            cell.includedSeconds = UInt32(truncatingIfNeeded: settled[i].includedSeconds)
            cell.otherSeconds = UInt32(truncatingIfNeeded: settled[i].chargedSeconds | settled[i].uncoveredSeconds)
            // Of a blocked call nothing is paid, and all billed seconds are not covered: there it is what they would have cost.
            let isBlocked = TallyCounts.mask(settled[i].outcome == .blocked)
            let cost = UInt64(bitPattern: rated[i].fullCharge.units &+ rated[i].connectionFee.units) & isBlocked
            cell.units = UInt64(bitPattern: settled[i].connectionFee.units &+ settled[i].charge.units) | cost
            cell.key = block.userKeys[k]
            byUser.add(cell, at: block.userPlaces[k])
            cell.key = block.destinationKeys[k]
            byDestination.add(cell, at: block.destinationPlaces[k])
        }
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
        disconnected.reserve(1)
        disconnected.add(cell, at: disconnected.prefetch(cell.hash))
    }

    /// Looks up a local day.
    @inline(never)
    private mutating func look(at day: Int32, of month: CalendarMonth) {
        localDay = day
        monthAndDay = WideCell.monthAndDay(month, CivilDate(daysSinceEpoch: Int(day)).day)
    }
}
