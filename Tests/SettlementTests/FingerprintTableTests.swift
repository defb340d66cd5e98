import CallModel
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
        /// All at the very end of the range, where the last cluster runs beyond the places.
        case endOfRange
        /// All at its beginning, 0 and 1 among them.
        case beginningOfRange

        func fingerprint(_ i: Int, _ random: inout Random) -> Fingerprint {
            let low = UInt64.random(in: 0...3, using: &random)
            switch self {
            case .random: return Fingerprint(high: random.next(), low: random.next())
            case .ascending: return Fingerprint(high: UInt64(i) << 50 | 1, low: low)
            case .descending: return Fingerprint(high: .max - UInt64(i) << 50, low: low)
            case .equalUpperHalves:
                return Fingerprint(high: UInt64.random(in: 1...5, using: &random) << 61, low: UInt64.random(in: 0...999, using: &random))
            case .endOfRange: return Fingerprint(high: .max - UInt64.random(in: 0...2000, using: &random), low: low)
            case .beginningOfRange: return Fingerprint(high: UInt64.random(in: 2...2000, using: &random), low: low)
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

    @Test("The upper half 0, which marks an empty place, is a fingerprint as well")
    func zero() {
        let table = FingerprintTable()
        let zero = Fingerprint(high: 0, low: 0)
        #expect(table.find(zero, check: 0) == .new)
        #expect(table.insert(zero, check: 0) == .new)
        #expect(table.insert(zero, check: 0) == .same)
        #expect(table.find(zero, check: 1) == .different)
        #expect(table.find(Fingerprint(high: 0, low: 1), check: 0) == .new)
        #expect(table.count == 1)
    }

    @Test("A million entries take no more than 31 bytes each, and no more than 32 at any size on the way")
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
        #expect(most <= 32)
    }

    @Test("A cluster at the end of the range does not blow the table up")
    func sizeOfCluster() {
        let table = FingerprintTable()
        for i in 0..<8000 { _ = table.insert(Fingerprint(high: .max - UInt64(i) % 100, low: UInt64(i)), check: 0) }
        #expect(table.count == 8000)
        #expect(table.byteCount <= 8000 * 50)
    }

    @Test("What the index writes it reads again, byte by byte as the ledger keeps it")
    func roundTrip() {
        var bytes: [UInt8] = []
        DuplicateIndex.append(Fingerprint(high: 0x0102_0304_0506_0708, low: 0x1112_1314_1516_1718), check: 0x2122_2324, to: &bytes)
        #expect(
            bytes == [8, 7, 6, 5, 4, 3, 2, 1, 0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11, 0x24, 0x23, 0x22, 0x21])
        var random = Random(seed: 9)
        let entries = (0..<1000).map { _ in (Fingerprint(high: random.next(), low: random.next()), UInt32.random(in: 0...(.max), using: &random)) }
        for entry in entries { DuplicateIndex.append(entry.0, check: entry.1, to: &bytes) }
        #expect(bytes.count == 1001 * DuplicateIndex.entryByteCount)
        var index = DuplicateIndex()
        #expect(!index.isOpen(20_000))
        index.open(20_000)
        index.open(20_001)
        index.load(bytes.span, day: 20_000)
        #expect(index.isOpen(20_000) && index.count == 1001)
        for (fingerprint, check) in entries {
            #expect(index.table(of: 20_000).find(fingerprint, check: check) == .same)
            #expect(index.table(of: 20_000).find(fingerprint, check: check &+ 1) == .different)
            #expect(index.table(of: 20_001).find(fingerprint, check: check) == .new)
        }
        index.open(20_000)
        #expect(index.count == 1001)
        #expect(index.byteCount == index.table(of: 20_000).byteCount + index.table(of: 20_001).byteCount)
    }
}
