import CallModel
import Catalogue

/// A rate deck, ready for lookups: rating-rules.md §5.
struct CompiledDeck: Sendable {
    /// What a call needs to know of a rate.
    struct PricedRate: Sendable {
        var effectiveFrom: Instant
        var effectiveUntil: Instant
        var perMinute: Money
        /// The connection fee, rounded as the tariff says.
        var connectionFee: Money
        var initialIncrementSeconds: Int32
        var incrementSeconds: Int32
        /// An index into the catalogue's bands, or −1.
        var band: Int32
        /// The destination country, unless ``needsNumberingPlan``.
        var country: Country
        /// Whether the country depends on the digits behind the prefix.
        var needsNumberingPlan: Bool
        var inPlans: Bool
    }

    /// The rates of one prefix, in the order in which they are tried.
    struct PrefixGroup: Sendable {
        /// A range of ``order``.
        var first: Int32
        var count: Int32
        /// The group of the next shorter prefix, or −1.
        var shorter: Int32
        /// Whether the first rate applies at any time.
        var isUnconditional: Bool
    }

    private(set) var rates: [PricedRate] = []
    private(set) var groups: [PrefixGroup] = []
    /// Indices of rates, group by group.
    private(set) var order: [Int32] = []
    private(set) var trie = PrefixTrie()

    /// Compiles a deck. - Complexity: O(n log n) for n rates.
    init(_ deck: RateDeck, rounding: Rounding, numberingPlan: PrefixTrie) {
        rates.reserveCapacity(deck.rates.count)
        for rate in deck.rates {
            var country = rate.country
            var needsNumberingPlan = false
            if country == .unknown {
                let prefix = PhoneNumber(digits: rate.prefix, digitCount: rate.prefixCount, maskedCount: 0)
                let isReachable = rate.prefixCount <= PhoneNumber.lengthMax
                country = isReachable ? CompiledDeck.country(numberingPlan.match(prefix).value) : .unknown
                needsNumberingPlan = numberingPlan.goesOn(after: rate.prefix, count: rate.prefixCount)
            }
            rates.append(
                PricedRate(
                    effectiveFrom: rate.effectiveFrom, effectiveUntil: rate.effectiveUntil, perMinute: rate.perMinute,
                    connectionFee: rounding.rounded(rate.connectionFee), initialIncrementSeconds: rate.initialIncrementSeconds,
                    incrementSeconds: rate.incrementSeconds, band: rate.band, country: country, needsNumberingPlan: needsNumberingPlan,
                    inPlans: rate.inPlans))
        }
        groupByPrefix(deck.rates)
    }

    /// The country that the numbering plan's trie holds as a value.
    static func country(_ value: Int32) -> Country { value < 0 ? .unknown : Country.at(ordinal: UInt16(value)) }

    private mutating func groupByPrefix(_ all: [Rate]) {
        order = Array(0..<Int32(all.count))
        order.sort { a, b in
            let (first, second) = (all[Int(a)], all[Int(b)])
            if first.prefix != second.prefix { return first.prefix < second.prefix }
            if first.prefixCount != second.prefixCount { return first.prefixCount < second.prefixCount }
            if (first.band >= 0) != (second.band >= 0) { return first.band >= 0 }
            if first.effectiveFrom != second.effectiveFrom { return first.effectiveFrom > second.effectiveFrom }
            return a < b
        }
        var i = 0
        while i < order.count {
            let rate = all[Int(order[i])]
            var end = i + 1
            while end < order.count, all[Int(order[end])].prefix == rate.prefix, all[Int(order[end])].prefixCount == rate.prefixCount { end += 1 }
            let isUnconditional = rate.band < 0 && rate.effectiveFrom == .distantPast && rate.effectiveUntil == .distantFuture
            trie[rate.prefix, rate.prefixCount] = Int32(groups.count)
            groups.append(PrefixGroup(first: Int32(i), count: Int32(end - i), shorter: -1, isUnconditional: isUnconditional))
            i = end
        }
        for index in groups.indices {
            let rate = all[Int(order[Int(groups[index].first)])]
            groups[index].shorter = trie.valueOfShorterPrefix(of: rate.prefix, count: rate.prefixCount)
        }
        trie.finish()
    }

    /// The rate of a call to `number` that starts at `start`; −1 if none applies.
    func rate(of number: PhoneNumber, at start: Instant, bands: [Band]) -> Int32 {
        var group = trie.longest(number)
        while group >= 0 {
            let candidates = groups[Int(group)]
            if candidates.isUnconditional { return order[Int(candidates.first)] }
            for i in Int(candidates.first)..<Int(candidates.first + candidates.count) {
                let rate = order[i]
                let priced = rates[Int(rate)]
                if priced.effectiveFrom <= start, start < priced.effectiveUntil, priced.band < 0 || bands[Int(priced.band)].contains(start) {
                    return rate
                }
            }
            group = candidates.shorter
        }
        return -1
    }
}
