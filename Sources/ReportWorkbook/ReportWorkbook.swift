#if XLSX
    internal import CXLSX
#endif
internal import Glibc

/// The reports of a run as one workbook of sheets with typed cells, for people (`--dialect xlsx`; the trait `XLSX`).
///
/// Rows go to temporary files as they come, so memory does not grow with them. A sheet takes ``rowsPerSheetMax`` rows, and the usage report goes on in
/// `Usage 2`, `Usage 3`. The sheet `Totals` stands first: what each organization's rows add up to, as formulas over them, beside what the ledger charged.
/// It belongs to one stage at a time, which the run sees to; that is why it may cross between threads.
public final class ReportWorkbook: @unchecked Sendable {
    /// The file's name.
    public static let name = "pstn-usage.xlsx"
    /// The most rows of a sheet, the header aside.
    public static let rowsPerSheetMax = 1_048_575

    #if XLSX
        /// Whether this Scatto can write workbooks.
        public static let isBuiltIn = true
        private let file: WorkbookFile
        private var cells = RowCells()
    #else
        /// Whether this Scatto can write workbooks.
        public static let isBuiltIn = false
    #endif

    /// Begins a workbook.
    ///
    /// - Parameters:
    ///   - path: Its file, which exists and is empty, so that it has the permissions that it should have.
    ///   - temporaryFolder: Where rows are kept until the end.
    ///   - columns: The names of each sheet's columns.
    /// - Throws: ``WorkbookFault/notBuiltIn`` without the trait.
    public init(
        path: String, temporaryFolder: String, rowsPerSheetMax: Int = ReportWorkbook.rowsPerSheetMax, columns: (WorkbookSheet) -> [String]
    ) throws(WorkbookFault) {
        #if XLSX
            file = try WorkbookFile(path: path, temporaryFolder: temporaryFolder, rowsPerSheetMax: rowsPerSheetMax, columns: columns)
        #else
            throw .notBuiltIn
        #endif
    }

    /// Appends rows in the dialect `plain`, line ends included.
    ///
    /// - Parameter payer: The ordinal of the organization of the usage report's row of that number within `rows`.
    public func append(_ sheet: WorkbookSheet, _ rows: Span<UInt8>, payer: (_ row: Int) -> Int = { _ in 0 }) throws(WorkbookFault) {
        #if XLSX
            var i = 0
            var row = 0
            while i < rows.count {
                cells.read(rows, at: &i)
                try file.append(sheet, cells, payer: payer(row))
                row += 1
            }
        #endif
    }

    /// Writes the totals, by the ordinals of the organizations, and ends the file.
    public func finish(_ totals: [WorkbookTotal]) throws(WorkbookFault) {
        #if XLSX
            try file.finish(totals)
        #endif
    }
}
