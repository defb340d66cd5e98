import CallModel
import Catalogue

extension RatingTables {
    /// Asks for what the search of the outbound decks reads first, of the calls whose number has to be searched.
    func prefetchHeads(_ calls: UInt64, _ scratch: Span<Rater.Scratch>) {
        calls.forEachBit { k in outbound.with(scratch[k].tariff) { $0.prefetchHead(scratch[k].place) } }
    }

    /// Asks for what the search reads second.
    func prefetchIntervals(_ calls: UInt64, _ scratch: Span<Rater.Scratch>) {
        calls.forEachBit { k in outbound.with(scratch[k].tariff) { $0.prefetchIntervals(scratch[k].place) } }
    }

    /// Finds the intervals of the called numbers, and asks for the rates to which they lead.
    func searchPrefixes(_ calls: UInt64, _ scratches: inout [Rater.Scratch]) {
        var scratch = scratches.mutableSpan
        var longer: UInt64 = 0
        calls.forEachBit { k in
            let (tariff, place) = (scratch[k].tariff, scratch[k].place)
            let (found, goesOn) = outbound.with(tariff) { $0.search(place) }
            scratch[k].found = found
            longer |= UInt64(goesOn) &<< UInt64(k)
        }
        longer.forEachBit { k in
            let (tariff, place) = (scratch[k].tariff, scratch[k].place)
            scratch[k].found = outbound.with(tariff) { $0.searchOn(place) }
        }
        calls.forEachBit { k in
            let (tariff, found) = (scratch[k].tariff, scratch[k].found)
            outbound.with(tariff) { $0.prefetch(found) }
        }
        calls.forEachBit { k in
            let (tariff, found) = (scratch[k].tariff, scratch[k].found)
            outbound.with(tariff) { $0.prefetchCandidates(found) }
        }
    }

    /// Finds the rates (rating-rules.md §5) of the calls of a block and prices them; a call without one is suspended, or free if it is inbound.
    ///
    /// Those whose number was searched before the others, as which were nobody can foresee.
    func price(
        _ calls: UInt64, searched: UInt64, _ block: Range<Int>, _ source: Span<Call>, _ ratedCalls: inout [RatedCall], _ scratch: Span<Rater.Scratch>
    ) {
        var rated = ratedCalls.mutableSpan
        (calls & searched).forEachBit { k in
            let i = block.lowerBound &+ k
            outbound.with(scratch[k].tariff) { deck in
                let rate = deck.rate(of: source[i].calleeNumber, at: source[i].start, bands: catalogue.bands, found: scratch[k].found)
                if rate < 0 {
                    rated[i].suspension = .noRate
                } else {
                    price(&rated[i], source[i], deck, Int(scratch[k].tariff), rate)
                }
            }
        }
        (calls & ~searched).forEachBit { k in
            let i = block.lowerBound &+ k
            // What is not inbound was not searched as it is no number.
            if rated[i].callClass != .inbound {
                rated[i].suspension = .badNumber
            } else if source[i].calleeNumber.isNumber {
                tollFree.with(scratch[k].tariff) { deck in
                    let rate = deck.rate(of: source[i].calleeNumber, at: source[i].start, bands: catalogue.bands)
                    price(&rated[i], source[i], deck, Int(scratch[k].tariff), rate)
                }
            }
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
