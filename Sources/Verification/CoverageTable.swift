internal import CallModel
internal import Catalogue

/// Which of a user's plans may cover a call (rating-rules.md §7).
struct Coverage: Hashable, Sendable {
    /// Plans with an allowance that applies, in the catalogue's order.
    var plans: [Int] = []
    /// Whether one of them gives all there is to cover.
    var isUnlimited = false
}

/// Coverages that were worked out: there are few, and calls ask again and again.
struct CoverageTable: Sendable {
    private var places = WordTable()
    private var known: [Coverage] = []

    /// The coverage of calls of a class by a user to a destination.
    mutating func coverage(_ index: CatalogueIndex, user: Int, _ callClass: CallClass, _ destination: Country) -> Coverage {
        let location = index.catalogue.users.locations[user]
        let planSet = index.catalogue.users.planSetOf[user]
        let word =
            (UInt64(UInt32(bitPattern: planSet)) + 1) << 32 | UInt64(callClass.rawValue) << 24 | UInt64(location.ordinal) << 12
            | UInt64(destination.ordinal)
        let place = places[word]
        if place >= 0 { return known[Int(place)] }
        var coverage = Coverage()
        for plan in index.plans(ofUser: user) {
            let applying = index.catalogue.plans[plan].allowances.filter {
                index.applies($0, to: callClass, from: location, destination: destination)
            }
            if !applying.isEmpty { coverage.plans.append(plan) }
            if applying.contains(where: { $0.minutes(in: location) == nil }) { coverage.isUnlimited = true }
        }
        places.set(word, to: Int32(known.count))
        known.append(coverage)
        return coverage
    }
}
