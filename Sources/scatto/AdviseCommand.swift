import ArgumentParser
import Catalogue
import FundingAdvice
import RatingRun
import UsageSummary

/// `scatto advise`.
struct AdviseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advise",
        abstract: "How much to fund: trigger, recharge, lots that will expire, plans that would have been cheaper.",
        discussion: """
            From what the runs have left in the ledger; runs that were taken back do not count. Nothing is changed. Plans are compared with --catalogue, by \
            the monthly_price of plans in catalogue.yaml.

            Exit status: 0 done; 2 the command line or the catalogue is wrong; 3 a file cannot be read; 4 the ledger is locked or damaged.
            """)

    @Option(name: .long, help: ArgumentHelp("The ledger's file.", valueName: "file"))
    var ledger: String
    @Option(name: .long, help: ArgumentHelp("The catalogue's folder: what is set now, and plans with their prices.", valueName: "dir"))
    var catalogue: String?
    @Option(name: .long, help: ArgumentHelp("Only this organization.", valueName: "key"))
    var organization: String?
    @Option(name: .long, help: ArgumentHelp("How many days of heavy use the trigger lasts: 1 to 366.", valueName: "number"))
    var days = 3
    @Flag(name: .long, help: "As JSON.")
    var json = false

    func validate() throws {
        if !(1...366).contains(days) { throw ValidationError("--days is \(days); give a number from 1 to 366") }
    }

    func run() throws {
        var loaded: Catalogue?
        if let catalogue {
            do throws(RunFault) {
                loaded = try LoadedCatalogue.load(catalogue).catalogue
            } catch {
                throw Failure.end(error)
            }
        }
        let advice: FundingAdvice
        do throws(SummaryFault) {
            advice = try UsageRecords.read(ledger) { (records) throws(SummaryFault) in
                try FundingAdvice(records, catalogue: loaded, organization: organization, triggerDays: days)
            }
        } catch {
            throw Failure.end(error.description, status: error.exitStatus)
        }
        print(json ? advice.json : advice.text, terminator: "")
    }
}
