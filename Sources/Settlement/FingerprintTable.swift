import CallModel

/// The calls of one day that are known: a log of entries in the order in which they came, and a table that finds them.
///
/// The log is what the ledger keeps. The table is open-addressed by lines of 64 bytes, one cache line each: 12 tags, how many there are, and 12 numbers of
/// entries. A search compares the tags of a line at once and reads the log only where one is equal, so what is new costs one cache miss. Only the table
/// grows, and is filled again from the log then; it is 57 to 85 % full, or less full for a while where more is expected.
@safe
final class FingerprintTable {
    /// What ``insert(_:check:)`` found.
    enum Finding: UInt8 { case new, same, different }

    private var log: GrowingMemory
    private var lines: GrowingMemory
    private var reach: FingerprintReach
    /// How many calls are known before the table has to grow.
    private var limit: Int

    /// Calls whose lines are asked for at a time, so that their cache misses overlap.
    static let blockCount = 64
    /// How far a table grows of which nothing is expected.
    private static let growthPercent = 150
    /// How far a table grows at most where more than twice that is expected: while little of the input is read, and after that. Not all the way, as the first
    /// day of a month's input looks as if all of it were of that day.
    private static let growthMax = 8
    private static let growthMaxIfSure = 16
    /// Entries in a line, on average, when the table is full, by hundred.
    private static let fillPercent = 85 * FingerprintReach.lineEntryCount

    init() {
        lines = GrowingMemory(byteCount: GrowingMemory.lineByteCount, isReadAtRandom: true)
        limit = FingerprintTable.fillPercent / 100
        log = GrowingMemory(byteCount: limit * FingerprintReach.entryByteCount, isReadAtRandom: false)
        reach = unsafe FingerprintReach(log: log.start, lines: lines.start, lineCount: 1)
    }

    /// How many calls are known.
    var count: Int { reach.count }

    /// Bytes in use.
    var byteCount: Int { lines.byteCount + (log.takesOnlyUsedPages ? count * FingerprintReach.entryByteCount : log.byteCount) }

    /// Whether so many calls can be added before ``grow(for:expecting:)``.
    @inline(__always)
    func hasRoom(for more: Int) -> Bool { reach.count + more <= limit }

    /// Makes room for more calls, and for as many as are expected in all, where that is within reason.
    ///
    /// - Parameter isSure: Whether what is expected rests on a good part of the input.
    func grow(for more: Int, expecting expected: Int = 0, isSure: Bool = false) {
        let most = limit * (isSure ? FingerprintTable.growthMaxIfSure : FingerprintTable.growthMax)
        // Up to twice as much is taken at once: else it would grow again when most of it is there, and that takes longest.
        let wanted = expected <= 2 * most ? expected : most
        let target = max(count + more, limit * FingerprintTable.growthPercent / 100, wanted)
        let lineCount = (target * 100 + FingerprintTable.fillPercent - 1) / FingerprintTable.fillPercent
        limit = lineCount * FingerprintTable.fillPercent / 100
        precondition(limit <= Int(UInt32.max), "more calls of one day than the duplicate index can number")
        log.grow(to: limit * FingerprintReach.entryByteCount, keeping: count * FingerprintReach.entryByteCount)
        lines.grow(to: lineCount * GrowingMemory.lineByteCount, keeping: 0)
        unsafe reach.move(log: log.start, lines: lines.start, lineCount: lineCount)
        reach.fillLines(prefetching: FingerprintTable.blockCount / 2)
    }

    /// Adds a call, unless its fingerprint is known: then it tells whether the content is the same.
    ///
    /// - Complexity: O(1) on average.
    func insert(_ fingerprint: Fingerprint, check: UInt32) -> Finding {
        if !hasRoom(for: 1) { grow(for: 1) }
        return reach.insert(fingerprint.high, fingerprint.low, check: check)
    }

    /// Whether a call is known, and then whether the content is the same.
    func find(_ fingerprint: Fingerprint, check: UInt32) -> Finding { reach.find(fingerprint.high, fingerprint.low, check: check) }

    /// Asks for the lines of calls.
    func prefetch(_ calls: Span<RatedCall>, _ range: Range<Int>) {
        let reach = reach
        for i in range { reach.prefetch(calls[i].fingerprint.high) }
    }

    /// Finds calls, and adds those that can be settled and are new. Those that do not come as far as the duplicate check count as new.
    ///
    /// - Precondition: There is room for all of them.
    func decide(_ calls: Span<RatedCall>, _ range: Range<Int>, _ findings: inout MutableSpan<Finding>) {
        // A copy stays in registers, where the object's own is written again for each call.
        var reach = reach
        for i in range {
            let (suspension, fingerprint) = (calls[i].suspension, calls[i].fingerprint)
            if suspension == .none {
                findings[i] = reach.insert(fingerprint.high, fingerprint.low, check: calls[i].contentCheck)
            } else if suspension.reachesDuplicateCheck {
                findings[i] = reach.find(fingerprint.high, fingerprint.low, check: calls[i].contentCheck)
            } else {
                findings[i] = .new
            }
        }
        self.reach = reach
    }

    /// Adds entries as ``append(_:to:)`` gives them, less those that are known.
    func load(_ span: Span<UInt8>) {
        // Bytes of whatever pattern are bytes.
        let entries = unsafe span.bytes
        let end = entries.byteCount / FingerprintReach.entryByteCount
        var begin = 0
        while begin < end {
            let block = begin..<min(begin + FingerprintTable.blockCount, end)
            if !hasRoom(for: block.count) { grow(for: block.count, expecting: count + end - begin) }
            for i in block { reach.prefetch(FingerprintTable.entry(entries, i).high) }
            for i in block {
                let (high, low, check) = FingerprintTable.entry(entries, i)
                _ = reach.insert(high, low, check: check)
            }
            begin = block.upperBound
        }
    }

    @inline(__always)
    private static func entry(_ entries: RawSpan, _ i: Int) -> (high: UInt64, low: UInt64, check: UInt32) {
        let place = i * FingerprintReach.entryByteCount
        // Every pattern of bits is a number, and the span checks its bounds.
        return unsafe (
            UInt64(littleEndian: entries.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)),
            UInt64(littleEndian: entries.unsafeLoadUnaligned(fromByteOffset: place + 8, as: UInt64.self)),
            UInt32(littleEndian: entries.unsafeLoadUnaligned(fromByteOffset: place + 16, as: UInt32.self))
        )
    }

    /// Writes entries, numbered in the order in which they came, as the ledger keeps them.
    func append(_ numbers: Range<Int>, to bytes: inout [UInt8]) {
        precondition(numbers.upperBound <= count)
        let size = FingerprintReach.entryByteCount
        // The log is copied in one go; the pointer does not leave the line.
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: log.start + numbers.lowerBound * size, count: numbers.count * size))
    }
}
