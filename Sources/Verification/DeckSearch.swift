internal import CallModel
internal import Catalogue

/// A rate deck, searched prefix by prefix (rating-rules.md §5): plainly, and apart from the search that rates.
final class DeckSearch: Sendable {
    let deck: RateDeck
    private let bands: [Band]
    /// The first row of each prefix.
    private let prefixes: PrefixTable
    /// The next row of the same prefix, or −1.
    private let nextRow: [Int32]
    /// Prefixes, filled with zeros to eighteen digits, and their lengths; ascending.
    private let filled: [(digits: UInt64, count: Int)]

    /// Takes in a deck. - Complexity: O(n log n) for n rates.
    init(_ deck: RateDeck, bands: [Band]) {
        self.deck = deck
        self.bands = bands
        var prefixes = PrefixTable()
        var nextRow = [Int32](repeating: -1, count: deck.rates.count)
        for row in deck.rates.indices.reversed() {
            let rate = deck.rates[row]
            let count = Int(rate.prefixCount)
            // Nothing begins with a longer one.
            if count > PrefixTable.digitsMax { continue }
            nextRow[row] = prefixes.value(rate.prefix, count: count)
            prefixes.set(rate.prefix, count: count, to: Int32(truncatingIfNeeded: row))
        }
        self.prefixes = prefixes
        self.nextRow = nextRow
        filled = deck.rates.map { ($0.prefix * PrefixTable.powers[18 - Int($0.prefixCount)], Int($0.prefixCount)) }.sorted { $0 < $1 }
    }

    /// The row of the rate of a call to that number at that moment, or −1.
    func rate(of number: NumberText, at moment: Int64) -> Int {
        for length in prefixes.lengths where length <= number.visibleCount {
            var row = prefixes.value(number.digits / PrefixTable.powers[number.visibleCount - length], count: length)
            var best = -1
            while row >= 0 {
                if applies(deck.rates[Int(row)], at: moment), best < 0 || comesBefore(Int(row), best) { best = Int(row) }
                row = nextRow[Int(row)]
            }
            if best >= 0 { return best }
        }
        return -1
    }

    /// Whether the deck has a prefix, of whatever validity, that is longer than the visible digits and begins with all of them (§4).
    func hasLongerPrefix(than number: NumberText) -> Bool {
        let power = PrefixTable.powers[18 - number.visibleCount]
        let first = number.digits * power
        var (low, high) = (0, filled.count)
        while low < high {
            let middle = (low + high) / 2
            if filled[middle].digits < first { low = middle + 1 } else { high = middle }
        }
        while low < filled.count, filled[low].digits - first < power {
            if filled[low].count > number.visibleCount { return true }
            low += 1
        }
        return false
    }

    private func applies(_ rate: Rate, at moment: Int64) -> Bool {
        if moment < rate.effectiveFrom.epochSeconds || moment >= rate.effectiveUntil.epochSeconds { return false }
        return rate.band < 0 || DeckSearch.isWithin(bands[Int(rate.band)], moment)
    }

    /// Whether one row of a prefix is tried before another: with a band first, then the later `effective_from`, then the file's order.
    private func comesBefore(_ a: Int, _ b: Int) -> Bool {
        let (first, second) = (deck.rates[a], deck.rates[b])
        if (first.band >= 0) != (second.band >= 0) { return first.band >= 0 }
        if first.effectiveFrom.epochSeconds != second.effectiveFrom.epochSeconds {
            return first.effectiveFrom.epochSeconds > second.effectiveFrom.epochSeconds
        }
        return a < b
    }

    /// Whether a band contains a moment (file-formats.md, "Bands"): it lies in the band that begins on its local day, or in that of the day before.
    static func isWithin(_ band: Band, _ moment: Int64) -> Bool {
        let local = LocalTime(moment, band.timeZone)
        let length = (band.untilMinute - band.fromMinute + 1440 - 1) % 1440 + 1
        for daysBefore in 0...1 where band.days[(local.weekday + 7 - daysBefore) % 7] {
            let minute = local.secondOfDay / 60 + 1440 * daysBefore - band.fromMinute
            if minute >= 0, minute < length { return true }
        }
        return false
    }
}
