/// A sheet of the workbook: one of the files of a run.
public enum WorkbookSheet: Int, CaseIterable, Sendable {
    case usage, duplicates, suspense, notices

    /// Its name, by which formulas call it.
    var name: String {
        switch self {
        case .usage: "Usage"
        case .duplicates: "Duplicates"
        case .suspense: "Suspense"
        case .notices: "Notices"
        }
    }

    /// What the cells of a column are.
    enum Kind {
        case text
        /// A whole number.
        case count
        /// An amount or a price, shown with the decimals that it is written with.
        case amount
        /// A time in UTC.
        case time
    }

    /// Columns that are no text, by name.
    private static let kinds: [String: Kind] = [
        "Start Time": .time, "End Time": .time, "At": .time,
        "Connection Fee": .amount, "Charge": .amount, "Rate Per Minute": .amount, "Amount": .amount, "Balance": .amount,
        "Duration Seconds": .count, "Billed Seconds": .count, "Included Seconds": .count, "Charged Seconds": .count, "Uncovered Seconds": .count,
        "Line": .count, "Byte Offset": .count,
    ]

    /// What the cells of a column of that name are.
    static func kind(_ column: String) -> Kind { kinds[column] ?? .text }
}

/// What an organization comes to in a run, for the sheet with the totals.
public struct WorkbookTotal: Sendable {
    /// The organization's key.
    public var organization: String
    /// The currency of its tariff.
    public var currency: String
    /// What the ledger charged, with exactly the tariff's decimals.
    public var charged: String

    /// A total.
    public init(organization: String, currency: String, charged: String) {
        self.organization = organization
        self.currency = currency
        self.charged = charged
    }
}

/// Why there is no workbook.
public enum WorkbookFault: Error, Hashable, Sendable {
    /// This Scatto was built without libxlsxwriter.
    case notBuiltIn
    /// It cannot be written.
    case cannotWrite(reason: String)
}
