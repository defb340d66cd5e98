/// Fills blocks with the next rows of a report, one piece of work at a time.
final class BlockFeed: @unchecked Sendable {
    private var reader: ReportReader
    /// Why the report ended before its end.
    private(set) var fault: ReportFault?

    init(_ reader: consuming ReportReader) { self.reader = reader }

    /// The report's files.
    var paths: [String] { reader.paths }

    /// Fills blocks from the first on; returns how many of them have rows.
    func fill(_ slots: [BlockCheck]) -> Int {
        for (count, slot) in slots.enumerated() {
            do {
                if fault != nil { return count }
                if try !reader.next(into: &slot.block) { return count }
            } catch {
                fault = error
                return count
            }
        }
        return slots.count
    }
}
