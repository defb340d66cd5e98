import CallModel
import SeededRandom
import Testing

@testable import Settlement

/// The table of one day's calls, against a dictionary.
struct FingerprintTableTests {
    private enum Shape: CaseIterable {
        /// As hashes are.
        case random
        /// Ascending, as a ledger might hold them, and descending.
        case ascending, descending
        /// Few upper halves, many lower ones.
        case equalUpperHalves
        /// All at the very end of the range, whose last line runs over into the first.
        case endOfRange
        /// All at its beginning, 0 and 1 among them.
        case beginningOfRange
        /// As hashes are in the upper half, with one tag for all.
        case equalTags
        /// Two lines' worth of places, with tags 0, 1 and 255.
        case fewTags

        func fingerprint(_ i: Int, _ random: inout Random) -> Fingerprint {
            let low = UInt64.random(in: 0...3, using: &random)
            switch self {
            case .random: return Fingerprint(high: random.next(), low: random.next())
            case .ascending: return Fingerprint(high: UInt64(i) << 50 | 1, low: low)
            case .descending: return Fingerprint(high: .max - UInt64(i) << 50, low: low)
            case .equalUpperHalves:
                return Fingerprint(high: UInt64.random(in: 1...5, using: &random) << 61, low: UInt64.random(in: 0...999, using: &random))
            case .endOfRange: return Fingerprint(high: .max - UInt64.random(in: 0...2000, using: &random), low: low)
            case .beginningOfRange: return Fingerprint(high: UInt64.random(in: 0...2000, using: &random), low: low)
            case .equalTags: return Fingerprint(high: random.next(), low: 0x77 << 56 | low)
            case .fewTags:
                let tag: UInt64 = [0, 1, 255].randomElement(using: &random)!
                return Fingerprint(high: UInt64.random(in: 0...1, using: &random) << 63, low: tag << 56 | UInt64.random(in: 0...500, using: &random))
            }
        }
    }

    @Test("Every call is found again, and no other, in whatever order they come")
    func againstDictionary() {
        for (seed, shape) in Shape.allCases.enumerated() {
            var random = Random(seed: UInt64(seed))
            let table = FingerprintTable()
            var known: [Fingerprint: UInt32] = [:]
            var asked: [Fingerprint] = []
            for i in 0..<6000 {
                let isOld = !asked.isEmpty && Int.random(in: 0..<4, using: &random) == 0
                let fingerprint = isOld ? asked.randomElement(using: &random)! : shape.fingerprint(i, &random)
                let check = UInt32.random(in: 0...1, using: &random)
                let expected: FingerprintTable.Finding = known[fingerprint].map { $0 == check ? .same : .different } ?? .new
                let found = table.find(fingerprint, check: check)
                #expect(found == expected, "\(shape) \(i)")
                if Bool.random(using: &random) {
                    let inserted = table.insert(fingerprint, check: check)
                    #expect(inserted == expected, "\(shape) \(i)")
                    if expected == .new { known[fingerprint] = check }
                }
                asked.append(fingerprint)
            }
            #expect(table.count == known.count)
            for (fingerprint, check) in known {
                let (same, different) = (table.find(fingerprint, check: check), table.find(fingerprint, check: check ^ 1))
                #expect(same == .same && different == .different, "\(shape)")
            }
        }
    }

    @Test("The upper half 0 is a fingerprint as any other")
    func zero() {
        let table = FingerprintTable()
        let zero = Fingerprint(high: 0, low: 0)
        #expect(table.find(zero, check: 0) == .new)
        #expect(table.insert(zero, check: 0) == .new)
        #expect(table.insert(zero, check: 0) == .same)
        #expect(table.find(zero, check: 1) == .different)
        #expect(table.find(Fingerprint(high: 0, low: 1), check: 0) == .new)
        #expect(table.find(Fingerprint(high: 1, low: 0), check: 0) == .new)
        #expect(table.count == 1)
    }

    @Test("A million entries take no more than 31 bytes each, and no more than 30 at any size from 100,000 on")
    func size() {
        var random = Random(seed: 5)
        let table = FingerprintTable()
        var most = 0.0
        for i in 1...1_000_000 {
            _ = table.insert(Fingerprint(high: random.next(), low: random.next()), check: 0)
            if i >= 100_000 { most = max(most, Double(table.byteCount) / Double(i)) }
        }
        #expect(table.count == 1_000_000)
        #expect(table.byteCount <= 31_000_000)
        #expect(most <= 30)
    }

    @Test("A cluster at the end of the range does not blow the table up")
    func sizeOfCluster() {
        let table = FingerprintTable()
        for i in 0..<8000 { _ = table.insert(Fingerprint(high: .max - UInt64(i) % 100, low: UInt64(i)), check: 0) }
        #expect(table.count == 8000)
        #expect(table.byteCount <= 8000 * 50)
    }

    @Test("A table grows to what is expected, within reason, and knows the same", arguments: [(isSure: false, most: 8), (true, 16)])
    func expectations(isSure: Bool, most: Int) {
        var random = Random(seed: 6)
        let entries = (0..<3000).map { _ in Fingerprint(high: random.next(), low: random.next()) }
        for expected in [0, 1, 1000, 1500, 10_000, 1_000_000, .max] {
            let table = FingerprintTable()
            for i in 0..<1000 { _ = table.insert(entries[i], check: UInt32(i)) }
            let before = table.byteCount
            while table.hasRoom(for: 1) { _ = table.insert(entries[table.count], check: UInt32(table.count)) }
            let count = table.count
            table.grow(for: 1, expecting: expected, isSure: isSure)
            #expect(table.count == count && table.hasRoom(for: count / 2 - 10))
            // Twice the most, if that is all.
            let times = expected <= 2 * most * count ? 2 * most : most
            #expect(table.byteCount > before && table.byteCount < (times + 1) * before)
            if expected <= 2 * most * count { #expect(table.hasRoom(for: expected - count)) }
            for i in 0..<count { #expect(table.find(entries[i], check: UInt32(i)) == .same) }
            for i in count..<3000 { #expect(table.find(entries[i], check: 0) == .new) }
        }
    }

    @Test("The log has the entries as the ledger keeps them, in the order in which they came")
    func log() {
        var random = Random(seed: 7)
        let table = FingerprintTable()
        var expected: [UInt8] = []
        var known: Set<Fingerprint> = []
        for _ in 0..<5000 {
            let fingerprint = Fingerprint(high: UInt64.random(in: 0...2000, using: &random), low: 1)
            let check = UInt32.random(in: 0...(.max), using: &random)
            _ = table.insert(fingerprint, check: check)
            if known.insert(fingerprint).inserted { SeenEntry(fingerprint, check).append(to: &expected) }
        }
        var bytes: [UInt8] = []
        table.append(0..<table.count, to: &bytes)
        #expect(bytes == expected)
        var part: [UInt8] = []
        table.append(100..<200, to: &part)
        #expect(part == Array(expected[2000..<4000]))
        let again = FingerprintTable()
        for _ in 0..<2 { again.load(bytes.span) }
        var loaded: [UInt8] = []
        again.append(0..<again.count, to: &loaded)
        #expect(loaded == expected)
    }
}
