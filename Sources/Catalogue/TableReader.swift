internal import CallModel

/// The columns of a table: the required ones come first.
protocol TableColumn: RawRepresentable, CaseIterable, Sendable where RawValue == Int {
    /// Their names in the header, by raw value.
    static var names: [String] { get }
    /// How many of them must be there.
    static var requiredCount: Int { get }
}

/// Reads a CSV file of the catalogue row by row, by the names of its columns.
struct TableReader<Column: TableColumn> {
    /// The rows and the file's bytes.
    var rows: RowReader
    /// What was found wrong.
    var faults: [CatalogueFault]
    /// Whether there is a header with all that is required.
    var hasHeader = false
    /// The cell of each column, or −1.
    private(set) var places: [Int] = Array(repeating: -1, count: Column.allCases.count)
    private var headerCount = 0

    /// The file's name.
    var file: String { rows.file }
    /// The physical line on which the row begins, from 1.
    var line: Int { rows.line }

    /// Reads the header.
    init(file: String, bytes: consuming [UInt8]) {
        faults = TextEncodingCheck.faults(of: bytes, file: file)
        rows = RowReader(file: file, bytes: bytes)
        readHeader()
    }

    /// The bytes, and what was found wrong, when all rows are read.
    consuming func finish() -> (bytes: [UInt8], faults: [CatalogueFault]) { (rows.bytes, faults) }

    /// How many rows there are at most: lines after this one.
    var rowCountMax: Int {
        rows.bytes.span.extracting(rows.position..<rows.bytes.count).lineFeedCount + 1
    }

    /// Goes to the next row that has as many cells as the header; `false` at the end.
    mutating func next() -> Bool {
        while hasHeader, advance() {
            if rows.cellCount == headerCount { return true }
            let start = rows.cellCount > headerCount ? rows.place(of: rows.cells[headerCount].lowerBound) : (line: line, column: 1)
            fault(
                at: start, "the row has \(rows.cellCount) cells, and the header has \(headerCount)",
                "add or remove cells, or quote a cell that has a comma in it")
        }
        return false
    }

    /// Reads one row, of any number of cells; lines that are empty or malformed are passed over.
    private mutating func advance() -> Bool {
        while true {
            switch rows.advance() {
            case .row: return true
            case .malformed(let fault): faults.append(fault)
            case .end: return false
            }
        }
    }

    /// Where a column's cell stands; empty for a column that is not there.
    func range(of column: Column) -> Range<Int> {
        let place = places[column.rawValue]
        return place < 0 ? 0..<0 : rows.cells[place]
    }

    /// Whether a column's cell is empty, or not there.
    func isEmpty(_ column: Column) -> Bool { range(of: column).isEmpty }

    /// Reads a column's cell.
    @inline(__always)
    func read<Value>(_ column: Column, _ body: (Span<UInt8>) -> Value) -> Value {
        body(rows.bytes.span.extracting(range(of: column)))
    }

    /// A column's cell as text.
    func text(_ column: Column) -> String { read(column) { String(decoding: $0) } }

    /// Finds the columns in the first row.
    private mutating func readHeader() {
        let required = Column.names.prefix(Column.requiredCount)
        guard advance() else {
            if faults.isEmpty {
                faults.append(
                    CatalogueFault(
                        file: file, line: 1, column: 1, message: "the file has no header",
                        remedy: "begin it with a row that names its columns: " + required.joined(separator: ", ")))
            }
            return
        }
        headerCount = rows.cellCount
        for k in 0..<rows.cellCount {
            let name = String(decoding: rows.bytes.span.extracting(rows.cells[k])).asciiLowercased
            guard let column = Column.names.firstIndex(of: name) else { continue }
            if places[column] >= 0 {
                fault(at: rows.place(of: rows.cells[k].lowerBound), "two columns are named \(name)", "rename or remove one of them")
            } else {
                places[column] = k
            }
        }
        for (column, name) in required.enumerated() where places[column] < 0 {
            fault(at: (line, 1), "the column \(name) is missing", "add it to the header and to every row")
        }
        hasHeader = places.prefix(Column.requiredCount).allSatisfy { $0 >= 0 }
    }
}
