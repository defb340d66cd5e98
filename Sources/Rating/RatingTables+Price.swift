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
            var ofTariff = RatingTables.take(tariff, from: &left, scratches.span)
            var rest = ofTariff
            var scratch = scratches.mutableSpan
            while ofTariff != 0 {
                let k = ofTariff.trailingZeroBitCount
                ofTariff &= ofTariff &- 1
                let found = search.value(scratch[k].place)
                scratch[k].found = found
                deck.prefetch(found)
            }
            while rest != 0 {
                deck.prefetchCandidates(scratch[rest.trailingZeroBitCount].found)
                rest &= rest &- 1
            }
        }
    }

    /// Finds the rates (rating-rules.md §5) of the calls of a block and prices them; a call without one is suspended, or free if it is inbound.
    ///
    /// The calls of one tariff after those of another, so that its decks are taken in hand once, not for each call.
    func price(_ calls: UInt64, _ block: Range<Int>, _ source: Span<Call>, _ ratedCalls: inout [RatedCall], _ scratch: Span<Rater.Scratch>) {
        var rated = ratedCalls.mutableSpan
        var left = calls
        while left != 0 {
            let tariff = scratch[left.trailingZeroBitCount].tariff
            let deck = outbound[Int(tariff)]
            let tollFreeDeck = tollFree[Int(tariff)]
            var ofTariff = RatingTables.take(tariff, from: &left, scratch)
            while ofTariff != 0 {
                let k = ofTariff.trailingZeroBitCount
                ofTariff &= ofTariff &- 1
                let i = block.lowerBound + k
                price(&rated[i], source[i], deck, tollFreeDeck, Int(tariff), found: scratch[k].found)
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
        var rest = left
        while rest != 0 {
            let k = rest.trailingZeroBitCount
            rest &= rest &- 1
            if scratch[k].tariff != tariff { continue }
            left &= ~(1 << UInt64(k))
            body(k)
        }
    }

    @inline(__always)
    private func price(
        _ rated: inout RatedCall, _ call: borrowing Call, _ outbound: CompiledDeck, _ tollFree: CompiledDeck, _ tariff: Int, found: Int32
    ) {
        if rated.callClass == .inbound {
            if call.calleeNumber.isNumber {
                price(&rated, call, tollFree, tariff, tollFree.rate(of: call.calleeNumber, at: call.start, bands: catalogue.bands))
            }
        } else if call.calleeNumber.isNumber {
            let rate = outbound.rate(of: call.calleeNumber, at: call.start, bands: catalogue.bands, found: found)
            if rate < 0 {
                rated.suspension = .noRate
            } else {
                price(&rated, call, outbound, tariff, rate)
            }
        } else {
            rated.suspension = .badNumber
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
