/// Cuts a stream of text into pieces of whole records, wherever the reads happen to end.
///
/// The cuts do not decide what a record is: any other cut gives the same records. A line that is longer than a record may be is let through in parts, so
/// that memory stays bounded.
public struct RecordCutter: Sendable {
    private let scanner: RecordScanner
    /// Whether the text begins within a line that is too long to be a record.
    private var isWithinLongLine = false

    /// With what a line begins that is no record, quotes or not; empty: there are none.
    private let comment: [UInt8]

    /// A cutter of records with that delimiter, for one input.
    public init(delimiter: UInt8 = UInt8(ascii: ",")) {
        scanner = RecordScanner(delimiter: delimiter)
        comment = []
    }

    /// A cutter for one input.
    public init(_ plan: ColumnPlan) {
        scanner = plan.scanner
        comment = plan.program?.comment ?? []
    }

    /// A piece that can be parsed on its own.
    public struct Piece: Sendable, Equatable {
        /// How many bytes of the text it takes; 0 if more text must be read first.
        public var count: Int
        /// How many of them, at the beginning, go on with the too long line of the piece before.
        public var continuation: Int

        /// A piece.
        public init(count: Int, continuation: Int) {
            self.count = count
            self.continuation = continuation
        }
    }

    /// Finds the piece at the beginning of `text`, of which the first `count` bytes have been read; `isWhole` says that no more follow.
    ///
    /// - Complexity: O(1) and a search for quotes, unless there are some; then O(bytes of the records with quotes).
    public mutating func cut(_ text: Span<UInt8>, count: Int, isWhole: Bool) -> Piece {
        var begin = 0
        if isWithinLongLine {
            guard let lineFeed = DelimiterWord.first(UInt8(ascii: "\n"), in: text, 0..<count) else {
                return Piece(count: count, continuation: count)
            }
            isWithinLongLine = false
            begin = lineFeed + 1
        }
        let end = wholeRecords(text, from: begin, to: count, isWhole: isWhole)
        if end > begin || begin > 0 { return Piece(count: end, continuation: begin) }
        if count > RecordScanner.lengthMax + 1, DelimiterWord.first(UInt8(ascii: "\n"), in: text, 0..<count) == nil {
            isWithinLongLine = true
            return Piece(count: count, continuation: 0)
        }
        return Piece(count: 0, continuation: 0)
    }

    /// The place up to which the text surely consists of whole records.
    private func wholeRecords(_ text: Span<UInt8>, from begin: Int, to end: Int, isWhole: Bool) -> Int {
        if isWhole { return end }
        guard let lastLineFeed = DelimiterWord.last(UInt8(ascii: "\n"), in: text, begin..<end) else { return begin }
        var done = begin
        while let quote = DelimiterWord.first(scanner.quote, in: text, done..<end) {
            if quote > lastLineFeed { break }
            let start = DelimiterWord.last(UInt8(ascii: "\n"), in: text, done..<quote).map { $0 + 1 } ?? done
            if !comment.isEmpty, text.begins(with: comment, at: start, below: end) {
                guard let lineFeed = DelimiterWord.first(UInt8(ascii: "\n"), in: text, start..<end) else { return start }
                done = lineFeed + 1
                continue
            }
            // Within quotes stands an odd number of them, counted from where the record begins: where it is even, the line's end is the record's.
            if let lineFeed = DelimiterWord.first(UInt8(ascii: "\n"), in: text, quote..<end),
                DelimiterWord.count(scanner.quote, in: text, start..<lineFeed).isMultiple(of: 2)
            {
                done = lineFeed + 1
                continue
            }
            switch scanner.scan(text, from: start, to: end, isWhole: false, field: { _, _, _ in }) {
            case .record(let recordEnd):
                done = recordEnd
            case .malformed:
                guard let lineFeed = DelimiterWord.first(UInt8(ascii: "\n"), in: text, start..<end) else { return start }
                done = lineFeed + 1
            case .incomplete:
                return start
            }
        }
        return max(done, lastLineFeed + 1)
    }
}

extension Span<UInt8> {
    /// Whether some bytes stand at `start`, before `end`.
    func begins(with bytes: [UInt8], at start: Int, below end: Int) -> Bool {
        if end - start < bytes.count { return false }
        for i in bytes.indices where self[start + i] != bytes[i] { return false }
        return true
    }
}
