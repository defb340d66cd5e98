/// Numbers kinds of calls, from 1: there are few in a night, and a number is short.
struct KindNumbers: ~Copyable {
    /// Kinds by number − 1.
    private(set) var kinds: [UInt64] = []
    /// An open-addressed table of numbers, 0 where empty; at most an eighth of it is in use, so that a kind is nearly always in the first place.
    private var slots = [UInt32](repeating: 0, count: 1024)

    /// The number of a kind.
    @inline(__always)
    mutating func number(_ kind: UInt64) -> UInt32 {
        let mask = slots.count &- 1
        var i = KindNumbers.hash(kind) & mask
        while slots[i] != 0 {
            if kinds[Int(slots[i]) &- 1] == kind { return slots[i] }
            i = (i &+ 1) & mask
        }
        return insert(kind, at: i)
    }

    @inline(__always)
    private static func hash(_ kind: UInt64) -> Int { Int(truncatingIfNeeded: kind &* 0x9E37_79B9_7F4A_7C15 >> 40) }

    @inline(never)
    private mutating func insert(_ kind: UInt64, at slot: Int) -> UInt32 {
        kinds.append(kind)
        slots[slot] = UInt32(kinds.count)
        if kinds.count * 8 > slots.count { grow() }
        return UInt32(kinds.count)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: 2 * slots.count)
        let mask = slots.count - 1
        for (k, kind) in kinds.enumerated() {
            var i = KindNumbers.hash(kind) & mask
            while slots[i] != 0 { i = (i + 1) & mask }
            slots[i] = UInt32(k + 1)
        }
    }
}
