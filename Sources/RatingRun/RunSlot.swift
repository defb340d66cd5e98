import CallModel
import CallRecords
import Rating
import Settlement
import UsageReport

/// The room for one chunk on its way through the stages: all that it needs, used again for the next.
///
/// One piece of work has it at a time, which the pipeline sees to; that is why it may cross between threads.
final class RunSlot: @unchecked Sendable {
    let batch = CallBatch()
    let rows = ReportRows()
    /// The chunk's place within its input.
    var sequence = 0
    /// Whether it is its input's last.
    var isLast = false
    /// Bytes at the beginning that go on with a too long line of the chunk before.
    var continuation = 0
    /// Where the records are, if they are JSON objects.
    var objects = ObjectPiece()
    /// The input's columns.
    var plan: ColumnPlan?
    /// Bytes of the input, as it lies there, that were read for this chunk and those before.
    var bytesRead: Int64 = 0
    /// What the ledger has to know again, where settling the chunk made it due.
    var seen: [DuplicateIndex.Piece] = []

    private var rater: Rater?
    private var parser: RecordParser?
    private var objectParser: ObjectParser?
    private var parserInput = -1

    /// - Parameter rater: `nil` where calls are read and not rated.
    init(_ rater: Rater?, faultDetails: [String] = []) {
        self.rater = rater
        batch.faultDetails = faultDetails
    }

    /// The stages `parse` and `rate`.
    func rate() {
        guard let plan else { return }
        if parserInput != batch.input {
            parser = plan.isObjects ? nil : RecordParser(plan)
            objectParser = ObjectParser(plan)
            parserInput = batch.input
        }
        parser?.parse(batch, continuation: continuation)
        objectParser?.parse(batch, objects)
        rater?.rate(batch)
    }

    /// The stage `report`.
    func format(_ formatter: ReportFormatter) { formatter.format(batch, into: rows) }
}
