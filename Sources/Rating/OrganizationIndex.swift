import CallModel

/// Organizations by key, compared byte by byte.
struct OrganizationIndex: Sendable {
    private var slots: [Int32]
    private var keys: [TextRange] = []
    private var text: [UInt8] = []

    init(_ keys: [String]) {
        var size = 16
        while size < keys.count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        for (index, key) in keys.map({ Array($0.utf8) }).enumerated() {
            self.keys.append(TextRange(offset: text.count, count: key.count))
            text += key
            var i = OrganizationIndex.hash(key.span) & (size - 1)
            while slots[i] >= 0 { i = (i + 1) & (size - 1) }
            slots[i] = Int32(index)
        }
    }

    /// FNV-1a: keys are short.
    private static func hash(_ key: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for i in key.indices { hash = (hash ^ UInt64(key[i])) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ hash >> 29)
    }

    /// The organization of that key; −1 if there is none.
    func index(of key: Span<UInt8>) -> Int32 {
        let mask = slots.count - 1
        var i = OrganizationIndex.hash(key) & mask
        while slots[i] >= 0 {
            let known = keys[Int(slots[i])]
            if Int(known.count) == key.count {
                let base = Int(known.offset)
                var k = 0
                while k < key.count, text[base + k] == key[k] { k += 1 }
                if k == key.count { return slots[i] }
            }
            i = (i + 1) & mask
        }
        return -1
    }
}
