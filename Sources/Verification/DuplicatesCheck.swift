internal import Ledger

/// Reads duplicates.csv: whose they are, and that they stand in the order of the inputs.
struct DuplicatesCheck {
    private let index: CatalogueIndex
    private let inputs: [RunInput]
    private var input = 0
    private var line: Int64 = 0

    init(_ index: CatalogueIndex, _ inputs: [RunInput]) {
        self.index = index
        self.inputs = inputs
    }

    /// Reads the file; the count of its rows, or `nil` if one does not agree.
    mutating func read(_ folder: String, _ findings: inout Findings) throws(VerificationFault) -> Int64? {
        let table = TableCheck.duplicates
        return try TableCheck.read(folder + "/" + table.name, columns: table.columns, noting: .duplicates, &findings) { block, row in
            check(block, row)
        }
    }

    private mutating func check(_ block: borrowing ReportBlock, _ row: Int) -> String? {
        let source = block.text(row, 0)
        while input < inputs.count, !inputs[input].path.utf8.elementsEqual(source.utf8) {
            input += 1
            line = 0
        }
        if input == inputs.count { return "Source is \(source), which is no input of the run, or stands behind a later one" }
        // Of JSON objects several may stand on one line.
        guard let found = DecimalText.count(block.bytes.span, block.range(row, 1)), found >= max(1, line) else {
            return "Line is \(block.text(row, 1)), and the row before has \(line)"
        }
        line = found
        if index.organizations.index(of: block.bytes.span, block.range(row, 2)) < 0 {
            return "Organization is \(block.text(row, 2)), and the catalogue has no such organization"
        }
        if block.range(row, 3).isEmpty { return "UsageId is empty, and every duplicate has one" }
        return ["yes", "no"].contains(block.text(row, 4)) ? nil : "Same is \(block.text(row, 4)), and it says yes or no"
    }
}
