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
    /// - Parameter isBeginning: Whether nothing before them was let go (see ``emptyLines(_:count:isBeginning:)``).
    /// - Throws: ``HeaderFault``
    public static func find(
        _ text: Span<UInt8>, count: Int, isWhole: Bool, isBeginning: Bool = true, delimiter: UInt8 = UInt8(ascii: ",")
    ) throws(HeaderFault) -> Finding {
        if count < 3, !isWhole { return .incomplete }
        let (start, lines) = emptyLines(text, count: count, isBeginning: isBeginning)
        // A carriage return at the end of what was read may be half a line end.
        if start == count || (start + 1 == count && text[start] == UInt8(ascii: "\r") && !isWhole) { return isWhole ? .empty : .incomplete }
        var bounds: [(Range<Int>, Bool)] = []
        let finding = RecordScanner(delimiter: delimiter).scan(text, from: start, to: count, isWhole: isWhole) { lower, upper, hasDoubledQuotes in
            bounds.append((lower..<upper, hasDoubledQuotes))
        }
        switch finding {
        case .incomplete: return .incomplete
        case .malformed: throw .malformed
        case .record(let end):
            if !text.isValidUTF8(start..<end) { throw .malformed }
            let names = bounds.map { range, hasDoubledQuotes in
                let name = String(decoding: range.map { text[$0] }, as: UTF8.self)
                return hasDoubledQuotes ? name.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"") : name
            }
            let ownLines = (start..<end).count { text[$0] == UInt8(ascii: "\n") }
            return .header(RecordHeader(plan: try ColumnPlan(header: names), end: end, lineCount: lines + ownLines, start: start))
        }
    }
}
