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
    private(set) var bytes: [UInt8]
    /// What was found wrong.
    var faults: [CatalogueFault]
    /// Whether there is a header with all that is required.
    private(set) var hasHeader = false
    /// The physical line on which the row begins, from 1.
    private(set) var line = 0

    /// Cells of the row, without quotes around them.
    private var cells: [Range<Int>] = []
    /// How many cells the row has; ``cells`` may hold more, of an earlier row.
    private var cellCount = 0
    /// The cell of each column, or −1.
    private var places: [Int] = Array(repeating: -1, count: Column.allCases.count)
    private var headerCount = 0
    private var hasDoubledQuotes = false
    private var rowStart = 0
    private var position = 0
    private var nextLine = 1

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
        let text = bytes.span
        var count = 1
        for i in position..<text.count { count &+= text[i] == UInt8(ascii: "\n") ? 1 : 0 }
        return count
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

extension TableReader {
    /// Why a line cannot be read as a row.
    private enum Malformation {
        case strayQuote(Int), afterQuote(Int), unclosedQuote(Int)
    }

    /// A record longer than this has lost a quote (file-formats.md, top).
    private static var recordCountMax: Int { 1 << 20 }

    /// Reads one row, of any number of cells; lines that are empty or malformed are passed over.
    private mutating func advance() -> Bool {
        while position < bytes.count {
            line = nextLine
            rowStart = position
            guard let malformation = scanRow() else {
                if hasDoubledQuotes { undoubleQuotes() }
                // One cell without a byte is an empty line, unless it is quoted.
                if cellCount == 1, cells[0].isEmpty, bytes[cells[0].lowerBound] != UInt8(ascii: "\"") { continue }
                return true
            }
            switch malformation {
            case .strayQuote(let offset):
                fault(
                    at: place(of: offset), "a quote stands inside a cell that does not begin with one",
                    "quote the whole cell, and double the quotes in it")
            case .afterQuote(let offset):
                fault(
                    at: place(of: offset), "something stands behind a closing quote",
                    "double the quotes inside a quoted cell, or put a comma behind it")
            case .unclosedQuote(let offset):
                fault(at: place(of: offset), "a quote is not closed", "close it, or double it if it is part of the cell")
            }
            skipLine()
        }
        return false
    }

    /// Goes behind the line on which the row begins.
    private mutating func skipLine() {
        position = rowStart
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        position = min(position + 1, bytes.count)
        nextLine = line + 1
    }

    private mutating func scanRow() -> Malformation? {
        let bytes = self.bytes
        let text = bytes.span
        let count = text.count
        var i = position
        var lines = 1
        hasDoubledQuotes = false
        cellCount = 0
        while true {
            var cell = i..<i
            if i < count, text[i] == UInt8(ascii: "\"") {
                let limit = min(count, rowStart + Self.recordCountMax)
                var j = i + 1
                while true {
                    if j >= limit { return .unclosedQuote(i) }
                    let byte = text[j]
                    if byte == UInt8(ascii: "\"") {
                        if j + 1 >= count || text[j + 1] != UInt8(ascii: "\"") { break }
                        hasDoubledQuotes = true
                        j += 1
                    } else if byte == UInt8(ascii: "\n") {
                        lines += 1
                    }
                    j += 1
                }
                cell = i + 1..<j
                i = j + 1
                if i + 1 < count, text[i] == UInt8(ascii: "\r"), text[i + 1] == UInt8(ascii: "\n") { i += 1 }
                if i < count, text[i] != UInt8(ascii: ","), text[i] != UInt8(ascii: "\n") { return .afterQuote(i) }
            } else {
                let start = i
                while i < count {
                    let byte = text[i]
                    if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") { break }
                    if byte == UInt8(ascii: "\"") { return .strayQuote(i) }
                    i += 1
                }
                let hasReturn = i < count && i > start && text[i] == UInt8(ascii: "\n") && text[i - 1] == UInt8(ascii: "\r")
                cell = start..<(hasReturn ? i - 1 : i)
            }
            if cellCount < cells.count { cells[cellCount] = cell } else { cells.append(cell) }
            cellCount += 1
            if i >= count || text[i] == UInt8(ascii: "\n") { break }
            i += 1
        }
        position = min(i + 1, count)
        nextLine = line + lines
        return nil
    }

    /// Makes `""` in quoted cells `"`, in place.
    private mutating func undoubleQuotes() {
        for k in 0..<cellCount {
            let cell = cells[k]
            if cell.lowerBound == 0 || bytes[cell.lowerBound - 1] != UInt8(ascii: "\"") { continue }
            var to = cell.lowerBound
            var from = cell.lowerBound
            while from < cell.upperBound {
                let byte = bytes[from]
                bytes[to] = byte
                to += 1
                from += byte == UInt8(ascii: "\"") ? 2 : 1
            }
            cells[k] = cell.lowerBound..<to
            while to < cell.upperBound {
                bytes[to] = UInt8(ascii: "\"")
                to += 1
            }
        }
    }

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
        headerCount = cellCount
        for k in 0..<cellCount {
            let name = String(decoding: bytes.span.extracting(cells[k])).asciiLowercased
            guard let column = Column.names.firstIndex(of: name) else { continue }
            if places[column] >= 0 {
                fault(at: place(of: cells[k].lowerBound), "two columns are named \(name)", "rename or remove one of them")
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

extension TableReader {
    /// Adds a fault at a column's cell, or within it.
    mutating func fault(_ column: Column, offset: Int = 0, _ message: String, _ remedy: String) {
        let start = range(of: column).lowerBound + offset
        fault(at: places[column.rawValue] < 0 ? (line, 1) : place(of: start), message, remedy)
    }

    /// Adds a fault at a cell that is empty and must not be.
    mutating func require(_ column: Column) -> Bool {
        if !isEmpty(column) { return true }
        fault(column, "\(Column.names[column.rawValue]) is empty", "fill it in, or remove the row")
        return false
    }

    /// Adds a fault at a cell that cannot be read: "`column` is 'value'".
    mutating func unreadable(_ column: Column, _ remedy: String) {
        fault(column, "\(Column.names[column.rawValue]) is '\(text(column).excerpt)'", remedy)
    }

    private mutating func fault(at place: (line: Int, column: Int), _ message: String, _ remedy: String) {
        faults.append(CatalogueFault(file: file, line: place.line, column: place.column, message: message, remedy: remedy))
    }

    /// Line and column of a byte of the row; a cell's first byte stands for its opening quote.
    private func place(of offset: Int) -> (line: Int, column: Int) {
        let text = bytes.span
        var line = self.line
        var lineStart = rowStart
        var end = offset
        if end > rowStart, text[end - 1] == UInt8(ascii: "\""), cells.prefix(cellCount).contains(where: { $0.lowerBound == offset }) { end -= 1 }
        for i in rowStart..<end where text[i] == UInt8(ascii: "\n") {
            line += 1
            lineStart = i + 1
        }
        return (line, TextEncodingCheck.characterCount(text, lineStart..<end) + 1)
    }
}

extension String {
    /// The text of some bytes; what is no UTF-8 is replaced.
    init(decoding bytes: Span<UInt8>) {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for i in 0..<bytes.count { copy.append(bytes[i]) }
        self = String(decoding: copy, as: UTF8.self)
    }

    /// In lower case, where it is ASCII.
    var asciiLowercased: String { String(decoding: utf8.map { CallModel.asciiLowercased($0) }, as: UTF8.self) }

    /// Its first 40 characters, on one line, for messages.
    var excerpt: String {
        let line = String(map { $0.isNewline ? " " : $0 })
        return line.count <= 40 ? line : line.prefix(40) + "…"
    }
}
