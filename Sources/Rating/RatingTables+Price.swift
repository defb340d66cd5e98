import CallModel
import Catalogue

extension RatingTables {
    /// Asks for what the search of the outbound decks reads first, of the calls whose number has to be searched.
    func prefetchHeads(_ calls: UInt64, _ scratch: Span<Rater.Scratch>) {
        forEachSearch(calls, scratch) { search, place in search.prefetchHead(place) }
    }

    /// Asks for what the search reads second.
    func prefetchIntervals(_ calls: UInt64, _ scratch: Span<Rater.Scratch>) {
        forEachSearch(calls, scratch) { search, place in search.prefetchIntervals(place) }
    }

    /// Calls `body` for each number that has to be searched, with the search of its tariff, which is taken in hand once a block.
    @inline(__always)
    private func forEachSearch(_ calls: UInt64, _ scratch: Span<Rater.Scratch>, _ body: (PrefixIntervals, UInt64) -> Void) {
        var left = calls
        while left != 0 {
            let tariff = scratch[left.trailingZeroBitCount].tariff
            let search = outboundSearch[Int(tariff)]
            RatingTables.forEach(of: tariff, in: &left, scratch) { body(search, scratch[$0].place) }
        }
    }

    /// Finds the intervals of the called numbers, and asks for the rates to which they lead.
    func searchPrefixes(_ calls: UInt64, _ scratches: inout [Rater.Scratch]) {
        var left = calls
        while left != 0 {
            let tariff = scratches[left.trailingZeroBitCount].tariff
            let deck = outbound[Int(tariff)]
            let search = deck.search
            let ofTariff = RatingTables.take(tariff, from: &left, scratches.span)
            var scratch = scratches.mutableSpan
            ofTariff.forEachBit { k in
                let found = search.value(scratch[k].place)
                scratch[k].found = found
                deck.prefetch(found)
            }
            ofTariff.forEachBit { k in deck.prefetchCandidates(scratch[k].found) }
        }
    }

    /// Finds the rates (rating-rules.md §5) of the calls of a block and prices them; a call without one is suspended, or free if it is inbound.
    ///
    /// The calls of one tariff after those of another, so that its decks are taken in hand once, not for each call; and of one tariff those whose number was
    /// searched before the others, as which were nobody can foresee.
    func price(
        _ calls: UInt64, searched: UInt64, _ block: Range<Int>, _ source: Span<Call>, _ ratedCalls: inout [RatedCall], _ scratch: Span<Rater.Scratch>
    ) {
        var rated = ratedCalls.mutableSpan
        var left = calls
        while left != 0 {
            let tariff = scratch[left.trailingZeroBitCount].tariff
            let deck = outbound[Int(tariff)]
            let tollFreeDeck = tollFree[Int(tariff)]
            let ofTariff = RatingTables.take(tariff, from: &left, scratch)
            (ofTariff & searched).forEachBit { k in
                let i = block.lowerBound &+ k
                let rate = deck.rate(of: source[i].calleeNumber, at: source[i].start, bands: catalogue.bands, found: scratch[k].found)
                if rate < 0 {
                    rated[i].suspension = .noRate
                } else {
                    price(&rated[i], source[i], deck, Int(tariff), rate)
                }
            }
            (ofTariff & ~searched).forEachBit { k in
                let i = block.lowerBound &+ k
                // What is not inbound was not searched as it is no number.
                if rated[i].callClass != .inbound {
                    rated[i].suspension = .badNumber
                } else if source[i].calleeNumber.isNumber {
                    let rate = tollFreeDeck.rate(of: source[i].calleeNumber, at: source[i].start, bands: catalogue.bands)
                    price(&rated[i], source[i], tollFreeDeck, Int(tariff), rate)
                }
            }
        }
    }

    /// Takes the calls of a tariff out of `left`.
    @inline(__always)
    private static func take(_ tariff: Int32, from left: inout UInt64, _ scratch: Span<Rater.Scratch>) -> UInt64 {
        let all = left
        forEach(of: tariff, in: &left, scratch) { _ in }
        return all & ~left
    }

    /// Calls `body` for each call of a tariff, and takes it out of `left`.
    @inline(__always)
    private static func forEach(of tariff: Int32, in left: inout UInt64, _ scratch: Span<Rater.Scratch>, _ body: (Int) -> Void) {
        let all = left
        all.forEachBit { k in
            if scratch[k].tariff != tariff { return }
            left &= ~(1 << UInt64(k))
            body(k)
        }
    }

    /// Prices a call by a rate of a deck, or not if there is none.
    @inline(__always)
    private func price(_ rated: inout RatedCall, _ call: borrowing Call, _ deck: CompiledDeck, _ tariff: Int, _ found: Int32) {
        if found < 0 { return }
        let number = call.calleeNumber
        let rate = deck.rates[Int(found)]
        rated.isPriced = true
        rated.rate = found
        rated.destinationName = rate.destinationName
        rated.drawsOnAllowances = rated.callClass.needsUser.bit & rate.inPlans.bit != 0
        rated.destination = rate.needsNumberingPlan ? numberingPlan.country(of: number) : rate.country
        // Whose calls reach anywhere nobody can foresee: so that it is found for all, and masked.
        let isDomestic = domestic.contains(rated.destination, from: Int(users[Int(max(rated.user, 0))].location.ordinal))
        rated.reach = CallReach(isDomestic: isDomestic, isAUsersCall: (rated.user >= 0).bit & ~rated.isInbound.bit)
        if number.maskedCount > 0 { rated.isMasked = deck.trie.match(number).goesOn }
        let billed = RatingTables.billedSeconds(call.durationSeconds, initial: rate.initialIncrementSeconds, increment: rate.incrementSeconds)
        rated.billedSeconds = billed
        rated.fullCharge = roundings[tariff].charge(perMinute: rate.perMinute, seconds: Int64(billed))
        rated.connectionFee = rate.connectionFee
    }

    /// Seconds billed for a duration (rating-rules.md §6).
    @inline(__always)
    static func billedSeconds(_ duration: Int32, initial: Int32, increment: Int32) -> Int32 {
        // Without a branch: how long a call is beside its rate's increments nobody can foresee. A quotient of 32 bits costs less than a wrong guess.
        let over = UInt32(truncatingIfNeeded: max(duration &- initial, 0))
        let step = UInt32(truncatingIfNeeded: increment)
        let billed = initial &+ Int32(truncatingIfNeeded: (over &+ step &- 1) / step &* step)
        return billed & (0 &- Int32((duration > 0).bit))
    }
}
