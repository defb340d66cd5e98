package import CallModel
package import Catalogue

/// The lookup of rating, for one deck on its own: which rate a call has (rating-rules.md §5), and in which country it ends (§4).
package struct DeckLookup: Sendable {
    private let deck: CompiledDeck
    private let plan: NumberingPlan
    private let bands: [Band]

    /// Compiles a deck. - Complexity: O(n log n) for n rates.
    ///
    /// - Parameter bands: What ``Rate/band`` is an index into.
    package init(_ deck: RateDeck, rounding: Rounding, numberingPlan: [NumberingPlanEntry], bands: [Band]) {
        plan = NumberingPlan(numberingPlan)
        self.deck = CompiledDeck(deck, rounding: rounding, numberingPlan: plan)
        self.bands = bands
    }

    /// The place of the rate of a call to `number` that starts at `start`; `nil` if none applies.
    package func rate(of number: PhoneNumber, at start: Instant) -> Int? {
        let found = deck.rate(of: number, at: start, bands: bands)
        return found < 0 ? nil : Int(found)
    }

    /// The destination country of a call to `number` with a rate that was found for it.
    package func country(of number: PhoneNumber, rate: Int) -> Country {
        let found = deck.rates[rate]
        return found.needsNumberingPlan ? plan.country(of: number) : found.country
    }

    /// Seconds billed for a duration (rating-rules.md §6).
    package func billedSeconds(_ duration: Int32, rate: Int) -> Int32 {
        let found = deck.rates[rate]
        return RatingTables.billedSeconds(duration, initial: found.initialIncrementSeconds, increment: found.incrementSeconds)
    }
}

/// Countries by prefix, from a numbering plan.
package struct CountryLookup: Sendable {
    private let plan: NumberingPlan
    private let entries: [NumberingPlanEntry]

    /// Compiles a plan.
    package init(_ entries: [NumberingPlanEntry]) {
        plan = NumberingPlan(entries)
        self.entries = entries
    }

    /// The country of the longest prefix of the plan that a number begins with.
    package func country(of number: PhoneNumber) -> Country { plan.country(of: number) }

    /// The country of all numbers with a prefix, and whether it is not the same for all of them.
    package func country(ofPrefix prefix: UInt64, count: UInt8) -> (country: Country, isOpen: Bool) {
        let found = plan.country(ofPrefix: prefix, count: count)
        return (found.0, found.isOpen)
    }
}
