internal import Catalogue

/// A block of the usage report and what checking its rows against the catalogue came to. What has an order, the ledger's entries, is left to the caller.
///
/// One piece of work has it at a time, which ``UsageCheck`` sees to; that is why it may cross between threads.
final class BlockCheck: @unchecked Sendable {
    var block = ReportBlock()
    /// What the rows of all blocks that were checked here add up to, as far as they agree.
    private(set) var sums: UsageSums
    /// What the ledger should have of each row, up to the first fault.
    private(set) var entries: [(day: Int, entry: StoredFingerprint)] = []
    /// The row that does not agree, and why.
    private(set) var fault: (row: Int, message: String)?
    private let index: CatalogueIndex
    private var check: RowCheck?
    /// Whether rows are hashed, to be compared with those of other files.
    private let hashesRows: Bool

    init(_ index: CatalogueIndex, hashesRows: Bool) {
        self.index = index
        self.hashesRows = hashesRows
        sums = UsageSums(organizations: index.catalogue.organizations.count, zone: index.catalogue.timeZone)
    }

    /// What stands before the decimals of the block's amounts, if any of them has some.
    var decimalMark: UInt8? { check?.decimalMark }

    /// Checks the rows, of which amounts have that mark, if one is known.
    func run(decimalMark: UInt8?) {
        entries.removeAll(keepingCapacity: true)
        fault = nil
        // Taken out, so that it is changed where it lies.
        var rows = check.take() ?? RowCheck(index, style: block.style)
        rows.expectMark(decimalMark)
        for row in 0..<block.rowCount where fault == nil {
            do throws(RowFault) {
                try check(row, &rows)
            } catch {
                fault = (row, error.message)
            }
        }
        check = rows
    }

    private func check(_ row: Int, _ rows: inout RowCheck) throws(RowFault) {
        var found = try rows.identity(block, row)
        let day = Int(found.start >= 0 ? found.start / 86_400 : (found.start - 86_399) / 86_400)
        entries.append((day, StoredFingerprint(found, block, row, index)))
        try rows.price(block, row, &found)
        sums.add(found)
        if hashesRows { sums.add(rowHash: block.hash(ofRow: row), of: found.organization) }
    }
}
