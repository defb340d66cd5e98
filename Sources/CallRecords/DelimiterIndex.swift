internal import CProcessor
internal import CallModel

/// Where the delimiters of a piece of text stand, found in one pass, 64 bytes at a time.
///
/// Fields lie between neighbours of one array, and a line is a stretch of it, so that splitting a record costs no search and no branch that the processor
/// could guess wrong. The arrays are written without a check for each delimiter, of which there is one every ten bytes; room for as many as 4 KiB can
/// hold is made before them, and what is read is covered by the slack that was checked at the beginning.
struct DelimiterIndex: Sendable {
    /// Where each field begins: the first one at the beginning of the text, the others behind a delimiter, a line feed, or a quote. The last element is
    /// one behind the end of the text, as if a line feed stood there.
    private(set) var starts: [UInt32] = []
    /// For each line feed, and for the end of the text, its place in ``starts``.
    private(set) var lineEnds: [UInt32] = []
    /// How many elements of ``starts``, and of ``lineEnds``, mean anything, the end of the text aside.
    private(set) var delimiterCount = 0
    private(set) var lineFeedCount = 0
    /// Whether there are quotes, in any place.
    private(set) var hasQuotes = false
    /// Whether there is a carriage return that is not half a line end.
    private(set) var hasStrayReturns = false
    /// Whether there may be blanks: spaces, tabs that delimit nothing, or bytes of which a no-break space could consist.
    var hasBlanks: Bool { hasSpaces || hasHighBytes }
    /// Whether there are bytes that are not ASCII.
    private(set) var hasHighBytes = false
    private var hasSpaces = false

    private let delimiter: UInt8
    /// What stands around quoted fields; a line feed where nothing does.
    private let quote: UInt8

    /// Whether 64 bytes at a time are entered by the processor itself.
    private let isWide: Bool

    #if arch(x86_64)
        /// Whether this processor has the instructions for that.
        static let canBeWide = scatto_can_enter() != 0
    #else
        static let canBeWide = false
    #endif

    /// Bytes that are looked at together, and bytes for whose delimiters room is made at a time.
    private static let (blockByteCount, stretchByteCount) = (64, 4096)

    /// - Parameter isWide: Whether processors with instructions for 64 bytes use them.
    init(delimiter: UInt8, quote: UInt8? = UInt8(ascii: "\""), isWide: Bool = DelimiterIndex.canBeWide) {
        self.delimiter = delimiter
        self.quote = quote ?? UInt8(ascii: "\n")
        self.isWide = isWide && DelimiterIndex.canBeWide
    }

    /// Finds the delimiters of `text` in a range.
    ///
    /// - Precondition: 64 bytes behind the range may be read.
    mutating func find(_ text: Span<UInt8>, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound + DelimiterIndex.blockByteCount <= text.count, "a text has no slack behind it")
        var tally = Tally()
        // Taken out for the time being, so that both can be written side by side.
        var (starts, lineEnds) = (self.starts, self.lineEnds)
        (self.starts, self.lineEnds) = ([], [])
        DelimiterIndex.reserve(2, &starts, &lineEnds)
        starts[0] = UInt32(truncatingIfNeeded: range.lowerBound)
        for begin in stride(from: range.lowerBound, to: range.upperBound, by: DelimiterIndex.stretchByteCount) {
            let stretch = begin..<min(begin + DelimiterIndex.stretchByteCount, range.upperBound)
            // As many as the bytes could be, and those that are stored to no effect.
            DelimiterIndex.reserve(tally.found + stretch.count + 2 * DelimiterIndex.blockByteCount, &starts, &lineEnds)
            var startsHere = starts.mutableSpan
            var lineEndsHere = lineEnds.mutableSpan
            let whole = isWide ? stretch.count & ~(DelimiterIndex.blockByteCount - 1) : 0
            if whole > 0 { enterWhole(text, stretch.prefix(whole), &startsHere, &lineEndsHere, &tally) }
            find(text, stretch.dropFirst(whole), &startsHere, &lineEndsHere, &tally)
        }
        starts[tally.found + 1] = UInt32(truncatingIfNeeded: range.upperBound + 1)
        lineEnds[tally.lines] = UInt32(truncatingIfNeeded: tally.found + 1)
        (self.starts, self.lineEnds) = (starts, lineEnds)
        delimiterCount = tally.found
        lineFeedCount = tally.lines
        // As the header of C says.
        hasQuotes = tally.others & 0xFFFF != 0
        hasStrayReturns = tally.others >> 16 & 0xFFFF != 0 && DelimiterIndex.hasStrayReturns(text, range)
        hasSpaces = tally.others >> 32 & 0xFFFF != 0
        hasHighBytes = tally.others >> 48 != 0
    }

    /// How many lines there are up to where a record with line breaks ends, at least `line`: where the index is taken up again behind it.
    func line(behind end: Int, from line: Int) -> Int {
        var line = line
        while line <= lineFeedCount, Int(starts[Int(lineEnds[line - 1])]) < end { line += 1 }
        return line
    }

    /// What was found so far.
    private struct Tally {
        var found = 0
        var lines = 0
        /// All kinds of bytes besides delimiters.
        var others: UInt64 = 0
    }

    /// Enters the delimiters of whole blocks with the processor's instructions for that.
    private func enterWhole(
        _ text: Span<UInt8>, _ range: Range<Int>, _ starts: inout MutableSpan<UInt32>, _ lineEnds: inout MutableSpan<UInt32>, _ tally: inout Tally
    ) {
        #if arch(x86_64)
            var entered = scatto_record_tally(found: Int64(tally.found), lines: Int64(tally.lines), others: tally.others)
            // It reads the range, and stores what was reserved for it.
            unsafe text.withUnsafeBufferPointer { text in
                unsafe starts.withUnsafeMutableBufferPointer { starts in
                    unsafe lineEnds.withUnsafeMutableBufferPointer { lineEnds in
                        unsafe scatto_enter(
                            text.baseAddress! + range.lowerBound, Int64(range.count), UInt32(truncatingIfNeeded: range.lowerBound), delimiter, quote,
                            starts.baseAddress!, lineEnds.baseAddress!, &entered)
                    }
                }
            }
            tally = Tally(found: Int(entered.found), lines: Int(entered.lines), others: entered.others)
        #endif
    }

    /// Finds the delimiters of some blocks, of which only the last one may have fewer than 64 bytes.
    @inline(never)
    private func find(
        _ text: Span<UInt8>, _ range: Range<Int>, _ starts: inout MutableSpan<UInt32>, _ lineEnds: inout MutableSpan<UInt32>, _ tally: inout Tally
    ) {
        var (found, lines, others) = (tally.found, tally.lines, tally.others)
        var block = range.lowerBound
        while block < range.upperBound {
            let left = range.upperBound &- block
            // What follows the range in its last block must not count.
            let marks = left < DelimiterIndex.blockByteCount ? marksOfEnd(text, block, left) : marks(text, block)
            DelimiterIndex.enter(marks.delimiters, marks.line_feeds, block, &starts, &lineEnds, &found, &lines)
            others |= marks.others
            block &+= DelimiterIndex.blockByteCount
        }
        tally = Tally(found: found, lines: lines, others: others)
    }

    /// Enters the delimiters of a block.
    @inline(__always)
    private static func enter(
        _ delimiters: UInt64, _ lineFeeds: UInt64, _ block: Int, _ starts: inout MutableSpan<UInt32>, _ lineEnds: inout MutableSpan<UInt32>,
        _ found: inout Int, _ lines: inout Int
    ) {
        var left = lineFeeds
        // One in any case: whether there is one the processor cannot foresee.
        repeat {
            let upToHere = left ^ (left &- 1)
            // All that is stored is within what was reserved.
            unsafe lineEnds[unchecked: lines] = UInt32(truncatingIfNeeded: found &+ (delimiters & upToHere).nonzeroBitCount)
            lines &+= left == 0 ? 0 : 1
            left &= left &- 1
        } while left != 0
        left = delimiters
        var next = found &+ 1
        repeat {
            // Eight whatever there is, for the same reason: those behind the last one are overwritten.
            for k in 0..<8 {
                unsafe starts[unchecked: next &+ k] = UInt32(truncatingIfNeeded: block &+ left.trailingZeroBitCount &+ 1)
                left &= left &- 1
            }
            next &+= 8
        } while left != 0
        found &+= delimiters.nonzeroBitCount
    }

    /// Whether there is a carriage return that is not half a line end: looked at once more, and only in a text that has some.
    private static func hasStrayReturns(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var begin = range.lowerBound
        while let at = DelimiterWord.first(UInt8(ascii: "\r"), in: text, begin..<range.upperBound) {
            begin = at + 1
            if begin == range.upperBound || text[begin] != UInt8(ascii: "\n") { return true }
        }
        return false
    }

    /// What 64 bytes hold.
    @inline(__always)
    private func marks(_ text: Span<UInt8>, _ block: Int) -> scatto_record_marks {
        // The range and the slack that was checked at the beginning cover it.
        unsafe text.bytes.withUnsafeBytes { unsafe scatto_marks($0.baseAddress! + block, delimiter, quote) }
    }

    /// What the last bytes of a range hold, fewer than 64.
    @inline(never)
    private func marksOfEnd(_ text: Span<UInt8>, _ block: Int, _ count: Int) -> scatto_record_marks {
        var bytes = InlineArray<64, UInt8>(repeating: UInt8(ascii: "0"))
        for i in 0..<count { bytes[i] = text[block + i] }
        var marks = marks(bytes.span, 0)
        marks.delimiters &= (1 << UInt64(count)) &- 1
        return marks
    }

    @inline(__always)
    private static func reserve(_ count: Int, _ starts: inout [UInt32], _ lineEnds: inout [UInt32]) {
        if starts.count < count { grow(count, &starts, &lineEnds) }
    }

    @inline(never)
    private static func grow(_ count: Int, _ starts: inout [UInt32], _ lineEnds: inout [UInt32]) {
        let missing = max(2 * count, 4096) - starts.count
        starts.append(contentsOf: repeatElement(0, count: missing))
        lineEnds.append(contentsOf: repeatElement(0, count: missing))
    }
}
