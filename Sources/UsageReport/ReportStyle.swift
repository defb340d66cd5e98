/// How report files are written: the dialect, and its separators (file-formats.md, Dialects).
public struct ReportStyle: Sendable, Hashable {
    /// For whom a file is written.
    public enum Dialect: String, Sendable, CaseIterable {
        /// For people: opens in Excel with no text changed.
        case excel
        /// For programs: RFC 4180 and nothing else.
        case plain
    }

    /// For whom a file is written.
    public let dialect: Dialect
    /// Between cells: `,` or `;`.
    public let listSeparator: UInt8
    /// Between units and decimals of an amount.
    public let decimalSeparator: UInt8

    /// RFC 4180: comma, LF, decimal point.
    public static let plain = ReportStyle(.plain, ReportLocale.unitedStates)

    /// For the Excel of a locale: byte order mark, CRLF, text formulas.
    public static func excel(_ locale: ReportLocale = .unitedStates) -> ReportStyle { ReportStyle(.excel, locale) }

    /// The most rows, the header aside, that a file has; the writer begins another after them. `nil` is no limit.
    public var rowsPerFileMax: Int? { dialect == .excel ? 1_048_575 : nil }

    private init(_ dialect: Dialect, _ locale: ReportLocale) {
        self.dialect = dialect
        listSeparator = locale.listSeparator
        decimalSeparator = locale.decimalSeparator
    }
}
