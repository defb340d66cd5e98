internal import CallModel
internal import Catalogue

/// Reads the rows of a deck, one by one.
struct RowImport {
    let vocabulary: DeckVocabulary
    let header: DeckHeader
    /// The currency of the rows so far, and where it first stood.
    var currencyBytes: [UInt8] = []
    var currencyLine = 0
    var list = CodeList()
    var joined: [UInt8] = []
    /// For each rate of the deck, the column of its row's code.
    private var columns: [Int32] = []

    /// What the rows give as the currency.
    var currency: String { String(decoding: currencyBytes, as: UTF8.self) }

    init(vocabulary: DeckVocabulary, header: DeckHeader) {
        self.vocabulary = vocabulary
        self.header = header
    }

    /// Reads a row, and adds its rates, or says why it cannot be taken.
    mutating func take(_ rows: borrowing RowReader, _ deck: inout ImportedDeck) {
        if isBlank(rows) { return }
        deck.rowCount += 1
        let faultCount = deck.faultCount
        let rateCount = deck.rates.count
        guard hasRightWidth(rows, &deck), isWanted(rows, &deck, faultCount) else {
            if deck.faultCount > faultCount { deck.faultyRowCount += 1 } else { deck.leftOutCount += 1 }
            return
        }
        readRates(rows, &deck)
        if deck.faultCount > faultCount {
            deck.faultyRowCount += 1
            deck.truncate(to: rateCount)
        }
        columns.removeLast(columns.count - deck.rates.count)
    }

    /// Finds rates of one prefix, validity and band, and takes the rows of the later ones away.
    mutating func dropRepeats(_ deck: inout ImportedDeck) {
        var seen = RateSet(minimumCapacity: deck.rates.count)
        var faultyLines: Set<Int32> = []
        var repeats: [CatalogueFault] = []
        for place in deck.rates.indices {
            let rate = deck.rates[place]
            guard let first = seen.insert(rate, at: place, among: deck.rates) else { continue }
            let same = deck.rates[first]
            deck.faultCount += 1
            faultyLines.insert(rate.line)
            if repeats.count == deck.faultsKeptMax { continue }
            let isSame = same.perMinute == rate.perMinute && same.connectionFee == rate.connectionFee
            repeats.append(
                CatalogueFault(
                    file: deck.file, line: Int(rate.line), column: Int(columns[place]),
                    message:
                        "the code \(rate.prefixText) stands on line \(same.line) already, for the same time, with \(isSame ? "the same" : "another") price",
                    remedy: "remove one of the two"))
        }
        deck.faults = Array((deck.faults + repeats).sorted { ($0.line, $0.column) < ($1.line, $1.column) }.prefix(deck.faultsKeptMax))
        if faultyLines.isEmpty { return }
        deck.faultyRowCount += faultyLines.count
        var kept = 0
        for place in deck.rates.indices where !faultyLines.contains(deck.rates[place].line) {
            deck.rates[kept] = deck.rates[place]
            deck.localTimes[kept] = deck.localTimes[place]
            kept += 1
        }
        deck.truncate(to: kept)
    }

    /// A column's cell, less blanks around it, and less what a spreadsheet puts around text: `="…"`.
    @inline(__always)
    func bounds(_ rows: borrowing RowReader, _ column: Int) -> Range<Int> {
        if column < 0 || column >= rows.cellCount { return 0..<0 }
        let cell = rows.cells[column]
        let text = rows.bytes.span
        if cell.isEmpty { return cell }
        let (first, last) = (text[cell.lowerBound], text[cell.upperBound - 1])
        // ASCII that is neither blank nor quote at both ends: nothing to take away.
        if first > 0x22, first < 0x80, last > 0x22, last < 0x80 { return cell }
        let inner = text.extracting(cell).rangeWithoutBlanks
        let trimmed = cell.lowerBound + inner.lowerBound..<cell.lowerBound + inner.upperBound
        if trimmed.count >= 3, text[trimmed.lowerBound] == UInt8(ascii: "="), text[trimmed.lowerBound + 1] == UInt8(ascii: "\""),
            text[trimmed.upperBound - 1] == UInt8(ascii: "\"")
        {
            return trimmed.lowerBound + 2..<trimmed.upperBound - 1
        }
        return trimmed
    }

    @inline(__always)
    func bounds(_ rows: borrowing RowReader, _ field: DeckField) -> Range<Int> { bounds(rows, header[field]) }

    func text(_ rows: borrowing RowReader, _ bounds: Range<Int>) -> String { String(decoding: rows.bytes.span.extracting(bounds)).excerpt }

    /// Line and column of a cell; the row's beginning for one that is not there.
    func place(_ rows: borrowing RowReader, _ column: Int) -> (line: Int, column: Int) {
        column < 0 || column >= rows.cellCount ? (rows.line, 1) : rows.place(of: rows.cells[column].lowerBound)
    }

    func fault(_ rows: borrowing RowReader, _ field: DeckField, _ message: String, _ remedy: String, _ deck: inout ImportedDeck) {
        deck.append(rows.fault(at: place(rows, header[field]), message, remedy))
    }

    /// "Column is 'value'".
    func unreadable(_ rows: borrowing RowReader, _ field: DeckField, _ remedy: String, _ deck: inout ImportedDeck) {
        fault(rows, field, "\(header.name(field)) is '\(text(rows, bounds(rows, field)))'", remedy, &deck)
    }

    private func isBlank(_ rows: borrowing RowReader) -> Bool {
        for column in 0..<rows.cellCount where !bounds(rows, column).isEmpty { return false }
        return true
    }

    private func hasRightWidth(_ rows: borrowing RowReader, _ deck: inout ImportedDeck) -> Bool {
        let width = header.names.count
        if rows.cellCount <= width { return true }
        for column in width..<rows.cellCount where !bounds(rows, column).isEmpty {
            deck.append(
                rows.fault(
                    at: place(rows, column), "the row has \(rows.cellCount) cells, and the deck has \(width) columns",
                    header.line == 1 && !vocabulary.columnsWithoutHeader.isEmpty
                        ? "name all columns in columnsWithoutHeader of a vocabulary, or quote a cell that has the delimiter in it"
                        : "quote a cell that has the delimiter in it, or name the column in the header"))
            return false
        }
        return true
    }

    /// Whether the vocabulary takes such a row; if not, and it is not to be left out, the fault says why.
    private func isWanted(_ rows: borrowing RowReader, _ deck: inout ImportedDeck, _ faultCount: Int) -> Bool {
        for (condition, columns) in zip(vocabulary.conditions, header.conditions) where condition.leavesOut {
            for column in columns where condition.contains(rows.bytes.span.extracting(bounds(rows, column))) { return false }
        }
        for (condition, columns) in zip(vocabulary.conditions, header.conditions) where !condition.leavesOut {
            for column in columns {
                let cell = bounds(rows, column)
                if condition.contains(rows.bytes.span.extracting(cell)) { continue }
                deck.append(
                    rows.fault(
                        at: place(rows, column), "\(header.names[column].excerpt) is '\(text(rows, cell))': \(condition.because)", condition.remedy))
            }
        }
        return deck.faultCount == faultCount
    }

    private mutating func readRates(_ rows: borrowing RowReader, _ deck: inout ImportedDeck) {
        readCodes(rows, &deck)
        let perMinute = price(.ratePerMinute, seconds: vocabulary.priceSeconds, isRequired: true, rows, &deck)
        checkNextPrice(perMinute, rows, &deck)
        let fee = price(.connectionFee, seconds: 60, isRequired: false, rows, &deck)
        checkCurrency(rows, &deck)
        let (initial, next) = increments(rows, &deck)
        let country = country(rows, &deck)
        let (from, until, localTimes) = validity(rows, &deck)
        let inPlans = inPlans(rows, &deck)
        var band: Int32 = -1
        let bandCell = bounds(rows, .band)
        if !bandCell.isEmpty { band = Int32(truncatingIfNeeded: deck.bands.intern(rows.bytes.span.extracting(bandCell)).index) }
        let destination = destination(rows, &deck)
        let column = Int32(truncatingIfNeeded: place(rows, header[.prefix]).column)
        let line = Int32(truncatingIfNeeded: rows.line)
        for code in list.codes {
            var rate = Rate(
                prefix: code.digits, prefixCount: code.count, inPlans: inPlans, country: country, band: band, destination: .empty,
                perMinute: perMinute, connectionFee: fee, initialIncrementSeconds: initial, incrementSeconds: next, effectiveFrom: from,
                effectiveUntil: until, line: line)
            rate.destination = destination ?? deck.text(Array("+\(rate.prefixText)".utf8).span)
            deck.rates.append(rate)
            deck.localTimes.append(localTimes)
            columns.append(column)
        }
    }
}

extension Rate {
    /// The prefix with its leading zeros.
    var prefixText: String {
        let digits = String(prefix)
        return String(repeating: "0", count: max(0, Int(prefixCount) - digits.count)) + digits
    }
}
