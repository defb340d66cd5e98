import CallModel

/// Remembers what call types mean: there are a dozen names, and millions of calls.
struct CallTypeMemo: Sendable {
    private struct Entry {
        var count: UInt32 = .max
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var known = Known()
    }
    private var entries = Array(repeating: Entry(), count: slotCount)

    /// Names that are remembered, and how many places behind its own a name may be in: two of a dozen often have the same.
    private static let (slotCount, probeCount) = (64, 8)

    /// A call type.
    struct Known {
        /// `nil` if there is none of that name.
        var type: CallType?
        /// Whether the name came in lower case.
        var isLowercase = false
        /// A hash of its name in lower case.
        var hash: UInt64 = 0
    }

    /// The call type of that name, in any case.
    mutating func type(_ text: Span<UInt8>, _ range: TextRange) -> Known {
        if range.count > 24 { return CallTypeMemo.find(text, range) }
        let offset = Int(range.offset)
        let count = Int(range.count)
        let words = (
            text.wordWithoutBoundsCheck(at: offset, count: count), text.wordWithoutBoundsCheck(at: offset + 8, count: count - 8),
            text.wordWithoutBoundsCheck(at: offset + 16, count: count - 16)
        )
        let mixed = (words.0 &+ words.1 &* 3 &+ words.2 &* 5 &+ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
        let slot = Int(truncatingIfNeeded: mixed >> 58)
        let entry = entries[slot]
        if entry.count == range.count, entry.words == words { return entry.known }
        return type(text, range, words, behind: slot)
    }

    /// The same for a name that is not in its own place.
    @inline(never)
    private mutating func type(_ text: Span<UInt8>, _ range: TextRange, _ words: (UInt64, UInt64, UInt64), behind slot: Int) -> Known {
        var at = slot
        for _ in 1..<CallTypeMemo.probeCount where entries[at].count != .max {
            at = (at + 1) % CallTypeMemo.slotCount
            if entries[at].count == range.count, entries[at].words == words { return entries[at].known }
        }
        // The first free place, or else the last one that is looked at.
        let known = CallTypeMemo.find(text, range)
        entries[at] = Entry(count: range.count, words: words, known: known)
        return known
    }

    private static func find(_ text: Span<UInt8>, _ range: TextRange) -> Known {
        let name = range.range.map { asciiLowercased(text[$0]) }
        let padded = name + Array(repeating: 0, count: 8)
        var hash = StableHash()
        hash.combine(padded.span, TextRange(offset: 0, count: name.count))
        return Known(
            type: CallType(lowercased: name.span), isLowercase: zip(name, range.range).allSatisfy { $0 == text[$1] }, hash: hash.finish().high)
    }
}
