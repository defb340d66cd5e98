import CallModel
import Catalogue

/// A rate deck, ready for lookups: rating-rules.md §5.
final class CompiledDeck: Sendable {
    /// What a call needs to know of a rate: 32 bytes.
    struct PricedRate: Sendable, BitwiseCopyable {
        var perMinute: Money
        /// The connection fee, rounded as the tariff says.
        var connectionFee: Money
        var initialIncrementSeconds: Int32
        var incrementSeconds: Int32
        /// The destination country, unless ``needsNumberingPlan``.
        var country: Country
        var prefixCount: UInt8
        private var traits: Traits
        /// As ``RatedCall/destinationName``.
        var destinationName: UInt32

        /// Whether the country depends on the digits behind the prefix.
        var needsNumberingPlan: Bool { traits.contains(.needsNumberingPlan) }
        var inPlans: Bool { traits.contains(.inPlans) }

        private struct Traits: OptionSet, BitwiseCopyable {
            let rawValue: UInt8
            static let needsNumberingPlan = Traits(rawValue: 1)
            static let inPlans = Traits(rawValue: 2)
        }

        init(_ rate: Rate, _ rounding: Rounding, country: Country, needsNumberingPlan: Bool, destinationName: UInt32) {
            perMinute = rate.perMinute
            connectionFee = rounding.rounded(rate.connectionFee)
            initialIncrementSeconds = rate.initialIncrementSeconds
            incrementSeconds = rate.incrementSeconds
            self.country = country
            prefixCount = rate.prefixCount
            traits = []
            if needsNumberingPlan { traits.insert(.needsNumberingPlan) }
            if rate.inPlans { traits.insert(.inPlans) }
            self.destinationName = destinationName
        }
    }

    /// A rate and when it applies.
    struct Candidate: Sendable, BitwiseCopyable {
        var effectiveFrom: Instant
        var effectiveUntil: Instant
        /// An index into the catalogue's bands, or −1.
        var band: Int32
        /// An index into ``rates``.
        var rate: Int32
    }

    /// The rates of one prefix, in the order in which they are tried.
    struct PrefixGroup: Sendable, BitwiseCopyable {
        /// A range of ``candidates``.
        var first: Int32
        var count: Int32
        /// The group of the next shorter prefix, or −1.
        var shorter: Int32
        /// How many digits the prefix has.
        var prefixCount: UInt8
        /// Whether the first rate applies at any time.
        var isUnconditional: Bool
    }

    let rates: [PricedRate]
    let trie: PrefixTrie
    private let groups: [PrefixGroup]
    /// Group by group, so that those of one prefix lie side by side.
    private let candidates: [Candidate]
    /// A rate where the longest prefix has one that always applies; −2 less the group where it depends.
    private let intervals: PrefixIntervals

    /// Compiles a deck. - Complexity: O(n log n) for n rates.
    ///
    /// - Parameter destinationNames: Of each rate, as ``RatedCall/destinationName``; empty where nobody asks.
    init(_ deck: RateDeck, rounding: Rounding, numberingPlan: NumberingPlan, destinationNames: [UInt32] = []) {
        rates = deck.rates.enumerated().map { place, rate in
            let (country, isOpen) =
                rate.country == .unknown ? numberingPlan.country(ofPrefix: rate.prefix, count: rate.prefixCount) : (rate.country, false)
            return PricedRate(
                rate, rounding, country: country, needsNumberingPlan: isOpen, destinationName: destinationNames.isEmpty ? 0 : destinationNames[place])
        }
        let order = CompiledDeck.orderOfTrial(deck.rates)
        var groups: [PrefixGroup] = []
        var trie = PrefixTrie()
        var i = 0
        while i < order.count {
            let rate = deck.rates[Int(order[i])]
            var end = i + 1
            while end < order.count, CompiledDeck.isSamePrefix(rate, deck.rates[Int(order[end])]) { end += 1 }
            let isUnconditional = rate.band < 0 && rate.effectiveFrom == .distantPast && rate.effectiveUntil == .distantFuture
            trie[rate.prefix, rate.prefixCount] = Int32(groups.count)
            groups.append(
                PrefixGroup(first: Int32(i), count: Int32(end - i), shorter: -1, prefixCount: rate.prefixCount, isUnconditional: isUnconditional))
            i = end
        }
        var entries: [PrefixIntervals.Entry] = []
        entries.reserveCapacity(groups.count)
        for index in groups.indices {
            let first = order[Int(groups[index].first)]
            let rate = deck.rates[Int(first)]
            groups[index].shorter = trie.valueOfShorterPrefix(of: rate.prefix, count: rate.prefixCount)
            entries.append(
                PrefixIntervals.Entry(
                    prefix: rate.prefix, count: rate.prefixCount, value: groups[index].isUnconditional ? first : -2 - Int32(index)))
        }
        intervals = PrefixIntervals(entries)
        candidates = order.map { place in
            let rate = deck.rates[Int(place)]
            return Candidate(effectiveFrom: rate.effectiveFrom, effectiveUntil: rate.effectiveUntil, band: rate.band, rate: place)
        }
        self.groups = groups
        self.trie = trie
    }

    private static func isSamePrefix(_ a: Rate, _ b: Rate) -> Bool { a.prefix == b.prefix && a.prefixCount == b.prefixCount }

    /// The rates prefix by prefix, those of one prefix in the order of §5: with a band first, then the later `effective_from`, then the file's.
    private static func orderOfTrial(_ rates: [Rate]) -> [Int32] {
        Array(0..<Int32(rates.count)).sorted { a, b in
            let (first, second) = (rates[Int(a)], rates[Int(b)])
            if first.prefix != second.prefix { return first.prefix < second.prefix }
            if first.prefixCount != second.prefixCount { return first.prefixCount < second.prefixCount }
            if (first.band >= 0) != (second.band >= 0) { return first.band >= 0 }
            if first.effectiveFrom != second.effectiveFrom { return first.effectiveFrom > second.effectiveFrom }
            return a < b
        }
    }

    /// Asks for what ``rate(of:at:bands:found:)`` reads of what the search found.
    @inline(__always)
    func prefetch(_ found: Int32) {
        // Which of them it is nobody can foresee, and a hint too many costs less than a branch.
        rates.prefetch(Int(max(found, 0)))
        groups.prefetch(Int(max(-2 &- found, 0)))
    }

    /// Asks for what is read behind that, where what applies depends on the time.
    @inline(__always)
    func prefetchCandidates(_ found: Int32) { if found < -1 { candidates.prefetch(Int(groups[Int(-2 - found)].first)) } }

    /// Asks for what a search of a number of fifteen digits reads first.
    @inline(__always)
    func prefetchHead(_ place: UInt64) { intervals.prefetchHead(place) }

    /// Asks for what it reads second.
    @inline(__always)
    func prefetchIntervals(_ place: UInt64) { intervals.prefetchIntervals(place) }

    /// What the search finds; or 1 for `goesOn`, and ``searchOn(_:)`` has to be asked.
    @inline(__always)
    func search(_ place: UInt64) -> (value: Int32, goesOn: UInt8) { intervals.firstValue(place) }

    /// What the search finds where it takes longer.
    @inline(__always)
    func searchOn(_ place: UInt64) -> Int32 { intervals.valueBehind(place) }

    /// The rate of a call to `number` that starts at `start`; −1 if none applies.
    @inline(__always)
    func rate(of number: PhoneNumber, at start: Instant, bands: [Band]) -> Int32 {
        rate(of: number, at: start, bands: bands, found: intervals.value(PrefixIntervals.place(number)))
    }

    /// The same, where the search has been done.
    @inline(__always)
    func rate(of number: PhoneNumber, at start: Instant, bands: [Band], found: Int32) -> Int32 {
        if found == -1 || (found >= 0 && rates[Int(found)].prefixCount <= number.digitCount) { return found }
        // Digits that a number does not have cannot match: then the trie tells which prefix does.
        let isReachable = found < -1 && groups[Int(-2 - found)].prefixCount <= number.digitCount
        return conditionalRate(isReachable ? -2 - found : trie.match(number).value, at: start, bands: bands)
    }

    /// The first rate that applies, from this group to those of shorter prefixes.
    private func conditionalRate(_ longest: Int32, at start: Instant, bands: [Band]) -> Int32 {
        var group = longest
        while group >= 0 {
            let prefix = groups[Int(group)]
            for i in Int(prefix.first)..<Int(prefix.first + prefix.count) {
                let candidate = candidates[i]
                if candidate.effectiveFrom <= start, start < candidate.effectiveUntil,
                    candidate.band < 0 || bands[Int(candidate.band)].contains(start)
                {
                    return candidate.rate
                }
            }
            group = prefix.shorter
        }
        return -1
    }
}
