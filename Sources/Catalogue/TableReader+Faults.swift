internal import CallModel

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

    mutating func fault(at place: (line: Int, column: Int), _ message: String, _ remedy: String) {
        faults.append(CatalogueFault(file: file, line: place.line, column: place.column, message: message, remedy: remedy))
    }

    /// Line and column of a byte of the row; a cell's first byte stands for its opening quote.
    func place(of offset: Int) -> (line: Int, column: Int) {
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
