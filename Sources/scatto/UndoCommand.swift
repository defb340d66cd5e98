import ArgumentParser
import Ledger
import RatingRun

/// `scatto undo`.
struct UndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take the last run back, so that its inputs can be rated again.",
        discussion: """
            Pools, credits, duplicates and inputs are what they were before the run. What auto-recharge bought stays paid: the recharges of the next \
            run take it, and nobody is asked to pay again. The history of the ledger is kept; the run's reports stay where they are, and do not count.
            """)

    @Option(name: .long, help: ArgumentHelp("The ledger's file.", valueName: "file"))
    var ledger: String
    @Option(name: .customLong("run"), help: ArgumentHelp("The run's number, as its summary gives it: the last one that stands.", valueName: "n"))
    var number: Int

    func run() throws {
        do throws(RunFault) {
            print(try RunUndo.undo(run: number, ledger: ledger).text, terminator: "")
        } catch {
            throw Failure.end(error)
        }
    }
}

/// `scatto runs`.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "runs", abstract: "Show the runs that a ledger knows.", subcommands: [List.self])

    /// `scatto runs list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the committed runs, the last one last, with those that were taken back.")

        @Option(name: .long, help: ArgumentHelp("The ledger's file.", valueName: "file"))
        var ledger: String
        @Flag(name: .long, help: "As JSON.")
        var json = false

        func run() throws {
            try ShownLedger.show(ledger) { (file) throws(LedgerFault) in
                let listing = RunsListing(runs: try file.runs(), undone: try file.undoneRuns())
                return { () throws(ListingFault) in json ? listing.json : listing.text }
            }
        }
    }
}
