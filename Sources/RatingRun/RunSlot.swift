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
    /// The input's columns.
    var plan: ColumnPlan?
    /// Entries for the ledger's duplicate index, and how many of them, one after the other, are of which day.
    var seen: [UInt8] = []
    var seenDays: [(day: Int32, count: Int)] = []

    private var rater: Rater
    private var parser: RecordParser?
    private var parserInput = -1

    init(_ rater: Rater) { self.rater = rater }

    /// The stages `parse` and `rate`.
    func rate() {
        guard let plan else { return }
        if parserInput != batch.input {
            parser = RecordParser(plan)
            parserInput = batch.input
        }
        parser?.parse(batch, continuation: continuation)
        rater.rate(batch)
    }

    /// The stage `report`.
    func format(_ formatter: ReportFormatter) {
        formatter.format(batch, into: rows)
        listSeen()
    }

    /// Lists what the ledger has to know again.
    private func listSeen() {
        seen.removeAll(keepingCapacity: true)
        seenDays.removeAll(keepingCapacity: true)
        var bytes = seen
        seen = []
        bytes.reserveCapacity(batch.calls.count * DuplicateIndex.entryByteCount)
        for i in batch.calls.indices where batch.settled[i].disposition == .settled {
            let day = Int32(truncatingIfNeeded: batch.calls[i].start.day)
            if let last = seenDays.last, last.day == day {
                seenDays[seenDays.count - 1].count += 1
            } else {
                seenDays.append((day, 1))
            }
            DuplicateIndex.append(batch.rated[i].fingerprint, check: batch.rated[i].contentCheck, to: &bytes)
        }
        seen = bytes
    }
}
