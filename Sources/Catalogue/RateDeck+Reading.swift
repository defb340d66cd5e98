package import CallModel

/// Columns of a rate deck.
enum RateColumn: Int, TableColumn {
    case prefix, destination, ratePerMinute, connectionFee, initialIncrement, increment, country, effectiveFrom, effectiveUntil, band, inPlans

    static let names = [
        "prefix", "destination", "rate_per_minute", "connection_fee", "initial_increment", "increment", "country", "effective_from",
        "effective_until", "band", "in_plans",
    ]
    static let requiredCount = 3
}

/// The digits of a priced prefix.
package struct PrefixText {
    /// The digits as one integer.
    var digits: UInt64
    /// How many there are.
    var count: UInt8

    /// The most digits of a prefix.
    package static let countMax = 18

    /// Reads digits, `+` and blanks dropped; `nil` if that leaves none, more than 18, or another character.
    init?(_ text: Span<UInt8>) {
        var digits: UInt64 = 0
        var count = 0
        var i = 0
        while i < text.count {
            let digit = text[i] &- UInt8(ascii: "0")
            if digit <= 9 {
                if count == PrefixText.countMax { return nil }
                digits = digits * 10 + UInt64(digit)
                count += 1
                i += 1
            } else if text[i] == UInt8(ascii: "+") {
                i += 1
            } else if let width = text.blankWidth(at: i) {
                i += width
            } else {
                return nil
            }
        }
        if count == 0 { return nil }
        self.digits = digits
        self.count = UInt8(count)
    }
}

/// Reads a rate deck.
package struct RateDeckReading {
    /// Local times of the deck are in this zone.
    let timeZone: CalendarZone
    /// The keys of the bands, in the catalogue's order.
    var bands: KeyIndex
    /// Whether any band is taken: those that are not known yet are added. For a deck that is read without its catalogue.
    var takesAnyBand = false
    /// Whether rows of the same prefix, validity and band are kept, for whoever looks for them; they are faults otherwise.
    var keepsRepeats = false

    /// Highest price per minute, and highest fee (file-formats.md, Errors).
    package static let priceMax = Money(units: 10_000 * Money.unitsPerOne)
    /// Longest increment, in seconds (file-formats.md, Errors).
    package static let incrementMax = 86_400

    private static let amountRemedy = "write a plain decimal from 0 to 10000 with at most 8 decimals, such as 0.0125"
    private static let incrementRemedy = "write whole seconds from 1 to 86400"

    /// The rows of a file, and what is wrong with them.
    mutating func read(file: String, bytes: consuming [UInt8]) -> (deck: RateDeck, faults: [CatalogueFault]) {
        var table = TableReader<RateColumn>(file: file, bytes: bytes)
        return read(&table)
    }

    /// The rows of a table.
    private mutating func read(_ table: inout TableReader<RateColumn>) -> (deck: RateDeck, faults: [CatalogueFault]) {
        var rates: [Rate] = []
        var destinations = KeyIndex()
        let rowCountMax = table.rowCountMax
        rates.reserveCapacity(rowCountMax)
        var seen = RateSet(minimumCapacity: rowCountMax)
        while table.next() {
            guard var rate = rate(&table) else { continue }
            if !keepsRepeats, let first = seen.insert(rate, at: rates.count, among: rates) {
                table.fault(
                    .prefix, "the row has the same prefix, validity and band as line \(rates[first].line)",
                    "remove one of the two, or let one end before the other begins")
            }
            let destination = table.read(.destination) { destinations.intern($0).index }
            rate.destination = destinations.ranges[destination]
            rates.append(rate)
        }
        return (RateDeck(file: table.file, rates: rates, text: destinations.text), table.faults)
    }

    /// The row, less its destination; `nil` if a cell cannot be read.
    private mutating func rate(_ table: inout TableReader<RateColumn>) -> Rate? {
        let faultCount = table.faults.count
        let prefix = table.read(.prefix) { PrefixText($0) }
        if table.require(.prefix), prefix == nil { table.unreadable(.prefix, "write 1 to 18 digits") }
        _ = table.require(.destination)
        let perMinute = table.require(.ratePerMinute) ? price(.ratePerMinute, &table) : .zero
        let fee = table.isEmpty(.connectionFee) ? .zero : price(.connectionFee, &table)
        let initial = increment(.initialIncrement, &table)
        let next = increment(.increment, &table)
        var country = Country.unknown
        if !table.isEmpty(.country) {
            if let known = table.read(.country, { Country($0) }) {
                country = known
            } else {
                table.unreadable(.country, "write the country's two capital letters, as ISO 3166-1 has them")
            }
        }
        let from = moment(.effectiveFrom, .distantPast, &table)
        let until = moment(.effectiveUntil, .distantFuture, &table)
        if until <= from, table.faults.count == faultCount {
            table.fault(.effectiveUntil, "effective_until is not after effective_from", "write a later one, or none")
        }
        var band: Int32 = -1
        if !table.isEmpty(.band) {
            if takesAnyBand {
                band = Int32(table.read(.band) { bands.intern($0).index })
            } else if let known = table.read(.band, { bands.index(of: $0) }) {
                band = Int32(known)
            } else {
                table.fault(.band, "there is no band '\(table.text(.band).excerpt)'", "write a band of catalogue.yaml, or add this one to it")
            }
        }
        var inPlans = true
        if !table.isEmpty(.inPlans) {
            if table.read(.inPlans, { $0.matchesExactly("no") }) {
                inPlans = false
            } else if !table.read(.inPlans, { $0.matchesExactly("yes") }) {
                table.unreadable(.inPlans, "write yes or no")
            }
        }
        guard table.faults.count == faultCount, let prefix else { return nil }
        return Rate(
            prefix: prefix.digits, prefixCount: prefix.count, inPlans: inPlans, country: country, band: band, destination: .empty,
            perMinute: perMinute, connectionFee: fee, initialIncrementSeconds: initial, incrementSeconds: next, effectiveFrom: from,
            effectiveUntil: until, line: Int32(truncatingIfNeeded: table.line))
    }

    private func price(_ column: RateColumn, _ table: inout TableReader<RateColumn>) -> Money {
        if let amount = table.read(column, { Money.parse($0)?.amount }), amount <= RateDeckReading.priceMax { return amount }
        table.unreadable(column, RateDeckReading.amountRemedy)
        return .zero
    }

    private func increment(_ column: RateColumn, _ table: inout TableReader<RateColumn>) -> Int32 {
        if table.isEmpty(column) { return 60 }
        if let seconds = table.read(column, { $0.wholeNumber(upTo: RateDeckReading.incrementMax) }), seconds > 0 { return Int32(seconds) }
        table.unreadable(column, RateDeckReading.incrementRemedy)
        return 60
    }

    private func moment(_ column: RateColumn, _ open: Instant, _ table: inout TableReader<RateColumn>) -> Instant {
        if table.isEmpty(column) { return open }
        if let moment = table.read(column, { DateTimeText($0)?.instant(in: timeZone) }) { return moment }
        table.unreadable(column, DateTimeText.remedy)
        return open
    }
}

extension Span<UInt8> {
    /// Whether these are the bytes of a word.
    func matchesExactly(_ word: StaticString) -> Bool {
        if count != word.utf8CodeUnitCount { return false }
        for i in 0..<count {
            // A static string's bytes never go away, and i stays within them.
            let wanted = unsafe word.utf8Start[i]
            if self[i] != wanted { return false }
        }
        return true
    }
}
