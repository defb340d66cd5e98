import CallModel
import Catalogue
import CrashPoints
import Glibc
import Ledger
import ReportWorkbook
import Settlement
import UsageReport

/// The workbook of a run, written in the staging folder until the run is committed.
struct StagedWorkbook {
    private let path: String
    private let book: ReportWorkbook
    private var rowCount: Int64 = 0

    /// Begins it; its rows wait in unnamed files of the staging folder.
    init(in staging: String, access: FileAccess, rowsPerSheetMax: Int?) throws(RunFault) {
        path = staging + "/" + ReportWorkbook.name
        CrashPoint.reach(.stagedCreateBefore)
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, access.fileMode)
        if descriptor < 0 { throw .output(path: path, reason: systemError()) }
        _ = Glibc.close(descriptor)
        CrashPoint.reach(.stagedCreateAfter)
        do throws(WorkbookFault) {
            book = try ReportWorkbook(path: path, temporaryFolder: staging, rowsPerSheetMax: rowsPerSheetMax ?? ReportWorkbook.rowsPerSheetMax) {
                switch $0 {
                case .usage: ReportFile.usage.columns
                case .duplicates: ReportFile.duplicates.columns
                case .suspense: ReportFile.suspense.columns
                case .notices: ReportFile.notices.columns
                }
            }
        } catch {
            throw RunFault(error, path: path)
        }
    }

    /// Appends the rows of a batch, which are in the dialect `plain`.
    mutating func write(_ slot: RunSlot) throws(RunFault) {
        rowCount += Int64(slot.rows.usageRowCount)
        let (rated, settled) = (slot.batch.rated, slot.batch.settled)
        let payers = settled.indices.filter { settled[$0].disposition == .settled }.map { Int(rated[$0].organization) }
        do throws(WorkbookFault) {
            try slot.rows.withUsageBytes { (rows: Span<UInt8>) throws(WorkbookFault) in try book.append(.usage, rows, payer: { payers[$0] }) }
            try slot.rows.withDuplicateBytes { (rows: Span<UInt8>) throws(WorkbookFault) in try book.append(.duplicates, rows) }
            try slot.rows.withSuspenseBytes { (rows: Span<UInt8>) throws(WorkbookFault) in try book.append(.suspense, rows) }
        } catch {
            throw RunFault(error, path: path)
        }
    }

    /// Writes the notices and the totals, and ends the file.
    func finish(notices: [UInt8], totals: [WorkbookTotal], seals: Bool, syncs: Bool) throws(RunFault) -> StagedOutput {
        CrashPoint.reach(.stagedWriteBefore)
        do throws(WorkbookFault) {
            try book.append(.notices, notices.span)
            try book.finish(totals)
        } catch {
            throw RunFault(error, path: path)
        }
        CrashPoint.reach(.stagedWriteAfter)
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw .output(path: path, reason: systemError()) }
        defer { _ = Glibc.close(descriptor) }
        var status = stat()
        if unsafe fstat(descriptor, &status) != 0 || (syncs && fsync(descriptor) != 0) { throw .output(path: path, reason: systemError()) }
        return StagedOutput(
            name: ReportWorkbook.name, byteCount: Int64(status.st_size), rowCount: rowCount,
            sha256: seals ? try FileDigest.sha256(ofFile: path) : nil)
    }
}

extension StagedWorkbook {
    /// What each organization comes to, in the order of the catalogue.
    static func totals(_ catalogue: Catalogue, _ result: SettlementResult) -> [WorkbookTotal] {
        let known = Dictionary(result.totals.map { (Array($0.organization.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        return catalogue.organizations.map { organization in
            let tariff = catalogue.tariffs[organization.tariff]
            let charged = known[Array(organization.key.utf8)]?.charged ?? .zero
            return WorkbookTotal(
                organization: organization.key, currency: tariff.currency, charged: charged.text(decimals: tariff.rounding.decimals))
        }
    }
}

extension RunFault {
    /// What is wrong with a workbook.
    init(_ fault: WorkbookFault, path: String) {
        switch fault {
        case .notBuiltIn:
            self = .command("this scatto was built without workbooks; build it with --traits XLSX, or leave out --dialect xlsx")
        case .cannotWrite(let reason): self = .output(path: path, reason: reason)
        }
    }
}
