internal import CallRecords
internal import Catalogue

extension FormatReader {
    private static let sourceKeys = ["column", "empty", "instead", "constant", "join", "separator", "first", "rules", "else", "digest"]
    private static let testKeys = ["is", "begins", "contains", "digits", "number", "empty"]

    /// Where a field comes from.
    ///
    /// - Parameter isText: Whether a text alone is a constant, as behind `then`; else it is a column.
    mutating func source(_ node: YAMLNode, _ what: String, depth: Int = 0, isText: Bool = false) -> FieldSource {
        if depth > FieldSource.depthMax {
            document.fault(node, "\(what) is nested deeper than \(FieldSource.depthMax)", "write it with fewer levels")
            return .constant("")
        }
        switch YAMLDocument.kind(node) {
        case .text:
            if isText, YAMLDocument.isEmptyText(node) { return .constant("") }
            guard let text = document.text(node, what) else { return .constant("") }
            return isText ? .constant(text) : .column(reference(text, node, emptyValues: []))
        case .list:
            return .column(reference(node, what, emptyValues: []))
        case .mapping: break
        }
        let keys = document.fields(node, what, FormatReader.sourceKeys)
        let kinds = ["column", "constant", "join", "first", "rules", "digest"].filter { keys[$0] != nil }
        guard kinds.count == 1 else {
            document.fault(
                node, kinds.isEmpty ? "\(what) does not say where it comes from" : "\(what) has \(kinds.joined(separator: " and "))",
                "write one of column, constant, join, first, rules and digest")
            return .constant("")
        }
        for (key, owner) in [("empty", "column"), ("instead", "column"), ("separator", "join"), ("else", "rules")]
        where keys[key] != nil && kinds[0] != owner {
            if let node = keys[key] { document.fault(node, "\(key) belongs to \(owner)", "remove it") }
        }
        switch kinds[0] {
        case "column":
            let empty = keys["empty"].map { values($0, "empty") } ?? []
            var reference = keys["column"].map { self.reference($0, "column", emptyValues: empty) } ?? ColumnReference([])
            if let instead = keys["instead"] { reference.substitutes = self.reference(instead, "instead", emptyValues: []).names }
            return .column(reference)
        case "constant": return .constant(document.text(keys["constant"], "constant") ?? "")
        case "join": return .joined(parts(keys["join"], "join", depth), separator: document.text(keys["separator"], "separator") ?? "")
        case "first": return .first(parts(keys["first"], "first", depth))
        case "digest":
            _ = document.word(keys["digest"], "digest", [("record", true)])
            return .digest
        default: return chosen(keys["rules"], keys["else"], what, depth)
        }
    }

    private mutating func parts(_ node: YAMLNode?, _ what: String, _ depth: Int) -> [FieldSource] {
        guard let node else { return [] }
        guard YAMLDocument.kind(node) == .list else {
            document.fault(node, "\(what) is no list", "write columns in brackets, such as [uniqueid, sequence]")
            return []
        }
        var parts: [FieldSource] = []
        for item in YAMLDocument.items(node) { parts.append(source(item, "a part of \(what)", depth: depth + 1)) }
        return parts
    }

    private mutating func chosen(_ rules: YAMLNode?, _ otherwise: YAMLNode?, _ what: String, _ depth: Int) -> FieldSource {
        var compiled: [SourceRule] = []
        if let rules {
            if YAMLDocument.kind(rules) != .list {
                document.fault(rules, "rules is no list", "write a line such as - { when: { column: context, is: public }, then: user_in } for each")
            } else {
                for item in YAMLDocument.items(rules) {
                    let keys = document.fields(item, "a rule of \(what)", ["when", "then"])
                    guard let when = keys["when"], let then = keys["then"] else {
                        document.fault(
                            item, "a rule of \(what) has no \(keys["when"] == nil ? "when" : "then")",
                            "write both; what is nothing is written as \"\"")
                        continue
                    }
                    let conditions = conditions(when, "when", columnsOnly: !areNumbersKnown)
                    compiled.append(SourceRule(when: conditions, then: source(then, "then", depth: depth + 1, isText: true)))
                }
            }
        }
        return .chosen(compiled, otherwise: otherwise.map { source($0, "else", depth: depth + 1, isText: true) })
    }

    /// One condition, or several that must all hold.
    mutating func conditions(_ node: YAMLNode, _ what: String, columnsOnly: Bool) -> [FieldCondition] {
        var found: [FieldCondition] = []
        for item in YAMLDocument.items(node) {
            if let condition = condition(item, what, columnsOnly: columnsOnly) { found.append(condition) }
        }
        return found
    }

    private mutating func condition(_ node: YAMLNode, _ what: String, columnsOnly: Bool) -> FieldCondition? {
        let keys = document.fields(node, "a condition of \(what)", ["column", "field", "not"] + FormatReader.testKeys)
        let tests = FormatReader.testKeys.filter { keys[$0] != nil }
        guard (keys["column"] == nil) != (keys["field"] == nil), tests.count == 1 else {
            document.fault(
                node, "a condition of \(what) needs one subject and one test",
                "write column or field, and one of \(FormatReader.testKeys.joined(separator: ", "))")
            return nil
        }
        let subject: FieldCondition.Subject
        if let column = keys["column"] {
            subject = .column(reference(column, "column", emptyValues: []))
        } else {
            subject = document.word(keys["field"], "field", [("caller", .caller), ("callee", .callee)]) ?? .caller
            if columnsOnly, let field = keys["field"] {
                document.fault(field, "\(what) is looked at before caller and callee are known", "write column")
            }
        }
        let isNegated = document.word(keys["not"], "not", [("yes", true), ("no", false)]) ?? false
        guard let test = keys[tests[0]] else { return nil }
        switch tests[0] {
        case "is": return FieldCondition(subject, .equals(values(test, "is")), isNegated: isNegated)
        case "begins": return FieldCondition(subject, .begins(values(test, "begins")), isNegated: isNegated)
        case "contains": return FieldCondition(subject, .contains(values(test, "contains")), isNegated: isNegated)
        case "digits": return FieldCondition(subject, .digits(range(test, "digits", 1...64) ?? 1...64), isNegated: isNegated)
        case "number":
            let isNumber = document.word(test, "number", [("yes", true), ("no", false)]) ?? true
            return FieldCondition(subject, .number, isNegated: isNegated == isNumber)
        default:
            let isEmpty = document.word(test, "empty", [("yes", true), ("no", false)]) ?? true
            return FieldCondition(subject, .empty, isNegated: isNegated == isEmpty)
        }
    }

    private mutating func values(_ node: YAMLNode, _ what: String) -> [String] {
        YAMLDocument.items(node).compactMap { document.text($0, "a value of \(what)") }
    }

    private mutating func reference(_ node: YAMLNode, _ what: String, emptyValues: [String]) -> ColumnReference {
        var names: [String] = []
        for item in YAMLDocument.items(node) {
            if let text = document.text(item, what) { names += reference(text, item, emptyValues: []).names }
        }
        return ColumnReference(names.isEmpty ? [""] : names, emptyValues: emptyValues)
    }

    /// A column by name, which has to be one of the format's where it gives the names itself.
    private mutating func reference(_ text: String, _ node: YAMLNode, emptyValues: [String]) -> ColumnReference {
        if !hasHeader, !isObject, !columns.contains(where: { $0.lowercased() == text.lowercased() }) {
            let number = text.utf8.count <= 5 ? Int(text) : nil
            if let number, let columnMax, columnMax > 0, number > columnMax {
                document.fault(node, "a record has no column \(number)", "write a number from 1 to \(columnMax)")
            } else if number == nil || number ?? 0 < 1 {
                let near = NearestName.among(columns, to: text).map { "write '\($0)'" }
                document.fault(
                    node, "the format has no column '\(text.excerpt)'",
                    near ?? (columns.isEmpty ? "write its number, from 1" : "write one of those under columns, or its number, from 1"))
            }
        }
        return ColumnReference([text], emptyValues: emptyValues)
    }
}
