package import CallModel
package import Yams

/// A YAML text and the faults found in it, with line and column.
///
/// Scalars are text whatever they look like: `NO` is Norway and `08:00` a time of day.
package struct YAMLDocument {
    /// The file's name.
    package let file: String
    /// What is wrong with it.
    package private(set) var faults: [CatalogueFault] = []
    /// The outermost node, if the text is YAML.
    package private(set) var root: Node?
    /// Keys that stand twice got another first character, so that the rest can be read.
    private var standIns: Set<String> = []

    /// Characters that are read again, at most, to find more keys that stand twice: each costs a reading of the whole text.
    private static let rereadMax = 1_000_000

    /// Reads a text.
    package init(file: String, content: [UInt8]) {
        self.file = file
        faults = TextEncodingCheck.faults(of: content, file: file)
        let text = String(decoding: content.starts(with: [0xEF, 0xBB, 0xBF]) ? content[3...] : content[...], as: UTF8.self)
        var scalars = Array(text.unicodeScalars)
        if let alias = YAMLAliases.firstTooMany(in: content.span) {
            let place = YAMLDocument.place(of: alias, in: content.span)
            faults.append(
                CatalogueFault(
                    file: file, line: place.line, column: place.column, message: "there are more than \(YAMLAliases.countMax) aliases",
                    remedy: "write out what they stand for"))
            return
        }
        while true {
            do throws(YamlError) {
                root = try YAMLDocument.composed(String(String.UnicodeScalarView(scalars)))
                return
            } catch {
                guard case .duplicatedKeysInMapping(let keys, let context) = error else {
                    // A stand-in may have broken what was no plain key; then the text's own fault is known already.
                    if standIns.isEmpty { faults.append(YAMLDocument.fault(error, file: file)) }
                    return
                }
                faults.append(
                    CatalogueFault(
                        file: file, line: context.mark.line, column: context.mark.column,
                        message: "the key '\(keys[0].excerpt)' stands more than once in one place", remedy: "keep one of them"))
                guard standIns.count * scalars.count <= YAMLDocument.rereadMax, replaceKey(at: context.mark, in: &scalars) else { return }
            }
        }
    }

    private static func composed(_ text: String) throws(YamlError) -> Node? {
        do {
            // Scalars are text here: the rules that tell numbers and times are not asked, whose regular expressions take longer than most catalogues.
            return try Yams.compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw error
        } catch {
            throw .reader(problem: "\(error)", offset: nil, value: 0, yaml: text)
        }
    }

    /// Gives the key at a mark another first character, of which there is no other.
    private mutating func replaceKey(at mark: Mark, in scalars: inout [Unicode.Scalar]) -> Bool {
        guard var i = YAMLDocument.offset(of: mark, in: scalars), let standIn = Unicode.Scalar(0xE000 + UInt32(standIns.count)),
            standIns.count < 1000
        else { return false }
        if scalars[i] == "\"" || scalars[i] == "'" { i += 1 }
        guard i < scalars.count, scalars[i] != standIn else { return false }
        scalars[i] = standIn
        standIns.insert(String(standIn))
        return true
    }

    /// The place of a mark; lines end as YAML ends them.
    private static func offset(of mark: Mark, in scalars: [Unicode.Scalar]) -> Int? {
        var line = 1
        var i = 0
        while line < mark.line, i < scalars.count {
            switch scalars[i] {
            case "\r":
                if i + 1 < scalars.count, scalars[i + 1] == "\n" { i += 1 }
                line += 1
            case "\n", "\u{85}", "\u{2028}", "\u{2029}": line += 1
            default: break
            }
            i += 1
        }
        i += mark.column - 1
        return i < scalars.count ? i : nil
    }

    /// Line and column, in characters, of a byte.
    private static func place(of byte: Int, in text: Span<UInt8>) -> (line: Int, column: Int) {
        var (line, column) = (1, 1)
        for i in 0..<byte {
            if text[i] == UInt8(ascii: "\n") {
                (line, column) = (line + 1, 1)
            } else if text[i] & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }

    /// A fault of the text itself.
    private static func fault(_ error: YamlError, file: String) -> CatalogueFault {
        let remedy = "mend the YAML there; indent with spaces, and quote text that has ':' or '#' in it"
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            return CatalogueFault(file: file, line: mark.line, column: mark.column, message: "this is no YAML: \(problem)", remedy: remedy)
        case .reader(let problem, let offset, _, let yaml):
            let before = yaml.prefix(offset ?? 0)
            let line = before.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            return CatalogueFault(
                file: file, line: max(1, line.count), column: (line.last?.unicodeScalars.count ?? 0) + 1, message: "this is no YAML: \(problem)",
                remedy: remedy)
        default:
            return CatalogueFault(file: file, line: 1, column: 1, message: "this is no YAML", remedy: remedy)
        }
    }
}

extension YAMLDocument {
    /// Adds a fault at a node.
    package mutating func fault(_ node: Node, _ message: String, _ remedy: String) {
        faults.append(
            CatalogueFault(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message: message, remedy: remedy))
    }

    /// Adds a fault of the file as a whole.
    package mutating func fault(_ message: String, _ remedy: String) {
        faults.append(CatalogueFault(file: file, line: 1, column: 1, message: message, remedy: remedy))
    }

    /// Whether nothing stands there: `key:` alone.
    package static func isNothing(_ node: Node?) -> Bool {
        guard let node else { return true }
        guard case .scalar(let scalar) = node else { return false }
        return scalar.string.isEmpty && scalar.style == .plain
    }

    /// The entries of a mapping in their order; none where nothing stands.
    package mutating func entries(_ node: Node?, _ what: String) -> [(key: String, keyNode: Node, value: Node)] {
        guard let node, !YAMLDocument.isNothing(node) else { return [] }
        guard case .mapping(let mapping) = node else {
            fault(node, "\(what) is no mapping", "write it as 'key: value' lines")
            return []
        }
        var entries: [(key: String, keyNode: Node, value: Node)] = []
        var seen: Set<String> = []
        for (keyNode, value) in mapping {
            guard case .scalar(let scalar) = keyNode, !scalar.string.isEmpty else {
                fault(keyNode, "a key of \(what) is no text", "write a word, then ':'")
                continue
            }
            let first = String(scalar.string.unicodeScalars.prefix(1))
            if standIns.contains(first) || hasNUL(keyNode, scalar.string) { continue }
            if !seen.insert(scalar.string).inserted {
                fault(keyNode, "the key '\(scalar.string.excerpt)' stands more than once in one place", "keep one of them")
                continue
            }
            entries.append((scalar.string, keyNode, value))
        }
        return entries
    }

    /// The values of a mapping whose keys are known; those that are not are faults. Values that are left out do not appear.
    package mutating func fields(_ node: Node?, _ what: String, _ known: [String]) -> [String: Node] {
        var fields: [String: Node] = [:]
        for (key, keyNode, value) in entries(node, what) {
            if !known.contains(key) {
                let near = NearestName.among(known, to: key)
                fault(
                    keyNode, "\(what) has no key '\(key.excerpt)'",
                    near.map { "write '\($0)', or remove it" } ?? "remove it; the keys are " + known.joined(separator: ", "))
            } else if !YAMLDocument.isNothing(value) {
                fields[key] = value
            }
        }
        return fields
    }

    /// A scalar as text.
    package mutating func text(_ node: Node?, _ what: String) -> String? {
        guard let node else { return nil }
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            fault(node, "\(what) is no text", "write one word or a quoted text")
            return nil
        }
        return hasNUL(node, scalar.string) ? nil : scalar.string
    }

    /// Whether a text has a NUL, which is a fault: names of files and keys of the ledger would end there. An escape, `"\0"`, makes one.
    private mutating func hasNUL(_ node: Node, _ text: String) -> Bool {
        if !text.utf8.contains(0) { return false }
        fault(node, "'\(text.excerpt)' has a NUL character", "remove it")
        return true
    }

    /// The scalars of a list as texts.
    package mutating func texts(_ node: Node?, _ what: String, _ remedy: String) -> [(text: String, node: Node)] {
        guard let node, !YAMLDocument.isNothing(node) else { return [] }
        guard case .sequence(let items) = node else {
            fault(node, "\(what) is no list", remedy)
            return []
        }
        var texts: [(text: String, node: Node)] = []
        for item in items {
            if case .scalar(let scalar) = item, !scalar.string.isEmpty {
                if !hasNUL(item, scalar.string) { texts.append((scalar.string, item)) }
            } else {
                fault(item, "an item of \(what) is no text", remedy)
            }
        }
        return texts
    }

    /// A text as a country.
    package mutating func country(_ text: String, _ node: Node) -> Country? {
        if let country = Country(text) { return country }
        fault(node, "'\(text.excerpt)' is no country", "write its two capital letters, as ISO 3166-1 has them")
        return nil
    }

    /// A list of countries, in its order.
    package mutating func countries(_ node: Node?, _ what: String) -> [Country] {
        var countries: [Country] = []
        for (text, item) in texts(node, what, "write countries in brackets, such as [US, CA]") {
            if let country = country(text, item) { countries.append(country) }
        }
        return countries
    }

    /// One of a few words.
    package mutating func word<Value>(_ node: Node?, _ what: String, _ words: [(word: String, value: Value)]) -> Value? {
        guard let node, let text = text(node, what) else { return nil }
        if let found = words.first(where: { $0.word == text }) { return found.value }
        fault(node, "\(what) is '\(text.excerpt)'", "write " + words.map { "'\($0.word)'" }.joined(separator: " or "))
        return nil
    }

    /// A whole number within bounds.
    package mutating func number(_ node: Node?, _ what: String, _ bounds: ClosedRange<Int>) -> Int? {
        guard let node, let text = text(node, what) else { return nil }
        if text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let number = Int(text), bounds.contains(number) { return number }
        fault(node, "\(what) is '\(text.excerpt)'", "write a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        return nil
    }
}
