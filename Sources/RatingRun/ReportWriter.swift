import CallModel
import CallRecords
import GzipStream
import Ledger
import ReportWorkbook
import Settlement
import UsageReport

/// Appends formatted batches to the staged files, one after the other, and hands the ledger what it has to know again.
///
/// One piece of work has it at a time, which the pipeline sees to; that is why it may cross between threads.
final class ReportWriter: @unchecked Sendable {
    private let staging: String
    private let formatter: ReportFormatter
    private let ledger: LedgerFile
    /// The most rows that a file of the usage report has.
    private let rowsMax: Int64
    private let seals: Bool
    private let syncs: Bool
    private let access: FileAccess
    private var usage: StagedFile
    private var usageFileCount = 1
    private let duplicates: StagedFile
    private let suspense: StagedFile
    private var suspended: StagedFile?
    private var suspendedInput = -1
    /// Whether what was written of suspended records ends a line.
    private var endsLine = true
    private var suspendedNames = OutputNames()
    private var finished: [StagedOutput] = []
    /// The report by organization, if it is asked for.
    private let split: SplitReport?
    /// The workbook, if it is asked for.
    private var workbook: StagedWorkbook?

    /// The folder of the original records that were suspended.
    static let suspendedFolder = "suspended"

    /// - Parameter payers: The keys of the organizations, if each gets a file of its own as well.
    init(
        staging: String, _ formatter: ReportFormatter, _ ledger: LedgerFile, rowsPerFileMax: Int?, seals: Bool, syncs: Bool, access: FileAccess,
        payers: [String]? = nil, writesWorkbook: Bool = false, gatheredByteCountMax: Int = SplitReport.gatheredByteCountMax
    ) throws(RunFault) {
        self.staging = staging
        self.formatter = formatter
        self.ledger = ledger
        rowsMax = rowsPerFileMax.map(Int64.init) ?? .max
        self.seals = seals
        self.syncs = syncs
        self.access = access
        usage = try StagedFile(ReportFile.usage.name, in: staging, seals: seals, access: access)
        duplicates = try StagedFile(ReportFile.duplicates.name, in: staging, seals: seals, access: access)
        suspense = try StagedFile(ReportFile.suspense.name, in: staging, seals: seals, access: access)
        if let payers {
            split = try SplitReport(
                staging: staging, keys: payers, header: formatter.header(of: .usage), rowsPerFileMax: rowsMax, seals: seals, syncs: syncs,
                access: access, gatheredByteCountMax: gatheredByteCountMax)
        } else {
            split = nil
        }
        workbook = writesWorkbook ? try StagedWorkbook(in: staging, access: access, rowsPerSheetMax: rowsPerFileMax) : nil
        try usage.write(formatter.header(of: .usage))
        try duplicates.write(formatter.header(of: .duplicates))
        try suspense.write(formatter.header(of: .suspense))
    }

    /// Appends a batch.
    ///
    /// - Parameter source: The input's name, as it was given.
    func write(_ slot: RunSlot, source: String, header: [UInt8]) throws(RunFault) {
        try writeUsage(slot.rows)
        try split?.write(slot)
        try workbook?.write(slot)
        duplicates.rowCount += Int64(slot.rows.duplicateRowCount)
        try slot.rows.withDuplicateBytes { (bytes: Span<UInt8>) throws(RunFault) -> Void in try duplicates.write(bytes) }
        suspense.rowCount += Int64(slot.rows.suspenseRowCount)
        try slot.rows.withSuspenseBytes { (bytes: Span<UInt8>) throws(RunFault) -> Void in try suspense.write(bytes) }
        if slot.continuation > 0 || slot.rows.suspenseRowCount > 0 { try writeSuspended(slot, source: source, header: header) }
        for piece in slot.seen { try reading { () throws(LedgerFault) in try ledger.appendSeen(piece) } }
        slot.seen = []
    }

    /// Appends rows to the usage report, and begins another file where a spreadsheet could not hold more.
    private func writeUsage(_ rows: ReportRows) throws(RunFault) {
        var row = 0
        while row < rows.usageRowCount {
            if usage.rowCount == rowsMax {
                finished.append(try usage.finish(syncs: syncs))
                usageFileCount += 1
                usage = try StagedFile(OutputNames.numbered(ReportFile.usage.name, usageFileCount), in: staging, seals: seals, access: access)
                try usage.write(formatter.header(of: .usage))
            }
            let end = min(rows.usageRowCount, row + Int(min(Int64(rows.usageRowCount), rowsMax - usage.rowCount)))
            let from = row == 0 ? 0 : rows.usageRowEnds[row - 1]
            let to = rows.usageRowEnds[end - 1]
            try rows.withUsageBytes { (bytes: Span<UInt8>) throws(RunFault) -> Void in try usage.write(bytes.extracting(from..<to)) }
            usage.rowCount += Int64(end - row)
            row = end
        }
    }

    /// Keeps the original bytes of suspended records, to be fed again.
    private func writeSuspended(_ slot: RunSlot, source: String, header: [UInt8]) throws(RunFault) {
        if slot.batch.input != suspendedInput || suspended == nil {
            if slot.rows.suspenseRowCount == 0 { return }
            try finishSuspended()
            suspendedInput = slot.batch.input
            suspended = try StagedFile(try suspendedName(source), in: staging, seals: seals, access: access)
            try suspended?.write(header)
            endsLine = true
        }
        let text = slot.batch.text
        let bytes = text.span
        try suspended?.write(bytes.extracting(0..<slot.continuation))
        if slot.continuation > 0 { endsLine = text[slot.continuation - 1] == UInt8(ascii: "\n") }
        for record in slot.rows.suspendedRecords {
            // Rows end their lines; JSON objects may have had others beside them.
            if !endsLine, slot.plan?.isObjects ?? false { try suspended?.write([UInt8(ascii: "\n")]) }
            try suspended?.write(bytes.extracting(record.range))
            endsLine = text[record.range.upperBound - 1] == UInt8(ascii: "\n")
        }
        suspended?.rowCount += Int64(slot.rows.suspenseRowCount)
    }

    private func finishSuspended() throws(RunFault) {
        if let suspended { finished.append(try suspended.finish(syncs: syncs)) }
        suspended = nil
    }

    /// The file for an input's suspended records, within the staging folder.
    private func suspendedName(_ source: String) throws(RunFault) -> String {
        if suspendedNames.isEmpty { try OutputFolder.createFolder(staging + "/" + ReportWriter.suspendedFolder, for: access) }
        return ReportWriter.suspendedFolder + "/" + suspendedNames.take(source)
    }

    /// Ends all files.
    ///
    /// - Parameter totals: What each organization comes to, in the order of the catalogue.
    func finish(notices: [Notice], totals: [WorkbookTotal]) throws(RunFault) -> [StagedOutput] {
        let noticesFile = try StagedFile(ReportFile.notices.name, in: staging, seals: seals, access: access)
        try noticesFile.write(formatter.header(of: .notices))
        let noticeRows = formatter.noticeRows(notices)
        try noticesFile.write(noticeRows)
        noticesFile.rowCount = Int64(notices.count)
        try finishSuspended()
        for file in [usage, duplicates, suspense, noticesFile] { finished.append(try file.finish(syncs: syncs)) }
        if let split { finished += try split.finish() }
        if let workbook { finished.append(try workbook.finish(notices: noticeRows, totals: totals, seals: seals, syncs: syncs)) }
        return finished.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
