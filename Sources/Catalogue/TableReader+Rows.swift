internal import CallModel

extension TableReader {
    /// Why a line cannot be read as a row.
    private enum Malformation {
        case strayQuote(Int), afterQuote(Int), unclosedQuote(Int)
    }

    /// A record longer than this has lost a quote (file-formats.md, top).
    private static var recordCountMax: Int { 1 << 20 }

    /// Reads one row, of any number of cells; lines that are empty or malformed are passed over.
    mutating func advance() -> Bool {
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
    mutating func readHeader() {
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
