import ArgumentParser
import Catalogue
import RatingRun

/// `scatto catalogue`.
struct CatalogueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "catalogue", abstract: "Look after a catalogue.", subcommands: [Check.self])

    /// `scatto catalogue check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Read a catalogue and report every fault in it, with file, line, column and remedy.")

        @Option(name: .long, help: ArgumentHelp("The folder with catalogue.yaml.", valueName: "dir"))
        var catalogue: String

        func run() throws {
            do throws(RunFault) {
                let (loaded, _) = try LoadedCatalogue.load(catalogue)
                let rates = loaded.tariffs.reduce(0) { $0 + $1.outbound.rates.count + $1.tollFree.rates.count }
                print(
                    "\(catalogue): no fault; \(loaded.organizations.count) organizations, \(loaded.users.count) users, \(loaded.plans.count) plans, "
                        + "\(loaded.tariffs.count) tariffs with \(rates) rates, \(loaded.serviceNumbers.count) service numbers, "
                        + "\(loaded.fundings.count) fundings")
            } catch {
                throw Failure.end(error)
            }
        }
    }
}
