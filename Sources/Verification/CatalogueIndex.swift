internal import CallModel
internal import Catalogue

/// A catalogue, found by the texts of a report.
final class CatalogueIndex: Sendable {
    let catalogue: Catalogue
    let organizations: TextTable
    /// Names as written, by which a report names users.
    let users: TextTable
    let plans: TextTable
    let outbound: [DeckSearch]
    let tollFree: [DeckSearch]
    /// Where the hash of a call's identity begins, by organization.
    let organizationHashes: [StoredHash]
    /// The hash of a user's name in a call's content, by user.
    let userHashes: [UInt64]
    /// By tariff.
    let currencies: [[UInt8]]
    /// By plan.
    let planKeys: [[UInt8]]
    /// The first plan with credits, by set of plans.
    private let creditsPlans: [Int?]
    /// By ``NumberText/word``: twice a user, or twice a service number and one.
    private let owners: WordTable
    private let numberingPlan: PrefixTable
    private let countries: [Country]

    /// Takes in a catalogue. - Complexity: O(n log n) in its size.
    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        var organizations = TextTable()
        for organization in catalogue.organizations { organizations.append(organization.key) }
        self.organizations = organizations
        organizationHashes = catalogue.organizations.map {
            let key = Array($0.key.utf8)
            return StoredHash.of(key.span, 0..<key.count)
        }
        var users = TextTable()
        for name in catalogue.users.names { users.append(catalogue.users.text.span, name.range) }
        self.users = users
        userHashes = catalogue.users.names.map { StoredHash.ofName(catalogue.users.text.span, $0.range) }
        currencies = catalogue.tariffs.map { Array($0.currency.utf8) }
        planKeys = catalogue.plans.map { Array($0.key.utf8) }
        creditsPlans = catalogue.users.planSets.map { set in set.plans.first { catalogue.plans[$0].grantsCredits } }
        var plans = TextTable()
        for plan in catalogue.plans { plans.append(plan.key) }
        self.plans = plans
        outbound = catalogue.tariffs.map { DeckSearch($0.outbound, bands: catalogue.bands) }
        tollFree = catalogue.tariffs.map { DeckSearch($0.tollFree, bands: catalogue.bands) }
        var owners = WordTable()
        catalogue.numbers.forEach { number, owner in
            let word = number.digits << 4 | UInt64(number.maskedCount)
            switch owner {
            case .user(let user): owners.set(word, to: Int32(2 * user))
            case .service(let number): owners.set(word, to: Int32(2 * number + 1))
            }
        }
        self.owners = owners
        var numberingPlan = PrefixTable()
        for (row, entry) in catalogue.numberingPlan.enumerated() where entry.prefixCount <= PrefixTable.digitsMax {
            // The last row of a prefix counts.
            numberingPlan.set(entry.prefix, count: Int(entry.prefixCount), to: Int32(row))
        }
        self.numberingPlan = numberingPlan
        countries = catalogue.numberingPlan.map(\.country)
    }

    /// Who owns a number.
    enum Owner: Hashable {
        case user(Int)
        case service(Int)
    }

    /// Whose a number is, if it is anybody's.
    func owner(of number: NumberText) -> Owner? {
        let found = owners[number.word]
        if found < 0 { return nil }
        return found & 1 == 0 ? .user(Int(found / 2)) : .service(Int(found / 2))
    }

    /// The destination country (rating-rules.md §4): the rate's, or else that of the longest prefix of the numbering plan.
    func country(of number: NumberText, _ rate: Rate) -> Country {
        if rate.country != .unknown { return rate.country }
        for length in numberingPlan.lengths where length <= number.visibleCount {
            let row = numberingPlan.value(number.digits / PrefixTable.powers[number.visibleCount - length], count: length)
            if row >= 0 { return countries[Int(row)] }
        }
        return .unknown
    }

    /// Whether a destination is domestic for a user of that location (§7).
    func isDomestic(_ destination: Country, from location: Country) -> Bool {
        if let group = catalogue.domesticGroups[location] { return group.contains(destination) }
        return destination == location && destination != .unknown
    }

    /// Whether an allowance applies to calls of a class from that location to that destination (§7).
    func applies(_ allowance: Allowance, to callClass: CallClass, from location: Country, destination: Country) -> Bool {
        if allowance.calls != callClass || allowance.except.contains(destination) { return false }
        switch allowance.to {
        case .domestic: return isDomestic(destination, from: location)
        case .international: return !isDomestic(destination, from: location)
        case .countries(let countries): return countries.contains(destination)
        }
    }

    /// The plans that a user holds, inclusions resolved, in the catalogue's order.
    func plans(ofUser user: Int) -> [Int] { catalogue.users.planSets[Int(catalogue.users.planSetOf[user])].plans }

    /// The key of the user's first plan with credits, if there is one.
    func creditsPlan(ofUser user: Int) -> Int? { creditsPlans[Int(catalogue.users.planSetOf[user])] }
}
