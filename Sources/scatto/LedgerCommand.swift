import ArgumentParser
import Glibc
import CallModel
import GzipStream
import Journal
import UsageSummary

/// `scatto ledger`.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Hand the ledger's money on to bookkeeping.", subcommands: [Export.self])

    /// How a ledger is written for another program.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case hledger
    }

    /// `scatto ledger export`.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write fundings, recharges, charges and expiries as a journal of double entry.",
            discussion: """
                The books are those of the organizations that prepay: assets:credits:ORGANIZATION has the balance of scatto credits show. Runs that were \
                taken back do not count. hledger check --strict accepts the journal.

                Exit status: 0 done; 2 the command line is wrong; 3 the journal cannot be written; 4 the ledger is locked or damaged.
                """)

        @Option(name: .long, help: ArgumentHelp("The journal's format: hledger.", valueName: "name"))
        var format: Format
        @Option(name: .long, help: ArgumentHelp("The ledger's file.", valueName: "file"))
        var ledger: String
        @Option(name: .long, help: ArgumentHelp("Only this organization.", valueName: "key"))
        var organization: String?
        @Option(name: [.short, .long], help: ArgumentHelp("A new file; - is standard output.", valueName: "file"))
        var output = "-"

        func run() throws {
            if output != "-", unsafe access(output, F_OK) == 0 {
                throw Failure.end("\(output): there is such a file already; name another".onOneLine, status: 2)
            }
            let journal: HledgerJournal
            do throws(SummaryFault) {
                journal = try UsageRecords.read(ledger) { (records) throws(SummaryFault) in
                    try HledgerJournal(records, organization: organization)
                }
            } catch {
                throw Failure.end(error.description, status: error.exitStatus)
            }
            do throws(OutputFault) {
                let file = output == "-" ? OutputFile(descriptor: 1) : try OutputFile(path: output, mode: 0o600)
                try journal.forEachPiece { (piece) throws(OutputFault) in
                    let bytes = Array(piece.utf8)
                    try file.write(bytes.span)
                }
                try file.finish(replaces: false, syncs: true)
            } catch {
                throw Failure.end(error.description.onOneLine, status: 3)
            }
        }
    }
}
