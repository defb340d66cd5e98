import CallModel
import Catalogue

extension RatingTables {
    /// Notes the number that has to be searched, and asks for what the search reads first.
    @inline(__always)
    func prepareSearch(_ scratch: inout Rater.Scratch, _ number: PhoneNumber, organization: Int32) {
        if !number.isNumber { return }
        scratch.tariff = tariffOf[Int(organization)]
        scratch.place = PrefixIntervals.place(number)
        outboundSearch[Int(scratch.tariff)].prefetchHead(scratch.place)
    }

    /// Finds the intervals of the called numbers of a block in the outbound decks, each step for all of them.
    func searchPrefixes(_ scratches: inout [Rater.Scratch], _ count: Int) {
        var scratch = scratches.mutableSpan
        for k in 0..<count where scratch[k].place != 0 { outboundSearch[Int(scratch[k].tariff)].prefetchIntervals(scratch[k].place) }
        for k in 0..<count where scratch[k].place != 0 {
            let found = outboundSearch[Int(scratch[k].tariff)].value(scratch[k].place)
            scratch[k].found = found
            if found >= 0 { outboundRates[Int(scratch[k].tariff)].prefetch(Int(found)) }
        }
    }

    /// Finds the rate (rating-rules.md §5) and prices the whole call (§6, §8.2); without one the call is suspended, or free if it is inbound.
    func price(_ rated: inout RatedCall, _ call: borrowing Call, found: Int32) {
        let tariff = Int(tariffOf[Int(rated.organization)])
        if rated.callClass == .inbound {
            let deck = tollFree[tariff]
            if call.calleeNumber.isNumber {
                price(&rated, call, deck, tariff, deck.rate(of: call.calleeNumber, at: call.start, bands: catalogue.bands))
            }
        } else if call.calleeNumber.isNumber {
            let deck = outbound[tariff]
            let rate = deck.rate(of: call.calleeNumber, at: call.start, bands: catalogue.bands, found: found)
            if rate < 0 {
                rated.suspension = .noRate
            } else {
                price(&rated, call, deck, tariff, rate)
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
        rated.drawsOnAllowances = rated.callClass.needsUser && rate.inPlans
        rated.destination = rate.needsNumberingPlan ? numberingPlan.country(of: number) : rate.country
        if number.maskedCount > 0 { rated.isMasked = deck.trie.match(number).goesOn }
        let billed = RatingTables.billedSeconds(call.durationSeconds, initial: rate.initialIncrementSeconds, increment: rate.incrementSeconds)
        rated.billedSeconds = billed
        rated.fullCharge = roundings[tariff].charge(perMinute: rate.perMinute, seconds: Int64(billed))
        rated.connectionFee = rate.connectionFee
    }

    /// Seconds billed for a duration (rating-rules.md §6).
    @inline(__always)
    static func billedSeconds(_ duration: Int32, initial: Int32, increment: Int32) -> Int32 {
        if duration == 0 { return 0 }
        if duration <= initial { return initial }
        let over = duration - initial
        if increment == 1 { return duration }
        return initial + (over + increment - 1) / increment * increment
    }
}
