/// What a style comes to byte by byte: separators, marks around phone numbers and times, and the bytes that need quotes.
struct CellMarks: Sendable {
    /// Whether text that Excel would change has to become a formula.
    let isExcel: Bool
    /// Between cells.
    let separator: UInt8
    /// Between units and decimals.
    let decimalSeparator: UInt8
    /// Between date and time.
    let timeMark: UInt8
    /// CRLF or LF.
    let lineEnd: [UInt8]
    /// Whether a record without quotes, delimited by commas, has only texts that can be copied as they are.
    let takesBareTexts: Bool
    /// ``separator`` in each byte.
    private let separators: UInt64

    init(_ style: ReportStyle) {
        isExcel = style.dialect == .excel
        separator = style.listSeparator
        decimalSeparator = style.decimalSeparator
        timeMark = isExcel ? UInt8(ascii: " ") : UInt8(ascii: "T")
        lineEnd = isExcel ? [0x0D, 0x0A] : [0x0A]
        takesBareTexts = style.dialect == .plain && style.listSeparator == UInt8(ascii: ",")
        separators = CellMarks.ones &* UInt64(style.listSeparator)
    }

    /// Tells bytes that may need quotes by the high bit of each: the separator, and all below `-`, among them quotes, commas and line ends.
    ///
    /// A bit above a set one may be set without cause; the lowest is right, so that zero means none. Blanks are suspected too, as ids, of which
    /// nearly all texts are, have none, and the test is half as long.
    @inline(__always)
    func suspects(in word: UInt64) -> UInt64 {
        let separator = word ^ separators
        let isSeparator = (separator &- CellMarks.ones) & ~separator
        let isLow = (word &- CellMarks.ones &* UInt64(CellMarks.lowMax)) & ~word
        return (isSeparator | isLow) & CellMarks.highs
    }

    /// Bytes below this are suspects.
    static let lowMax = UInt8(ascii: "-")
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Whether a byte makes its field need quotes (RFC 4180).
    func needsQuotes(_ byte: UInt8) -> Bool { byte == separator || byte == 0x22 || byte == 0x0D || byte == 0x0A }
}
