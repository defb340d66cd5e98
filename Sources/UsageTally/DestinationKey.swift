internal import CallModel

/// The key of a cell by destination in one word: destination and country above, then the number of the kind, the organization and the reach.
///
/// A catalogue has so many destinations and organizations that two words would be needed in general, and so few in fact that one is enough, which halves
/// the cell. What is left for numbers of kinds is bounded: ``kindCountMax``; who needs more sets aside what was counted and begins anew.
struct DestinationKey: Sendable {
    private let kindBits: UInt64
    private let organizationCount: UInt64
    /// Kinds that can be told apart; at least 1.
    let kindCountMax: Int

    private static let reachBits: UInt64 = 2

    /// - Precondition: Destinations times organizations are at most 2⁵²: each of them takes memory.
    init(destinationCount: Int, organizationCount: Int) {
        let bits = UInt64((UInt64(destinationCount) << WideCell.countryBits - 1).leadingZeroBitCount)
        let organizations = UInt64(max(organizationCount, 1))
        let kindCount = (1 << (bits - DestinationKey.reachBits)) / organizations
        precondition(kindCount >= 1, "a catalogue of \(destinationCount) destinations and \(organizationCount) organizations")
        kindBits = bits
        self.organizationCount = organizations
        kindCountMax = Int(min(kindCount, 1 << 31))
    }

    /// The key of a call of the kind 1. A call that is not priced has neither destination nor reach.
    @inline(__always)
    func pack(_ rated: borrowing RatedCall) -> UInt64 {
        let place = UInt64(rated.destinationName) &<< WideCell.countryBits | UInt64(rated.destination.ordinal)
        // One more than the reach, so that no key is 0.
        let below = UInt64(UInt32(bitPattern: rated.organization)) &<< DestinationKey.reachBits | UInt64(rated.reach.rawValue &+ 1)
        return place &<< kindBits | below
    }

    /// What turns a key of the kind 1 into one of another kind, added to it. Kinds are numbered from 1.
    @inline(__always)
    func difference(ofKind kind: UInt32) -> UInt64 { UInt64(kind &- 1) &* organizationCount &<< DestinationKey.reachBits }

    /// What a key was made of; `place` is destination and country, as ``WideCell`` has them.
    func unpack(_ key: UInt64) -> (place: UInt64, kind: Int, organization: Int32, reach: UInt64) {
        let below = key & (1 << kindBits - 1)
        let (kind, organization) = (below >> DestinationKey.reachBits).quotientAndRemainder(dividingBy: organizationCount)
        return (key >> kindBits, Int(kind) + 1, Int32(organization), below & (1 << DestinationKey.reachBits - 1) - 1)
    }
}
