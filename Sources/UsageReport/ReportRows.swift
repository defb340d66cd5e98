public import CallModel

/// What one batch comes to in the output files: rows, which a writer appends to each file.
///
/// The caller owns it and uses it again for other batches; it keeps its room. It belongs to one stage at a time, which the run sees
/// to; that is why it may cross between threads.
public final class ReportRows: @unchecked Sendable {
    var usage = RowWriter()
    var duplicates = RowWriter()
    var suspense = RowWriter()
    /// Texts that are put together before they are written as a cell.
    var scratch = RowWriter()
    /// Where the cells of each call's user and rate stand.
    var places: [RowPlaces] = []

    /// Where each row of ``withUsageBytes(_:)`` ends, so that a file can be ended after any of them.
    public internal(set) var usageRowEnds: [Int] = []
    /// Rows for duplicates.csv.
    public internal(set) var duplicateRowCount = 0
    /// The original records, line ends included, that go to `suspended/`: ranges of the batch's text, in order. Each has a row for suspense.csv.
    public internal(set) var suspendedRecords: [TextRange] = []

    /// No rows.
    public init() {}

    /// Rows for pstn-usage.csv.
    public var usageRowCount: Int { usageRowEnds.count }
    /// Rows for suspense.csv.
    public var suspenseRowCount: Int { suspendedRecords.count }

    /// The rows for pstn-usage.csv, line ends included.
    public func withUsageBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try usage.withBytes(body)
    }

    /// The rows for duplicates.csv, line ends included.
    public func withDuplicateBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try duplicates.withBytes(body)
    }

    /// The rows for suspense.csv, line ends included.
    public func withSuspenseBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try suspense.withBytes(body)
    }

    /// Drops all rows and keeps the room.
    public func removeAll() {
        usage.removeAll()
        duplicates.removeAll()
        suspense.removeAll()
        usageRowEnds.removeAll(keepingCapacity: true)
        suspendedRecords.removeAll(keepingCapacity: true)
        duplicateRowCount = 0
    }
}

/// Where the cells of a call's user and rate stand among the prepared ones: at first by their index, then as ``CellPlace`` has it.
struct RowPlaces: BitwiseCopyable {
    var user: UInt32 = 0
    var rate: UInt32 = 0
}
