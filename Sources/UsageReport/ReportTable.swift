public import CallModel

/// The bytes of a table that is written cell by cell, in a dialect: text that Excel would change is kept as the usage report keeps it.
///
/// For tables that are not written for every call; those have writers of their own.
@safe
public struct ReportTable: ~Copyable {
    private let style: ReportStyle
    private let marks: CellMarks
    private let columnCount: Int
    private var writer = RowWriter()
    private var day: DayText
    /// Cells of the row that is being written.
    private var cellCount = 0
    /// Rows that are complete, the header aside.
    public private(set) var rowCount = 0

    /// A table with its header.
    public init(columns: [String], style: ReportStyle) {
        self.style = style
        marks = CellMarks(style)
        day = DayText(marks)
        columnCount = columns.count
        if style.dialect == .excel { writer.append([0xEF, 0xBB, 0xBF]) }
        for (i, column) in columns.enumerated() {
            if i > 0 { writer.append([marks.separator]) }
            writer.putText(column, marks)
        }
        writer.append(marks.lineEnd)
    }

    /// How many bytes wait to be taken.
    public var byteCount: Int { writer.count }

    /// Hands over the bytes so far, and goes on without them.
    public mutating func takeBytes<Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
        try writer.withBytes(body)
        writer.removeAll()
    }

    /// A cell of text.
    public mutating func put(_ text: String) {
        beginCell()
        writer.putText(text, marks)
    }

    /// A whole number.
    public mutating func put(_ number: Int64) {
        beginCell()
        writer.reserve(32)
        if number < 0 { writer.put(UInt8(ascii: "-")) }
        writer.put(number: number.magnitude)
    }

    /// An amount, with exactly that many decimals (0 … 8).
    public mutating func put(_ amount: Money, decimals: Int) {
        beginCell()
        writer.reserve(32)
        writer.put(amount, decimals: decimals, decimalSeparator: marks.decimalSeparator)
    }

    /// A day, as `2026-10-01`.
    public mutating func put(_ date: CivilDate) {
        beginCell()
        let text = Instant(date, secondOfDay: 0).description.prefix(10)
        writer.append(text.utf8)
    }

    /// A moment, in the dialect's form.
    public mutating func put(_ instant: Instant) {
        beginCell()
        writer.reserve(64)
        day.put(instant, into: &writer)
    }

    /// An empty cell.
    public mutating func putEmpty() { beginCell() }

    /// Ends the row.
    ///
    /// - Precondition: It has a cell for each column.
    public mutating func endRow() {
        precondition(cellCount == columnCount, "a row has \(cellCount) cells, and the table \(columnCount) columns")
        writer.append(marks.lineEnd)
        cellCount = 0
        rowCount += 1
    }

    private mutating func beginCell() {
        if cellCount > 0 { writer.append([marks.separator]) }
        cellCount += 1
    }
}
