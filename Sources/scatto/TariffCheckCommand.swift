import ArgumentParser
import CallModel
import Catalogue
import Glibc
import RateDecks
import Rating
import RatingRun

/// `scatto tariff check`.
struct TariffCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look for what is probably wrong in rate decks.",
        discussion: """
            Prefixes that repeat, whose dates overlap or leave a gap, that no call can come to, whose price is far from that of their neighbours, whose \
            country the numbering plan contradicts; countries without a rate; with calls, those that have no rate. Exit status: 0 nothing found; 1 \
            something found; 2 the command line or a deck is wrong; 3 a file could not be read.
            """)

    @Argument(help: ArgumentHelp("A deck on its own.", valueName: "file"))
    var file: String?
    @Option(name: .long, help: ArgumentHelp("A catalogue, of which all decks are looked at.", valueName: "dir"))
    var catalogue: String?
    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("Call detail records, of which those without a rate are told.", valueName: "input"))
    var calls: [String] = []
    @Option(
        name: .long, parsing: .upToNextOption, help: ArgumentHelp("Output folders of runs, whose suspended records are looked at.", valueName: "dir"))
    var suspense: [String] = []
    @Option(name: .long, help: ArgumentHelp("So many times dearer or cheaper than all neighbours is told, 2 to 1000000.", valueName: "n"))
    var factor = 10
    @Flag(name: .long, help: "That the deck is a toll-free one, which need not serve all countries.")
    var tollFree = false
    @Flag(name: .long, help: "Show all findings, not only the first 20 of each kind.")
    var all = false
    @Flag(name: .long, help: "As JSON.")
    var json = false

    func validate() throws {
        if (file == nil) == (catalogue == nil) { throw ValidationError("Name either a deck or --catalogue <dir>") }
        if !(2...1_000_000).contains(factor) { throw ValidationError("--factor is \(factor); give a number from 2 to 1000000") }
        if tollFree, file == nil { throw ValidationError("--toll-free is for a deck on its own") }
    }

    func run() throws {
        let findings: [DeckFindings]
        do {
            findings = if let catalogue { try check(catalogue: catalogue) } else { try [check(file: file ?? "")] }
        } catch let fault as RunFault {
            throw Failure.end(fault)
        }
        print(json ? DeckFindings.json(findings) : findings.map(\.text).joined(), terminator: "")
        if findings.contains(where: { $0.count > 0 }) { throw ExitCode(1) }
    }

    private func options(wantsAllCountries: Bool) -> DeckCheck.Options {
        var options = DeckCheck.Options()
        options.factor = factor
        options.shownMax = all ? .max : 20
        options.wantsAllCountries = wantsAllCountries
        return options
    }

    /// The inputs to be read: records, and those that runs suspended. A run that suspended none may have no folder of them.
    private var inputs: [String] {
        let folders = suspense.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        let suspended = folders.filter { folder in
            unsafe access(folder + "/suspended", F_OK) == 0 || access(folder + "/suspense.csv", F_OK) != 0
        }
        return calls + suspended.map { $0 + "/suspended" }
    }

    /// What was read of them: a line for people.
    private func tell(_ tally: CallTally) {
        if inputs.isEmpty || json { return }
        print("\(tally.recordCount) records, \(tally.callCount) calls that need a rate, \(tally.unreadableCount) that cannot be read")
    }

    private func check(file: String) throws -> DeckFindings {
        let opened = try OpenedDeck.named(file)
        let plan = DeckCheck.builtInPlan
        var unrated = UnratedCalls(numberingPlan: plan)
        if !inputs.isEmpty {
            let coverage = DeckCoverage(opened)
            var tally = CallTally()
            try CallFiles.read(inputs, rater: nil) { batch in
                tally.add(batch) { number, start, seconds in
                    if !coverage.hasRate(number, at: start) { unrated.add(number, seconds: Int64(seconds)) }
                }
            }
            tell(tally)
        }
        return DeckCheck(opened, numberingPlan: plan, options: options(wantsAllCountries: !tollFree)).findings(unrated: unrated.all)
    }

    private func check(catalogue folder: String) throws -> [DeckFindings] {
        let (loaded, _) = try LoadedCatalogue.load(folder)
        // By the outbound deck: calls of organizations whose tariff has it.
        var unrated: [String: UnratedCalls] = [:]
        if !inputs.isEmpty {
            var tally = CallTally()
            try CallFiles.read(inputs, rater: Rater(loaded)) { batch in
                tally.add(batch) { _, _, _ in }
                for (call, rated) in zip(batch.calls, batch.rated) where rated.suspension == .noRate && rated.organization >= 0 {
                    let deck = loaded.tariffs[loaded.organizations[Int(rated.organization)].tariff].outbound.file
                    unrated[deck, default: UnratedCalls(numberingPlan: loaded.numberingPlan)]
                        .add(call.calleeNumber, seconds: Int64(call.durationSeconds))
                }
            }
            tell(tally)
        }
        var findings: [DeckFindings] = []
        var seen: Set<String> = []
        for tariff in loaded.tariffs {
            for (deck, isOutbound) in [(tariff.outbound, true), (tariff.tollFree, false)] where !deck.file.isEmpty && seen.insert(deck.file).inserted
            {
                let opened = OpenedDeck(folder: folder, deck: deck, bands: loaded.bands)
                findings.append(
                    DeckCheck(opened, numberingPlan: loaded.numberingPlan, options: options(wantsAllCountries: isOutbound))
                        .findings(unrated: isOutbound ? unrated[deck.file]?.all ?? [] : []))
            }
        }
        return findings
    }
}

extension OpenedDeck {
    /// A deck of a file; what is wrong with it ends the command.
    static func named(_ path: String) throws -> OpenedDeck {
        do {
            return try open(path: path)
        } catch {
            switch error {
            case .file(let fault): throw Failure.end(fault.description.onOneLine, status: 3)
            case .deck(let faults): throw TariffFaults.end(faults)
            }
        }
    }
}
