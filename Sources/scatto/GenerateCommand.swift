import ArgumentParser
import CallGenerator
import CallModel
import FoundationEssentials
import GzipStream
import RatingRun

/// `scatto generate`: calls and catalogues to try and to measure with.
struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Generate calls, or a whole catalogue, from a seed.", subcommands: [Calls.self, CatalogueFiles.self],
        defaultSubcommand: Calls.self)

    /// `scatto generate calls`, which is the default.
    struct Calls: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "calls", abstract: "Generate call detail records for a catalogue, straight to .csv.gz. The same seed gives the same bytes.")

        @Option(name: .long, help: ArgumentHelp("The folder with catalogue.yaml.", valueName: "dir"))
        var catalogue: String
        @Option(name: .long, help: ArgumentHelp("How many records.", valueName: "n"))
        var count: Int
        @Option(name: .long, help: ArgumentHelp("From which everything random follows.", valueName: "n"))
        var seed: UInt64 = 1
        @Option(name: .long, help: ArgumentHelp("The first day, as YYYY-MM-DD.", valueName: "day"))
        var firstDay = CivilDate(year: 2026, month: 10, day: 1)
        @Option(name: .long, help: ArgumentHelp("Over how many days the calls are spread.", valueName: "n"))
        var days = 1
        @Option(name: .long, help: ArgumentHelp("The share of records that repeat an earlier one, 0 to 0.5.", valueName: "share"))
        var duplicates = 0.0
        @Option(name: .long, help: ArgumentHelp("The share of records that cannot be settled, over all reasons.", valueName: "share"))
        var faulty = 0.0
        @Flag(name: .long, help: "Put every field in quotes.")
        var quoted = false
        @Option(name: .long, help: ArgumentHelp("How hard to compress, 0 to 9.", valueName: "n"))
        var level = 1
        @Option(name: .long, help: ArgumentHelp("How many pieces of work may be under way at once; default: one for each core.", valueName: "n"))
        var workers: Int?
        @Option(name: .shortAndLong, help: ArgumentHelp("The file to write: gzip if its name ends in .gz.", valueName: "file"))
        var output: String

        func validate() throws {
            if !GzipPiece.levels.contains(level) { throw ValidationError("--level is \(level); give a number from 0 to 9") }
            if let workers, !(1...256).contains(workers) { throw ValidationError("--workers is \(workers); give a number from 1 to 256") }
        }

        func run() async throws {
            do {
                let (loaded, _) = try LoadedCatalogue.load(catalogue)
                var parameters = CallGenerator.Parameters(seed: seed, count: count)
                parameters.firstDay = firstDay
                parameters.dayCount = days
                parameters.duplicateShare = duplicates
                parameters.isQuoted = quoted
                let reasons = SuspensionReason.allCases.filter { $0 != .none }
                if faulty > 0 { for reason in reasons { parameters.faultyShares[reason] = faulty / Double(reasons.count) } }
                let generator = try CallGenerator(catalogue: loaded, parameters: parameters)
                let written = try await generator.write(
                    to: OutputFile(path: output), compression: output.hasSuffix(".gz") ? .gzip(level: level) : .none,
                    workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
                print("\(output): \(written.records) records, \(written.bytes) bytes of CSV, \(written.fileBytes) bytes of file")
            } catch let fault as RunFault {
                throw Failure.end(fault)
            } catch let fault as GeneratorFault {
                throw Failure.end(fault.description, status: 2)
            } catch let fault as OutputFault {
                throw Failure.end(fault.description, status: 3)
            }
        }
    }

    /// `scatto generate catalogue`.
    struct CatalogueFiles: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "catalogue", abstract: "Generate a catalogue of any size. Companies, people, numbers and rates in it are invented.")

        @Option(name: .long, help: ArgumentHelp("Rates of the outbound deck.", valueName: "n"))
        var prefixes = 50_000
        @Option(name: .long, help: ArgumentHelp("Users.", valueName: "n"))
        var users = 20_000
        @Option(name: .long, help: ArgumentHelp("Organizations.", valueName: "n"))
        var organizations = 50
        @Option(name: .long, help: ArgumentHelp("From which everything random follows.", valueName: "n"))
        var seed: UInt64 = 1
        @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "dir"))
        var output: String

        func run() throws {
            do {
                let parameters = CatalogueGenerator.Parameters(seed: seed, prefixes: prefixes, users: users, organizations: organizations)
                try CatalogueGenerator(parameters).write(toFolder: output)
                print("\(output): \(organizations) organizations, \(users) users, \(prefixes) rates")
            } catch let fault as GeneratorFault {
                throw Failure.end(fault.description, status: 2)
            } catch let fault as OutputFault {
                throw Failure.end(fault.description, status: 3)
            }
        }
    }
}
