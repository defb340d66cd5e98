public import CallModel
internal import Catalogue
internal import Rating

/// What became of the rates of one deck in another.
///
/// Rates are compared prefix by prefix and band by band: at a moment by the row that holds then, without one by the row that begins last.
public struct DeckDiff: Sendable {
    /// What became of a rate.
    public enum Kind: Int, CaseIterable, Sendable {
        /// Only the new deck has it.
        case new
        /// Only the old deck has it, or only in the new one it ends.
        case ended
        /// Its price per minute is higher.
        case dearer
        /// Its price per minute is lower.
        case cheaper
        /// Its price per minute is the same, and its fee, its increments or whether plans cover it are not.
        case terms

        /// The word for it.
        public var name: String {
            switch self {
            case .new: "new"
            case .ended: "ended"
            case .dearer: "dearer"
            case .cheaper: "cheaper"
            case .terms: "terms"
            }
        }
    }

    /// What became of one prefix and band.
    public struct Change: Sendable {
        /// What.
        public var kind: Kind
        /// The rate's place in the old deck, or −1.
        public var old: Int32
        /// The rate's place in the new deck, or −1.
        public var new: Int32
    }

    /// The old deck.
    public let old: OpenedDeck
    /// The new deck.
    public let new: OpenedDeck
    /// At which moment they are compared, if at one.
    public let at: Instant?
    /// What changed, in the order of prefixes.
    public let changes: [Change]
    /// How many prefixes and bands are the same in both.
    public let sameCount: Int

    /// Compares two decks. - Complexity: O(n log n) for n rates of both.
    public init(old: OpenedDeck, new: OpenedDeck, at: Instant? = nil) {
        self.old = old
        self.new = new
        self.at = at
        let names = Array(Set((old.bands + new.bands).map(\.key))).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let before = DeckDiff.entries(old, names, at)
        let after = DeckDiff.entries(new, names, at)
        var changes: [Change] = []
        var sameCount = 0
        var (i, j) = (0, 0)
        while i < before.count || j < after.count {
            if j == after.count || (i < before.count && before[i].key < after[j].key) {
                changes.append(Change(kind: .ended, old: before[i].rate, new: -1))
                i += 1
            } else if i == before.count || after[j].key < before[i].key {
                changes.append(Change(kind: .new, old: -1, new: after[j].rate))
                j += 1
            } else {
                let (first, second) = (before[i].rate, after[j].rate)
                if let kind = DeckDiff.kind(old.deck.rates[Int(first)], new.deck.rates[Int(second)], at) {
                    changes.append(Change(kind: kind, old: first, new: second))
                } else {
                    sameCount += 1
                }
                i += 1
                j += 1
            }
        }
        self.changes = changes
        self.sameCount = sameCount
    }

    /// A prefix and band, and the rate by which it is compared.
    private struct Entry {
        var key: Key
        var rate: Int32
    }

    private struct Key: Comparable {
        var place: UInt64
        var count: UInt8
        /// The band's place among all names, or −1.
        var band: Int32

        static func < (a: Key, b: Key) -> Bool { (a.place, a.count, a.band) < (b.place, b.count, b.band) }
    }

    private static func entries(_ opened: OpenedDeck, _ names: [String], _ at: Instant?) -> [Entry] {
        let rates = opened.deck.rates
        let ranks = opened.bands.map { band in Int32(names.firstIndex(of: band.key) ?? 0) }
        let all = rates.indices.map { i in
            let rate = rates[i]
            return Entry(
                key: Key(
                    place: rate.prefix * PrefixGroups.powers[PrefixText.countMax - Int(rate.prefixCount)], count: rate.prefixCount,
                    band: rate.band < 0 ? -1 : ranks[Int(rate.band)]), rate: Int32(i))
        }.sorted { a, b in
            if a.key != b.key { return a.key < b.key }
            let (first, second) = (rates[Int(a.rate)], rates[Int(b.rate)])
            if first.effectiveFrom != second.effectiveFrom { return first.effectiveFrom > second.effectiveFrom }
            return a.rate < b.rate
        }
        var entries: [Entry] = []
        entries.reserveCapacity(all.count)
        for entry in all {
            if let last = entries.last, last.key == entry.key { continue }
            if let at {
                let rate = rates[Int(entry.rate)]
                if at < rate.effectiveFrom || at >= rate.effectiveUntil { continue }
            }
            entries.append(entry)
        }
        return entries
    }

    private static func kind(_ old: Rate, _ new: Rate, _ at: Instant?) -> Kind? {
        if at == nil, old.effectiveUntil == .distantFuture, new.effectiveUntil != .distantFuture { return .ended }
        if new.perMinute > old.perMinute { return .dearer }
        if new.perMinute < old.perMinute { return .cheaper }
        let isSame =
            new.connectionFee == old.connectionFee && new.initialIncrementSeconds == old.initialIncrementSeconds
            && new.incrementSeconds == old.incrementSeconds && new.inPlans == old.inPlans
        return isSame ? nil : .terms
    }

    /// How many changes of a kind there are.
    public func count(_ kind: Kind) -> Int { changes.count { $0.kind == kind } }

    /// The destination of a change: of the new deck, or of the old one where that has none.
    func destination(_ change: Change) -> String {
        change.new >= 0 ? new.deck.destination(new.deck.rates[Int(change.new)]) : old.deck.destination(old.deck.rates[Int(change.old)])
    }
}

/// A change in tenths of a percent, exact until it is rounded once, halves away from zero.
struct Percentage: Comparable {
    /// Tenths of a percent.
    let tenths: Int128

    /// The change from one amount to another; `nil` if that is from nothing.
    init?(from old: Int128, to new: Int128) {
        if old <= 0 { return nil }
        let difference = (new - old) * 1000
        let (quotient, rest) = difference.magnitude.quotientAndRemainder(dividingBy: old.magnitude)
        let rounded = Int128(rest >= old.magnitude - rest ? quotient + 1 : quotient)
        tenths = difference < 0 ? -rounded : rounded
    }

    static func < (a: Percentage, b: Percentage) -> Bool { a.tenths < b.tenths }

    /// As `+12.5 %`.
    var text: String {
        let magnitude = tenths.magnitude
        return (tenths < 0 ? "-" : tenths > 0 ? "+" : "") + "\(magnitude / 10).\(magnitude % 10) %"
    }
}
