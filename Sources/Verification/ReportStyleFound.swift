/// How a file is written, as its first bytes tell: the dialect, and what stands between cells (file-formats.md, "Dialects").
struct ReportStyleFound: Hashable, Sendable {
    /// Whether text may be a formula and lines end with CRLF, which the byte order mark tells.
    var isExcel: Bool
    /// Between cells: `,` or `;`.
    var separator: UInt8

    /// The bytes with which a file of the dialect `excel` begins.
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The style of a file with those columns, and how many bytes its header has, line end included; `nil` if it does not begin with such a header.
    static func find(_ head: Span<UInt8>, columns: [String]) -> (style: ReportStyleFound, headerCount: Int)? {
        for isExcel in [false, true] {
            for separator in [UInt8(ascii: ","), UInt8(ascii: ";")] {
                let header = header(columns, isExcel: isExcel, separator: separator)
                if header.count <= head.count, header.indices.allSatisfy({ head[$0] == header[$0] }) {
                    return (ReportStyleFound(isExcel: isExcel, separator: separator), header.count)
                }
            }
        }
        return nil
    }

    /// The most bytes that a header of those columns has.
    static func headerMax(_ columns: [String]) -> Int { header(columns, isExcel: true, separator: UInt8(ascii: ",")).count }

    private static func header(_ columns: [String], isExcel: Bool, separator: UInt8) -> [UInt8] {
        var header = isExcel ? mark : []
        header += columns.joined(separator: String(UnicodeScalar(separator))).utf8
        header += isExcel ? [0x0D, 0x0A] : [0x0A]
        return header
    }
}
