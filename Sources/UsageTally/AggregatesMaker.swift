internal import CallModel
internal import Catalogue

/// Makes rows of cells, and numbers the texts that they name.
struct AggregatesMaker {
    private let index: TallyIndex
    private var users: TextNumbers
    private var destinations: TextNumbers
    private var capabilities: TextNumbers

    init(_ index: TallyIndex) {
        self.index = index
        users = TextNumbers(count: index.catalogue.users.count)
        destinations = TextNumbers(count: index.destinations.count)
        capabilities = TextNumbers(count: index.capabilities.count)
    }

    /// Rows of one organization's cells, month by month.
    mutating func aggregates(
        _ byUser: consuming SortedCells<UsageCell>, _ byDestination: consuming SortedCells<UsageCell>,
        _ uncovered: consuming SortedCells<UncoveredCell>
    ) -> [UsageAggregates] {
        var result: [UsageAggregates] = []
        // Every call is in both of the first two lists, so they have the same groups.
        while let group = byUser.group {
            var cell = byUser.take()
            let organization = index.catalogue.organizations[cell.organization]
            let tariff = index.catalogue.tariffs[organization.tariff]
            var aggregates = UsageAggregates(
                organization: organization.key, month: cell.month, currency: tariff.currency, decimals: tariff.rounding.decimals)
            aggregates.byUser.reserveCapacity(byUser.count + 1)
            aggregates.byDestination.reserveCapacity(byDestination.count)
            aggregates.byUser.append(userUsage(cell))
            while byUser.group == group {
                cell = byUser.take()
                aggregates.byUser.append(userUsage(cell))
            }
            while byDestination.group == group { aggregates.byDestination.append(destinationUsage(byDestination.take())) }
            while uncovered.group == group { aggregates.uncovered.append(uncoveredUsage(uncovered.take())) }
            aggregates.users = users.takeAll().map(user(_:))
            aggregates.destinations = destinations.takeAll().map { index.destinations[$0] }
            aggregates.capabilities = capabilities.takeAll().map { index.capabilities[$0] }
            result.append(aggregates)
        }
        return result
    }

    private mutating func userUsage(_ cell: WideCell) -> UserUsage {
        UserUsage(
            day: cell.day, callClass: cell.callClass, outcome: cell.outcome, user: cell.user < 0 ? -1 : users.number(cell.user),
            capability: capability(cell), sum: cell.sum)
    }

    private mutating func destinationUsage(_ cell: WideCell) -> DestinationUsage {
        DestinationUsage(
            day: cell.day, callClass: cell.callClass, outcome: cell.outcome, reach: cell.reach,
            destination: cell.destination == 0 ? -1 : destinations.number(cell.destination), country: cell.country, capability: capability(cell),
            sum: cell.sum)
    }

    private mutating func uncoveredUsage(_ cell: WideCell) -> UncoveredUsage {
        UncoveredUsage(
            day: cell.day, callClass: cell.callClass, outcome: cell.outcome, refusal: cell.refusal,
            user: cell.user < 0 ? -1 : users.number(cell.user), calls: cell.sum.calls, uncoveredSeconds: cell.sum.uncoveredSeconds,
            costWhole: cell.costWhole + cell.costUnits / Money.unitsPerOne, costUnits: cell.costUnits % Money.unitsPerOne)
    }

    private mutating func capability(_ cell: WideCell) -> Int32 { cell.capability == 0 ? -1 : capabilities.number(cell.capability) }

    private func user(_ user: Int) -> UsageUser {
        let table = index.catalogue.users
        return UsageUser(
            name: table.name(user), displayName: String(decoding: table.text[table.displayNames[user].range], as: UTF8.self),
            location: table.locations[user])
    }
}

/// Numbers texts in the order in which rows first name them.
private struct TextNumbers {
    /// By text: its number, or −1.
    private var numbers: [Int32]
    private var named: [Int] = []

    init(count: Int) { numbers = Array(repeating: -1, count: count) }

    /// The number of a text.
    mutating func number(_ text: Int) -> Int32 {
        if numbers[text] < 0 {
            numbers[text] = Int32(named.count)
            named.append(text)
        }
        return numbers[text]
    }

    /// The texts that were named, and begins anew.
    mutating func takeAll() -> [Int] {
        for text in named { numbers[text] = -1 }
        defer { named.removeAll(keepingCapacity: true) }
        return named
    }
}
