internal import CallModel

extension TableReader {
    /// Adds a fault at a column's cell, or within it.
    mutating func fault(_ column: Column, offset: Int = 0, _ message: String, _ remedy: String) {
        let start = range(of: column).lowerBound + offset
        fault(at: places[column.rawValue] < 0 ? (line, 1) : rows.place(of: start), message, remedy)
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
        faults.append(rows.fault(at: place, message, remedy))
    }
}
