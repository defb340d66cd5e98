internal import CallModel
internal import Catalogue
internal import Settlement
internal import UsageSummary

/// Compares the plans of a catalogue that have a price.
struct PlanComparer {
    private let catalogue: Catalogue
    private let organizations: [ByteKey: Int]
    /// Indices of users, by organization.
    private let users: [[Int32]]
    /// By tariff, made when first asked for.
    private var decks: [Int: DeckPrices] = [:]

    private static let classes: [CallClass] = [.calling, .conferencing]

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        organizations = Dictionary(catalogue.organizations.enumerated().map { (ByteKey($0.element.key), $0.offset) }) { first, _ in first }
        var users = Array(repeating: [Int32](), count: catalogue.organizations.count)
        for (user, organization) in catalogue.users.organizations.enumerated() { users[Int(organization)].append(Int32(user)) }
        self.users = users
    }

    /// Whether the catalogue has an organization, with credits of this currency.
    func mismatch(of organization: String, currency: String) -> OrganizationAdvice.CatalogueMismatch? {
        guard let found = organizations[ByteKey(organization)] else { return .absent }
        let own = catalogue.tariffs[catalogue.organizations[found].tariff].currency
        return own == currency ? nil : .currency(own)
    }

    /// How an organization buys credits; `nil` if it does not, or is not in the catalogue.
    func autoRecharge(of organization: String) -> AutoRecharge? {
        organizations[ByteKey(organization)].flatMap { catalogue.organizations[$0].autoRecharge }
    }

    /// For each group of users, and each plan of theirs that has a price, the best of the other plans with a price.
    ///
    /// - Parameter months: Whole ones, complete on record.
    /// - Returns: `nil` if a sum is larger than an amount can be.
    mutating func comparisons(of key: String, decimals: Int, _ months: [CallMonth]) -> [PlanComparison]? {
        guard !months.isEmpty, let organization = organizations[ByteKey(key)] else { return [] }
        let deck = deck(ofTariff: catalogue.organizations[organization].tariff)
        guard let prices = CallPrice.all(months) else { return nil }
        var mixes: [[CallMix]] = []
        for month in months {
            let ofMonth = PlanComparer.classes.compactMap { CallMix(month, $0, prices: prices, deck: deck) }
            if ofMonth.count < PlanComparer.classes.count { return nil }
            mixes.append(ofMonth)
        }
        var comparisons: [PlanComparison] = []
        for group in UserGroup.all(users[organization], catalogue) {
            guard let calls = GroupCalls(group, months, mixes, PlanComparer.classes) else { return nil }
            let own = topPlans(group.held)
            for plan in own where catalogue.plans[plan].monthlyPrice != nil {
                guard let found = best(insteadOf: plan, group, own, calls, decimals) else { return nil }
                if let comparison = found.comparison { comparisons.append(comparison) }
            }
        }
        return comparisons
    }

    private mutating func deck(ofTariff tariff: Int) -> DeckPrices {
        if let known = decks[tariff] { return known }
        let deck = DeckPrices(catalogue.tariffs[tariff].outbound)
        decks[tariff] = deck
        return deck
    }

    /// Plans that no other of them includes: what licences name.
    private func topPlans(_ held: [Int]) -> [Int] {
        held.filter { plan in !held.contains { catalogue.plans[$0].includes.contains(plan) } }
    }

    /// Plans with what they include, ascending.
    private func closed(_ plans: [Int]) -> [Int] { Set(plans + plans.flatMap { catalogue.plans[$0].includes }).sorted() }

    /// The best of the other plans; no comparison if there is none that these users could hold instead. `nil` if a sum is too large.
    private func best(
        insteadOf plan: Int, _ group: UserGroup, _ own: [Int], _ calls: GroupCalls, _ decimals: Int
    ) -> (comparison: PlanComparison?, Void)? {
        let coverage = PlanCoverage(
            plans: catalogue.plans, domestic: catalogue.domesticGroups[group.location] ?? CountrySet([group.location]), location: group.location)
        let userMonths = Int128(group.names.count) * Int128(calls.monthCount)
        /// The price for all users and months, and with charges, as amounts.
        func cost(_ plan: Int, charges: Int128) -> (charges: Money, all: Money)? {
            let (sum, overflow) = (Int128(catalogue.plans[plan].monthlyPrice?.units ?? 0) * userMonths).addingReportingOverflow(charges)
            guard !overflow, let amount = RoundAmount.nearest(charges, decimals: decimals),
                let all = Int64(exactly: sum - charges + Int128(amount.units))
            else { return nil }
            return (amount, Money(units: all))
        }
        guard let now = calls.rest(coverage, held: group.held), let paid = cost(plan, charges: calls.charged),
            let paidByEstimate = cost(plan, charges: now.units)
        else { return nil }
        let grantsCredits = group.held.contains { catalogue.plans[$0].grantsCredits }
        var best: PlanComparison?
        for other in catalogue.plans.indices where !group.held.contains(other) {
            guard let price = catalogue.plans[other].monthlyPrice else { continue }
            let held = closed(own.filter { $0 != plan } + [other])
            // Without credits these users could not make the calls that the estimate has them pay.
            if grantsCredits, !held.contains(where: { catalogue.plans[$0].grantsCredits }) { continue }
            guard let rest = calls.rest(coverage, held: held), let cost = cost(other, charges: rest.units) else { return nil }
            if let best, best.otherPaid <= cost.all { continue }
            best = PlanComparison(
                location: group.location, userCount: group.names.count, held: own.map { catalogue.plans[$0].key }, plan: catalogue.plans[plan].key,
                price: catalogue.plans[plan].monthlyPrice ?? .zero, charged: paid.charges, paid: paid.all, paidByEstimate: paidByEstimate.all,
                other: catalogue.plans[other].key, otherPrice: price, otherCharged: cost.charges, otherPaid: cost.all,
                hasOwnDestinations: calls.areAll, secondsWithoutPrice: rest.secondsWithoutPrice)
        }
        return (best, ())
    }
}

/// The calls of a group of users over several months.
private struct GroupCalls {
    private struct Part {
        var callClass: CallClass
        var users: [Int64]
        var mix: CallMix
    }

    private var parts: [Part] = []
    let monthCount: Int
    /// What was charged, 10⁻⁸ of the currency's unit.
    private(set) var charged: Int128 = 0
    /// Whether the organization's other users made no calls.
    private(set) var areAll = true

    init?(_ group: UserGroup, _ months: [CallMonth], _ mixes: [[CallMix]], _ classes: [CallClass]) {
        monthCount = months.count
        for (month, mixes) in zip(months, mixes) {
            for (callClass, mix) in zip(classes, mixes) {
                guard let usage = group.usage(month, callClass) else { return nil }
                charged += usage.charged
                if usage.seconds.reduce(Int128(0), { $0 + Int128($1) }) != Int128(mix.seconds) { areAll = false }
                parts.append(Part(callClass: callClass, users: usage.seconds, mix: mix))
            }
        }
    }

    /// What plans would have left to pay; `nil` if it is more than can be counted.
    func rest(_ coverage: PlanCoverage, held: [Int]) -> PlanCoverage.Rest? {
        var sum = PlanCoverage.Rest()
        for part in parts {
            guard let rest = coverage.rest(part.callClass, held: held, users: part.users, mix: part.mix) else { return nil }
            let (units, overflow) = sum.units.addingReportingOverflow(rest.units)
            let (seconds, secondsOverflow) = sum.secondsWithoutPrice.addingReportingOverflow(rest.secondsWithoutPrice)
            if overflow || secondsOverflow { return nil }
            sum = PlanCoverage.Rest(units: units, secondsWithoutPrice: seconds)
        }
        return sum
    }
}
