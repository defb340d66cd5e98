import ArgumentParser
import CallModel
import Catalogue
import Glibc
import GzipStream
import RateDecks

/// `scatto tariff import`.
struct TariffImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Turn a switch's or carrier's rate deck into one of Scatto.",
        discussion: """
            Each row that cannot be taken is explained, and then nothing is written, unless --skip-faulty is given. Exit status: 0 done; 1 done, but rows \
            were skipped; 2 the command line or the deck is wrong, nothing was written; 3 a file could not be read or written.
            """)

    @Argument(help: ArgumentHelp("The deck, plain or gzip; - for standard input.", valueName: "file"))
    var file: String?
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Whose deck it is: \(DeckVocabulary.builtInNames.joined(separator: ", ")), or FILE.yaml.", valueName: "name"))
    var vocabulary: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The deck to write; - for standard output.", valueName: "file"))
    var output: String?
    @Flag(name: .long, help: "Print the vocabulary, to be copied and changed, and do nothing else.")
    var show = false
    @Flag(name: .long, help: "Write the rows that can be taken, and skip the others.")
    var skipFaulty = false
    @Flag(name: .long, help: "Replace a file that is there.")
    var force = false
    @Flag(name: .long, help: "Explain all rows that cannot be taken, not only the first 1000.")
    var all = false

    func validate() throws {
        if show { return }
        if file == nil { throw ValidationError("Missing expected argument '<file>'") }
        if output == nil { throw ValidationError("Missing expected argument '--output <file>'") }
    }

    func run() throws {
        if show {
            guard let text = DeckVocabulary.builtInText(vocabulary) else { throw Failure.end(DeckVocabulary.unknown(vocabulary), status: 2) }
            print(String(decoding: text, as: UTF8.self), terminator: "")
            return
        }
        guard let file, let output else { return }
        let vocabulary = try DeckVocabulary.named(vocabulary)
        if output != "-", !force, unsafe access(output, F_OK) == 0 {
            throw Failure.end("\(output): there is such a file already; name another, or replace it with --force".onOneLine, status: 2)
        }
        do {
            let deck = try DeckImport(vocabulary).deck(file: file, bytes: try DeckFile.bytes(path: file), faultsKeptMax: all ? .max : 1000)
            for fault in deck.faults { Failure.write("scatto: \(fault.description.onOneLine)\n") }
            if deck.faultCount > deck.faults.count {
                Failure.write("scatto: \(file.onOneLine): and \(deck.faultCount - deck.faults.count) more faults; --all shows them\n")
            }
            if deck.faultyRowCount > 0, !skipFaulty {
                throw Failure.end(
                    "\(file): \(DeckSummary.rows(deck.faultyRowCount)) of \(deck.rowCount) cannot be taken; nothing was written; mend them, or leave them out with --skip-faulty"
                        .onOneLine, status: 2)
            }
            try write(deck, to: output)
            // Where the deck itself goes to standard output, the summary must not.
            let summary = DeckSummary.text(deck, output: output)
            if output == "-" { Failure.write(summary) } else { print(summary, terminator: "") }
            if deck.faultyRowCount > 0 { throw ExitCode(1) }
        } catch let faults as CatalogueFaults {
            throw TariffFaults.end(faults)
        } catch let fault as DeckFile.Fault {
            throw Failure.end(fault.description.onOneLine, status: 3)
        } catch let fault as OutputFault {
            throw Failure.end(fault.description.onOneLine, status: 3)
        }
    }

    private func write(_ deck: ImportedDeck, to output: String) throws(OutputFault) {
        if output == "-" {
            try deck.write(to: OutputFile(descriptor: 1))
            return
        }
        let written = try OutputFile(path: output, mode: 0o600)
        try deck.write(to: written)
        try written.finish(replaces: force, syncs: true)
    }
}

/// What an import says at its end.
enum DeckSummary {
    /// "1 row", "2 rows".
    static func rows(_ count: Int) -> String { "\(count) row\(count == 1 ? "" : "s")" }

    /// Rows, rates, and what was left out: a line or two.
    static func text(_ deck: ImportedDeck, output: String) -> String {
        var text = "\(output): \(deck.rateCount) rate\(deck.rateCount == 1 ? "" : "s") of \(rows(deck.rowCount)) of \(deck.file)"
        if deck.faultyRowCount > 0 { text += "; \(deck.faultyRowCount) skipped" }
        if deck.leftOutCount > 0 { text += "; \(deck.leftOutCount) left out as the vocabulary says" }
        if !deck.currency.isEmpty { text += "; prices in \(deck.currency)" }
        var lines = [text.onOneLine]
        if !deck.unusedColumns.isEmpty { lines.append("  columns not used: \(deck.unusedColumns.joined(separator: ", "))".onOneLine) }
        return lines.joined(separator: "\n") + "\n"
    }
}
