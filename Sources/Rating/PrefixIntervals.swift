import CallModel

/// Longest-prefix search in two steps: the prefixes as intervals of fifteen-digit numbers, found through a direct table of the first digits.
///
/// A prefix is the interval of the numbers that begin with it; longer prefixes are cut out of shorter ones, so that each number lies in one interval, and
/// that tells its longest prefix. A trie takes one dependent read per digit, this takes two and a short search within a cache line or two.
struct PrefixIntervals: Sendable {
    /// Where an interval begins, and its value; it ends where the next begins.
    struct Interval: Sendable, BitwiseCopyable {
        var begin: UInt64
        var value: Int32
    }

    private var intervals: [Interval] = [Interval(begin: 0, value: -1)]
    /// Intervals that are compared with a number without a search.
    private static let countedAtOnce = 4

    /// By first digits: the last interval that begins at or before them.
    private var heads: [UInt32] = []
    /// What the digits behind the first ones are worth.
    private let headPlace: UInt64
    /// 2⁹³ ÷ ``headPlace``, rounded up: a multiplication by it divides any fifteen digits exactly (50 bits times the error, which is below 2⁴⁰, stay below
    /// 2⁹³).
    private let headReciprocal: UInt64

    /// A prefix and its value.
    struct Entry {
        var prefix: UInt64
        var count: UInt8
        var value: Int32
    }

    /// - Parameter entries: In any order; those longer than a number are passed over, as no number begins with them.
    /// - Complexity: O(n log n).
    init(_ entries: [Entry]) {
        let sorted = entries.filter { $0.count <= PhoneNumber.lengthMax }.map { entry in
            let width = PrefixTrie.powers[PhoneNumber.lengthMax - Int(entry.count)]
            return (begin: entry.prefix * width, end: (entry.prefix + 1) * width, value: entry.value)
        }.sorted { ($0.begin, $1.end) < ($1.begin, $0.end) }
        // About as many heads as intervals: then a search has little left to do.
        var digits = 3
        while digits < 6, PrefixTrie.powers[digits] < UInt64(sorted.count) { digits += 1 }
        headPlace = PrefixTrie.powers[PhoneNumber.lengthMax - digits]
        headReciprocal = UInt64((UInt128(1) << 93 + UInt128(headPlace) - 1) / UInt128(headPlace))
        var open: [(end: UInt64, value: Int32)] = []
        for entry in sorted {
            while let last = open.last, last.end <= entry.begin {
                open.removeLast()
                begin(at: last.end, open.last?.value ?? -1)
            }
            begin(at: entry.begin, entry.value)
            open.append((entry.end, entry.value))
        }
        while let last = open.popLast() { begin(at: last.end, open.last?.value ?? -1) }
        fillHeads(count: Int(PrefixTrie.powers[digits]))
        // None of these is ever reached.
        intervals += repeatElement(Interval(begin: .max, value: -1), count: PrefixIntervals.countedAtOnce)
    }

    private mutating func begin(at place: UInt64, _ value: Int32) {
        if intervals[intervals.count - 1].begin == place {
            intervals[intervals.count - 1].value = value
        } else {
            intervals.append(Interval(begin: place, value: value))
        }
    }

    private mutating func fillHeads(count: Int) {
        heads.reserveCapacity(count + 1)
        var last = 0
        for head in 0...count {
            let place = UInt64(head) * headPlace
            while last + 1 < intervals.count, intervals[last + 1].begin <= place { last += 1 }
            heads.append(UInt32(last))
        }
    }

    /// The number as fifteen digits.
    @inline(__always)
    static func place(_ number: PhoneNumber) -> UInt64 { number.digits &* PrefixTrie.scale(Int(number.digitCount)) }

    /// The first digits of fifteen.
    @inline(__always)
    private func head(_ place: UInt64) -> Int { Int(truncatingIfNeeded: place.multipliedFullWidth(by: headReciprocal).high >> 29) }

    /// Asks for what a search reads first.
    @inline(__always)
    func prefetchHead(_ place: UInt64) { heads.prefetch(head(place)) }

    /// Asks for what a search reads second.
    @inline(__always)
    func prefetchIntervals(_ place: UInt64) {
        let first = Int(heads[head(place)])
        intervals.prefetch(first)
        intervals.prefetch(first &+ PrefixIntervals.countedAtOnce)
    }

    /// The value of the interval in which a number of fifteen digits lies; −1 if no prefix matches.
    ///
    /// A shorter number, filled up with zeros, may meet a prefix that is longer than itself: the caller looks for that.
    @inline(__always)
    func value(_ place: UInt64) -> Int32 {
        let (first, goesOn) = firstValue(place)
        return goesOn == 0 ? first : valueBehind(place)
    }

    /// The same if it is among the first few intervals of the head; else 1 for `goesOn`, and ``valueBehind(_:)`` has to be asked.
    @inline(__always)
    func firstValue(_ place: UInt64) -> (value: Int32, goesOn: UInt8) {
        let first = Int(heads[head(place)])
        // Counted, not searched: which of a few it is the processor could not foresee. Those behind the head's begin after any number of it.
        var behind = 0
        for k in 1...PrefixIntervals.countedAtOnce { behind &+= Int((intervals[first &+ k].begin <= place).bit) }
        return (intervals[first &+ behind].value, (behind == PrefixIntervals.countedAtOnce).bit)
    }

    /// The same, of the many intervals of a head.
    @inline(never)
    func valueBehind(_ place: UInt64) -> Int32 {
        let head = head(place)
        var low = Int(heads[head]) &+ PrefixIntervals.countedAtOnce
        var count = Int(heads[head &+ 1]) &- low &+ 1
        while count > 1 {
            let half = count >> 1
            low &+= half & (0 &- Int((intervals[low &+ half].begin <= place).bit))
            count &-= half
        }
        return intervals[low].value
    }
}
