internal import CallModel
public import Catalogue

/// A deck of Scatto that is looked at: its rates, and what is needed to say where they stand.
public struct OpenedDeck: Sendable {
    /// By which messages name its file.
    public let file: String
    /// The rates.
    public let deck: RateDeck
    /// What ``Rate/band`` is an index into. A band that is not known without its catalogue holds at no time.
    public let bands: [Band]
    /// Whether the bands are those of a catalogue.
    public let knowsBands: Bool
    /// The deck's path, to be read again for the columns of what is found; or its bytes.
    private let source: Source

    private enum Source: Sendable {
        case path(String)
        case bytes([UInt8])
    }

    /// Why a deck cannot be looked at.
    public enum Fault: Error, Sendable {
        /// The file cannot be read.
        case file(DeckFile.Fault)
        /// It has faults.
        case deck(CatalogueFaults)
    }

    /// Reads a deck on its own; local times are UTC.
    public static func open(path: String) throws(Fault) -> OpenedDeck {
        let bytes: [UInt8]
        do {
            bytes = try DeckFile.bytes(path: path)
        } catch {
            throw .file(error)
        }
        return try OpenedDeck(file: path, bytes: bytes)
    }

    /// A deck on its own; local times are UTC.
    public init(file: String, bytes: [UInt8]) throws(Fault) {
        let alone = RateDeck.alone(file: file, bytes: bytes)
        if !alone.faults.isEmpty { throw .deck(CatalogueFaults(faults: alone.faults)) }
        self.file = file
        deck = alone.deck
        bands = alone.bands.map { Band(key: $0, days: Array(repeating: false, count: 7), fromMinute: 0, untilMinute: 1440, timeZone: .utc) }
        knowsBands = alone.bands.isEmpty
        source = .bytes(bytes)
    }

    /// A deck of a catalogue.
    public init(folder: String, deck: RateDeck, bands: [Band]) {
        let path = deck.file.hasPrefix("/") ? deck.file : folder + (folder.hasSuffix("/") ? "" : "/") + deck.file
        file = path
        self.deck = deck
        self.bands = bands
        knowsBands = true
        source = .path(path)
    }

    /// The column, in characters, of a field in the rows that begin on these lines; 1 where the field has no column.
    ///
    /// - Complexity: O(bytes of the file up to the last of them).
    func columns(_ wanted: Set<RowField>) -> [RowField: Int] {
        if wanted.isEmpty { return [:] }
        let bytes: [UInt8]
        switch source {
        case .bytes(let held): bytes = held
        // The deck was read just now; if it has gone since, the line must do.
        case .path(let path): bytes = (try? DeckFile.bytes(path: path)) ?? []
        }
        var byLine: [Int: [RowField]] = [:]
        for field in wanted { byLine[field.line, default: []].append(field) }
        var columns: [RowField: Int] = [:]
        var rows = RowReader(file: file, bytes: bytes)
        var names: [String]?
        var left = byLine.count
        reading: while left > 0 {
            switch rows.advance() {
            case .end: break reading
            case .malformed: break
            case .row:
                guard let header = names else {
                    names = rows.names.map(\.asciiLowercased)
                    continue
                }
                guard let fields = byLine[rows.line] else { continue }
                left -= 1
                for field in fields {
                    guard let place = header.firstIndex(of: field.name), place < rows.cellCount else { continue }
                    columns[field] = rows.place(of: rows.cells[place].lowerBound).column
                }
            }
        }
        return columns
    }
}

/// A field of a row, by the line on which the row begins and the field's name.
struct RowField: Hashable, Sendable {
    var line: Int
    var name: String
}
