import ArgumentParser
import CallModel
import RateDecks
import RatingRun

/// `scatto tariff diff`.
struct TariffDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what is new, ended, dearer and cheaper in a rate deck.",
        discussion: """
            Rates are compared prefix by prefix and band by band: by the row that begins last, or with --at by the row that holds then. With --calls the \
            decks are weighed by these calls: what they cost by either, before allowances and credits. Exit status: 0 done; 2 the command line or a deck \
            is wrong; 3 a file could not be read.
            """)

    @Argument(help: ArgumentHelp("The old deck.", valueName: "old"))
    var old: String
    @Argument(help: ArgumentHelp("The new deck.", valueName: "new"))
    var new: String
    @Option(name: .long, help: ArgumentHelp("Compare what holds then, for example 2026-10-01T00:00:00Z.", valueName: "time"))
    var at: Instant?
    @Option(name: .long, parsing: .upToNextOption, help: ArgumentHelp("Call detail records, such as last month's.", valueName: "input"))
    var calls: [String] = []
    @Flag(name: .long, help: "Show all destinations and prefixes, not only the first 20.")
    var all = false
    @Flag(name: .long, help: "As JSON, with all changes.")
    var json = false
    @Flag(name: .long, help: "As CSV, a row for each change.")
    var csv = false

    func validate() throws {
        if json, csv { throw ValidationError("Give either --json or --csv") }
        if csv, !calls.isEmpty { throw ValidationError("--csv has no place for calls; use --json, or leave --calls out") }
    }

    func run() throws {
        let diff = DeckDiff(old: try OpenedDeck.named(old), new: try OpenedDeck.named(new), at: at)
        var weighed: WeighedDiff?
        if !calls.isEmpty {
            var sums = WeighedDiff(diff)
            var tally = CallTally()
            do {
                try CallFiles.read(calls, rater: nil) { batch in
                    tally.add(batch) { number, start, seconds in sums.add(number, start: start, seconds: seconds) }
                }
            } catch {
                throw Failure.end(error)
            }
            weighed = sums
        }
        let shownMax = all ? Int.max : 20
        if json {
            print(diff.json(weighed: weighed), terminator: "")
        } else if csv {
            print(diff.csv, terminator: "")
        } else {
            print(diff.text(shownMax: shownMax), terminator: "")
            if let weighed { print("\n" + weighed.text(shownMax: shownMax), terminator: "") }
        }
    }
}
