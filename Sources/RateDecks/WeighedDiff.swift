public import CallModel
internal import Catalogue
internal import Rating

/// What some calls would cost by either of two decks, by destination: the price per minute and the fee of each call, before allowances and credits, and not
/// rounded call by call.
public struct WeighedDiff: Sendable {
    /// The calls to one destination.
    struct Line {
        var destination: String
        var calls = 0
        var seconds: Int64 = 0
        /// Sums in sixtieths of a unit of ``Money``.
        var old: Int128 = 0
        var new: Int128 = 0
        /// Calls that have no rate.
        var unratedOld = 0
        var unratedNew = 0

        mutating func add(_ line: Line) {
            calls += line.calls
            seconds += line.seconds
            old += line.old
            new += line.new
            unratedOld += line.unratedOld
            unratedNew += line.unratedNew
        }
    }

    private let old: OpenedDeck
    private let new: OpenedDeck
    private let oldLookup: DeckLookup
    private let newLookup: DeckLookup
    private let at: Instant?
    private var lines: [String: Line] = [:]

    /// No calls yet.
    public init(_ diff: DeckDiff) {
        old = diff.old
        new = diff.new
        at = diff.at
        let rounding = Rounding(.halfUp, decimals: Money.decimalsMax)
        oldLookup = DeckLookup(old.deck, rounding: rounding, numberingPlan: [], bands: old.bands)
        newLookup = DeckLookup(new.deck, rounding: rounding, numberingPlan: [], bands: new.bands)
    }

    /// Adds a call, which is priced at its start, or at the moment at which the decks are compared.
    public mutating func add(_ number: PhoneNumber, start: Instant, seconds: Int32) {
        let moment = at ?? start
        let before = oldLookup.rate(of: number, at: moment)
        let after = newLookup.rate(of: number, at: moment)
        let destination =
            after.map { new.deck.destination(new.deck.rates[$0]) } ?? before.map { old.deck.destination(old.deck.rates[$0]) } ?? "(no rate)"
        var line = Line(destination: destination, calls: 1, seconds: Int64(seconds))
        if let before {
            line.old = WeighedDiff.cost(
                old.deck.rates[before].perMinute, old.deck.rates[before].connectionFee, oldLookup.billedSeconds(seconds, rate: before))
        } else {
            line.unratedOld = 1
        }
        if let after {
            line.new = WeighedDiff.cost(
                new.deck.rates[after].perMinute, new.deck.rates[after].connectionFee, newLookup.billedSeconds(seconds, rate: after))
        } else {
            line.unratedNew = 1
        }
        lines[destination, default: Line(destination: destination)].add(line)
    }

    private static func cost(_ perMinute: Money, _ fee: Money, _ seconds: Int32) -> Int128 {
        if seconds == 0 { return 0 }
        return Int128(perMinute.units) * Int128(seconds) + Int128(fee.units) * 60
    }

    /// The destinations, that with the greatest difference first.
    var all: [Line] {
        lines.values.sorted { a, b in
            let (first, second) = ((a.new - a.old).magnitude, (b.new - b.old).magnitude)
            return first != second ? first > second : a.destination.utf8.lexicographicallyPrecedes(b.destination.utf8)
        }
    }

    private var total: Line {
        var total = Line(destination: "in all")
        for line in lines.values { total.add(line) }
        return total
    }

    /// A sum, rounded once, halves away from zero, to four decimals.
    static func text(_ sum: Int128) -> String {
        let unit = UInt128(60 * 10_000)
        let (quotient, rest) = sum.magnitude.quotientAndRemainder(dividingBy: unit)
        let rounded = rest >= unit - rest ? quotient + 1 : quotient
        let fraction = String(rounded % 10_000)
        return (sum < 0 && rounded > 0 ? "-" : "") + "\(rounded / 10_000)." + String(repeating: "0", count: 4 - fraction.count) + fraction
    }

    /// Seconds as minutes with one decimal, rounded.
    private static func minutes(_ seconds: Int64) -> String {
        let tenths = (seconds + 3) / 6
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// For people: what the calls cost by destination, at most so many, and in all.
    public func text(shownMax: Int) -> String {
        var table = ListingTable([
            ("destination", false), ("calls", true), ("minutes", true), ("old", true), ("new", true), ("difference", true), ("", true), ("", false),
        ])
        let all = all
        for line in all.prefix(shownMax) + [total] {
            var remark: [String] = []
            if line.unratedOld > 0 { remark.append("\(line.unratedOld) without an old rate") }
            if line.unratedNew > 0 { remark.append("\(line.unratedNew) without a new rate") }
            let difference = WeighedDiff.text(line.new - line.old)
            table.append([
                line.destination.onOneLine, String(line.calls), WeighedDiff.minutes(line.seconds), WeighedDiff.text(line.old),
                WeighedDiff.text(line.new),
                line.new > line.old ? "+" + difference : difference, Percentage(from: line.old, to: line.new)?.text ?? "",
                remark.joined(separator: ", "),
            ])
        }
        let more = all.count > shownMax ? "and \(all.count - shownMax) more destinations; --all shows them\n" : ""
        return "what the calls cost, before allowances:\n" + table.text + more
    }

    var jsonValue: JSONValue {
        func value(_ line: Line) -> JSONValue {
            .object([
                ("destination", .string(line.destination)), ("calls", .number(line.calls)), ("seconds", .number(Int(line.seconds))),
                ("old", .string(WeighedDiff.text(line.old))), ("new", .string(WeighedDiff.text(line.new))),
                ("difference", .string(WeighedDiff.text(line.new - line.old))), ("withoutOldRate", .number(line.unratedOld)),
                ("withoutNewRate", .number(line.unratedNew)),
            ])
        }
        return .object([("total", value(total)), ("destinations", .array(all.map(value)))])
    }
}
