public import CallModel
public import Catalogue

/// Turns settled batches into rows of the output files: what the stage `report` does. Pure; writes no file.
///
/// What does not change from call to call is prepared once. A formatter never changes, so any number of threads may use it, each with its own
/// ``ReportRows``.
public final class ReportFormatter: Sendable {
    /// How the files are written.
    public let style: ReportStyle
    let catalogue: Catalogue
    let marks: CellMarks
    let cells: PreparedCells

    /// A formatter for one run.
    ///
    /// - Parameters:
    ///   - catalogue: The run's catalogue.
    ///   - style: How the files are written.
    ///   - sources: The names of the run's inputs for the column Source, by `CallBatch.input`.
    /// - Complexity: O(size of the catalogue); about 0.1 s for a million users or rates.
    public init(catalogue: Catalogue, style: ReportStyle, sources: [String]) {
        self.catalogue = catalogue
        self.style = style
        marks = CellMarks(style)
        cells = PreparedCells(catalogue, marks, sources: sources)
    }

    /// What a file begins with: the byte order mark, if any, and the header row.
    public func header(of file: ReportFile) -> [UInt8] { file.header(style) }

    /// Makes the rows of a batch, after dropping what `rows` held.
    ///
    /// - Precondition: The batch is settled, and its texts are within its text, those of a call that `standsInRecord` within its record; its input is one of
    ///   the formatter's sources.
    /// - Complexity: O(bytes of the rows); no allocation once `rows` has grown to the size of a batch, suspended records aside.
    public func format(_ batch: CallBatch, into rows: ReportRows) {
        rows.removeAll()
        let count = batch.calls.count
        precondition(batch.rated.count == count && batch.settled.count == count, "a batch is reported before it is settled")
        precondition(batch.textCount + CallBatch.slack <= batch.text.count, "a batch has no slack behind its text")
        formatUsage(batch, rows)
        if rows.usageRowCount == count { return }
        for i in 0..<count {
            switch batch.settled[i].disposition {
            case .settled: break
            case .suspended: formatSuspended(batch, i, rows)
            case .duplicateSame: formatDuplicate(batch, i, isSame: true, rows)
            case .duplicateDifferent: formatDuplicate(batch, i, isSame: false, rows)
            }
        }
    }
}
