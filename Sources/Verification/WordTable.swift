/// Numbers of 32 bits, from 0 on, by words other than 0: an open-addressed table.
struct WordTable: Sendable {
    /// How many words there are.
    private(set) var count = 0
    private var keys: [UInt64] = Array(repeating: 0, count: 16)
    private var values: [Int32] = Array(repeating: 0, count: 16)

    /// The number of a word; −1 if there is none.
    @inline(__always)
    subscript(_ key: UInt64) -> Int32 {
        var i = slot(key)
        while keys[i] != 0 {
            if keys[i] == key { return values[i] }
            i = (i + 1) & (keys.count - 1)
        }
        return -1
    }

    /// Gives a word a number.
    mutating func set(_ key: UInt64, to value: Int32) {
        precondition(key != 0 && value >= 0)
        if 2 * (count + 1) > keys.count { grow() }
        insert(key, value)
    }

    private mutating func insert(_ key: UInt64, _ value: Int32) {
        var i = slot(key)
        while keys[i] != 0, keys[i] != key { i = (i + 1) & (keys.count - 1) }
        if keys[i] == 0 { count += 1 }
        keys[i] = key
        values[i] = value
    }

    private mutating func grow() {
        let (before, valuesBefore) = (keys, values)
        keys = Array(repeating: 0, count: 4 * before.count)
        values = Array(repeating: 0, count: 4 * before.count)
        count = 0
        for (key, value) in zip(before, valuesBefore) where key != 0 { insert(key, value) }
    }

    @inline(__always)
    private func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15 >> 24) & (keys.count - 1) }
}
