internal import CallModel
internal import Catalogue

/// Which column of a deck holds what, and where its rows begin.
struct DeckHeader {
    /// What stands between cells.
    var delimiter: UInt8
    /// The names of its columns, as they are written.
    var names: [String]
    /// The column of each field, or −1.
    private(set) var places = Array(repeating: -1, count: DeckField.allCases.count)
    /// Columns that may have the destination, of which the first that is not empty counts.
    private(set) var destinations: [Int] = []
    /// Columns that make the destination together where none of those does.
    private(set) var joinedDestination: [Int] = []
    /// For each condition of the vocabulary its columns that the deck has.
    private(set) var conditions: [[Int]] = []
    /// Columns that nothing is read from.
    private(set) var unused: [String] = []
    /// Where the rows begin, and on which line.
    var position = 0
    /// See ``position``.
    var line = 1

    /// So many bytes and rows at the beginning of a file may come before the header.
    private static let byteCountMax = 256 * 1024
    private static let rowCountMax = 100
    private static let delimiters: [(byte: UInt8, name: String)] = [
        (UInt8(ascii: ","), ","), (UInt8(ascii: ";"), ";"), (UInt8(ascii: "\t"), "tab"), (UInt8(ascii: "|"), "|"),
    ]

    /// The column of a field, or −1.
    subscript(field: DeckField) -> Int { places[field.rawValue] }

    /// The name of a field's column, as the deck has it, or its key.
    func name(_ field: DeckField) -> String { self[field] < 0 ? field.key : names[self[field]].excerpt }

    /// The columns of these names; `nil` unless all that is required is there.
    private init?(_ names: [String], _ vocabulary: DeckVocabulary, delimiter: UInt8) {
        self.delimiter = delimiter
        self.names = names
        let normalized = names.map { HeaderName.normalized($0) }
        let bare = normalized.map { HeaderName.withoutRemark($0) }
        func place(_ name: String) -> Int? { normalized.firstIndex(of: name) ?? bare.firstIndex(of: name) }
        var used: Set<Int> = []
        for field in DeckField.allCases {
            guard let place = vocabulary.columns[field.rawValue].lazy.compactMap({ place($0) }).first else { continue }
            places[field.rawValue] = place
            used.insert(place)
        }
        destinations = vocabulary.columns[DeckField.destination.rawValue].compactMap { place($0) }
        joinedDestination = vocabulary.joinedDestination.compactMap { place($0) }
        let hasDestination = self[.destination] >= 0 || !joinedDestination.isEmpty || vocabulary.namesByPrefix
        guard self[.prefix] >= 0, self[.ratePerMinute] >= 0, hasDestination else { return nil }
        conditions = vocabulary.conditions.map { $0.columns.compactMap { place($0) } }
        used.formUnion(destinations + joinedDestination)
        used.formUnion(conditions.joined())
        unused = names.indices.filter { !used.contains($0) && !normalized[$0].isEmpty }.map { names[$0] }
    }

    /// How many columns it knows.
    private var knownCount: Int { places.count { $0 >= 0 } + joinedDestination.count }

    /// Finds the header, below lines of title, and tells the delimiter by it.
    static func find(file: String, text: [UInt8], _ vocabulary: DeckVocabulary) throws(CatalogueFaults) -> DeckHeader {
        let head = text.count > byteCountMax ? Array(text[..<byteCountMax]) : text
        let candidates = vocabulary.delimiter.map { [$0] } ?? delimiters.map(\.byte)
        var best: DeckHeader?
        for delimiter in candidates {
            var rows = RowReader(file: file, bytes: head, delimiter: delimiter)
            var rowCount = 0
            reading: while rowCount < rowCountMax {
                switch rows.advance() {
                case .end: break reading
                case .malformed: break
                case .row:
                    guard var header = DeckHeader(rows.names, vocabulary, delimiter: delimiter) else { break }
                    header.position = rows.position
                    header.line = rows.nextLine
                    if header.knownCount > best?.knownCount ?? 0 {
                        if let fault = header.repeatedName(rows, vocabulary) { throw CatalogueFaults(faults: [fault]) }
                        best = header
                    }
                    break reading
                }
                rowCount += 1
            }
        }
        if let best { return best }
        if let assumed = assumed(file: file, head: head, vocabulary, candidates) { return assumed }
        throw CatalogueFaults(faults: [missing(file: file, head: head, vocabulary, candidates)])
    }

    /// A fault if a column that something is read from stands twice.
    private func repeatedName(_ rows: borrowing RowReader, _ vocabulary: DeckVocabulary) -> CatalogueFault? {
        let normalized = names.map { HeaderName.normalized($0) }
        for place in Set(places.filter { $0 >= 0 } + destinations + joinedDestination + conditions.joined()).sorted() {
            guard let second = normalized[(place + 1)...].firstIndex(of: normalized[place]) else { continue }
            return rows.fault(
                at: rows.place(of: rows.cells[second].lowerBound), "two columns are named \(names[second].excerpt)", "rename or remove one of them")
        }
        return nil
    }

    /// The header that a file without one is read by: with the delimiter that gives its first row most columns.
    private static func assumed(file: String, head: [UInt8], _ vocabulary: DeckVocabulary, _ candidates: [UInt8]) -> DeckHeader? {
        if vocabulary.columnsWithoutHeader.isEmpty { return nil }
        var best: (delimiter: UInt8, count: Int)?
        for delimiter in candidates {
            var rows = RowReader(file: file, bytes: head, delimiter: delimiter)
            guard case .row = rows.advance() else { continue }
            if rows.cellCount > best?.count ?? 1 { best = (delimiter, rows.cellCount) }
        }
        guard let best else { return nil }
        var header = DeckHeader(vocabulary.columnsWithoutHeader, vocabulary, delimiter: best.delimiter)
        header?.position = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return header
    }

    /// What to say where no row names the columns: which are missing in the row that names most of them.
    private static func missing(file: String, head: [UInt8], _ vocabulary: DeckVocabulary, _ candidates: [UInt8]) -> CatalogueFault {
        var required: [(what: String, names: [String])] = [DeckField.prefix, .ratePerMinute].map { ($0.key, vocabulary.writtenColumns[$0.rawValue]) }
        if !vocabulary.namesByPrefix {
            required.append(
                (DeckField.destination.key, vocabulary.writtenColumns[DeckField.destination.rawValue] + vocabulary.writtenJoinedDestination))
        }
        var best: (line: Int, missing: [(what: String, names: [String])])?
        for delimiter in candidates {
            var rows = RowReader(file: file, bytes: head, delimiter: delimiter)
            var rowCount = 0
            reading: while rowCount < rowCountMax {
                switch rows.advance() {
                case .end: break reading
                case .malformed: break
                case .row:
                    let names = rows.names.flatMap { name -> [String] in
                        let normalized = HeaderName.normalized(name)
                        return [normalized] + (HeaderName.withoutRemark(normalized).map { [$0] } ?? [])
                    }
                    let missing = required.filter { field in !field.names.contains { names.contains(HeaderName.normalized($0)) } }
                    if missing.count < best?.missing.count ?? required.count { best = (rows.line, missing) }
                }
                rowCount += 1
            }
        }
        guard let best else {
            return CatalogueFault(
                file: file, line: 1, column: 1, message: "no line names the columns of a deck of \(vocabulary.name)",
                remedy: "name another vocabulary; this one wants \(required.map { describe($0) }.joined(separator: ", and "))")
        }
        return CatalogueFault(
            file: file, line: best.line, column: 1,
            message: "the header has no column for \(best.missing.map(\.what).joined(separator: ", nor for "))",
            remedy: "add \(best.missing.map { describe($0) }.joined(separator: ", and ")), or name your own columns in a vocabulary")
    }

    private static func describe(_ field: (what: String, names: [String])) -> String {
        "a column " + field.names.map { "'\($0)'" }.joined(separator: " or ")
    }
}

extension RowReader {
    /// The cells of the row as texts, less blanks around them.
    var names: [String] {
        (0..<cellCount).map { cell in
            let text = bytes.span.extracting(cells[cell])
            return String(decoding: text.extracting(text.rangeWithoutBlanks))
        }
    }
}
