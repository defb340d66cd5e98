/// A CSV file that a run writes (file-formats.md, "What a run writes").
public enum ReportFile: Sendable, CaseIterable {
    case usage, duplicates, suspense, notices

    /// Its name.
    public var name: String {
        switch self {
        case .usage: "pstn-usage.csv"
        case .duplicates: "duplicates.csv"
        case .suspense: "suspense.csv"
        case .notices: "notices.csv"
        }
    }

    /// Its columns, in order.
    public var columns: [String] {
        switch self {
        case .usage:
            [
                "UsageId", "Call ID", "Conference ID", "User Location", "AAD ObjectId", "UPN", "User Display Name", "Caller ID", "Call Type",
                "Number Type", "Domestic/International", "Destination Dialed", "Destination Number", "Start Time", "End Time",
                "Duration Seconds", "Connection Fee", "Charge", "Currency", "Capability", "Organization", "Outcome", "Billed Seconds",
                "Included Seconds", "Charged Seconds", "Uncovered Seconds", "Included By", "Rate Per Minute", "Matched Prefix", "Rate Note",
            ]
        case .duplicates: ["Source", "Line", "Organization", "UsageId", "Same"]
        case .suspense: ["Source", "Line", "Byte Offset", "Reason", "Detail", "Record"]
        case .notices: ["Organization", "Kind", "At", "Amount", "Balance", "Detail"]
        }
    }

    /// What the file begins with: in the dialect `excel` a byte order mark, and the header row with its line end.
    public func header(_ style: ReportStyle) -> [UInt8] {
        let marks = CellMarks(style)
        var header: [UInt8] = style.dialect == .excel ? [0xEF, 0xBB, 0xBF] : []
        header += columns.joined(separator: String(UnicodeScalar(style.listSeparator))).utf8
        header += marks.lineEnd
        return header
    }
}
