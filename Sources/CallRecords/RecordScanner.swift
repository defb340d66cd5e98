import CallModel

/// Tells where a record ends: RFC 4180 with the exceptions of file-formats.md, byte by byte.
///
/// This is the exact and slow way, taken for records that contain a quote. A line without one ends at its line feed, which needs no scanner.
struct RecordScanner {
    /// The most bytes that a record may have, its line end aside.
    static let lengthMax = 1 << 20

    /// What stands at the place that was scanned.
    enum Finding: Equatable {
        /// A record, and the place behind its line end.
        case record(end: Int)
        /// No record: its first line alone is malformed.
        case malformed(Malformation)
        /// More text is needed to tell.
        case incomplete
    }

    /// Why a line is no record.
    enum Malformation: Equatable {
        case strayQuote, unclosedQuote, tooLong, invalidUTF8
    }

    /// Between fields.
    let delimiter: UInt8
    /// Around fields; a byte that no text has where nothing stands around them.
    let quote: UInt8
    /// Whether blanks may stand before a quote, as some templates of switches have them.
    let allowsBlanks: Bool

    /// No byte of UTF-8.
    static let noQuote: UInt8 = 0xFF

    init(delimiter: UInt8, quote: UInt8? = UInt8(ascii: "\""), allowsBlanks: Bool = false) {
        self.delimiter = delimiter
        self.quote = quote ?? RecordScanner.noQuote
        self.allowsBlanks = allowsBlanks
    }

    /// Scans the record that begins at `start`, below `end`; `isWhole` says that the text ends at `end`.
    ///
    /// `field` is told the bounds of each field, less its quotes, and whether it holds doubled quotes.
    func scan(
        _ text: Span<UInt8>, from start: Int, to end: Int, isWhole: Bool, field: (_ lower: Int, _ upper: Int, _ hasDoubledQuotes: Bool) -> Void
    ) -> Finding {
        precondition(start >= 0 && end <= text.count, "a record lies outside its text")
        let limit = min(end, start + RecordScanner.lengthMax + 2)
        var i = start
        var isMultiline = false
        while true {
            if allowsBlanks { i = quoteBehindBlanks(text, i, limit) }
            if i < limit, text[i] == quote {
                var hasDoubledQuotes = false
                let lower = i + 1
                i = lower
                scanning: while true {
                    i = skip(text, i, limit, quote, UInt8(ascii: "\n"), quote)
                    if i < limit, text[i] != quote {
                        isMultiline = true
                        i += 1
                        continue scanning
                    }
                    if i >= limit { return limit < end || isWhole || tooLong(start, i) ? .malformed(.unclosedQuote) : .incomplete }
                    // A quote at the very end of what there is may be the first of two.
                    if i + 1 >= limit, limit == end, !isWhole { return .incomplete }
                    if i + 1 < limit, text[i + 1] == quote {
                        hasDoubledQuotes = true
                        i += 2
                        continue scanning
                    }
                    break
                }
                field(lower, i, hasDoubledQuotes)
                i += 1
                if i >= limit {
                    if limit < end || tooLong(start, i) { return .malformed(.tooLong) }
                    return isWhole ? finished(text, start, i, lineEnd: 0, isMultiline) : .incomplete
                }
                if text[i] == delimiter {
                    i += 1
                    continue
                }
                if text[i] == UInt8(ascii: "\n") { return finished(text, start, i, lineEnd: 1, isMultiline) }
                if text[i] == UInt8(ascii: "\r") {
                    if i + 1 >= limit {
                        if limit < end { return .malformed(.tooLong) }
                        return isWhole ? .malformed(.strayQuote) : .incomplete
                    }
                    if text[i + 1] == UInt8(ascii: "\n") { return finished(text, start, i, lineEnd: 2, isMultiline) }
                }
                return .malformed(.strayQuote)
            }
            let lower = i
            i = skip(text, i, limit, delimiter, UInt8(ascii: "\n"), quote)
            if i >= limit {
                if limit < end || tooLong(start, i) { return .malformed(.tooLong) }
                if !isWhole { return .incomplete }
                field(lower, i, false)
                return finished(text, start, i, lineEnd: 0, isMultiline)
            }
            if text[i] == quote { return .malformed(.strayQuote) }
            if text[i] == delimiter {
                field(lower, i, false)
                i += 1
                continue
            }
            let hasReturn = i > lower && text[i - 1] == UInt8(ascii: "\r")
            field(lower, hasReturn ? i - 1 : i, false)
            return finished(text, start, hasReturn ? i - 1 : i, lineEnd: hasReturn ? 2 : 1, isMultiline)
        }
    }

    /// The first of three bytes from `start` on, eight bytes at a time; or the limit.
    @inline(__always)
    private func skip(_ text: Span<UInt8>, _ start: Int, _ limit: Int, _ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
        var i = start
        let (first, second, third) = (DelimiterWord.pattern(a), DelimiterWord.pattern(b), DelimiterWord.pattern(c))
        // The limit lies within the text, so that no word reaches beyond it.
        while i + 8 <= limit {
            let word = text.wordWithoutBoundsCheck(at: i)
            let hits = DelimiterWord.matches(word, first) | DelimiterWord.matches(word, second) | DelimiterWord.matches(word, third)
            if hits != 0 { return i + (hits.trailingZeroBitCount >> 3) }
            i += 8
        }
        while i < limit, text[i] != a, text[i] != b, text[i] != c { i += 1 }
        return i
    }

    /// The place of a quote that nothing but spaces stand before; else where they begin.
    private func quoteBehindBlanks(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
        var i = start
        while i < limit, text[i] == UInt8(ascii: " ") { i += 1 }
        return i < limit && text[i] == quote ? i : start
    }

    private func tooLong(_ start: Int, _ i: Int) -> Bool { i - start > RecordScanner.lengthMax + 1 }

    /// A record whose text ends at `contentEnd`: too long, or with line breaks and no UTF-8, it is none.
    private func finished(_ text: Span<UInt8>, _ start: Int, _ contentEnd: Int, lineEnd: Int, _ isMultiline: Bool) -> Finding {
        if contentEnd - start > RecordScanner.lengthMax { return .malformed(.tooLong) }
        if isMultiline, !text.isValidUTF8(start..<contentEnd) { return .malformed(.invalidUTF8) }
        return .record(end: contentEnd + lineEnd)
    }
}
