internal import CallModel

/// The columns of a table: the required ones come first.
protocol TableColumn: RawRepresentable, CaseIterable, Sendable where RawValue == Int {
    /// Their names in the header, by raw value.
    static var names: [String] { get }
    /// How many of them must be there.
    static var requiredCount: Int { get }
}

/// Reads a CSV file of the catalogue row by row (RFC 4180, as file-formats.md says at its top).
///
/// The reader owns the file's bytes and makes no string of a cell: a cell is a range of the bytes. Where quotes are doubled inside a cell they
/// are undoubled in place, and the bytes that this leaves over stay, as quotes, behind the cell; so no later place moves.
struct TableReader<Column: TableColumn> {
    /// The file's name.
    let file: String
    /// The file's bytes.
    var bytes: [UInt8]
    /// What was found wrong.
    var faults: [CatalogueFault]
    /// Whether there is a header with all that is required.
    var hasHeader = false
    /// The physical line on which the row begins, from 1.
    var line = 0

    // What follows is the business of the extensions in TableReader+Rows.swift and TableReader+Faults.swift.

    /// Cells of the row, without quotes around them.
    var cells: [Range<Int>] = []
    /// How many cells the row has; ``cells`` may hold more, of an earlier row.
    var cellCount = 0
    /// The cell of each column, or −1.
    var places: [Int] = Array(repeating: -1, count: Column.allCases.count)
    var headerCount = 0
    var hasDoubledQuotes = false
    var rowStart = 0
    var position = 0
    var nextLine = 1

    /// Reads the header.
    init(file: String, bytes: consuming [UInt8]) {
        self.file = file
        faults = TextEncodingCheck.faults(of: bytes, file: file)
        self.bytes = bytes
        if self.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        readHeader()
    }

    /// The bytes, and what was found wrong, when all rows are read.
    consuming func finish() -> (bytes: [UInt8], faults: [CatalogueFault]) { (bytes, faults) }

    /// How many rows there are at most: lines after this one.
    var rowCountMax: Int {
        bytes.span.extracting(position..<bytes.count).lineFeedCount + 1
    }

    /// Goes to the next row that has as many cells as the header; `false` at the end.
    mutating func next() -> Bool {
        while hasHeader, advance() {
            if cellCount == headerCount { return true }
            let start = cellCount > headerCount ? place(of: cells[headerCount].lowerBound) : (line: line, column: 1)
            fault(
                at: start, "the row has \(cellCount) cells, and the header has \(headerCount)",
                "add or remove cells, or quote a cell that has a comma in it")
        }
        return false
    }

    /// Where a column's cell stands; empty for a column that is not there.
    func range(of column: Column) -> Range<Int> {
        let place = places[column.rawValue]
        return place < 0 ? 0..<0 : cells[place]
    }

    /// Whether a column's cell is empty, or not there.
    func isEmpty(_ column: Column) -> Bool { range(of: column).isEmpty }

    /// Reads a column's cell.
    @inline(__always)
    func read<Value>(_ column: Column, _ body: (Span<UInt8>) -> Value) -> Value {
        body(bytes.span.extracting(range(of: column)))
    }

    /// A column's cell as text.
    func text(_ column: Column) -> String { read(column) { String(decoding: $0) } }
}
