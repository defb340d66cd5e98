internal import Catalogue
internal import Ledger

/// Reads the usage report from its first row to its last, and stops at the first that does not agree.
struct UsageCheck {
    /// What the rows add up to, as far as they agree.
    private(set) var sums: UsageSums
    /// Rows of each file that was read to its end.
    private(set) var rowsOfFiles: [String: Int64] = [:]
    /// Whether every row was read.
    private(set) var isComplete = false
    private let index: CatalogueIndex
    private var cursors: SeenCursors
    /// What the row before is.
    private var last = StoredFingerprint(high: 0, low: 0, check: 0)

    init(_ index: CatalogueIndex, _ ledger: LedgerFile, run: Int) throws(LedgerFault) {
        self.index = index
        sums = UsageSums(organizations: index.catalogue.organizations.count, zone: index.catalogue.timeZone)
        cursors = try SeenCursors(ledger, run: run)
    }

    /// Reads the report of a folder.
    mutating func read(_ folder: String, _ findings: inout Findings) throws(VerificationFault) {
        guard var reader = try ReportReader.open(folder, noting: .usage, &findings) else { return }
        var block = ReportBlock()
        var check: RowCheck?
        for path in reader.paths { rowsOfFiles[path] = 0 }
        while try reader.next(into: &block, noting: .usage, &findings) {
            var rows = check.take() ?? RowCheck(index, style: block.style)
            if let message = try self.check(block, &rows) { findings.note(.usage, message) }
            check = rows
            if findings.has(.usage) { return }
            rowsOfFiles[block.path, default: 0] += Int64(block.rowCount)
        }
        if findings.has(.usage) { return }
        isComplete = true
        if let rest = cursors.rest {
            let last = rowsOfFiles.keys.max { ($0.utf8.count, $0) < ($1.utf8.count, $1) } ?? folder
            findings.note(
                .usage,
                "\(last): \(counted(rest.count, "row")) of \(ReportTime.dayText(rest.day)) (UTC) \(rest.count == 1 ? "is" : "are") missing: the ledger has "
                    + "\(rest.count) more")
        }
    }

    /// Checks the rows of a block; returns what is wrong with the first that does not agree.
    private mutating func check(_ block: borrowing ReportBlock, _ check: inout RowCheck) throws(VerificationFault) -> String? {
        for row in 0..<block.rowCount {
            var found: UsageRow
            do throws(RowFault) {
                found = try check.identity(block, row)
            } catch {
                return "\(block.path):\(block.line(row)): \(error.message)"
            }
            if let message = try compare(found, block, row) { return "\(block.path):\(block.line(row)): \(message)" }
            do throws(RowFault) {
                try check.price(block, row, &found)
            } catch {
                return "\(block.path):\(block.line(row)): \(error.message)"
            }
            sums.add(found)
        }
        return nil
    }

    /// Compares a row with what the ledger has in its place; returns what is wrong.
    private mutating func compare(_ found: UsageRow, _ block: borrowing ReportBlock, _ row: Int) throws(VerificationFault) -> String? {
        let day = Int(found.start >= 0 ? found.start / 86_400 : (found.start - 86_399) / 86_400)
        let own = StoredFingerprint(found, block, row, index)
        defer { last = own }
        guard let kept = try reading({ () throws(LedgerFault) in try cursors.next(day: day) }) else {
            if own.isSameCall(as: last) { return UsageCheck.twice }
            return "\(UsageCheck.identity) a call which the ledger has: it has no more of \(ReportTime.dayText(day)) (UTC)"
        }
        if kept.isSameCall(as: own) { return kept.check == own.check ? nil : UsageCheck.otherContent }
        if own.isSameCall(as: last) { return UsageCheck.twice }
        if let places = cursors.places(to: own) {
            return "\(counted(places, "row")) \(places == 1 ? "is" : "are") missing here, or this one was moved: the ledger has "
                + "\(counted(places, "call")) before it"
        }
        return "\(UsageCheck.identity) the call which the ledger has in this place"
    }

    private static let identity = "UsageId, Start Time or Organization is not that of"
    private static let twice = "the row before stands here a second time"
    private static let otherContent =
        "Call Type, UPN, Caller ID, Destination Number or Duration Seconds is not what the ledger keeps of this call"
}

/// A count and what is counted, as `1 row` or `2 rows`.
func counted(_ count: some BinaryInteger, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
