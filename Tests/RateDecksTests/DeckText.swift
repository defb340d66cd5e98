import Catalogue
import Testing

@testable import RateDecks

/// Imports of texts in memory.
enum DeckText {
    static let header =
        "prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country,effective_from,effective_until,band,in_plans\n"

    /// A vocabulary: a built-in one, or a text.
    static func vocabulary(_ name: String) throws -> DeckVocabulary {
        if let builtIn = try DeckVocabulary.builtIn(name) { return builtIn }
        return try DeckVocabulary.read(name: "own.yaml", content: Array(name.utf8))
    }

    /// What an import makes of a text.
    static func imported(_ text: String, as vocabulary: String) throws -> ImportedDeck {
        try DeckImport(Self.vocabulary(vocabulary)).deck(file: "deck.csv", bytes: Array(text.utf8))
    }

    /// The deck that is written, less its header, which is checked.
    static func rows(_ deck: ImportedDeck) throws -> String {
        let all = try written(deck)
        #expect(all.hasPrefix(header))
        return String(all.dropFirst(header.count))
    }

    /// The deck that is written.
    static func written(_ deck: ImportedDeck) throws -> String {
        var bytes: [UInt8] = []
        try deck.write { piece in for i in 0..<piece.count { bytes.append(piece[i]) } }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The faults of an import, less the file's name; those for which no row is read among them.
    static func faults(_ text: String, as vocabulary: String) throws -> [String] { try faults(Array(text.utf8), as: vocabulary) }

    static func faults(_ bytes: [UInt8], as vocabulary: String) throws -> [String] {
        let vocabulary = try Self.vocabulary(vocabulary)
        do {
            return try DeckImport(vocabulary).deck(file: "deck.csv", bytes: bytes).faults.map { String($0.description.dropFirst("deck.csv:".count)) }
        } catch {
            return error.faults.map { String($0.description.dropFirst("deck.csv:".count)) }
        }
    }

    /// A deck of Scatto with these rows.
    static func opened(_ rows: String, file: String = "rates.csv") throws -> OpenedDeck {
        try OpenedDeck(file: file, bytes: Array((header + rows).utf8))
    }
}
