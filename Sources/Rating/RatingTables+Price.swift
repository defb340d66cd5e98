import CallModel
import Catalogue

extension RatingTables {
    /// Finds the rate (rating-rules.md §5) and prices the whole call (§6, §8.2); without one the call is suspended, or free if it is inbound.
    func price(_ rated: inout RatedCall, _ call: borrowing Call) {
        let tariff = Int(tariffOf[Int(rated.organization)])
        if rated.callClass == .inbound {
            price(&rated, call, tollFree[tariff], tariff)
        } else if call.calleeNumber.isNumber {
            if !price(&rated, call, outbound[tariff], tariff) { rated.suspension = .noRate }
        } else {
            rated.suspension = .badNumber
        }
    }

    /// Prices a call by a deck; `false` if no rate applies.
    @discardableResult @inline(__always)
    private func price(_ rated: inout RatedCall, _ call: borrowing Call, _ deck: borrowing CompiledDeck, _ tariff: Int) -> Bool {
        let number = call.calleeNumber
        if !number.isNumber { return false }
        let found = deck.rate(of: number, at: call.start, bands: catalogue.bands)
        if found < 0 { return false }
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
        return true
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
