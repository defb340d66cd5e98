import ArgumentParser
import CallModel
import Overview
import SummaryReport
import UsageReport
import UsageSummary

/// `scatto report`: a month for finance.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a month's report for finance: usage, pools, credits, blocked calls.",
        discussion: """
            From what the runs have left in the ledger; nothing is rated again. Runs that were taken back do not count. Into the folder go usage-by-user.csv, \
            usage-by-destination.csv, usage-by-day.csv, pstn-minute-pools.csv, credits-statement.csv, blocked-calls.csv, and a page to look at for each \
            organization, overview.html or overview/KEY.html: all of them or none.

            Exit status: 0 done; 2 the command line is wrong, or nothing of the month is on record; 3 the report cannot be written; 4 the ledger is locked or damaged.
            """)

    @Option(name: .long, help: ArgumentHelp("The ledger's file.", valueName: "file"))
    var ledger: String
    @Option(name: .long, help: ArgumentHelp("The month, as YYYY-MM, in the catalogue's time zone.", valueName: "month"))
    var month: CalendarMonth
    @Option(name: .long, help: ArgumentHelp("Only this organization.", valueName: "key"))
    var organization: String?
    @Option(name: .long, help: ArgumentHelp("How the files are written: excel or plain.", valueName: "name"))
    var dialect = ReportStyle.Dialect.excel
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Who reads it, for example it-IT: numbers and dates of the pages, separators of the files; default en-US.", valueName: "name"))
    var locale: String?
    @Option(name: [.short, .long], help: ArgumentHelp("The output folder: empty or absent.", valueName: "dir"))
    var output: String

    func validate() throws {
        if let locale { _ = try style(locale) }
    }

    private func style(_ locale: String) throws -> ReportStyle {
        do throws(UnknownReportLocale) {
            return .excel(try ReportLocale(named: locale))
        } catch {
            throw ValidationError("--locale: \(error)")
        }
    }

    func run() throws {
        let style = dialect == .plain ? .plain : try style(locale ?? "en-US")
        let summary: MonthSummary
        do throws(SummaryFault) {
            summary = try UsageRecords.read(ledger) { (records) throws(SummaryFault) in try records.summary(of: month, organization: organization) }
        } catch {
            throw Failure.end(error.description, status: error.exitStatus)
        }
        do throws(SummaryOutputFault) {
            try SummaryReport.write(summary, to: output, style: style, locale: OverviewLocale(name: locale ?? "en-US"))
        } catch {
            throw Failure.end(error.description.onOneLine, status: error.exitStatus)
        }
        print(SummaryReport.text(summary, folder: output), terminator: "")
    }
}
