/// A cell of a ``TallyTable``: a key and sums. A cell of zeros is empty; no key is.
protocol TallyCell: BitwiseCopyable, Sendable {
    /// Whether there is no key.
    var isEmpty: Bool { get }
    /// Of the key.
    var hash: UInt64 { get }
    /// Whether the keys are the same.
    func hasSameKey(as other: Self) -> Bool
    /// Adds the sums of a single call; `true` if some are so large now that they have to be put aside before the next call.
    mutating func add(_ call: Self) -> Bool
    /// Sums of 0.
    mutating func removeSums()
}

extension TallyCell {
    /// A hash of a word.
    @inline(__always)
    static func hash(_ word: UInt64) -> UInt64 {
        let mixed = word &* 0xD6E8_FEB8_6659_FD93
        return (mixed ^ mixed >> 32) &* 0x9E37_79B9_7F4A_7C15
    }
}

/// Calls of one user, or to one destination, and of one kind: half a line of the cache, because nearly all calls of a night are of another user, and to
/// another destination, than the one before.
struct UsageCell: TallyCell {
    /// By user, the person (``TallyCounts/person(_:)``) and the number of the kind; by destination as ``DestinationKey`` packs it. Kinds are numbered from 1.
    var key: UInt64 = 0
    var calls: UInt32 = 0
    var durationSeconds: UInt32 = 0
    var includedSeconds: UInt32 = 0
    /// Charged or uncovered seconds: of one outcome there is only one of them (rating-rules.md §9).
    var otherSeconds: UInt32 = 0
    /// Units of 10⁻⁸: what was paid, or, if they are blocked, what they would have cost. A call costs less than a tenth of what there is room for.
    var units: UInt64 = 0

    var isEmpty: Bool { key == 0 }
    var hash: UInt64 { Self.hash(key) }
    @inline(__always)
    func hasSameKey(as other: UsageCell) -> Bool { key == other.key }

    @inline(__always)
    mutating func add(_ call: UsageCell) -> Bool {
        calls &+= call.calls
        durationSeconds &+= call.durationSeconds
        includedSeconds &+= call.includedSeconds
        otherSeconds &+= call.otherSeconds
        units &+= call.units
        // A call has less than half of what there is room for.
        return UInt64((calls | durationSeconds | includedSeconds | otherSeconds) >> 31) | units >> 62 != 0
    }

    mutating func removeSums() { self = UsageCell(key: key) }

    /// Sets the sums of a wide cell, whose first word is set.
    func setSum(of wide: inout WideCell) {
        wide.setSum(
            calls: Int64(calls), duration: Int64(durationSeconds), included: Int64(includedSeconds), other: Int64(otherSeconds), units: units)
    }
}

/// What nothing covered of one person's calls of one kind: half a line of the cache.
struct UncoveredCell: TallyCell {
    /// The person and the number of the kind, from 1.
    var key: UInt64 = 0
    var calls: UInt64 = 0
    var uncoveredSeconds: UInt64 = 0
    /// Units of 10⁻⁸; a call costs less than a tenth of what there is room for.
    var costUnits: UInt64 = 0

    var isEmpty: Bool { key == 0 }
    var hash: UInt64 { Self.hash(key) }
    @inline(__always)
    func hasSameKey(as other: UncoveredCell) -> Bool { key == other.key }

    @inline(__always)
    mutating func add(_ call: UncoveredCell) -> Bool {
        calls &+= call.calls
        uncoveredSeconds &+= call.uncoveredSeconds
        costUnits &+= call.costUnits
        // No run has as many calls or seconds as there is room for.
        return costUnits >> 62 != 0
    }

    mutating func removeSums() { self = UncoveredCell(key: key) }
}
