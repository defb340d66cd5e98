import ArgumentParser
import CallModel
import Ledger

/// `scatto credits`.
struct CreditsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credits", abstract: "Show communications credits.", subcommands: [Show.self], defaultSubcommand: nil)

    /// `scatto credits show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show each organization's balance and lots, as the last run left them.")

        @Option(name: .long, help: ArgumentHelp("The ledger's file.", valueName: "file"))
        var ledger: String
        @Option(name: .long, help: ArgumentHelp("Only this organization.", valueName: "key"))
        var organization: String?
        @Option(name: .long, help: ArgumentHelp("With what has expired by then taken off, for example 2026-10-01T00:00:00Z.", valueName: "time"))
        var at: Instant?
        @Flag(name: .long, help: "As JSON.")
        var json = false

        func run() throws {
            try ShownLedger.show(ledger) { (file) throws(LedgerFault) in
                let accounts = try file.accounts()
                return { () throws(ListingFault) in
                    let listing = try CreditsListing(accounts: accounts, organization: organization, at: at)
                    return json ? listing.json : listing.text
                }
            }
        }
    }
}

/// `scatto pools`.
struct PoolsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pools", abstract: "Show pools of minutes.", subcommands: [Show.self])

    /// `scatto pools show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the pools that were drawn on: their size and what is used.")

        @Option(name: .long, help: ArgumentHelp("The ledger's file.", valueName: "file"))
        var ledger: String
        @Option(name: .long, help: ArgumentHelp("Only this organization.", valueName: "key"))
        var organization: String?
        @Option(name: .long, help: ArgumentHelp("Only this month, as YYYY-MM.", valueName: "month"))
        var month: CalendarMonth?
        @Flag(name: .long, help: "As JSON.")
        var json = false

        func run() throws {
            try ShownLedger.show(ledger) { (file) throws(LedgerFault) in
                let pools = try file.allPools(organization: organization, month: month)
                let accounts = try file.accounts()
                return { () throws(ListingFault) in
                    let listing = try PoolsListing(pools: pools, accounts: accounts, organization: organization)
                    return json ? listing.json : listing.text
                }
            }
        }
    }
}

/// Reads a ledger and prints what is shown of it.
enum ShownLedger {
    static func show(_ path: String, _ read: (LedgerFile) throws(LedgerFault) -> (() throws(ListingFault) -> String)) throws {
        let text: String
        do {
            let file = try LedgerFile.openForReading(path)
            let listing = try read(file)
            try file.close()
            text = try listing()
        } catch let fault as LedgerFault {
            throw Failure.end(fault)
        } catch let fault as ListingFault {
            throw Failure.end(fault.description, status: fault.exitStatus)
        }
        print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
    }
}
