public import CallModel
public import Catalogue
internal import Rating

/// Which rate a call to a number has, and why not another.
public struct RateExplanation: Sendable {
    /// What is said of a row that is not taken.
    public struct Row: Sendable {
        /// The rate's place in the deck.
        public var rate: Int
        /// Line and column of its prefix.
        public var line: Int
        /// See ``line``.
        public var column: Int
        /// Why it is not taken.
        public var reason: String
    }

    /// A longer prefix of the number than the one that is taken, or several that follow one another and of which the deck has none.
    public struct Step: Sendable {
        /// The shortest.
        public var first: String
        /// The longest; the same as ``first`` if it is one.
        public var last: String
        /// Its rows; none if the deck does not have it.
        public var rows: [Row]
    }

    /// The number, cleaned.
    public var number: PhoneNumber
    /// When the call begins.
    public var at: Instant
    /// The deck.
    public var deck: OpenedDeck
    /// The place of the rate that is taken; `nil` if none applies.
    public var rate: Int?
    /// Line and column of its prefix.
    public var line = 1
    /// See ``line``.
    public var column = 1
    /// The destination country.
    public var country = Country.unknown
    /// Longer prefixes, the longest first; all prefixes if no rate applies.
    public var longer: [Step] = []
    /// Other rows of the prefix that is taken.
    public var beside: [Row] = []

    /// Looks a number up, as rating does (rating-rules.md §5).
    ///
    /// - Complexity: O(n log n) for n rates, as the deck is compiled first.
    public init(_ number: PhoneNumber, at: Instant, in deck: OpenedDeck, numberingPlan: [NumberingPlanEntry]) {
        self.number = number
        self.at = at
        self.deck = deck
        let lookup = DeckLookup(
            deck.deck, rounding: Rounding(.halfUp, decimals: Money.decimalsMax), numberingPlan: numberingPlan, bands: deck.bands)
        rate = lookup.rate(of: number, at: at)
        if let rate { country = lookup.country(of: number, rate: rate) }
        explain()
    }

    private mutating func explain() {
        let rates = deck.deck.rates
        let count = Int(number.digitCount)
        var byLength: [[Int]] = Array(repeating: [], count: count + 1)
        for i in rates.indices where Int(rates[i].prefixCount) <= count {
            if number.digits / PrefixGroups.powers[count - Int(rates[i].prefixCount)] == rates[i].prefix {
                byLength[Int(rates[i].prefixCount)].append(i)
            }
        }
        let lines = Set(byLength.joined().map { RowField(line: Int(rates[$0].line), name: "prefix") })
        let columns = deck.columns(lines)
        func row(_ rate: Int, _ reason: String) -> Row {
            let field = RowField(line: Int(rates[rate].line), name: "prefix")
            return Row(rate: rate, line: field.line, column: columns[field] ?? 1, reason: reason)
        }
        let digits = String(number.digits)
        let taken = rate.map { Int(rates[$0].prefixCount) } ?? 0
        for length in stride(from: count, to: taken, by: -1) {
            let prefix = String(digits.prefix(length))
            let rows = byLength[length].map { row($0, reason(rates[$0])) }
            if rows.isEmpty, let last = longer.last, last.rows.isEmpty {
                longer[longer.count - 1].first = prefix
            } else {
                longer.append(Step(first: prefix, last: prefix, rows: rows))
            }
        }
        guard let rate else { return }
        let found = row(rate, "")
        (line, column) = (found.line, found.column)
        beside = byLength[taken].filter { $0 != rate }.map { row($0, holds(rates[$0]) ? beaten(rates[$0], by: rates[rate]) : reason(rates[$0])) }
    }

    private func holds(_ rate: Rate) -> Bool {
        rate.effectiveFrom <= at && at < rate.effectiveUntil && (rate.band < 0 || deck.bands[Int(rate.band)].contains(at))
    }

    /// Why a row does not hold.
    private func reason(_ rate: Rate) -> String {
        if rate.effectiveFrom > at { return "holds only from \(rate.effectiveFrom) on" }
        if rate.effectiveUntil <= at { return "has ended at \(rate.effectiveUntil)" }
        let band = rate.band < 0 ? "" : deck.bands[Int(rate.band)].key
        return deck.knowsBands ? "holds only in the band \(band)" : "holds only in the band \(band), which is not known without its catalogue"
    }

    /// Why another row of the prefix is taken, though this one holds, too.
    private func beaten(_ rate: Rate, by taken: Rate) -> String {
        if taken.band >= 0, rate.band < 0 { return "holds too, but a row with a band is taken first" }
        if taken.effectiveFrom > rate.effectiveFrom { return "holds too, but a row that begins later is taken first" }
        return "holds too, but the row that stands first is taken"
    }
}
