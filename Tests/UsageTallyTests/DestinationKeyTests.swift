import CallModel
import SeededRandom
import Testing

@testable import UsageTally

/// The key by destination: what is packed comes out again, and no key is 0.
@Suite struct DestinationKeyTests {
    @Test(arguments: [
        (destinations: 1, organizations: 1), (2, 1), (5_000, 50), (1_000_000, 1_000_000), (1 << 32, 1), (1 << 32, 1 << 20), (1, Int(Int32.max)),
    ])
    func `what is packed comes out again`(destinations: Int, organizations: Int) {
        let key = DestinationKey(destinationCount: destinations, organizationCount: organizations)
        #expect(key.kindCountMax >= 1)
        var random = Random(seed: UInt64(destinations ^ organizations))
        for turn in 0..<200 {
            // The corners first.
            let isLast = turn == 0
            let destination = UInt32(isLast ? destinations - 1 : Int(random.next() % UInt64(destinations)))
            let organization = Int32(isLast ? organizations - 1 : Int(random.next() % UInt64(organizations)))
            let kind = UInt32(isLast ? key.kindCountMax : turn == 1 ? 1 : 1 + Int(random.next() % UInt64(key.kindCountMax)))
            let country = UInt16(isLast ? UInt64(Country.ordinalCount - 1) : random.next() % UInt64(Country.ordinalCount))
            let reach = CallReach.allCases[isLast ? 2 : Int(random.next() % 3)]
            var rated = RatedCall()
            rated.destinationName = destination
            rated.destination = Country.at(ordinal: country)
            rated.organization = organization
            rated.reach = reach
            let packed = key.pack(rated) + key.difference(ofKind: kind)
            #expect(packed != 0)
            let (place, number, payer, reached) = key.unpack(packed)
            #expect(place == UInt64(destination) << 10 | UInt64(country))
            #expect(number == Int(kind))
            #expect(payer == organization)
            #expect(reached == UInt64(reach.rawValue))
        }
    }
}
