internal import CallModel

/// Rates by prefix, validity and band: an open-addressed table, 0 where empty. The lower half of a slot is the rate's place + 1, the upper half
/// that of its hash, so that other rates are told apart without a look at them.
package struct RateSet {
    private var slots: [UInt64]

    /// No rates, with room for so many.
    package init(minimumCapacity count: Int) {
        var size = 16
        while size < count * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
    }

    /// Records a rate that stands, or will stand, at that place of `rates`; the earlier one of the same prefix, validity and band, if there is one.
    ///
    /// - Precondition: No more rates are recorded than there is room for.
    package mutating func insert(_ rate: Rate, at place: Int, among rates: [Rate]) -> Int? {
        let mask = slots.count - 1
        var hash = rate.prefix &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(rate.prefixCount) << 32 ^ UInt64(truncatingIfNeeded: rate.band)
        hash = (hash ^ UInt64(bitPattern: rate.effectiveFrom.epochSeconds)) &* 0xE703_7ED1_A0B4_28DB
        hash = (hash ^ hash >> 29 ^ UInt64(bitPattern: rate.effectiveUntil.epochSeconds)) &* 0xA076_1D64_78BD_642F
        hash ^= hash >> 32
        var i = Int(truncatingIfNeeded: hash) & mask
        while slots[i] != 0 {
            let other = (slots[i] ^ hash) >> 32 == 0 ? rates[Int(slots[i] & 0xFFFF_FFFF) - 1] : nil
            if let other, other.prefix == rate.prefix, other.prefixCount == rate.prefixCount, other.band == rate.band,
                other.effectiveFrom == rate.effectiveFrom, other.effectiveUntil == rate.effectiveUntil
            {
                return Int(slots[i] & 0xFFFF_FFFF) - 1
            }
            i = (i + 1) & mask
        }
        slots[i] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(place + 1)
        return nil
    }
}
