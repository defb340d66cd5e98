internal import CallModel
internal import CallRecords
internal import Catalogue

/// Reads a format file; what is wrong with it goes to the document.
struct FormatReader {
    var document: YAMLDocument
    private let name: String
    /// Whether the format has a header, so that columns are found by name.
    var hasHeader = true
    /// The columns that the format gives names to, where it has no header.
    var columns: [String] = []
    var isObject = false
    /// The most columns that a record has, where the format says so.
    var columnMax: Int?
    /// Whether the field at hand is made when caller and callee are known.
    var areNumbersKnown = false

    static let keys = [
        "records", "delimiter", "quote", "columns", "columnCount", "linesBeforeHeader", "linesAfterHeader", "comment", "ignore", "time", "answered",
        "durationUnit", "fields", "callerRules", "calleeRules",
    ]
    private static let timeKeys = ["forms", "zone"]

    init(_ name: String, _ content: [UInt8]) {
        self.name = name
        document = YAMLDocument(file: name, content: content)
    }

    /// Reads all of it.
    mutating func read() -> RecordFormat {
        var format = RecordFormat(name: name)
        guard let root = document.root, !YAMLDocument.isNothing(root) else {
            if document.faults.isEmpty { document.fault("the file is empty", "copy one that scatto formats show prints, and change it") }
            return format
        }
        let keys = document.fields(root, "the format", FormatReader.keys)
        // Without a mapping there is nothing more to say.
        if YAMLDocument.kind(root) != .mapping { return format }
        isObject = document.word(keys["records"], "records", [("table", false), ("json", true)]) ?? false
        format.layout = isObject ? .objects : .table(table(keys))
        if isObject {
            for key in ["delimiter", "quote", "columns", "columnCount", "linesBeforeHeader", "linesAfterHeader", "comment"] {
                if let node = keys[key] { document.fault(node, "json records have no \(key)", "remove it") }
            }
        }
        readTime(keys["time"], &format)
        format.durationUnit =
            document.word(
                keys["durationUnit"], "durationUnit", [("seconds", .seconds), ("milliseconds", .milliseconds), ("clock", .clock)]) ?? .seconds
        format.answered = keys["answered"].map { conditions($0, "answered", columnsOnly: true) } ?? []
        if let ignore = keys["ignore"] {
            for node in YAMLDocument.items(ignore) { format.ignored.append(conditions(node, "ignore", columnsOnly: true)) }
        }
        format.callerRules = numberRules(keys["callerRules"], "callerRules")
        format.calleeRules = numberRules(keys["calleeRules"], "calleeRules")
        readFields(keys["fields"], &format)
        return format
    }

    private mutating func readFields(_ node: YAMLNode?, _ format: inout RecordFormat) {
        let fields = document.fields(node, "fields", RecordField.allCases.map(\.name))
        for field in RecordField.allCases {
            areNumbersKnown = ![.startTime, .durationSeconds, .endTime, .caller, .callee].contains(field)
            if let node = fields[field.name] { format.fields[field] = source(node, field.name) }
        }
        let missing = RecordField.allCases.filter { $0.isRequired && fields[$0.name] == nil }
        if !missing.isEmpty {
            let names = missing.map { "'\($0.name)'" }.joined(separator: ", ")
            let remedy = "say under fields where each comes from"
            if let node {
                document.fault(node, "fields has no \(names)", remedy)
            } else {
                document.fault("the format has no fields: \(names)", remedy)
            }
        }
    }

    private mutating func readTime(_ node: YAMLNode?, _ format: inout RecordFormat) {
        let keys = document.fields(node, "time", FormatReader.timeKeys)
        if let zone = document.text(keys["zone"], "zone"), let node = keys["zone"] {
            if zone == "option" {
                format.takesTimeZone = true
            } else if let found = CalendarZone(name: zone) {
                format.time.zone = found
            } else {
                document.fault(node, "there is no time zone '\(zone.excerpt)'", "write an IANA name such as Europe/Rome, UTC, or option")
            }
        }
        guard let forms = keys["forms"] else { return }
        format.time.forms = []
        for node in YAMLDocument.items(forms) {
            guard let text = document.text(node, "a form of time") else { continue }
            switch text {
            case "standard": format.time.forms.append(.standard)
            case "epoch-seconds": format.time.forms.append(.epoch(unitsPerSecond: 1))
            case "epoch-milliseconds": format.time.forms.append(.epoch(unitsPerSecond: 1000))
            case "epoch-microseconds": format.time.forms.append(.epoch(unitsPerSecond: 1_000_000))
            default:
                if let pattern = TimePattern(text) {
                    format.time.forms.append(.pattern(pattern))
                } else {
                    document.fault(
                        node, "'\(text.excerpt)' is no form of time",
                        "write standard, epoch-seconds, epoch-milliseconds, epoch-microseconds, or a pattern such as YYYY-MM-DD hh:mm:ss")
                }
            }
        }
    }

    private mutating func numberRules(_ node: YAMLNode?, _ what: String) -> [NumberRule] {
        guard let node else { return [] }
        guard YAMLDocument.kind(node) == .list else {
            document.fault(node, "\(what) is no list", "write a line such as - { prefix: \"00\", replace: \"+\" } for each rule")
            return []
        }
        var rules: [NumberRule] = []
        for item in YAMLDocument.items(node) {
            let keys = document.fields(item, "a rule of \(what)", ["prefix", "digits", "replace", "continue"])
            var rule = NumberRule(prefix: "", replacement: "")
            rule.prefix = dialled(keys["prefix"], "prefix") ?? ""
            rule.replacement = dialled(keys["replace"], "replace") ?? ""
            rule.digits = keys["digits"].flatMap { range($0, "digits", 0...64) } ?? 0...64
            rule.continues = document.word(keys["continue"], "continue", [("yes", true), ("no", false)]) ?? false
            rules.append(rule)
        }
        if rules.count > NumberRule.countMax { document.fault(node, "\(what) has more than \(NumberRule.countMax) rules", "write fewer") }
        return rules
    }

    /// A text of `+`, digits, `*` and `#`; an empty one is written as `""`.
    private mutating func dialled(_ node: YAMLNode?, _ what: String) -> String? {
        guard let node else { return nil }
        if YAMLDocument.isEmptyText(node) { return "" }
        guard let text = document.text(node, what) else { return nil }
        let known = text.utf8.allSatisfy { "+*#0123456789".utf8.contains($0) }
        if !known || text.utf8.count > NumberRule.replacementMax {
            document.fault(
                node, "\(what) is '\(text.excerpt)'", "write up to \(NumberRule.replacementMax) of the characters 0 to 9, +, * and #")
            return nil
        }
        return text
    }

    /// `N` or `N-M` within bounds.
    mutating func range(_ node: YAMLNode, _ what: String, _ bounds: ClosedRange<Int>) -> ClosedRange<Int>? {
        guard let text = document.text(node, what) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isNumber = (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { 48...57 ~= $0 } }
        let numbers = isNumber ? parts.compactMap { Int($0) } : []
        if let first = numbers.first, let last = numbers.last, numbers.count == parts.count, first <= last, bounds.contains(first),
            bounds.contains(last)
        {
            return first...last
        }
        document.fault(node, "\(what) is '\(text.excerpt)'", "write a number from \(bounds.lowerBound) to \(bounds.upperBound), or two such as 2-5")
        return nil
    }
}
