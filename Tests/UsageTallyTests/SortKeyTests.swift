import SeededRandom
import Testing

@testable import UsageTally

/// Keys digit by digit, against comparing them.
@Suite struct SortKeyTests {
    /// Which bits of the words the keys differ in.
    static let masks: [(high: UInt64, low: UInt64)] = [
        (0, 0), (0, 7), (7, 0), (.max, .max), (0xF000_0000_0000_0000, 0), (0x3F_E000_0000, 0x7FFF << 17), (0x1C, 0xFFFF_FFFF_0000_0000),
    ]

    @Test(arguments: [0, 1, 2, SortKey.comparedMax, SortKey.comparedMax + 1, 5000], masks.indices)
    func `keys come in the order of their words, equal ones in any`(count: Int, mask: Int) {
        var random = Random(seed: UInt64(count * 31 + mask))
        let mask = SortKeyTests.masks[mask]
        let (high, low) = (random.next() & ~mask.high, random.next() & ~mask.low)
        var keys = (0..<count).map { place in
            SortKey(high: high | random.next() & mask.high, low: low | random.next() & mask.low, place: UInt32(place))
        }
        let given = keys
        SortKey.sort(&keys)
        let expected = given.sorted { ($0.high, $0.low) < ($1.high, $1.low) }
        #expect(keys.map(\.high) == expected.map(\.high))
        #expect(keys.map(\.low) == expected.map(\.low))
        // Each is there once, with its own words.
        #expect(keys.map(\.place).sorted() == given.map(\.place))
        #expect(keys.allSatisfy { given[Int($0.place)].high == $0.high && given[Int($0.place)].low == $0.low })
    }
}
