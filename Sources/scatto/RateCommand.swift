import ArgumentParser
import FoundationEssentials
import Ledger
import RatingRun
import UsageReport

/// `scatto rate`: the nightly job.
struct RateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate",
        abstract: "Rate and settle calls, and write the usage report.",
        discussion: """
            Inputs are files, folders (their files in byte order of names), or - for standard input; plain or gzip, told by content. An input whose very bytes \
            were committed before is skipped. The same command again, after it succeeded, changes nothing.
            """)

    @Option(name: .long, help: ArgumentHelp("The folder with catalogue.yaml.", valueName: "dir"))
    var catalogue: String
    @Option(name: .long, help: ArgumentHelp("The ledger's file; it is created by the first run.", valueName: "file"))
    var ledger: String
    @Option(name: .long, help: ArgumentHelp("The output folder: empty or absent, or with the finished output of these inputs.", valueName: "dir"))
    var output: String
    @OptionGroup var format: FormatArguments
    @Option(name: .long, help: ArgumentHelp("How the reports are written: excel, plain or xlsx.", valueName: "name"))
    var dialect = ReportDialect.excel
    @Option(name: .long, help: ArgumentHelp("Whose Excel opens the reports, for example it-IT; default en-US.", valueName: "name"))
    var locale: String?
    @Option(name: .long, help: ArgumentHelp("How many pieces of work may be under way at once; default: one for each core.", valueName: "n"))
    var workers: Int?
    @Option(name: .long, help: ArgumentHelp("Also write each organization's rows into a file of its own: organization.", valueName: "whom"))
    var splitBy: ReportSplit?
    @Flag(name: .long, help: "Put the SHA-256 of each output into run.json, which costs time.")
    var seal = false
    @Flag(name: .long, help: "Force the outputs to the disk before the ledger is committed, so that they survive a power failure, which costs time.")
    var sync = false
    @Flag(name: .long, help: "Let the group read what the run creates: files 0640, folders 0750 instead of 0600, 0700; a stricter umask is kept.")
    var groupReadable = false
    @Option(name: .long, help: ArgumentHelp("The program that is asked for payments, where organizations pay by command.", valueName: "program"))
    var paymentCommand: String?
    @OptionGroup var delivery: DeliveryArguments
    @Argument(help: ArgumentHelp("Files, folders, or -.", valueName: "input"))
    var inputs: [String]

    func validate() throws {
        if let workers, !(1...256).contains(workers) { throw ValidationError("--workers is \(workers); give a number from 1 to 256") }
        if locale != nil, dialect != .excel {
            throw ValidationError("--locale has no meaning with --dialect \(dialect.rawValue); leave one of them out")
        }
        if dialect == .xlsx, !RunOptions.canWriteWorkbooks {
            throw ValidationError("this scatto was built without workbooks; build it with --traits XLSX, or use --dialect excel")
        }
        if let locale { _ = try style(locale) }
    }

    private func style(_ locale: String) throws -> ReportStyle {
        do throws(UnknownReportLocale) {
            return .excel(try ReportLocale(named: locale))
        } catch {
            throw ValidationError("--locale: \(error)")
        }
    }

    func run() async throws {
        var options = RunOptions(catalogue: catalogue, ledger: ledger, output: output, inputs: inputs, version: Version.number)
        options.format = try format.read()
        options.style = dialect == .excel ? try style(locale ?? "en-US") : .plain
        options.writesWorkbook = dialect == .xlsx
        options.workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
        options.seals = seal
        options.splitsByOrganization = splitBy == .organization
        options.syncsOutputs = sync
        options.access = groupReadable ? .group : .owner
        options.paymentCommand = paymentCommand
        options.delivery = delivery.options
        let interruption = Interruption()
        let watch = SignalWatch.begin(interruption)
        defer { withExtendedLifetime(watch) {} }
        let line = ProgressLine()
        if line.isShown { options.progress = { line.show($0) } }
        let summary: RunSummary
        do throws(RunFault) {
            summary = try await RatingRun(options, interruption: interruption).start()
        } catch {
            line.clear()
            throw Failure.end(error)
        }
        line.clear()
        print(summary.text, terminator: "")
        if let report = summary.delivery { DeliveryArguments.tell(report) }
        if summary.exitStatus != 0 { throw ExitCode(summary.exitStatus) }
    }
}
