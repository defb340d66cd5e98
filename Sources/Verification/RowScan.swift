/// Finds the cells of one row (RFC 4180), without changing a byte.
struct RowScan {
    /// What came of a row.
    enum Result: Hashable {
        /// It ends before that byte; so many line breaks stand in its quotes.
        case row(end: Int, breaks: Int)
        /// The bytes end before the row does.
        case incomplete
        /// It has more or fewer cells than the header.
        case cells(Int)
        /// A quote stands where none may.
        case strayQuote
        /// Its line does not end with CRLF.
        case lineEnd
    }

    /// Readable bytes that have to lie behind the last one.
    static let slack = 8

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed: UInt8 = 0x0A
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    private let columnCount: Int
    private let isExcel: Bool
    private let separator: UInt8
    private let separators: UInt64

    init(_ style: ReportStyleFound, columnCount: Int) {
        self.columnCount = columnCount
        isExcel = style.isExcel
        separator = style.separator
        separators = RowScan.ones &* UInt64(style.separator)
    }

    /// Reads the row that begins at `start`, of bytes that end at `end`, and appends its cells.
    ///
    /// - Precondition: ``slack`` bytes follow `end`.
    func scan(_ bytes: Span<UInt8>, from start: Int, to end: Int, _ cells: inout [ReportBlock.Cell]) -> Result {
        precondition(end + RowScan.slack <= bytes.count)
        var i = start
        var count = 0
        var breaks = 0
        while true {
            let first = i
            if i >= end { return .incomplete }
            if byte(bytes, i) == RowScan.quote {
                guard let last = closingQuote(bytes, after: i, to: end, &breaks) else { return .incomplete }
                cells.append(ReportBlock.Cell(start: Int32(truncatingIfNeeded: first), end: Int32(truncatingIfNeeded: last), isQuoted: true))
                i = last + 1
                if i >= end { return .incomplete }
                if isExcel, byte(bytes, i) == 0x0D {
                    i += 1
                    if i >= end { return .incomplete }
                    if byte(bytes, i) != RowScan.lineFeed { return .strayQuote }
                } else if isExcel, byte(bytes, i) == RowScan.lineFeed {
                    return .lineEnd
                }
            } else {
                i = nextMark(bytes, from: i, to: end)
                if i >= end { return .incomplete }
                var last = i
                if isExcel, byte(bytes, i) == RowScan.lineFeed {
                    if i == first || byte(bytes, i - 1) != 0x0D { return .lineEnd }
                    last -= 1
                }
                cells.append(ReportBlock.Cell(start: Int32(truncatingIfNeeded: first), end: Int32(truncatingIfNeeded: last), isQuoted: false))
            }
            count += 1
            let mark = byte(bytes, i)
            i += 1
            if mark == separator {
                if count == columnCount { return .cells(count + 1) }
            } else if mark == RowScan.lineFeed {
                return count == columnCount ? .row(end: i, breaks: breaks) : .cells(count)
            } else {
                return .strayQuote
            }
        }
    }

    /// The byte at `i`, which is below the end that ``scan(_:from:to:_:)`` has checked.
    @inline(__always)
    private func byte(_ bytes: Span<UInt8>, _ i: Int) -> UInt8 { unsafe bytes[unchecked: i] }

    /// The next separator, quote or line feed, or a place at `end` or behind it.
    @inline(__always)
    private func nextMark(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var i = start
        while i < end {
            // Eight bytes behind `end` can be read.
            let word = UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: i, as: UInt64.self))
            let found =
                zeros(word ^ separators) | zeros(word ^ RowScan.ones &* UInt64(RowScan.lineFeed))
                | zeros(word ^ RowScan.ones &* UInt64(RowScan.quote))
            if found != 0 { return i + found.trailingZeroBitCount / 8 }
            i += 8
        }
        return i
    }

    /// The high bit of each byte that is zero, and possibly of bytes above one.
    @inline(__always)
    private func zeros(_ word: UInt64) -> UInt64 { (word &- RowScan.ones) & ~word & (RowScan.ones &* 0x80) }

    /// The quote that closes the one at `start`; `nil` if there is none before the end.
    private func closingQuote(_ bytes: Span<UInt8>, after start: Int, to end: Int, _ breaks: inout Int) -> Int? {
        var i = start + 1
        while i < end {
            let next = byte(bytes, i)
            if next == RowScan.lineFeed { breaks += 1 }
            if next == RowScan.quote {
                if i + 1 >= end { return nil }
                if byte(bytes, i + 1) != RowScan.quote { return i }
                i += 1
            }
            i += 1
        }
        return nil
    }
}
