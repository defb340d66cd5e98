import CallModel
import Catalogue

extension Rater {
    /// Finds the rate (rating-rules.md §5) and prices the whole call (§6, §8.2); without one the call is suspended, or free if it is inbound.
    func price(_ rated: inout RatedCall, _ call: Call) {
        let tariff = Int(tariffOf[Int(rated.organization)])
        let isInbound = rated.callClass == .inbound
        let number = call.calleeNumber
        if !number.isNumber {
            if !isInbound { rated.suspension = .badNumber }
            return
        }
        let decks = isInbound ? tollFree : outbound
        let found = decks[tariff].rate(of: number, at: call.start, bands: catalogue.bands)
        if found < 0 {
            if !isInbound { rated.suspension = .noRate }
            return
        }
        let rate = decks[tariff].rates[Int(found)]
        rated.isPriced = true
        rated.rate = found
        rated.drawsOnAllowances = rated.callClass.needsUser && rate.inPlans
        rated.destination = rate.needsNumberingPlan ? CompiledDeck.country(numberingPlan.longest(number)) : rate.country
        if number.maskedCount > 0 { rated.isMasked = decks[tariff].trie.match(number).goesOn }
        let billed = Rater.billedSeconds(call.durationSeconds, initial: rate.initialIncrementSeconds, increment: rate.incrementSeconds)
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
