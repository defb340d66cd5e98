internal import CallModel
public import Overview
public import UsageReport
public import UsageSummary

/// A month's report for finance: six CSV files of what the ledger keeps, and a page to look at for each organization.
public enum SummaryReport {
    /// Writes the report of a month into a folder that is empty or absent, whole or not at all.
    ///
    /// - Parameters:
    ///   - summary: What the ledger knows of the month.
    ///   - folder: Where it goes.
    ///   - style: How the files are written.
    ///   - locale: How the pages write numbers and dates.
    public static func write(
        _ summary: MonthSummary, to folder: String, style: ReportStyle, locale: OverviewLocale = OverviewLocale(name: "en-US")
    ) throws(SummaryOutputFault) {
        let output = try SummaryFolder(folder)
        try SummaryTables(summary, style, output).write()
        try writePages(summary, locale, output)
        try output.finish()
    }

    /// The folder of the pages, where there are several organizations.
    static let pageFolder = "overview"

    /// One organization's page is `overview.html`; several have a folder.
    private static func writePages(_ summary: MonthSummary, _ locale: OverviewLocale, _ output: SummaryFolder) throws(SummaryOutputFault) {
        let names = PayerFileNames(summary.organizations.map(\.organization))
        if summary.organizations.count > 1 { try output.createFolder(pageFolder) }
        for (i, organization) in summary.organizations.enumerated() {
            let name = summary.organizations.count == 1 ? pageFolder : pageFolder + "/" + names.stems[i]
            let file = try output.file(name + ".html")
            try file.write(Array(OverviewPage(organization, of: summary, locale: locale).html.utf8).span)
            try file.finish()
        }
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
