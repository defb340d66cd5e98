/// Texts in the order in which they came, found by their bytes.
struct TextTable: Sendable {
    private var text: [UInt8] = []
    /// Where each text ends.
    private var ends: [Int] = []
    /// Places + 1, 0 where empty; its size is a power of two, at least twice the count.
    private var slots: [UInt32] = Array(repeating: 0, count: 16)

    /// How many texts there are.
    var count: Int { ends.count }

    /// A text.
    subscript(_ index: Int) -> String { String(decoding: text[range(index)], as: UTF8.self) }

    /// The place of a text; −1 if it is none of them.
    func index(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int { Int(slots[slot(of: bytes, range)]) - 1 }

    /// The place of a text; −1 if it is none of them.
    func index(of text: String) -> Int {
        let bytes = Array(text.utf8)
        return index(of: bytes.span, 0..<bytes.count)
    }

    /// Adds a text; one that is there already is found at its first place.
    mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        for i in range { text.append(bytes[i]) }
        ends.append(text.count)
        let slot = slot(of: bytes, range)
        if slots[slot] == 0 { slots[slot] = UInt32(ends.count) }
        if 2 * ends.count > slots.count { grow() }
    }

    /// Adds a text.
    mutating func append(_ text: String) {
        let bytes = Array(text.utf8)
        append(bytes.span, 0..<bytes.count)
    }

    /// Whether the text at that place is these bytes.
    func isText(_ index: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        EqualBytes.areEqual(text.span, self.range(index), bytes, range)
    }

    /// How many bytes the text at that place has.
    func byteCount(_ index: Int) -> Int { range(index).count }

    private func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// The slot that holds the text, or the empty one in which it belongs.
    private func slot(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let mask = slots.count - 1
        var i = TextTable.hash(bytes, range) & mask
        while slots[i] != 0, !isText(Int(slots[i]) - 1, bytes, range) { i = (i + 1) & mask }
        return i
    }

    private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int { Int(truncatingIfNeeded: StoredHash.of(bytes, range).low) }

    private mutating func grow() {
        var larger: [UInt32] = Array(repeating: 0, count: 4 * slots.count)
        let mask = larger.count - 1
        for place in ends.indices {
            let range = range(place)
            var i = TextTable.hash(text.span, range) & mask
            while larger[i] != 0, !isText(Int(larger[i]) - 1, text.span, range) { i = (i + 1) & mask }
            if larger[i] == 0 { larger[i] = UInt32(place + 1) }
        }
        slots = larger
    }
}
