/// Rows of a report, read from one file: their bytes, and where each cell stands, quotes and formulas taken off.
public struct ReportBlock: Sendable {
    /// The file's path.
    public internal(set) var path = ""
    /// What the cells are ranges of.
    public internal(set) var bytes: [UInt8] = []
    /// How many rows there are.
    public var rowCount: Int { lines.count }
    /// Cells of a row.
    var columnCount = 1
    /// Where all cells stand, row by row.
    var cells: [Cell] = []
    /// The physical line on which each row begins, from 1.
    var lines: [Int] = []
    /// The style of the file.
    var style = ReportStyleFound(isExcel: false, separator: UInt8(ascii: ","))

    /// A cell: from `start` until, exclusive, `end`.
    struct Cell: Sendable, BitwiseCopyable {
        var start: Int32
        var end: Int32
        /// Whether it stands in quotes.
        var isQuoted: Bool
    }

    /// A block without rows, to be filled by a reader.
    public init() {}

    /// The physical line on which a row begins, from 1.
    public func line(_ row: Int) -> Int { lines[row] }

    /// Where a cell of the usage report stands in ``bytes``.
    @inline(__always)
    public func range(_ row: Int, _ column: UsageColumn) -> Range<Int> { range(row, column.rawValue) }

    /// Where the cell of a column, from 0, stands in ``bytes``.
    @inline(__always)
    func range(_ row: Int, _ column: Int) -> Range<Int> {
        let cell = cells[row * columnCount + column]
        return Int(cell.start)..<Int(cell.end)
    }

    /// A cell of the usage report as text.
    public func text(_ row: Int, _ column: UsageColumn) -> String { text(row, column.rawValue) }

    /// The cell of a column, from 0, as text.
    func text(_ row: Int, _ column: Int) -> String { String(decoding: bytes[range(row, column)], as: UTF8.self) }

    /// An amount of the usage report in units of 10⁻⁸; `nil` if the cell is none: digits, possibly `-` before them, possibly `.` or `,` and one to
    /// eight digits behind them.
    public func amount(_ row: Int, _ column: UsageColumn) -> Int64? { DecimalText(bytes.span, range(row, column))?.units }

    /// A count of the usage report; `nil` if the cell is not digits, or has a leading zero.
    @inline(__always)
    public func count(_ row: Int, _ column: UsageColumn) -> Int64? { DecimalText.count(bytes.span, range(row, column)) }

    /// A hash of all cells of a row, quotes and formulas taken off (FNV-1a, the cells' lengths with them).
    func hash(ofRow row: Int) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        let bytes = bytes.span
        for column in 0..<columnCount {
            let range = range(row, column)
            for i in range { hash = (hash ^ UInt64(bytes[i])) &* 0x0000_0100_0000_01B3 }
            hash = (hash ^ UInt64(range.count) ^ 0xFF00) &* 0x0000_0100_0000_01B3
        }
        return hash
    }
}
