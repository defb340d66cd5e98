import ArgumentParser
import Ledger
import RatingRun

/// `scatto notices`.
struct NoticesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notices", abstract: "Show and deliver what runs have to tell organizations.", subcommands: [List.self, Send.self])

    /// `scatto notices list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the messages that are not delivered yet.")

        @Option(name: .long, help: ArgumentHelp("The ledger's file.", valueName: "file"))
        var ledger: String
        @Flag(name: .long, help: "Those that are delivered, or need not be as their run was taken back, too.")
        var all = false
        @Option(name: .long, help: ArgumentHelp("Only this organization.", valueName: "key"))
        var organization: String?
        @Flag(name: .long, help: "As JSON.")
        var json = false

        func run() throws {
            try ShownLedger.show(ledger) { (file) throws(LedgerFault) in
                let messages = try all ? file.allMessages() : file.undeliveredMessages()
                let accounts = try file.accounts()
                return { () throws(ListingFault) in
                    let listing = try NoticesListing(messages: messages, accounts: accounts, organization: organization, showsState: all)
                    return json ? listing.json : listing.text
                }
            }
        }
    }

    /// `scatto notices send`.
    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "send", abstract: "Deliver the messages that are not delivered yet.",
            discussion: "Exit status: 0 all are delivered; 3 some could not be; 4 the ledger is locked or damaged.")

        @Option(name: .long, help: ArgumentHelp("The ledger's file.", valueName: "file"))
        var ledger: String
        @OptionGroup var delivery: DeliveryArguments
        @Option(name: .long, help: ArgumentHelp("Only to this organization.", valueName: "key"))
        var organization: String?

        func run() async throws {
            let report: DeliveryReport
            do throws(RunFault) {
                report = try await NoticeDelivery(delivery.options).start(ledger: ledger, organization: organization)
            } catch {
                throw Failure.end(error)
            }
            if !report.text.isEmpty || report.undeliveredCount == 0 { print(report.text.isEmpty ? "Nothing is undelivered." : report.text) }
            DeliveryArguments.tell(report)
            if report.undeliveredCount > 0 { throw ExitCode(3) }
        }
    }
}
