#if XLSX
    internal import CXLSX
    internal import Glibc

    /// The one place where libxlsxwriter is called: it owns the workbook, its sheets and formats, which the library frees when the workbook is closed.
    @safe final class WorkbookFile {
        /// A sheet that is being written.
        @safe private struct Page {
            let sheet: UnsafeMutablePointer<lxw_worksheet>
            let name: String
            /// Rows, the header aside.
            var rowCount = 0
        }

        private var workbook: UnsafeMutablePointer<lxw_workbook>?
        private let totalsPage: Page
        /// Of each kind of sheet those that there are; the last is being written.
        private var pages: [[Page]] = []
        private let columns: [[String]]
        private let kinds: [[WorkbookSheet.Kind]]
        private let rowsMax: Int
        private let header: UnsafeMutablePointer<lxw_format>?
        private let time: UnsafeMutablePointer<lxw_format>?
        /// By the decimals of an amount.
        private var amounts: [UnsafeMutablePointer<lxw_format>?] = unsafe []
        private var sums = WorkbookSums()
        /// What went wrong first.
        private var firstError = LXW_NO_ERROR

        /// A cell has at most 32,767 signs; what is longer, the record of suspense.csv, is cut, as its bytes are kept beside.
        private static let textByteCountMax = 32_000

        init(path: String, temporaryFolder: String, rowsPerSheetMax: Int, columns: (WorkbookSheet) -> [String]) throws(WorkbookFault) {
            let made: UnsafeMutablePointer<lxw_workbook>? = unsafe temporaryFolder.withCString { folder in
                var options = unsafe lxw_workbook_options()
                unsafe options.constant_memory = 1
                unsafe options.use_zip64 = 1
                unsafe options.tmpdir = UnsafeMutablePointer(mutating: folder)
                return unsafe workbook_new_opt(path, &options)
            }
            guard let made = unsafe made, let totals = unsafe workbook_add_worksheet(made, "Totals") else { throw .cannotWrite(reason: "no memory") }
            unsafe workbook = made
            unsafe totalsPage = Page(sheet: totals, name: "Totals")
            rowsMax = rowsPerSheetMax
            self.columns = WorkbookSheet.allCases.map(columns)
            kinds = self.columns.map { $0.map { WorkbookSheet.kind($0) } }
            unsafe header = workbook_add_format(made)
            unsafe format_set_bold(header)
            unsafe time = workbook_add_format(made)
            unsafe format_set_num_format(time, "yyyy-mm-dd hh:mm:ss")
            for decimals in 0...8 {
                let format = unsafe workbook_add_format(made)
                unsafe format_set_num_format(format, decimals == 0 ? "0" : "0." + String(repeating: "0", count: decimals))
                unsafe amounts.append(format)
            }
            for sheet in WorkbookSheet.allCases { pages.append([try newPage(sheet, number: 1)]) }
        }

        deinit {
            // A workbook that is given up: closing it frees all, and its file is taken away with the staging folder.
            if let workbook = unsafe workbook { _ = unsafe workbook_close(workbook) }
        }

        /// Appends a row.
        func append(_ sheet: WorkbookSheet, _ cells: RowCells, payer: Int) throws(WorkbookFault) {
            let s = sheet.rawValue
            if pages[s][pages[s].count - 1].rowCount == rowsMax { pages[s].append(try newPage(sheet, number: pages[s].count + 1)) }
            let page = pages[s].count - 1
            pages[s][page].rowCount += 1
            let row = lxw_row_t(pages[s][page].rowCount)
            let place = unsafe pages[s][page].sheet
            for column in cells.starts.indices where cells.counts[column] > 0 {
                unsafe put(cells, column, kinds[s][column], place, row)
            }
            if sheet == .usage {
                // By this number formulas find an organization's rows: a key may look like a number or a pattern.
                unsafe note(worksheet_write_number(place, row, lxw_col_t(columns[s].count), Double(payer + 1), nil))
                sums.add(cells, payer: payer, columns: columns[s])
            }
            if firstError != LXW_NO_ERROR { throw fault(firstError) }
        }

        private func put(
            _ cells: RowCells, _ column: Int, _ kind: WorkbookSheet.Kind, _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: lxw_row_t
        ) {
            let at = lxw_col_t(column)
            unsafe cells.bytes.withUnsafeBufferPointer { all in
                guard let base = all.baseAddress else { return }
                let text = unsafe UnsafeRawPointer(base + cells.starts[column]).assumingMemoryBound(to: CChar.self)
                switch kind {
                case .time where cells.counts[column] == 20:
                    var moment = lxw_datetime(
                        year: cells.digits(column, 0, 4), month: cells.digits(column, 5, 2), day: cells.digits(column, 8, 2),
                        hour: cells.digits(column, 11, 2), min: cells.digits(column, 14, 2), sec: Double(cells.digits(column, 17, 2)))
                    unsafe note(worksheet_write_datetime(sheet, row, at, &moment, time))
                case .count, .amount:
                    // A sheet's numbers are binary, and keep fifteen digits: what has more stays text, which loses nothing.
                    guard let number = cells.number(column), number.digits <= 15, number.decimals <= 8 else { fallthrough }
                    unsafe note(worksheet_write_number(sheet, row, at, strtod(text, nil), kind == .count ? nil : amounts[number.decimals]))
                default:
                    if cells.counts[column] <= WorkbookFile.textByteCountMax {
                        unsafe note(worksheet_write_string(sheet, row, at, text, nil))
                    } else {
                        let kept = cells.bytes[cells.starts[column]...].prefix(WorkbookFile.textByteCountMax)
                        unsafe note(worksheet_write_string(sheet, row, at, String(decoding: kept, as: UTF8.self) + "…", nil))
                    }
                }
            }
        }

        private func newPage(_ sheet: WorkbookSheet, number: Int) throws(WorkbookFault) -> Page {
            let name = sheet.name + (number == 1 ? "" : " \(number)")
            guard let workbook = unsafe workbook, let made = unsafe workbook_add_worksheet(workbook, name) else {
                throw .cannotWrite(reason: "no memory")
            }
            unsafe writeHeader(columns[sheet.rawValue] + (sheet == .usage ? ["No."] : []), made)
            return unsafe Page(sheet: made, name: name)
        }

        private func writeHeader(_ names: [String], _ sheet: UnsafeMutablePointer<lxw_worksheet>) {
            for (column, name) in names.enumerated() {
                let width = WorkbookSheet.kind(name) == .time ? 19 : max(10, Double(name.utf8.count) + 4)
                unsafe note(worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width, nil))
                unsafe note(worksheet_write_string(sheet, 0, lxw_col_t(column), name, header))
            }
            unsafe worksheet_freeze_panes(sheet, 1, 0)
        }

        /// Writes the totals and filters, and closes the file.
        func finish(_ totals: [WorkbookTotal]) throws(WorkbookFault) {
            guard let closing = unsafe workbook else { return }
            writeTotals(totals)
            for (sheet, pages) in zip(WorkbookSheet.allCases, pages) {
                for page in pages {
                    let last = lxw_row_t(page.rowCount)
                    let columns = columns[sheet.rawValue].count
                    unsafe note(worksheet_autofilter(page.sheet, 0, 0, last, lxw_col_t(columns - 1)))
                    if last > 0 {
                        // Long digits and numbers with `+` are text on purpose.
                        let all = "A2:" + WorkbookSums.column(columns - 1) + "\(last + 1)"
                        unsafe note(worksheet_ignore_errors(page.sheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), all))
                    }
                }
            }
            // The library does not look whether its temporary files could be written.
            for page in pages.joined() + [totalsPage] {
                let file = unsafe page.sheet.pointee.optimize_tmpfile
                if unsafe fflush(file) != 0 || ferror(file) != 0 { throw .cannotWrite(reason: "no space left for the rows of a sheet") }
            }
            unsafe workbook = nil
            let error = unsafe workbook_close(closing)
            if firstError != LXW_NO_ERROR { throw fault(firstError) }
            if error != LXW_NO_ERROR { throw fault(error) }
        }

        private func writeTotals(_ totals: [WorkbookTotal]) {
            let sheet = unsafe totalsPage.sheet
            unsafe writeHeader(WorkbookSums.columns, sheet)
            let usage = pages[WorkbookSheet.usage.rawValue].map { page in (name: page.name, rows: page.rowCount) }
            let names = columns[WorkbookSheet.usage.rawValue]
            var row: lxw_row_t = 0
            for (payer, total) in totals.enumerated() where sums.calls(payer) > 0 {
                row += 1
                unsafe note(worksheet_write_number(sheet, row, 0, Double(payer + 1), nil))
                unsafe note(worksheet_write_string(sheet, row, 1, total.organization, nil))
                unsafe note(worksheet_write_string(sheet, row, 2, total.currency, nil))
                let decimals = total.charged.utf8.reversed().firstIndex(of: UInt8(ascii: "."))
                let places = decimals.map { total.charged.utf8.reversed().distance(from: total.charged.utf8.reversed().startIndex, to: $0) } ?? 0
                for (k, cell) in WorkbookSums.formulas(row: Int(row) + 1, usage: usage, columns: names).enumerated() {
                    let format = unsafe cell.isAmount ? amounts[min(places, 8)] : nil
                    unsafe note(worksheet_write_formula_num(sheet, row, lxw_col_t(3 + k), cell.formula, format, sums.value(payer, k)))
                }
                let last = 3 + WorkbookSums.summed.count
                unsafe note(worksheet_write_number(sheet, row, lxw_col_t(last), strtod(total.charged, nil), amounts[min(places, 8)]))
                let amount = "\(WorkbookSums.column(4))\(row + 1)"
                let ledger = "\(WorkbookSums.column(last))\(row + 1)"
                unsafe note(worksheet_write_formula_num(sheet, row, lxw_col_t(last + 1), "=ROUND(\(amount)-\(ledger),8)", amounts[min(places, 8)], 0))
            }
            unsafe note(worksheet_autofilter(sheet, 0, 0, row, lxw_col_t(WorkbookSums.columns.count - 1)))
        }

        private func note(_ error: lxw_error) { if firstError == LXW_NO_ERROR, error != LXW_NO_ERROR { firstError = error } }

        private func fault(_ error: lxw_error) -> WorkbookFault {
            // The library's texts are constants.
            guard let text = unsafe lxw_strerror(error) else { return .cannotWrite(reason: "error \(error.rawValue) of libxlsxwriter") }
            return .cannotWrite(reason: unsafe String(cString: text))
        }
    }
#endif
