/// A table for people: columns padded to their widest cell, two blanks between.
package struct TextTable {
    /// On which side a column's cells stand.
    package enum Alignment {
        /// Words.
        case leading
        /// Numbers, so that their decimals stand below one another.
        case trailing
    }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    /// A table without rows.
    package init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

    /// Adds a row with a cell for every column.
    package mutating func append(_ row: [String]) {
        precondition(row.count == columns.count)
        // A line break or a tab within a key would tear the table.
        rows.append(row.map { String($0.map { $0.isNewline || $0 == "\t" ? " " : $0 }) })
    }

    /// The titles and the rows, each line ended, without blanks at the end.
    package var text: String {
        let lines = [columns.map(\.title)] + rows
        let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            var text = ""
            for (column, cell) in line.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                text += (column > 0 ? "  " : "") + (columns[column].alignment == .leading ? cell + blanks : blanks + cell)
            }
            while text.last == " " { text.removeLast() }
            return text + "\n"
        }.joined()
    }
}
