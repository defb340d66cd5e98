internal import CallModel
internal import Ledger
internal import Settlement

/// Gathers what runs left of an organization's month.
struct OrganizationMaker {
    private let month: CalendarMonth
    private let incompleteDays: Set<Int>
    private var result: OrganizationMonth
    private var users: [ByteKey: UserMonth] = [:]
    private var destinations: [DestinationKey: UsageTotals] = [:]
    private var days: [Int: DayUsage] = [:]
    private var blocked: [BlockedKey: BlockedCalls] = [:]

    private struct DestinationKey: Hashable {
        var country: Country
        /// The name's bytes, as names that differ in normalization alone are not the same.
        var destination: [UInt8]
        var reach: CallReach
    }

    private struct BlockedKey: Hashable {
        var day: Int
        var user: ByteKey?
        var refusal: Refusal
        var outcome: Outcome
        var currency: ByteKey
    }

    /// Nothing but the credits.
    init(_ history: CreditHistory, _ month: CalendarMonth, incompleteDays: Set<Int>) {
        self.month = month
        self.incompleteDays = incompleteDays
        result = OrganizationMonth(
            organization: history.organization, currency: history.currency, decimals: history.decimals, statement: history.statement(of: month))
        for entry in result.statement.entries where entry.movement.kind == .charge {
            let empty = day(entry.movement.day)
            days[entry.movement.day, default: empty].charged -= entry.movement.amount
        }
    }

    private func day(_ day: Int) -> DayUsage { DayUsage(day: day, isComplete: !incompleteDays.contains(day)) }

    /// Adds what a run left; `false` if a sum would be too large. Runs are added in their order.
    mutating func add(_ usage: UsageAggregates) -> Bool {
        let first = month.days.lowerBound - 1
        let keys = usage.users.map { ByteKey(foldedName($0.name)) }
        for row in usage.byUser {
            let user = row.user < 0 ? nil : usage.users[Int(row.user)]
            let key = row.user < 0 ? ByteKey("") : keys[Int(row.user)]
            if !users[key, default: UserMonth(user: user)].totals.add(row.sum, row.outcome) { return false }
            users[key]?.user = user
            let number = first + Int(row.day)
            let empty = day(number)
            if !days[number, default: empty].totals.add(row.sum, row.outcome) { return false }
            if !result.total.add(row.sum, row.outcome) { return false }
        }
        for row in usage.byDestination {
            let name = row.destination < 0 ? "" : usage.destinations[Int(row.destination)]
            let key = DestinationKey(country: row.country, destination: Array(name.utf8), reach: row.reach)
            if !destinations[key, default: UsageTotals()].add(row.sum, row.outcome) { return false }
        }
        for row in usage.uncovered where !add(row, of: usage, keys, first + Int(row.day)) { return false }
        return true
    }

    private mutating func add(_ row: UncoveredUsage, of usage: UsageAggregates, _ keys: [ByteKey], _ day: Int) -> Bool {
        let user = row.user < 0 ? nil : usage.users[Int(row.user)]
        let key = BlockedKey(
            day: day, user: row.user < 0 ? nil : keys[Int(row.user)], refusal: row.refusal, outcome: row.outcome, currency: ByteKey(usage.currency))
        var calls =
            blocked[key]
            ?? BlockedCalls(
                day: day, user: user, refusal: row.refusal, outcome: row.outcome, currency: usage.currency, decimals: usage.decimals)
        let (whole, wholeOverflow) = row.costWhole.multipliedReportingOverflow(by: Money.unitsPerOne)
        let (cost, costOverflow) = whole.addingReportingOverflow(row.costUnits)
        let (sum, sumOverflow) = calls.cost.units.addingReportingOverflow(cost)
        let (count, countOverflow) = calls.calls.addingReportingOverflow(row.calls)
        let (seconds, secondsOverflow) = calls.uncoveredSeconds.addingReportingOverflow(row.uncoveredSeconds)
        if wholeOverflow || costOverflow || sumOverflow || countOverflow || secondsOverflow { return false }
        calls.user = user
        calls.cost = Money(units: sum)
        calls.calls = count
        calls.uncoveredSeconds = seconds
        calls.decimals = max(calls.decimals, usage.decimals)
        blocked[key] = calls
        return true
    }

    /// All of it in order.
    func result(pools: [PoolUse]) -> OrganizationMonth {
        var result = result
        result.users = users.sorted { isBefore(foldedName($0.value.user?.name ?? ""), foldedName($1.value.user?.name ?? "")) }.map(\.value)
        result.destinations = destinations.map { key, totals in
            DestinationMonth(country: key.country, destination: String(decoding: key.destination, as: UTF8.self), reach: key.reach, totals: totals)
        }.sorted(by: OrganizationMaker.isFirst)
        result.days = days.values.sorted { $0.day < $1.day }
        result.blocked = blocked.values.sorted(by: OrganizationMaker.isFirst)
        result.pools = pools
        return result
    }

    private static func isFirst(_ a: DestinationMonth, _ b: DestinationMonth) -> Bool {
        if a.country != b.country { return a.country < b.country }
        if !a.destination.utf8.elementsEqual(b.destination.utf8) { return isBefore(a.destination, b.destination) }
        return a.reach.rawValue < b.reach.rawValue
    }

    private static func isFirst(_ a: BlockedCalls, _ b: BlockedCalls) -> Bool {
        if a.day != b.day { return a.day < b.day }
        let (first, second) = (foldedName(a.user?.name ?? ""), foldedName(b.user?.name ?? ""))
        if !first.utf8.elementsEqual(second.utf8) { return isBefore(first, second) }
        if a.refusal != b.refusal { return a.refusal.rawValue < b.refusal.rawValue }
        if a.outcome != b.outcome { return a.outcome.rawValue < b.outcome.rawValue }
        return isBefore(a.currency, b.currency)
    }
}
