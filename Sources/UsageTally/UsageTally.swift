public import CallModel
internal import Catalogue

/// Counts settled calls by user, by destination, and those that nothing covered: what the stage `tally` does.
///
/// Each worker has one of its own, used by one piece of work at a time, which the pipeline sees to; that is why it may cross between threads. Sums do not
/// depend on who counted which batch. Memory is bounded by users, destinations and days, not by calls.
public final class UsageTally: @unchecked Sendable {
    let index: TallyIndex
    var byUser = TallyTable()
    var byDestination = TallyTable()
    var uncovered = TallyTable()
    /// The local day that was looked up last, and what it is in keys.
    private var localDay = Int32.min
    private var monthAndDay: UInt64 = 0

    /// No calls.
    public init(_ index: TallyIndex) { self.index = index }

    /// Calls whose keys are made at a time, so that the lines of their cells are on their way when they are added.
    private static let blockCount = 32

    /// Counts the settled calls of a batch.
    ///
    /// - Complexity: O(calls); no allocation once the tables have grown.
    public func add(_ batch: CallBatch) {
        // Local tables and arrays, because what a class holds cannot stay in registers.
        var users = TallyTable(bits: 1)
        var destinations = TallyTable(bits: 1)
        swap(&users, &byUser)
        swap(&destinations, &byDestination)
        let (calls, rated, settled, plans) = (batch.calls, batch.rated, batch.settled, batch.includingPlans)
        var keys = Keys()
        let count = calls.count
        for i in 0..<min(UsageTally.blockCount, count) { fetch(rated[i]) }
        var start = 0
        while start < count {
            let end = min(start + UsageTally.blockCount, count)
            for i in end..<min(end + UsageTally.blockCount, count) { fetch(rated[i]) }
            for i in start..<end {
                let k = i &- start
                if settled[i].disposition != .settled {
                    keys.users[k].high = 0
                    continue
                }
                makeKeys(rated[i], settled[i], plans, &keys.users[k], &keys.destinations[k])
                users.prefetch(keys.users[k])
                destinations.prefetch(keys.destinations[k])
            }
            for i in start..<end {
                let k = i &- start
                if keys.users[k].high == 0 { continue }
                let sums = UsageTally.sums(calls[i], settled[i])
                users.add(UsageTally.keyed(sums, keys.users[k]))
                destinations.add(UsageTally.keyed(sums, keys.destinations[k]))
                if settled[i].uncoveredSeconds > 0 { addUncovered(rated[i], settled[i], keys.destinations[k]) }
            }
            start = end
        }
        swap(&users, &byUser)
        swap(&destinations, &byDestination)
    }

    /// The keys of a block of calls.
    private struct Keys {
        var users = InlineArray<32, TallyKey>(repeating: TallyKey(high: 0, low: 0))
        var destinations = InlineArray<32, TallyKey>(repeating: TallyKey(high: 0, low: 0))
    }

    /// Asks for what the keys of a call are made of.
    @inline(__always)
    private func fetch(_ rated: RatedCall) {
        index.users.prefetch(Int(rated.user))
        if rated.isPriced { index.destinationOfRate.prefetch(index.place(ofRate: rated)) }
    }

    @inline(__always)
    private func makeKeys(_ rated: RatedCall, _ settled: SettledCall, _ plans: [UInt16], _ user: inout TallyKey, _ destination: inout TallyKey) {
        if rated.localDay != localDay { look(at: rated) }
        let high = TallyKey.high(organization: rated.organization, monthAndDay: monthAndDay, rated.callClass, settled.outcome)
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
        user = TallyKey(high: high, low: UInt64(UInt32(bitPattern: rated.user &+ 1)) << TallyKey.capabilityBits | capability)
        destination = TallyKey(high: high, low: capability)
        if !rated.isPriced { return }
        let place = UInt64(index.destinationOfRate[index.place(ofRate: rated)])
        destination.low |= (place << TallyKey.countryBits | UInt64(rated.destination.ordinal)) << TallyKey.capabilityBits
        if !rated.isInbound, rated.user >= 0 {
            destination.high |= UInt64((index.isDomestic(location, rated.destination) ? CallReach.domestic : .international).rawValue)
        }
    }

    /// Looks up a local day.
    @inline(never)
    private func look(at rated: RatedCall) {
        localDay = rated.localDay
        monthAndDay = TallyKey.monthAndDay(rated.month, CivilDate(daysSinceEpoch: Int(localDay)).day)
    }

    @inline(__always)
    private static func sums(_ call: Call, _ settled: SettledCall) -> TallyCell {
        var sums = TallyCell()
        sums.calls = 1
        sums.durationSeconds = Int64(call.durationSeconds)
        sums.includedSeconds = Int64(settled.includedSeconds)
        sums.chargedSeconds = Int64(settled.chargedSeconds)
        sums.uncoveredSeconds = Int64(settled.uncoveredSeconds)
        sums.chargedUnits = settled.connectionFee.units &+ settled.charge.units
        return sums
    }

    @inline(__always)
    private static func keyed(_ sums: TallyCell, _ key: TallyKey) -> TallyCell {
        var cell = sums
        (cell.high, cell.low) = (key.high, key.low)
        return cell
    }

    /// Counts a call of which nothing covered some seconds, with what they would have cost (rating-rules.md §8.2).
    @inline(never)
    private func addUncovered(_ rated: RatedCall, _ settled: SettledCall, _ destination: TallyKey) {
        var cell = TallyCell()
        cell.high = destination.high & ~3 | UInt64(settled.refusal.rawValue)
        cell.low = UInt64(UInt32(bitPattern: rated.user &+ 1)) << 32 | destination.low >> (TallyKey.capabilityBits + TallyKey.countryBits)
        cell.calls = 1
        cell.uncoveredSeconds = Int64(settled.uncoveredSeconds)
        let charge: Money
        var fee = Money.zero
        if settled.uncoveredSeconds == rated.billedSeconds {
            (charge, fee) = (rated.fullCharge, rated.connectionFee)
        } else {
            let tariff = index.catalogue.tariffs[index.catalogue.organizations[Int(rated.organization)].tariff]
            let rate = (rated.isInbound ? tariff.tollFree : tariff.outbound).rates[Int(rated.rate)]
            charge = tariff.rounding.charge(perMinute: rate.perMinute, seconds: Int64(settled.uncoveredSeconds))
        }
        for amount in [charge, fee] {
            cell.costWhole += amount.units / Money.unitsPerOne
            cell.costUnits += amount.units % Money.unitsPerOne
        }
        uncovered.add(cell)
    }
}
