/// A key of two words and where its cell stands, for putting many in order.
struct SortKey: BitwiseCopyable, Sendable {
    var high: UInt64
    var low: UInt64
    var place: UInt32

    /// Bits that are sorted by at a time: as many counters as stay in the cache.
    private static let digitBits: UInt64 = 11
    private static let digitCount = 1 << Int(digitBits)
    /// Fewer keys are compared with each other.
    static let comparedMax = 1024

    /// Puts keys in the order of their words.
    ///
    /// Digit by digit, the last one first, which needs no comparison that the processor would have to guess; digits that are the same in all keys are passed
    /// over, and of most words few are not.
    ///
    /// - Complexity: O(n · digits).
    static func sort(_ keys: inout [SortKey]) {
        guard keys.count > comparedMax else {
            keys.sort { ($0.high, $0.low) < ($1.high, $1.low) }
            return
        }
        var sorted = keys
        let first = keys[0]
        var differs = (high: UInt64(0), low: UInt64(0))
        for key in keys {
            differs.high |= key.high ^ first.high
            differs.low |= key.low ^ first.low
        }
        for isHigh in [false, true] {
            let differs = isHigh ? differs.high : differs.low
            for shift in stride(from: UInt64(0), to: 64, by: UInt64.Stride(digitBits)) where differs >> shift & UInt64(digitCount - 1) != 0 {
                distribute(keys, to: &sorted, isHigh, shift)
                swap(&keys, &sorted)
            }
        }
    }

    /// Copies keys in the order of a digit, those of the same digit in the order in which they stand.
    private static func distribute(_ keys: [SortKey], to sorted: inout [SortKey], _ isHigh: Bool, _ shift: UInt64) {
        var places = [Int](repeating: 0, count: digitCount + 1)
        for key in keys { places[key.digit(isHigh, shift) + 1] += 1 }
        for k in 1...digitCount { places[k] += places[k - 1] }
        for key in keys {
            let digit = key.digit(isHigh, shift)
            sorted[places[digit]] = key
            places[digit] += 1
        }
    }

    @inline(__always)
    private func digit(_ isHigh: Bool, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (isHigh ? high : low) &>> shift) & (SortKey.digitCount - 1)
    }
}
