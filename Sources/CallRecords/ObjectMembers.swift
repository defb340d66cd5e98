import CallModel

/// Finds the members of JSON objects that a format looks at, and where the objects end, in one pass.
///
/// Objects of one producer have the same keys in the same order, so the key that stood at a place in the object before is looked for there first, eight bytes
/// at a time. What is remembered only makes it fast.
struct ObjectMembers: Sendable {
    private let keys: ObjectKeys
    private let slotCount: Int
    /// By the place of a member in its object, the key that the last object had there.
    private var guesses: [Guess] = []

    /// Keys at further places are always looked up.
    private static let guessesMax = 256

    /// `"key":`, and the slot of the key or −1.
    private struct Guess {
        var words = InlineArray<4, UInt64>(repeating: 0)
        /// Bytes, 32 at most; 0 where nothing is known.
        var count = 0
        var slot = -1
    }

    init(_ keys: [[UInt8]]) {
        self.keys = ObjectKeys(keys)
        slotCount = keys.count
    }

    /// Reads the object at `start`, below `end`, and adds the texts of its slots to `fields`; where it ends, or `nil` if it is not plain that it is an object
    /// and no page, in which case nothing is added. Texts of strings are as they stand there, with their escapes.
    ///
    /// - Precondition: ``CallBatch/slack`` bytes follow the text.
    mutating func read(_ text: Span<UInt8>, from start: Int, to end: Int, into fields: inout [TextRange]) -> Int? {
        let base = fields.count
        for _ in 0..<slotCount { fields.append(.empty) }
        if let end = members(text, from: start, to: end, into: &fields, base) { return end }
        fields.removeLast(slotCount)
        return nil
    }

    private mutating func members(_ text: Span<UInt8>, from start: Int, to end: Int, into fields: inout [TextRange], _ base: Int) -> Int? {
        var i = ObjectScan.behindBlanks(text, start + 1, end)
        if i < end, text[i] == UInt8(ascii: "}") { return i + 1 }
        var place = 0
        while i < end, text[i] == UInt8(ascii: "\"") {
            let slot: Int
            if place < guesses.count, guesses[place].count > 0, matches(guesses[place], text, at: i), i + guesses[place].count <= end {
                slot = guesses[place].slot
                i += guesses[place].count
            } else {
                guard let key = key(text, &i, end, place) else { return nil }
                slot = key
            }
            place += 1
            if i < end, text[i] <= 0x20 { i = ObjectScan.behindBlanks(text, i, end) }
            guard i < end else { return nil }
            let value = i
            switch text[i] {
            case UInt8(ascii: "\""):
                i = ObjectScan.stringEnd(text, from: i + 1, to: end)
                if i < 0 { return nil }
                if slot >= 0 { fields[base + slot] = TextRange(offset: value + 1, count: i - value - 2) }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                var scan = ObjectScan(depth: 1)
                guard case .end(let behind) = scan.resumeNested(text, from: i, to: end) else { return nil }
                i = behind
                if slot >= 0 { fields[base + slot] = .empty }
            default:
                guard let behind = ObjectParser.plainEnd(text, i, end) else { return nil }
                i = behind
                if slot >= 0 { fields[base + slot] = text[value] == UInt8(ascii: "n") ? .empty : TextRange(offset: value, count: i - value) }
            }
            if i < end, text[i] <= 0x20 { i = ObjectScan.behindBlanks(text, i, end) }
            guard i < end else { return nil }
            if text[i] == UInt8(ascii: "}") { return i + 1 }
            guard text[i] == UInt8(ascii: ",") else { return nil }
            i += 1
            if i < end, text[i] <= 0x20 { i = ObjectScan.behindBlanks(text, i, end) }
        }
        return nil
    }

    /// The slot of the key at `i`, −1 if it is not looked at, and `i` behind its colon; `nil` if none stands there, or one with escapes, or that of a page.
    private mutating func key(_ text: Span<UInt8>, _ i: inout Int, _ end: Int, _ place: Int) -> Int? {
        let start = i
        let close = ObjectScan.stringEnd(text, from: i + 1, to: end)
        if close < 0 { return nil }
        let name = TextRange(offset: start + 1, count: close - start - 2)
        if JSONString.hasBackslash(text, name.range) || (name.count == 5 && text.matches("value", at: start + 1, below: close)) { return nil }
        let slot = keys.slot(of: name, text)
        i = ObjectScan.behindBlanks(text, close, end)
        guard i < end, text[i] == UInt8(ascii: ":") else { return nil }
        i += 1
        if place < ObjectMembers.guessesMax {
            if place >= guesses.count { guesses.append(contentsOf: repeatElement(Guess(), count: place + 1 - guesses.count)) }
            var guess = Guess()
            if i == close + 1, i - start <= 32 {
                guess.count = i - start
                guess.slot = slot
                for k in 0..<(guess.count + 7) / 8 { guess.words[k] = ObjectMembers.word(text, start, k, guess.count) }
            }
            guesses[place] = guess
        }
        return slot
    }

    @inline(__always)
    private func matches(_ guess: borrowing Guess, _ text: Span<UInt8>, at start: Int) -> Bool {
        var k = 0
        while 8 * k < guess.count {
            if ObjectMembers.word(text, start, k, guess.count) != guess.words[k] { return false }
            k += 1
        }
        return true
    }

    /// The `k`-th eight of `count` bytes from `start`; zeros stand for what is beyond them.
    @inline(__always)
    private static func word(_ text: Span<UInt8>, _ start: Int, _ k: Int, _ count: Int) -> UInt64 {
        let word = text.wordWithoutBoundsCheck(at: start + 8 * k)
        let left = count - 8 * k
        return left >= 8 ? word : word & ((1 << UInt64(8 * left)) &- 1)
    }
}
