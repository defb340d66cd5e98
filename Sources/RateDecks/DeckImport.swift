internal import CallModel
public import Catalogue

/// Turns somebody's rate deck into one of Scatto's, row by row.
///
/// A row that cannot be taken is explained and passed over; whoever asks decides what becomes of the others.
public struct DeckImport: Sendable {
    let vocabulary: DeckVocabulary
    /// So many rates may come of one deck.
    static let rateCountMax = 5_000_000

    /// An import of decks of that vocabulary.
    public init(_ vocabulary: DeckVocabulary) { self.vocabulary = vocabulary }

    /// Reads a deck.
    ///
    /// - Parameters:
    ///   - file: By which messages name it.
    ///   - bytes: Its content, decompressed.
    ///   - faultsKeptMax: As many faults are kept; all are counted.
    /// - Throws: Why no row at all can be read: no text, no header.
    /// - Complexity: O(bytes + rates); a million rows take about a second.
    public func deck(file: String, bytes: consuming [UInt8], faultsKeptMax: Int = 1000) throws(CatalogueFaults) -> ImportedDeck {
        let (text, fault) = DeckFile.utf8(file: file, bytes: bytes, isWindows1252: vocabulary.isWindows1252)
        if let fault { throw CatalogueFaults(faults: [fault]) }
        let header = try DeckHeader.find(file: file, text: text, vocabulary)
        var rows = RowReader(file: file, bytes: text, delimiter: header.delimiter)
        rows.go(to: header.position, line: header.line)
        var deck = ImportedDeck(file: file)
        deck.faultsKeptMax = faultsKeptMax
        deck.unusedColumns = header.unused
        var row = RowImport(vocabulary: vocabulary, header: header)
        reading: while true {
            switch rows.advance() {
            case .end: break reading
            case .malformed(let fault):
                deck.rowCount += 1
                deck.faultyRowCount += 1
                deck.append(fault)
            case .row:
                row.take(rows, &deck)
            }
            if deck.rates.count > DeckImport.rateCountMax {
                throw CatalogueFaults(faults: [
                    rows.fault(at: (rows.line, 1), "the deck comes to more than \(DeckImport.rateCountMax) rates", "split it")
                ])
            }
        }
        row.dropRepeats(&deck)
        deck.currency = row.currency
        if deck.rowCount == 0 {
            throw CatalogueFaults(faults: [rows.fault(at: (max(1, header.line - 1), 1), "the deck has no rows", "give the whole file")])
        }
        return deck
    }
}
