import Settlement

/// Prints, for each count of calls given, the count and the bytes that the duplicate index holds once it knows so many calls of one day.
@main
struct IndexRoom {
    static func main() {
        for argument in CommandLine.arguments.dropFirst() {
            guard let count = Int(argument), count >= 0 else { fatalError("“\(argument)” is no number of calls") }
            print(count, byteCount(calls: count))
        }
    }

    /// Fills an index with fingerprints that chance has made: the golden ratio's multiples, mixed.
    private static func byteCount(calls count: Int) -> Int {
        let day: Int32 = 20_000
        var index = DuplicateIndex()
        index.open(day)
        var entries: [UInt8] = []
        for k in 0..<UInt64(count) {
            var word = (k &+ 1) &* 0x9E37_79B9_7F4A_7C15
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            for half in [word ^ word >> 31, k &* 0x9E37_79B9_7F4A_7C15] {
                for shift in stride(from: UInt64(0), to: 64, by: 8) { entries.append(UInt8(truncatingIfNeeded: half >> shift)) }
            }
            entries.append(contentsOf: repeatElement(0, count: DuplicateIndex.entryByteCount - 16))
            if entries.count >= 1 << 20 || k + 1 == UInt64(count) {
                index.load(entries.span, day: day)
                entries.removeAll(keepingCapacity: true)
            }
        }
        return index.byteCount
    }
}
