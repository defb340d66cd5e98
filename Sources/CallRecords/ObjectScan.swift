import CallModel

/// Finds the end of a JSON object: strings and brackets alone are looked at.
struct ObjectScan: Sendable {
    /// Objects and arrays that are open.
    private var depth: Int
    /// One bit for each of them, the innermost lowest: whether it is an array.
    private var arrays: UInt64 = 0
    private var isInString = false
    private var isAfterBackslash = false
    /// As deep as it may be nested.
    private var limit = ObjectScan.depthMax

    /// As deep as objects and arrays may be nested.
    static let depthMax = 64

    /// Within so many objects: none, or one.
    init(depth: Int) { self.depth = depth }

    /// What stands at the place that was scanned.
    enum Finding {
        /// An object, and where it ends.
        case object(end: Int)
        /// A page, and where its records begin.
        case page(records: Int)
        /// More text is needed to tell.
        case incomplete
        /// No object, which shows at that byte.
        case damaged(at: Int)
    }

    /// Scans the object that begins at `start`, below `end`.
    ///
    /// - Precondition: ``CallBatch/slack`` bytes follow.
    static func find(_ text: Span<UInt8>, from start: Int, to end: Int) -> Finding {
        var depth = 0
        var arrays: UInt64 = 0
        var isKey = false
        var i = start
        while i < end {
            switch text[i] {
            case UInt8(ascii: "\""):
                let close = stringEnd(text, from: i + 1, to: end)
                if close < 0 { return close == incompleteString ? .incomplete : .damaged(at: -2 - close) }
                if isKey, depth == 1, close - i == 7, isValueKey(text, at: i + 1) {
                    switch pageRecords(text, from: close, to: end) {
                    case -1: return .incomplete
                    case 0: break
                    case let records: return .page(records: records)
                    }
                }
                isKey = false
                i = close
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if depth == depthMax { return .damaged(at: i) }
                depth += 1
                isKey = text[i] == UInt8(ascii: "{")
                arrays = arrays << 1 | (isKey ? 0 : 1)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if (arrays & 1 == 1) != (text[i] == UInt8(ascii: "]")) { return .damaged(at: i) }
                arrays >>= 1
                depth -= 1
                if depth == 0 { return .object(end: i + 1) }
                isKey = false
            case UInt8(ascii: ","): isKey = true
            default: break
            }
            i += 1
        }
        return .incomplete
    }

    /// `value`: the five bytes and the quote behind them.
    private static func isValueKey(_ text: Span<UInt8>, at start: Int) -> Bool { text.matches("value\"", at: start, below: start + 6) }

    /// Where the records of a page begin whose key `value` ends at `start`; 0 if it is none, −1 if more text is needed to tell.
    private static func pageRecords(_ text: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var i = start
        for wanted in [UInt8(ascii: ":"), UInt8(ascii: "[")] {
            i = behindBlanks(text, i, end)
            if i == end { return -1 }
            if text[i] != wanted { return 0 }
            i += 1
        }
        let records = i
        i = behindBlanks(text, i, end)
        if i == end { return -1 }
        return text[i] == UInt8(ascii: "{") || text[i] == UInt8(ascii: "]") ? records : 0
    }

    /// Behind spaces, tabs and line ends.
    @inline(__always)
    static func behindBlanks(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var i = start
        while i < end, text[i] <= 0x20, text[i] == 0x20 || text[i] == 0x0A || text[i] == 0x0D || text[i] == 0x09 { i += 1 }
        return i
    }

    /// What ``stringEnd(_:from:to:)`` answers if more text is needed.
    static let incompleteString = -1

    /// Behind the quote that closes a string whose content begins at `start`; ``incompleteString``, or −2 less the place of a control character.
    @inline(__always)
    static func stringEnd(_ text: Span<UInt8>, from start: Int, to end: Int) -> Int {
        let quotes = DelimiterWord.pattern(UInt8(ascii: "\""))
        let backslashes = DelimiterWord.pattern(UInt8(ascii: "\\"))
        var i = start
        while i < end {
            let word = text.wordWithoutBoundsCheck(at: i)
            // 0x80 in each lane that is below a space.
            let controls = ~(((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x6060_6060_6060_6060) | word) & 0x8080_8080_8080_8080
            let hits = DelimiterWord.matches(word, quotes) | DelimiterWord.matches(word, backslashes) | controls
            if hits == 0 {
                i += 8
                continue
            }
            i += hits.trailingZeroBitCount >> 3
            if i >= end { break }
            switch text[i] {
            case UInt8(ascii: "\""): return i + 1
            case UInt8(ascii: "\\"): i += 2
            case UInt8(ascii: "\t"): i += 1
            default: return -2 - i
            }
        }
        return incompleteString
    }

    /// What a part of an object came to.
    enum Part {
        case more
        case end(Int)
        case damaged(at: Int)
    }

    /// What is nested in an object and begins at `start`: where it ends.
    mutating func resumeNested(_ text: Span<UInt8>, from start: Int, to end: Int) -> Part {
        let outer = depth
        depth = 0
        // As deep as it may be less what it is nested in.
        limit = ObjectScan.depthMax - outer
        return resume(text, from: start, to: end)
    }

    /// Goes on with an object that began before `start`, byte by byte.
    mutating func resume(_ text: Span<UInt8>, from start: Int, to end: Int) -> Part {
        for i in start..<end {
            let byte = text[i]
            if isInString {
                if isAfterBackslash {
                    isAfterBackslash = false
                } else if byte == UInt8(ascii: "\\") {
                    isAfterBackslash = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                } else if byte < 0x20, byte != UInt8(ascii: "\t") {
                    return .damaged(at: i)
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if depth == limit { return .damaged(at: i) }
                depth += 1
                arrays = arrays << 1 | (byte == UInt8(ascii: "[") ? 1 : 0)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if (arrays & 1 == 1) != (byte == UInt8(ascii: "]")) { return .damaged(at: i) }
                arrays >>= 1
                depth -= 1
                if depth == 0 { return .end(i + 1) }
            default: break
            }
        }
        return .more
    }
}
