internal import CallModel
public import UsageReport
public import UsageSummary

/// A month's report for finance: six CSV files of what the ledger keeps.
public enum SummaryReport {
    /// Writes the report of a month into a folder that is empty or absent, whole or not at all.
    ///
    /// - Parameters:
    ///   - summary: What the ledger knows of the month.
    ///   - folder: Where it goes.
    ///   - style: How the files are written.
    public static func write(_ summary: MonthSummary, to folder: String, style: ReportStyle) throws(SummaryOutputFault) {
        let output = try SummaryFolder(folder)
        try SummaryTables(summary, style, output).write()
        try output.finish()
    }

    /// For people: what was written, and what is not on record.
    public static func text(_ summary: MonthSummary, folder: String) -> String {
        let calls = summary.organizations.reduce(Int64(0)) { $0 &+ $1.total.all.calls }
        let count = summary.organizations.count
        var lines = [
            "Report of \(summary.month) (\(summary.timeZone)) in \(folder.onOneLine): \(count) \(count == 1 ? "organization" : "organizations"), "
                + "\(calls) \(calls == 1 ? "call" : "calls")"
        ]
        if let first = summary.incompleteDays.first, let last = summary.incompleteDays.last {
            let days = first == last ? dayText(first) : "days from \(dayText(first)) to \(dayText(last))"
            lines.append(
                "  usage is not complete: calls of \(days) were settled by a Scatto that did not keep it (up to run \(summary.lastRunWithoutUsage)); "
                    + "charges, credits and pools are")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func dayText(_ day: Int) -> String { String(Instant(CivilDate(daysSinceEpoch: day), secondOfDay: 0).description.prefix(10)) }
}
