internal import CallModel
internal import Ledger

/// Compares notices.csv with the notices that the ledger keeps of the run, row by row.
struct NoticesCheck {
    private let notices: [Notice]
    private var next = 0

    init(_ notices: [Notice]) { self.notices = notices }

    /// Reads the file; the count of its rows, or `nil` if one does not agree.
    mutating func read(_ folder: String, _ findings: inout Findings) throws(VerificationFault) -> Int64? {
        let table = TableCheck.notices
        let path = folder + "/" + table.name
        let count = try TableCheck.read(path, columns: table.columns, noting: .notices, &findings) { block, row in check(block, row) }
        if let count, count < notices.count {
            findings.note(.notices, "\(path): it has \(counted(count, "row")), and the ledger has \(counted(notices.count, "notice")) of the run")
            return nil
        }
        return count
    }

    private mutating func check(_ block: borrowing ReportBlock, _ row: Int) -> String? {
        if next == notices.count { return "the ledger has only \(counted(notices.count, "notice")) of the run" }
        let notice = notices[next]
        next += 1
        let isExcel = block.style.isExcel
        let at = ReportTime.text(notice.at.epochSeconds)
        let expected = [
            notice.organization, notice.kind.rawValue, isExcel ? String(at.dropLast()).replacing("T", with: " ") : at,
            notice.amount.map { DecimalText.text($0.units, decimals: notice.decimals) } ?? "",
            DecimalText.text(notice.balance.units, decimals: notice.decimals), notice.detail,
        ]
        for (column, wanted) in expected.enumerated() {
            var found = block.text(row, column)
            // Amounts may have a comma, where cells are parted by semicolons.
            if column == 3 || column == 4, block.style.separator == UInt8(ascii: ";") { found = found.replacing(",", with: ".") }
            if !found.utf8.elementsEqual(wanted.utf8) {
                return
                    "\(TableCheck.notices.columns[column]) is \(found.isEmpty ? "empty" : found), and the ledger has \(wanted.isEmpty ? "nothing" : wanted)"
            }
        }
        return nil
    }
}
