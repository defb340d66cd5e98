import ArgumentParser
import CallExplanation
import CallModel
import FoundationEssentials
import RatingRun

/// `scatto explain`.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show why a call cost what it did, rule by rule.",
        usage: """
            scatto explain <usage-id> --ledger <file> --catalogue <dir> [--run <n>] [--organization <key>] [--at <time>] [--input <file> ...]
            scatto explain --callee <number> --at <time> --duration <seconds> [--user <name>] ... --ledger <file> --catalogue <dir>
            """,
        discussion: """
            A settled call is settled again: the ledger is copied, its run is taken back in the copy, and done again with the same inputs and the same \
            catalogue. That takes as long as the run did. A call that is thought up is settled as a run of its own on a copy of the ledger. Nothing is \
            posted, and nobody is asked for a payment.

            Exit status: 0 it is explained; 2 there is no such call, or several, or run, catalogue or inputs are not those that settled it; 3 a file could \
            not be read; 4 the ledger is locked or damaged.
            """)

    @Argument(help: ArgumentHelp("The usage id of a settled call.", valueName: "usage-id"))
    var usageId: String?
    @Option(name: .long, help: ArgumentHelp("The ledger's file; it is only read.", valueName: "file"))
    var ledger: String
    @Option(name: .long, help: ArgumentHelp("The catalogue; for a settled call the one with which it was rated.", valueName: "dir"))
    var catalogue: String
    @Option(name: .customLong("run"), help: ArgumentHelp("The run that settled it; default: the last one that stands.", valueName: "n"))
    var number: Int?
    @Option(name: .long, help: ArgumentHelp("The organization's key.", valueName: "key"))
    var organization: String?
    @Option(name: .long, help: ArgumentHelp("When the call begins, for example 2026-10-01T08:00:00Z.", valueName: "time"))
    var at: Instant?
    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("The run's inputs, in its order; default: from where the run read them.", valueName: "file"))
    var input: [String] = []
    @OptionGroup var format: FormatArguments
    @Option(name: .long, help: ArgumentHelp("Thought up: whose call it is.", valueName: "name"))
    var user: String?
    @Option(name: .long, help: ArgumentHelp("Thought up: the called number.", valueName: "number"))
    var callee: String?
    @Option(name: .long, help: ArgumentHelp("Thought up: the calling number.", valueName: "number"))
    var caller: String?
    @Option(name: .long, help: ArgumentHelp("Thought up: connected seconds.", valueName: "seconds"))
    var duration: Int?
    @Option(name: .long, help: ArgumentHelp("Thought up: the call type; default: user_out.", valueName: "type"))
    var callType: String?
    @Option(name: .long, help: ArgumentHelp("How many pieces of work may be under way at once; default: one for each core.", valueName: "n"))
    var workers: Int?
    @Flag(name: .long, help: "As JSON.")
    var json = false

    /// The longest call that a record can have, in seconds.
    private static let durationMax = 31_536_000
    private static let choice = "Give either the usage id of a settled call, or --callee, --at and --duration of one that is thought up"

    func validate() throws {
        let isThoughtUp = user != nil || callee != nil || caller != nil || duration != nil || callType != nil
        if let usageId {
            if isThoughtUp { throw ValidationError(ExplainCommand.choice) }
            if usageId.allSatisfy(\.isWhitespace) { throw ValidationError("The usage id is empty; give that of a settled call") }
        } else {
            if callee == nil || at == nil || duration == nil { throw ValidationError(ExplainCommand.choice) }
            if number != nil || !input.isEmpty || format.format != "native" || format.timeZone != nil {
                throw ValidationError("--run, --input, --format and --time-zone are for a settled call; name its usage id")
            }
        }
        if let duration, !(0...ExplainCommand.durationMax).contains(duration) {
            throw ValidationError("--duration is \(duration); give seconds from 0 to \(ExplainCommand.durationMax)")
        }
        if let number, number < 1 { throw ValidationError("--run is \(number); give a number from 1") }
        if input.contains("-") { throw ValidationError("--input: name files or folders; standard input is gone") }
        if let workers, !(1...256).contains(workers) { throw ValidationError("--workers is \(workers); give a number from 1 to 256") }
    }

    func run() async throws {
        var options = RunOptions(catalogue: catalogue, ledger: ledger, output: "", inputs: input, version: Version.number)
        options.format = try format.read()
        options.workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
        let interruption = Interruption()
        let watch = SignalWatch.begin(interruption)
        defer { withExtendedLifetime(watch) {} }
        let line = ProgressLine()
        if line.isShown { options.progress = { line.show($0) } }
        do throws(RunFault) {
            let explanation = CallExplanation(try await replay(options, interruption))
            line.clear()
            print(json ? explanation.json : explanation.text, terminator: "")
        } catch {
            line.clear()
            throw Failure.end(error)
        }
    }

    private func replay(_ options: RunOptions, _ interruption: Interruption) async throws(RunFault) -> CallReplay {
        if let usageId {
            var query = CallReplay.Query(usageId: usageId)
            (query.organization, query.start, query.run) = (organization, at, number)
            return try await CallReplay.settled(query, options, interruption: interruption)
        }
        var call = CallReplay.ThoughtUpCall(start: at ?? Instant(epochSeconds: 0), durationSeconds: duration ?? 0, callee: callee ?? "")
        call.callType = callType ?? call.callType
        (call.user, call.caller, call.organization) = (user ?? "", caller ?? "", organization ?? "")
        return try await CallReplay.thoughtUp(call, options, interruption: interruption)
    }
}
