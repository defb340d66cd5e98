import ArgumentParser
import CallModel
import Catalogue
import Glibc
import RateDecks
import RatingRun

/// `scatto tariff lookup`.
struct TariffLookupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup", abstract: "Show which rate a call to a number has, and why no longer prefix.",
        discussion: """
            Exit status: 0 there is a rate; 1 there is none; 2 the command line, the catalogue or the deck is wrong; 3 a file could not be read.
            """)

    @Argument(help: ArgumentHelp("The called number, in international form.", valueName: "number"))
    var number: String
    @Option(name: .long, help: ArgumentHelp("When the call begins, for example 2026-10-01T08:00:00Z; default: now.", valueName: "time"))
    var at: Instant?
    @Option(name: .long, help: ArgumentHelp("The catalogue.", valueName: "dir"))
    var catalogue: String?
    @Option(name: .long, help: ArgumentHelp("A tariff of the catalogue; default: its first.", valueName: "name"))
    var tariff: String?
    @Flag(name: .long, help: "In the tariff's toll-free deck.")
    var tollFree = false
    @Option(name: .long, help: ArgumentHelp("A deck on its own, instead of a catalogue.", valueName: "file"))
    var deck: String?
    @Flag(name: .long, help: "As JSON.")
    var json = false

    func validate() throws {
        if (deck == nil) == (catalogue == nil) { throw ValidationError("Name either --catalogue <dir> or --deck <file>") }
        if deck != nil, tariff != nil || tollFree { throw ValidationError("--tariff and --toll-free are for a catalogue") }
    }

    func run() throws {
        let bytes = Array(number.utf8)
        let cleaned = PhoneNumber(cleaning: bytes.span)
        if !cleaned.isNumber {
            throw Failure.end("'\(number)' is no number; write it in international form, such as +442079460990".onOneLine, status: 2)
        }
        let moment = at ?? Instant(epochSeconds: Int64(time(nil)))
        let explanation: RateExplanation
        var currency = ""
        if let deck {
            explanation = RateExplanation(cleaned, at: moment, in: try OpenedDeck.named(deck), numberingPlan: DeckCheck.builtInPlan)
        } else {
            let (opened, plan, tariff) = try open(catalogue ?? "")
            currency = tariff.currency
            explanation = RateExplanation(cleaned, at: moment, in: opened, numberingPlan: plan)
        }
        print(json ? explanation.json(currency: currency) : explanation.text(currency: currency), terminator: "")
        if explanation.rate == nil { throw ExitCode(1) }
    }

    private func open(_ folder: String) throws -> (OpenedDeck, [NumberingPlanEntry], Tariff) {
        let loaded: Catalogue
        do {
            loaded = try LoadedCatalogue.load(folder).catalogue
        } catch {
            throw Failure.end(error)
        }
        guard let found = tariff.map({ name in loaded.tariffs.first { $0.key == name } }) ?? loaded.tariffs.first else {
            let names = loaded.tariffs.map(\.key).joined(separator: ", ")
            throw Failure.end("\(folder): there is no tariff '\(tariff ?? "")'; name one of \(names)".onOneLine, status: 2)
        }
        let deck = tollFree ? found.tollFree : found.outbound
        if deck.file.isEmpty {
            throw Failure.end("\(folder): the tariff \(found.key) has no toll-free deck; add one in catalogue.yaml".onOneLine, status: 2)
        }
        return (OpenedDeck(folder: folder, deck: deck, bands: loaded.bands), loaded.numberingPlan, found)
    }
}
