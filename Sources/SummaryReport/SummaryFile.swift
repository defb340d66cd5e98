/// A CSV file of a month's report.
public enum SummaryFile: String, Sendable, CaseIterable {
    case byUser = "usage-by-user"
    case byDestination = "usage-by-destination"
    case byDay = "usage-by-day"
    case pools = "pstn-minute-pools"
    case credits = "credits-statement"
    case blocked = "blocked-calls"

    /// Its name.
    public var name: String { rawValue + ".csv" }

    /// Its columns, in order.
    public var columns: [String] {
        switch self {
        case .byUser: ["Organization", "UPN", "User Display Name", "User Location"] + SummaryFile.totals
        case .byDestination: ["Organization", "Country", "Destination Dialed", "Domestic/International"] + SummaryFile.totals
        case .byDay: ["Organization", "Date"] + SummaryFile.totals + ["Complete"]
        case .pools:
            [
                "Country or region", "Capability description", "Total minutes", "Minutes used", "Minutes available", "Capability", "Organization",
                "Allowance", "Scope", "Month", "Seconds used", "Used up on",
            ]
        case .credits:
            [
                "Organization", "Date", "Entry", "Reference", "Amount", "Balance", "Currency", "Calls", "Run", "At", "Payment", "Lot Amount",
                "Lot Remaining", "Lot Expires",
            ]
        case .blocked:
            [
                "Organization", "Date", "UPN", "User Display Name", "Reason", "Outcome", "Calls", "Uncovered Seconds", "Would Have Cost", "Currency",
            ]
        }
    }

    /// What calls come to, in every table of usage.
    private static let totals = [
        "Calls", "Answered Calls", "Free Calls", "Included Calls", "Charged Calls", "Split Calls", "Disconnected Calls", "Blocked Calls",
        "Duration Seconds", "Duration Minutes", "Included Seconds", "Charged Seconds", "Uncovered Seconds", "Charged", "Currency",
        "Average Duration Seconds", "Average Charge",
    ]
}
