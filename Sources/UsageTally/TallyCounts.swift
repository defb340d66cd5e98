internal import CallModel

/// The tables, and how calls are counted in them.
struct TallyCounts: ~Copyable, Sendable {
    private var byUser = TallyTable<UserCell>()
    private var byDestination = TallyTable<DestinationCell>()
    private var uncovered = TallyTable<UncoveredCell>()
    /// Kinds by user: month, day, class and outcome as in ``WideCell``, with the capability above them.
    private var userKinds = KindNumbers()
    /// Kinds of uncovered calls: month, day, class, outcome and reason as in ``WideCell``.
    private var uncoveredKinds = KindNumbers()
    /// The local day that was looked up last, and what it is in kinds.
    private var localDay = Int32.min
    private var monthAndDay: UInt64 = 0

    /// Where the capability stands in a kind by user.
    private static let capabilityShift: UInt64 = 32
    /// Calls whose keys are made at a time, so that the lines of their cells are on their way when they are added.
    private static let blockCount = 32

    /// The calls of a block as cells, each for itself.
    private struct Block {
        var users = InlineArray<32, UserCell>(repeating: UserCell())
        var destinations = InlineArray<32, DestinationCell>(repeating: DestinationCell())
        var uncovered = InlineArray<32, UncoveredCell>(repeating: UncoveredCell())
        /// How many of each there are.
        var count = 0
        var uncoveredCount = 0
    }

    /// Counts the settled calls of a batch.
    mutating func add(_ batch: CallBatch, _ index: TallyIndex) {
        let (calls, rated, settled, plans) = (batch.calls, batch.rated, batch.settled, batch.includingPlans)
        var block = Block()
        let count = calls.count
        for i in 0..<min(TallyCounts.blockCount, count) { TallyCounts.fetch(rated[i], index) }
        var start = 0
        while start < count {
            let end = min(start + TallyCounts.blockCount, count)
            for i in end..<min(end + TallyCounts.blockCount, count) { TallyCounts.fetch(rated[i], index) }
            (block.count, block.uncoveredCount) = (0, 0)
            for i in start..<end where settled[i].disposition == .settled { put(calls[i], rated[i], settled[i], plans, index, &block) }
            for k in 0..<block.count {
                byUser.add(block.users[k])
                byDestination.add(block.destinations[k])
            }
            for k in 0..<block.uncoveredCount { uncovered.add(block.uncovered[k]) }
            start = end
        }
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
        var user = UserCell()
        user.key = TallyCounts.person(rated) << 32 | UInt64(userKinds.number(kind | capability << TallyCounts.capabilityShift))
        user.calls = 1
        user.durationSeconds = UInt32(truncatingIfNeeded: call.durationSeconds)
        user.includedSeconds = UInt32(truncatingIfNeeded: settled.includedSeconds)
        user.otherSeconds = UInt32(truncatingIfNeeded: settled.chargedSeconds | settled.uncoveredSeconds)
        user.chargedUnits = settled.connectionFee.units &+ settled.charge.units
        byUser.prefetch(user)
        var destination = DestinationCell()
        destination.high = WideCell.high(organization: rated.organization, kind: kind)
        destination.low = capability
        destination.calls = 1
        destination.durationSeconds = Int64(user.durationSeconds)
        destination.includedSeconds = Int64(user.includedSeconds)
        destination.otherSeconds = Int64(user.otherSeconds)
        destination.chargedUnits = user.chargedUnits
        if rated.isPriced {
            let place = UInt64(index.destinationOfRate[index.place(ofRate: rated)])
            destination.low |= (place << WideCell.countryBits | UInt64(rated.destination.ordinal)) << WideCell.capabilityBits
            if !rated.isInbound, rated.user >= 0 {
                destination.high |= UInt64((index.isDomestic(location, rated.destination) ? CallReach.domestic : .international).rawValue)
            }
            if settled.uncoveredSeconds > 0 { putUncovered(rated, settled, kind, place, index, &block) }
        }
        byDestination.prefetch(destination)
        block.users[k] = user
        block.destinations[k] = destination
    }

    /// Makes a cell of what nothing covered, with what it would have cost (rating-rules.md §8.2).
    @inline(__always)
    private mutating func putUncovered(
        _ rated: borrowing RatedCall, _ settled: borrowing SettledCall, _ kind: UInt64, _ place: UInt64, _ index: TallyIndex, _ block: inout Block
    ) {
        var cell = UncoveredCell()
        cell.key = TallyCounts.person(rated) << 32 | place
        cell.kind = uncoveredKinds.number(kind | UInt64(settled.refusal.rawValue))
        cell.calls = 1
        cell.uncoveredSeconds = UInt32(truncatingIfNeeded: settled.uncoveredSeconds)
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

    /// All that was counted, as something that puts it in order, which takes a while. Nothing is left of it here.
    mutating func takeByUser(_ index: TallyIndex) -> @Sendable () -> SortedCells<UserCell> {
        let kinds = userKinds.kinds
        userKinds = KindNumbers()
        let cells = byUser.takeAll()
        return {
            SortedCells(cells) { cell in
                let kind = kinds[Int(cell.key & 0xFFFF_FFFF) - 1]
                let (organization, user) = index.payer(ofPerson: UInt32(cell.key >> 32))
                var wide = WideCell()
                wide.high = WideCell.high(organization: organization, kind: kind & 0xFFFF_FFFF)
                wide.low = UInt64(user + 1) << WideCell.capabilityBits | kind >> TallyCounts.capabilityShift
                wide.setSum(
                    calls: Int64(cell.calls), duration: Int64(cell.durationSeconds), included: Int64(cell.includedSeconds),
                    other: Int64(cell.otherSeconds),
                    units: cell.chargedUnits)
                return wide
            }
        }
    }

    /// The same by destination.
    mutating func takeByDestination() -> @Sendable () -> SortedCells<DestinationCell> {
        let cells = byDestination.takeAll()
        return {
            SortedCells(cells) { cell in
                var wide = WideCell(high: cell.high, low: cell.low)
                wide.setSum(
                    calls: cell.calls, duration: cell.durationSeconds, included: cell.includedSeconds, other: cell.otherSeconds,
                    units: cell.chargedUnits)
                return wide
            }
        }
    }

    /// The same of what nothing covered.
    mutating func takeUncovered(_ index: TallyIndex) -> @Sendable () -> SortedCells<UncoveredCell> {
        let kinds = uncoveredKinds.kinds
        uncoveredKinds = KindNumbers()
        let cells = uncovered.takeAll()
        return {
            SortedCells(cells) { cell in
                let (organization, user) = index.payer(ofPerson: UInt32(cell.key >> 32))
                var wide = WideCell()
                wide.high = WideCell.high(organization: organization, kind: kinds[Int(cell.kind) - 1])
                wide.low = UInt64(user + 1) << 32 | cell.key & 0xFFFF_FFFF
                wide.sum.calls = Int64(cell.calls)
                wide.sum.uncoveredSeconds = Int64(cell.uncoveredSeconds)
                (wide.costWhole, wide.costUnits) = Int64(cell.costUnits).quotientAndRemainder(dividingBy: Money.unitsPerOne)
                return wide
            }
        }
    }
}
