import CallModel

/// Organizations by key, compared byte by byte.
struct OrganizationIndex: Sendable {
    /// A key of eight bytes or less is compared where it is found.
    private struct Slot {
        var firstWord: UInt64 = 0
        var count: UInt32 = 0
        var organization: Int32 = -1
    }

    /// An open-addressed table; its size is a power of two.
    private var slots: [Slot]
    private var keys: [TextRange] = []
    private var text: [UInt8] = []

    init(_ keys: [String]) {
        var size = 16
        while size < keys.count * 2 { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
        for key in keys {
            self.keys.append(TextRange(offset: text.count, count: key.utf8.count))
            text += Array(key.utf8)
        }
        text += [UInt8](repeating: 0, count: CallBatch.slack)
        for (organization, key) in self.keys.enumerated() {
            let first = OrganizationIndex.firstWord(text.span, key)
            var i = OrganizationIndex.hash(text.span, key, first) & (size - 1)
            while slots[i].organization >= 0 { i = (i + 1) & (size - 1) }
            slots[i] = Slot(firstWord: first, count: key.count, organization: Int32(organization))
        }
    }

    @inline(__always)
    private static func firstWord(_ text: Span<UInt8>, _ key: TextRange) -> UInt64 {
        text.wordWithoutBoundsCheck(at: Int(key.offset), count: Int(key.count))
    }

    @inline(__always)
    private static func hash(_ text: Span<UInt8>, _ key: TextRange, _ first: UInt64) -> Int {
        var hash = (first ^ UInt64(key.count)) &* 0x9E37_79B9_7F4A_7C15
        var i = 8
        while i < Int(key.count) {
            let word = text.wordWithoutBoundsCheck(at: Int(key.offset) + i, count: Int(key.count) - i)
            hash = ((hash ^ hash >> 29) &+ word) &* 0x9E37_79B9_7F4A_7C15
            i += 8
        }
        return Int(truncatingIfNeeded: hash >> 32)
    }

    /// The organization of the key that stands in a batch's text; −1 if there is none.
    func index(of key: TextRange, in text: Span<UInt8>) -> Int32 {
        let mask = slots.count - 1
        let first = OrganizationIndex.firstWord(text, key)
        var i = OrganizationIndex.hash(text, key, first) & mask
        while slots[i].organization >= 0 {
            let slot = slots[i]
            if slot.firstWord == first, slot.count == key.count, key.count <= 8 || isRest(of: keys[Int(slot.organization)], equalTo: key, text) {
                return slot.organization
            }
            i = (i + 1) & mask
        }
        return -1
    }

    /// Whether two keys of one length are the same behind their first words.
    private func isRest(of known: TextRange, equalTo key: TextRange, _ text: Span<UInt8>) -> Bool {
        (8..<Int(key.count)).allSatisfy { self.text[Int(known.offset) + $0] == text[Int(key.offset) + $0] }
    }
}
