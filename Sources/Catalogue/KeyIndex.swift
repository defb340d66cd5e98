package import CallModel

/// Keys in the order in which they came, each once, found by their bytes.
package struct KeyIndex: Sendable {
    /// The keys' bytes, one after the other.
    package private(set) var text: [UInt8] = []
    /// Where each key stands in ``text``.
    package private(set) var ranges: [TextRange] = []
    /// An open-addressed table of places + 1, 0 where empty; its size is a power of two, at least twice the count.
    private var slots: [UInt32] = Array(repeating: 0, count: 16)

    /// No key.
    package init() {}

    /// How many keys there are.
    package var count: Int { ranges.count }

    /// A key as a string.
    package subscript(_ index: Int) -> String { String(decoding: text[ranges[index].range], as: UTF8.self) }

    /// The place of a key, or `nil`. - Complexity: O(length) on average.
    package func index(of key: Span<UInt8>) -> Int? {
        let found = slots[slot(of: key)]
        return found == 0 ? nil : Int(found) - 1
    }

    /// The place of a key, or `nil`.
    package func index(of key: String) -> Int? {
        let bytes = Array(key.utf8)
        return index(of: bytes.span)
    }

    /// The place of a key, which is added if it is new.
    package mutating func intern(_ key: Span<UInt8>) -> (index: Int, isNew: Bool) {
        let slot = slot(of: key)
        if slots[slot] != 0 { return (Int(slots[slot]) - 1, false) }
        let place = ranges.count
        ranges.append(TextRange(offset: text.count, count: key.count))
        for i in 0..<key.count { text.append(key[i]) }
        slots[slot] = UInt32(place + 1)
        if ranges.count * 2 > slots.count { grow() }
        return (place, true)
    }

    /// The place of a key, which is added if it is new.
    package mutating func intern(_ key: String) -> (index: Int, isNew: Bool) {
        let bytes = Array(key.utf8)
        return intern(bytes.span)
    }

    /// The slot that holds the key, or the empty one in which it belongs.
    private func slot(of key: Span<UInt8>) -> Int {
        let mask = slots.count - 1
        let known = text.span
        var i = Int(truncatingIfNeeded: TextHash.hash(key)) & mask
        while slots[i] != 0 {
            if TextHash.areEqual(known.extracting(ranges[Int(slots[i]) - 1].range), key) { return i }
            i = (i + 1) & mask
        }
        return i
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        let mask = slots.count - 1
        let text = self.text
        let known = text.span
        for place in 0..<ranges.count {
            var i = Int(truncatingIfNeeded: TextHash.hash(known.extracting(ranges[place].range))) & mask
            while slots[i] != 0 { i = (i + 1) & mask }
            slots[i] = UInt32(place + 1)
        }
    }
}
