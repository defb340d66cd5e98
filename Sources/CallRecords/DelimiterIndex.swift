internal import CProcessor
internal import CallModel

/// Where the delimiters of a piece of text stand, found in one pass, 64 bytes at a time.
///
/// Fields lie between neighbours of one array, and a line is a stretch of it, so that splitting a record costs no search and no branch that the processor
/// could guess wrong. The arrays are written without a check for each delimiter, of which there is one every ten bytes; room for as many as 64 bytes can
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
    /// Whether there may be blanks: spaces, tabs, or bytes of which a no-break space could consist.
    var hasBlanks: Bool { hasSpaces || hasHighBytes }
    /// Whether there are bytes that are not ASCII.
    private(set) var hasHighBytes = false
    private var hasSpaces = false

    private let delimiter: UInt8
    /// What each byte is: bits of ``Kind``.
    private let kinds: [UInt8]

    /// Bits that tell what a byte is.
    private enum Kind {
        static let delimiter: UInt8 = 1
        static let lineFeed: UInt8 = 2
        static let quote: UInt8 = 4
        static let carriageReturn: UInt8 = 8
        static let blank: UInt8 = 16
    }

    /// Bytes that are looked at together.
    private static let blockByteCount = 64
    /// Bytes below `-` are looked at one by one: among them are commas, quotes, line ends and blanks, and little else of a record.
    private static let lowMax = UInt8(ascii: "-")

    init(delimiter: UInt8, quote: UInt8 = UInt8(ascii: "\"")) {
        self.delimiter = delimiter
        var kinds = [UInt8](repeating: 0, count: 256)
        kinds[Int(delimiter)] = Kind.delimiter
        kinds[Int(UInt8(ascii: "\n"))] = Kind.delimiter | Kind.lineFeed
        // Quotes are below `-`, or not there at all.
        if quote < DelimiterIndex.lowMax { kinds[Int(quote)] = Kind.delimiter | Kind.quote }
        kinds[Int(UInt8(ascii: "\r"))] = Kind.carriageReturn
        for blank in [UInt8(ascii: " "), UInt8(ascii: "\t")] { kinds[Int(blank)] |= Kind.blank }
        self.kinds = kinds
    }

    /// Finds the delimiters of `text` in a range.
    ///
    /// - Precondition: 64 bytes behind the range may be read.
    mutating func find(_ text: Span<UInt8>, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound + DelimiterIndex.blockByteCount <= text.count, "a text has no slack behind it")
        var tally = Tally()
        var high: UInt64 = 0
        // Taken out for the time being, so that both can be written side by side.
        var (starts, lineEnds) = (self.starts, self.lineEnds)
        (self.starts, self.lineEnds) = ([], [])
        DelimiterIndex.reserve(2, &starts, &lineEnds)
        starts[0] = UInt32(truncatingIfNeeded: range.lowerBound)
        var block = range.lowerBound
        while block < range.upperBound {
            DelimiterIndex.reserve(tally.found + 2 + DelimiterIndex.blockByteCount, &starts, &lineEnds)
            var suspects = DelimiterIndex.suspects(text, block, &high)
            if delimiter >= DelimiterIndex.lowMax { suspects |= DelimiterIndex.places(of: delimiter, text, block) }
            let left = range.upperBound - block
            if left < DelimiterIndex.blockByteCount { suspects &= (1 << UInt64(left)) &- 1 }
            var startsHere = starts.mutableSpan
            var lineEndsHere = lineEnds.mutableSpan
            tally = DelimiterIndex.enter(suspects, block, text, kinds.span, &startsHere, &lineEndsHere, tally)
            block += DelimiterIndex.blockByteCount
        }
        starts[tally.found + 1] = UInt32(truncatingIfNeeded: range.upperBound + 1)
        lineEnds[tally.lines] = UInt32(truncatingIfNeeded: tally.found + 1)
        (self.starts, self.lineEnds) = (starts, lineEnds)
        delimiterCount = tally.found
        lineFeedCount = tally.lines
        hasQuotes = tally.seen & Kind.quote != 0
        hasSpaces = tally.seen & Kind.blank != 0
        hasStrayReturns = tally.seen & Kind.carriageReturn != 0 && DelimiterIndex.hasStrayReturns(text, range)
        // The last block may reach into what follows: at worst records are checked for nothing.
        hasHighBytes = high != 0
    }

    /// What was found so far.
    private struct Tally {
        var found = 0
        var lines = 0
        /// All kinds of bytes.
        var seen: UInt8 = 0
    }

    /// Enters the delimiters among the suspects of a block.
    ///
    /// A function of its own, because inlined its few values do not stay in registers, and each delimiter then waits for the one before.
    @inline(never)
    private static func enter(
        _ suspects: UInt64, _ block: Int, _ text: Span<UInt8>, _ kinds: Span<UInt8>, _ starts: inout MutableSpan<UInt32>,
        _ lineEnds: inout MutableSpan<UInt32>, _ before: Tally
    ) -> Tally {
        var suspects = suspects
        var tally = before
        while suspects != 0 {
            // Eight steps whatever there is, because how many there are the processor cannot foresee: those behind the last one enter nothing.
            for _ in 0..<8 {
                let at = block &+ suspects.trailingZeroBitCount
                // Within the range or the slack behind it, within 256, and within what was reserved for this block.
                let kind = unsafe kinds[unchecked: Int(text[unchecked: at])] & (suspects == 0 ? 0 : .max)
                suspects &= suspects &- 1
                unsafe lineEnds[unchecked: tally.lines] = UInt32(truncatingIfNeeded: tally.found &+ 1)
                tally.lines &+= Int(kind >> 1 & 1)
                unsafe starts[unchecked: tally.found &+ 1] = UInt32(truncatingIfNeeded: at &+ 1)
                tally.found &+= Int(kind & 1)
                tally.seen |= kind
            }
        }
        return tally
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

    /// One bit for each of 64 bytes that is below `-`; and something in `high` if there is one that is not ASCII.
    @inline(__always)
    private static func suspects(_ text: Span<UInt8>, _ block: Int, _ high: inout UInt64) -> UInt64 {
        // The slack that was checked at the beginning covers the last block.
        let marks = unsafe text.bytes.withUnsafeBytes { unsafe scatto_bytes_below($0.baseAddress! + block, lowMax) }
        high |= marks.high
        return marks.below
    }

    /// The high bit of each byte, side by side.
    @inline(__always)
    private static func gathered(_ hits: UInt64) -> UInt64 { ((hits >> 7) &* 0x0102_0408_1020_4080) >> 56 }

    /// One bit for each of 64 bytes that is `delimiter`.
    @inline(never)
    private static func places(of delimiter: UInt8, _ text: Span<UInt8>, _ block: Int) -> UInt64 {
        let wanted = DelimiterWord.pattern(delimiter)
        var places: UInt64 = 0
        for lane in 0..<8 {
            let hits = DelimiterWord.matches(text.wordWithoutBoundsCheck(at: block + 8 * lane), wanted)
            places |= gathered(hits) << UInt64(8 * lane)
        }
        return places
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
