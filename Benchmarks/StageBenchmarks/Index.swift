import BenchmarkInputs
import CallModel
import Settlement

/// The duplicate index beside Swift's Set and Dictionary. All take in the entries of one day as the ledger keeps them, none of them known before.
func indexBenchmarks() {
    benchmark("duplicate index", setup: { DayEntries() }, prepare: { $0 }) { entries in
        var index = DuplicateIndex()
        index.open(0)
        index.load(entries.bytes.span, day: 0)
        return entries.work(index.count)
    }
    benchmark("duplicate index, twin: Set", setup: { DayEntries() }, prepare: { $0 }) { entries in
        var known: Set<Fingerprint> = []
        entries.forEach { fingerprint, _ in known.insert(fingerprint) }
        return entries.work(known.count)
    }
    benchmark("duplicate index, twin: Dictionary", setup: { DayEntries() }, prepare: { $0 }) { entries in
        var known: [Fingerprint: UInt32] = [:]
        entries.forEach { fingerprint, check in known[fingerprint] = check }
        return entries.work(known.count)
    }
}

/// A million entries of the duplicate index, from a seed.
private struct DayEntries {
    static let count = 1_000_000
    private(set) var bytes: [UInt8] = []

    init() {
        var state = GeneratedInput.seed
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
        for _ in 0..<DayEntries.count {
            for _ in 0..<2 { withUnsafeBytes(of: next().littleEndian) { bytes.append(contentsOf: $0) } }
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: next()).littleEndian) { bytes.append(contentsOf: $0) }
        }
    }

    /// Reads the entries one after the other.
    func forEach(_ body: (Fingerprint, UInt32) -> Void) {
        bytes.withUnsafeBytes { bytes in
            for offset in stride(from: 0, to: bytes.count, by: DuplicateIndex.entryByteCount) {
                let high = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                let low = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
                body(Fingerprint(high: high, low: low), UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt32.self)))
            }
        }
    }

    /// What was done, if all entries are known.
    func work(_ count: Int) -> Work {
        precondition(count == DayEntries.count, "\(count) of \(DayEntries.count) entries are known")
        return Work(records: count, bytes: bytes.count)
    }
}
