/// The calls of one chunk of input, on their way through the stages.
///
/// One batch belongs to one stage at a time, which RatingRun sees to; that is why it may cross between threads. Its arrays keep their room when a
/// batch is used again, so that a run allocates nothing per call.
public final class CallBatch: @unchecked Sendable {
    /// The chunk's text, then unquoted copies of fields whose quotes were doubled, then ``slack`` bytes.
    ///
    /// Only the first ``textCount`` bytes mean anything.
    public var text: [UInt8] = []
    /// How many bytes of ``text`` are in use.
    public var textCount = 0
    /// What to say of records that cannot be read, by ``Call/Fault``, where it depends on the input's format; empty where it does not.
    public var faultDetails: [String] = []
    /// Bytes behind the text that may be read, so that a loop can load eight at a time.
    public static let slack = 64

    /// The place of the input among the run's inputs.
    public var input = 0
    /// Where the chunk begins in the input's decompressed text.
    public var byteOffset: Int64 = 0
    /// Physical lines of the chunk.
    public var lineCount = 0
    /// Physical lines of the input before the chunk; known when it is settled.
    public var firstLine: Int64 = 0

    /// What `parse` made.
    public var calls: [Call] = []
    /// What `rate` made; one for each of ``calls``.
    public var rated: [RatedCall] = []
    /// What `settle` made; one for each of ``calls``.
    public var settled: [SettledCall] = []
    /// Plans named by ``SettledCall/includedBy``.
    public var includingPlans: [UInt16] = []
    /// UTC days on which calls of the batch began, each once.
    public var days: [Int32] = []
    /// Months in which calls of the batch began, each once.
    public var months: [CalendarMonth] = []

    /// An empty batch.
    public init() {}

    /// Makes the batch empty and keeps its room.
    public func removeAll() {
        textCount = 0
        lineCount = 0
        calls.removeAll(keepingCapacity: true)
        rated.removeAll(keepingCapacity: true)
        settled.removeAll(keepingCapacity: true)
        includingPlans.removeAll(keepingCapacity: true)
        days.removeAll(keepingCapacity: true)
        months.removeAll(keepingCapacity: true)
    }
}
