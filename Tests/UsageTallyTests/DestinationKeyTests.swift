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
            let (country, reach) = (UInt16(isLast ? 1023 : random.next() % 1024), UInt8(isLast ? 2 : random.next() % 3))
            let packed = key.pack(destination: destination, country: country, kind: kind, organization: organization, reach: reach)
            #expect(packed != 0)
            let (place, number, payer, reached) = key.unpack(packed)
            #expect(place == UInt64(destination) << 10 | UInt64(country))
            #expect(number == Int(kind))
            #expect(payer == organization)
            #expect(reached == UInt64(reach))
        }
    }
}
