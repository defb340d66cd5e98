import ArgumentParser
import FoundationEssentials
import Ledger
import RatingRun
import Verification

/// `scatto rerate`.
struct RerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerate", abstract: "Show what the last run would come to with another catalogue.",
        discussion: """
            The ledger is copied, the last run that stands is taken back in the copy, and its inputs are rated with the other catalogue. Payments by \
            command are taken as approved, and nobody is asked. Nothing is posted: to post it, take the run back and rate again.
            """)

    @Option(name: .long, help: ArgumentHelp("The ledger's file; it is only read.", valueName: "file"))
    var ledger: String
    @Option(name: .long, help: ArgumentHelp("The folder with the other catalogue.yaml.", valueName: "dir"))
    var catalogue: String
    @OptionGroup var format: FormatArguments
    @Flag(name: .long, help: "Show the difference and post nothing; required, as there is no other way yet.")
    var dryRun = false
    @Option(name: .long, help: ArgumentHelp("Where the run's reports are now; default: where the run wrote them.", valueName: "dir"))
    var output: String?
    @Option(name: .long, help: ArgumentHelp("How many pieces of work may be under way at once; default: one for each core.", valueName: "n"))
    var workers: Int?
    @Flag(name: .long, help: "As JSON.")
    var json = false
    @Argument(help: ArgumentHelp("The run's inputs, in its order; default: from where the run read them.", valueName: "input"))
    var inputs: [String] = []

    func validate() throws {
        if !dryRun {
            throw ValidationError("rerate needs --dry-run; to post the difference, use scatto undo, then scatto rate with the other catalogue")
        }
        if let workers, !(1...256).contains(workers) { throw ValidationError("--workers is \(workers); give a number from 1 to 256") }
    }

    func run() async throws {
        var options = RunOptions(catalogue: catalogue, ledger: ledger, output: "", inputs: inputs, version: Version.number)
        options.format = try format.read()
        options.workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
        let interruption = Interruption()
        let watch = SignalWatch.begin(interruption)
        defer { withExtendedLifetime(watch) {} }
        let line = ProgressLine()
        if line.isShown { options.progress = { line.show($0) } }
        do {
            let rerating = try await Rerating.start(options, interruption: interruption)
            line.clear()
            let before = try ReportTotals(folder: output ?? rerating.before.output)
            let calls = before.sums.values.reduce(0) { $0 + $1.calls }
            if calls != rerating.before.settled {
                let (folder, run) = (output ?? rerating.before.output, rerating.before.number)
                throw RunFault.command(
                    "\(folder): its report has \(calls) calls, and run \(run) settled \(rerating.before.settled); name the folder with the reports of run \(run)"
                )
            }
            let after = try ReportTotals(folder: rerating.output)
            let listing = RerateListing(
                before: rerating.before, after: rerating.after.record, difference: ReportDifference(before: before, after: after), ledger: ledger,
                catalogue: catalogue)
            print(json ? listing.json : listing.text, terminator: "")
        } catch let fault as RunFault {
            line.clear()
            throw Failure.end(fault)
        } catch let fault as ReportFault {
            throw Failure.end(fault.description, status: 3)
        }
    }
}
