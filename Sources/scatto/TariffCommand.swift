import ArgumentParser
import CallModel
import Catalogue
import Glibc
import RateDecks

/// `scatto tariff`.
struct TariffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tariff", abstract: "Look after rate decks.",
        subcommands: [
            TariffImportCommand.self, TariffCheckCommand.self, TariffDiffCommand.self, TariffLookupCommand.self, Vocabularies.self,
        ])

    /// `scatto tariff vocabularies`.
    struct Vocabularies: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "vocabularies", abstract: "List the built-in vocabularies of rate decks, or show one, to be copied and changed.")

        @Argument(help: ArgumentHelp("The vocabulary to show.", valueName: "name"))
        var name: String?

        func run() throws {
            guard let name else {
                for name in DeckVocabulary.builtInNames { print(name) }
                return
            }
            guard let text = DeckVocabulary.builtInText(name) else { throw Failure.end(DeckVocabulary.unknown(name), status: 2) }
            print(String(decoding: text, as: UTF8.self), terminator: "")
        }
    }
}

extension DeckVocabulary {
    /// What to say where there is no such vocabulary.
    static func unknown(_ name: String) -> String {
        "there is no vocabulary '\(name)'; name \(builtInNames.joined(separator: ", ")), or a file whose name ends in .yaml".onOneLine
    }

    /// A built-in vocabulary, or one's own, if the name ends in `.yaml` or `.yml`, or has a `/` in it.
    static func named(_ name: String) throws -> DeckVocabulary {
        do {
            if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                return try read(name: name, content: try DeckFile.bytes(path: name))
            }
            if let vocabulary = try builtIn(name) { return vocabulary }
        } catch let faults as CatalogueFaults {
            throw TariffFaults.end(faults)
        } catch let fault as DeckFile.Fault {
            throw Failure.end(fault.description.onOneLine, status: 3)
        }
        throw Failure.end(unknown(name), status: 2)
    }
}

/// How faults of decks and vocabularies are told.
enum TariffFaults {
    /// Prints faults, a line each.
    static func end(_ faults: CatalogueFaults) -> ExitCode {
        Failure.end(faults.faults.prefix(1000).map(\.description.onOneLine).joined(separator: "\n"), status: 2)
    }
}
