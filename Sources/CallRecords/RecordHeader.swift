/// The header of an input: its first line that is not empty, or what stands for it in a format without one.
/// The header of an input: its first line that is not empty.
public struct RecordHeader: Sendable, Hashable {
    /// Which column holds which field.
    public let plan: ColumnPlan
    /// Where the records begin.
    public let end: Int
    /// Physical lines before the records: empty ones and the header's own.
    public let lineCount: Int
    /// Where the header itself begins, behind a byte order mark and empty lines.
    public let start: Int

    /// What was found at the beginning of an input.
    public enum Finding: Sendable {
        /// A header.
        case header(RecordHeader)
        /// More text must be read first.
        case incomplete
        /// The input is empty: no header, and no records.
        case empty
    }

    /// The byte order mark and the empty lines at the beginning of an input, which may be let go: how many bytes and lines.
    ///
    /// - Parameter isBeginning: Whether nothing was let go yet, so that a byte order mark may stand there.
    public static func emptyLines(_ text: Span<UInt8>, count: Int, isBeginning: Bool) -> (byteCount: Int, lineCount: Int) {
        var start = isBeginning && count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? 3 : 0
        var lines = 0
        while start < count {
            if text[start] == UInt8(ascii: "\n") {
                start += 1
            } else if text[start] == UInt8(ascii: "\r"), start + 1 < count, text[start + 1] == UInt8(ascii: "\n") {
                start += 2
            } else {
                break
            }
            lines += 1
        }
        return (start, lines)
    }

    /// Looks for the header in the first `count` bytes of an input; `isWhole` says that no more follow.
    ///
    /// - Parameters:
    ///   - isBeginning: Whether nothing before them was let go (see ``emptyLines(_:count:isBeginning:)``).
    ///   - format: What is compiled for the columns that are found; `nil`: the native format with its documented names.
    /// - Throws: ``HeaderFault``
    public static func find(
        _ text: Span<UInt8>, count: Int, isWhole: Bool, isBeginning: Bool = true, format: RecordFormat? = nil
    ) throws(HeaderFault) -> Finding {
        if count < 3, !isWhole { return .incomplete }
        var (start, lines) = emptyLines(text, count: count, isBeginning: isBeginning)
        // A carriage return at the end of what was read may be half a line end.
        if start == count || (start + 1 == count && text[start] == UInt8(ascii: "\r") && !isWhole) { return isWhole ? .empty : .incomplete }
        let begin = start
        guard let format, case .table(let table) = format.layout else {
            if let format {
                let plan = try ColumnPlan(format, header: nil, delimiter: UInt8(ascii: ","))
                return .header(RecordHeader(plan: plan, end: start, lineCount: lines, start: start))
            }
            return try find(text, from: start, count: count, isWhole: isWhole, lines: lines, RecordScanner(delimiter: UInt8(ascii: ","))) {
                (names: [String]) throws(HeaderFault) in try ColumnPlan(header: names)
            }
        }
        guard let titles = passLines(table.linesBefore, text, from: &start, count: count, isWhole: isWhole) else { return .incomplete }
        lines += titles
        if table.columns != nil {
            let plan = try ColumnPlan(format, header: nil, delimiter: table.delimiters[0])
            return .header(RecordHeader(plan: plan, end: start, lineCount: lines, start: begin))
        }
        let more = emptyLines(text.extracting(start..<text.count), count: count - start, isBeginning: false)
        (start, lines) = (start + more.byteCount, lines + more.lineCount)
        if start == count { return isWhole ? .empty : .incomplete }
        guard let delimiter = delimiter(table, text, from: start, count: count, isWhole: isWhole) else { return .incomplete }
        let scanner = RecordScanner(delimiter: delimiter, quote: table.quote, allowsBlanks: format.plainNames == nil)
        let finding = try find(text, from: start, count: count, isWhole: isWhole, lines: lines, scanner) {
            (names: [String]) throws(HeaderFault) in try ColumnPlan(format, header: names, delimiter: delimiter)
        }
        guard case .header(let header) = finding else { return finding }
        var end = header.end
        guard let after = passLines(table.linesAfter, text, from: &end, count: count, isWhole: isWhole) else { return .incomplete }
        return .header(RecordHeader(plan: header.plan, end: end, lineCount: header.lineCount + after, start: begin))
    }

    /// Passes over so many lines, or as many as there are; how many, or `nil` if more text must be read first.
    private static func passLines(_ lines: Int, _ text: Span<UInt8>, from start: inout Int, count: Int, isWhole: Bool) -> Int? {
        for line in 0..<lines {
            guard let lineFeed = DelimiterWord.first(UInt8(ascii: "\n"), in: text, start..<count) else {
                if !isWhole { return nil }
                defer { start = count }
                return line + (start < count ? 1 : 0)
            }
            start = lineFeed + 1
        }
        return lines
    }

    /// What separates the names of the header: of several that may, the one that stands there most often; `nil` if more text must be read first.
    private static func delimiter(_ table: TableLayout, _ text: Span<UInt8>, from start: Int, count: Int, isWhole: Bool) -> UInt8? {
        if table.delimiters.count == 1 { return table.delimiters[0] }
        let end = DelimiterWord.first(UInt8(ascii: "\n"), in: text, start..<count)
        // A line that is too long to be a header is told so by the scanner.
        if end == nil, !isWhole, count - start <= RecordScanner.lengthMax { return nil }
        var counts: [Int] = Array(repeating: 0, count: table.delimiters.count)
        for i in start..<(end ?? count) {
            for (k, delimiter) in table.delimiters.enumerated() where text[i] == delimiter { counts[k] += 1 }
        }
        let best = counts.indices.max { counts[$0] < counts[$1] || (counts[$0] == counts[$1] && $0 > $1) } ?? 0
        return table.delimiters[best]
    }

    private static func find(
        _ text: Span<UInt8>, from start: Int, count: Int, isWhole: Bool, lines: Int, _ scanner: RecordScanner,
        plan: ([String]) throws(HeaderFault) -> ColumnPlan
    ) throws(HeaderFault) -> Finding {
        var bounds: [(Range<Int>, Bool)] = []
        let finding = scanner.scan(text, from: start, to: count, isWhole: isWhole) { lower, upper, hasDoubledQuotes in
            bounds.append((lower..<upper, hasDoubledQuotes))
        }
        switch finding {
        case .incomplete: return .incomplete
        case .malformed: throw .malformed
        case .record(let end):
            if !text.isValidUTF8(start..<end) { throw .malformed }
            let quote = String(UnicodeScalar(scanner.quote))
            let names = bounds.map { range, hasDoubledQuotes in
                let name = String(decoding: range.map { text[$0] }, as: UTF8.self)
                return hasDoubledQuotes ? name.split(separator: quote + quote, omittingEmptySubsequences: false).joined(separator: quote) : name
            }
            let ownLines = (start..<end).count { text[$0] == UInt8(ascii: "\n") }
            return .header(RecordHeader(plan: try plan(names), end: end, lineCount: lines + ownLines, start: start))
        }
    }
}
