internal import CallModel

/// Reads the rows of a CSV file (RFC 4180, as file-formats.md says at its top), whatever columns it has.
///
/// The reader owns the file's bytes and makes no string of a cell: a cell is a range of the bytes. Where quotes are doubled inside a cell they
/// are undoubled in place, and the bytes that this leaves over stay, as quotes, behind the cell; so no later place moves.
package struct RowReader {
    /// The file's name.
    package let file: String
    /// What stands between cells: a comma in the files of a catalogue.
    package let delimiter: UInt8
    /// The file's bytes.
    package private(set) var bytes: [UInt8]
    /// The physical line on which the row begins, from 1.
    package private(set) var line = 0
    /// Cells of the row, without quotes around them.
    package private(set) var cells: [Range<Int>] = []
    /// How many cells the row has; ``cells`` may hold more, of an earlier row.
    package private(set) var cellCount = 0

    private var hasDoubledQuotes = false
    private var rowStart = 0
    /// Where reading goes on.
    package private(set) var position = 0
    /// The physical line on which it goes on.
    package private(set) var nextLine = 1

    /// What came next.
    package enum Step {
        /// A row, of any number of cells.
        case row
        /// A line that cannot be read as a row; it was passed over.
        case malformed(CatalogueFault)
        /// The end of the file.
        case end
    }

    /// Begins at the file's beginning, behind a byte order mark.
    package init(file: String, bytes: consuming [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) {
        self.file = file
        self.delimiter = delimiter
        self.bytes = bytes
        if self.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// Goes to a place at which a line begins, to read on from there.
    package mutating func go(to position: Int, line: Int) {
        self.position = position
        nextLine = line
    }

    /// Why a line cannot be read as a row.
    private enum Malformation {
        case strayQuote(Int), afterQuote(Int), unclosedQuote(Int)
    }

    /// A record longer than this has lost a quote (file-formats.md, top).
    private static let recordCountMax = 1 << 20

    /// Reads one row; empty lines are passed over.
    package mutating func advance() -> Step {
        while position < bytes.count {
            line = nextLine
            rowStart = position
            guard let malformation = scanRow() else {
                if hasDoubledQuotes { undoubleQuotes() }
                // One cell without a byte is an empty line, unless it is quoted.
                if cellCount == 1, cells[0].isEmpty, bytes[cells[0].lowerBound] != UInt8(ascii: "\"") { continue }
                return .row
            }
            let fault = fault(malformation)
            skipLine()
            return .malformed(fault)
        }
        return .end
    }

    private func fault(_ malformation: Malformation) -> CatalogueFault {
        switch malformation {
        case .strayQuote(let offset):
            fault(
                at: place(of: offset), "a quote stands inside a cell that does not begin with one",
                "quote the whole cell, and double the quotes in it")
        case .afterQuote(let offset):
            fault(
                at: place(of: offset), "something stands behind a closing quote",
                "double the quotes inside a quoted cell, or put a \(delimiter == UInt8(ascii: ",") ? "comma" : "delimiter") behind it")
        case .unclosedQuote(let offset):
            fault(at: place(of: offset), "a quote is not closed", "close it, or double it if it is part of the cell")
        }
    }

    /// A fault at a place of the file.
    package func fault(at place: (line: Int, column: Int), _ message: String, _ remedy: String) -> CatalogueFault {
        CatalogueFault(file: file, line: place.line, column: place.column, message: message, remedy: remedy)
    }

    /// Line and column of a byte of the row; a cell's first byte stands for its opening quote.
    package func place(of offset: Int) -> (line: Int, column: Int) {
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
        let delimiter = self.delimiter
        let count = text.count
        var i = position
        var lines = 1
        hasDoubledQuotes = false
        cellCount = 0
        while true {
            var cell = i..<i
            if i < count, text[i] == UInt8(ascii: "\"") {
                let limit = min(count, rowStart + RowReader.recordCountMax)
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
                if i < count, text[i] != delimiter, text[i] != UInt8(ascii: "\n") { return .afterQuote(i) }
            } else {
                let start = i
                while i < count {
                    let byte = text[i]
                    if byte == delimiter || byte == UInt8(ascii: "\n") { break }
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
}
