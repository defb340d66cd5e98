import CallModel

/// What of a format is more than columns, compiled for the columns of one input: which of them are looked at, and what is made of them.
///
/// Everything is numbers in flat arrays, so that a record costs no allocation and nothing that it does not use.
struct RecordProgram: Sendable, Hashable {
    /// The columns that are looked at, from 0. The place of one in here is its slot.
    var places: [Int32] = []
    /// The names of the columns, by slot: the keys of a JSON object.
    var keys: [[UInt8]] = []
    /// How many columns a record may have.
    var columnCounts = 0...0
    /// The node of each field, by ``RecordField/rawValue``.
    var fieldNodes: [Int32] = Array(repeating: 0, count: RecordField.allCases.count)
    /// The first is nothing.
    var nodes: [Node] = [Node(.nothing)]
    /// Nodes that belong to others.
    var children: [Int32] = []
    var rules: [Rule] = []
    var conditions: [Condition] = []
    /// Bounds of texts in ``pool``.
    var texts: [TextRange] = []
    /// The bytes of all texts, then ``CallBatch/slack`` bytes.
    var pool: [UInt8] = []
    var answered = List()
    /// Lists of conditions.
    var ignored: [List] = []
    var callerRules: [NumberRewrite] = []
    var calleeRules: [NumberRewrite] = []
    /// Bytes that the rules may put before a number.
    var numberHeadroom = 0
    var durationUnit = RecordFormat.DurationUnit.seconds
    var time = TimeReading()
    var comment: [UInt8] = []
    /// Whether nothing that the program adds needs quotes where commas separate.
    var isBare = true

    /// Some of the elements of another array.
    struct List: Hashable {
        var start: Int32 = 0
        var count: Int32 = 0
        var range: Range<Int> { Int(start)..<Int(start + count) }
    }

    /// A source: see ``FieldSource``.
    struct Node: Hashable {
        enum Kind: UInt8 {
            case nothing, column, constant, joined, first, chosen, digest
        }
        var kind: Kind
        /// The slot of a column, the text of a constant or separator, the node that is taken where no rule holds.
        var operand: Int32 = 0
        /// Of a column its empty values among the texts; else the children or the rules.
        var list = List()

        init(_ kind: Kind, operand: Int = 0, list: List = List()) {
            self.kind = kind
            self.operand = Int32(truncatingIfNeeded: operand)
            self.list = list
        }
    }

    struct Rule: Hashable {
        var conditions: List
        var node: Int32
    }

    struct Condition: Hashable {
        enum Kind: UInt8 {
            case equals, begins, contains, digits, number, empty
        }
        var kind: Kind
        var isNegated: Bool
        /// The node that is looked at, or ``caller``, ``callee``.
        var subject: Int32
        /// Texts; for digits their least and most.
        var list: List

        static let caller: Int32 = -1
        static let callee: Int32 = -2
    }

    struct NumberRewrite: Hashable {
        var prefix: TextRange
        var replacement: TextRange
        var digits: ClosedRange<Int32>
        var continues: Bool
    }
}

/// Compiles a format for the columns of one input.
struct RecordProgramBuilder {
    private(set) var program = RecordProgram()
    private let columns: [[UInt8]: [Int]]
    private let names: [String]
    private let isByName: Bool
    private let isObject: Bool
    private var slots: [Int: Int] = [:]
    private(set) var fault: HeaderFault?

    /// - Parameters:
    ///   - names: Those of the header, or that the format gives to the columns of an input without one.
    ///   - isByName: Whether there is a header; else a column may be named by its number.
    init(names: [String], isByName: Bool, isObject: Bool) {
        self.names = names
        self.isByName = isByName
        self.isObject = isObject
        var columns: [[UInt8]: [Int]] = [:]
        for (i, name) in names.enumerated() { columns[isObject ? Array(name.utf8) : ColumnPlan.folded(name.withoutBlanks), default: []].append(i) }
        self.columns = columns
    }

    /// Compiles everything but the counts of columns.
    mutating func compile(_ format: RecordFormat) {
        for field in RecordField.allCases {
            guard let source = format.fields[field] else { continue }
            let references = source.references
            if field.isRequired, !references.isEmpty, !references.contains(where: { !places(of: $0).isEmpty }) {
                missing.append((field, references[0].names[0]))
                continue
            }
            program.fieldNodes[field.rawValue] = node(source, field)
        }
        if !missing.isEmpty { fault = .missingNames(missing.map { MissingColumn(field: $0.0, name: $0.1) }, format: format.name) }
        program.answered = conditions(format.answered)
        for list in format.ignored {
            let compiled = conditions(list)
            program.ignored.append(compiled)
        }
        program.callerRules = rewrites(format.callerRules)
        program.calleeRules = rewrites(format.calleeRules)
        program.numberHeadroom = NumberRule.replacementMax * (1 + max(format.callerRules.count, format.calleeRules.count))
        program.durationUnit = format.durationUnit
        program.time = format.time
        if case .table(let table) = format.layout { program.comment = table.comment }
        let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n")]
        program.isBare = !program.pool.contains { special.contains($0) }
        program.pool += Array(repeating: 0, count: CallBatch.slack)
    }

    private var missing: [(RecordField, String)] = []

    mutating func setColumnCounts(_ counts: ClosedRange<Int>) { program.columnCounts = counts }

    /// The columns, from 0, that a reference may mean.
    private func places(of reference: ColumnReference) -> [Int] {
        let found = places(reference.names)
        return found.isEmpty || isObject ? found + places(reference.substitutes) : found
    }

    private func places(_ wanted: [String]) -> [Int] {
        var found: [Int] = []
        for name in wanted {
            let places = columns[isObject ? Array(name.utf8) : ColumnPlan.folded(name)] ?? []
            if places.isEmpty, !isByName, !isObject, let number = Int(name), number >= 1 { found.append(number - 1) }
            found += places
        }
        return found
    }

    private mutating func slot(_ place: Int) -> Int {
        if let slot = slots[place] { return slot }
        slots[place] = program.places.count
        program.places.append(Int32(truncatingIfNeeded: place))
        program.keys.append(place < names.count ? Array(names[place].utf8) : [])
        return program.places.count - 1
    }

    private mutating func add(_ node: RecordProgram.Node) -> Int32 {
        program.nodes.append(node)
        return Int32(program.nodes.count - 1)
    }

    private mutating func column(_ reference: ColumnReference, _ field: RecordField?) -> Int32 {
        let places = places(of: reference)
        if places.isEmpty { return 0 }
        if places.count > 1, !isObject {
            fault = fault ?? .twoColumns(names[places[0]], names[places[1]], field: field ?? .usageId)
            return 0
        }
        var nodes: [Int32] = []
        for place in places {
            let empties = texts(reference.emptyValues.map(\.asciiFolded))
            let slot = slot(place)
            nodes.append(add(RecordProgram.Node(.column, operand: slot, list: empties)))
        }
        return nodes.count == 1 ? nodes[0] : first(nodes)
    }

    private mutating func first(_ nodes: [Int32]) -> Int32 {
        let list = children(nodes)
        return add(RecordProgram.Node(.first, list: list))
    }

    private mutating func children(_ nodes: [Int32]) -> RecordProgram.List {
        let list = RecordProgram.List(start: Int32(program.children.count), count: Int32(nodes.count))
        program.children += nodes
        return list
    }

    private mutating func node(_ source: FieldSource, _ field: RecordField?) -> Int32 {
        switch source {
        case .column(let reference): return column(reference, field)
        case .constant(let text):
            let list = texts([text])
            return add(RecordProgram.Node(.constant, operand: Int(list.start)))
        case .joined(let parts, let separator):
            var nodes: [Int32] = []
            for part in parts { nodes.append(node(part, field)) }
            let list = children(nodes)
            let between = texts([separator])
            return add(RecordProgram.Node(.joined, operand: Int(between.start), list: list))
        case .first(let parts):
            var nodes: [Int32] = []
            for part in parts { nodes.append(node(part, field)) }
            return first(nodes.filter { $0 != 0 })
        case .chosen(let rules, let otherwise):
            var compiled: [RecordProgram.Rule] = []
            for rule in rules {
                let when = conditions(rule.conditions)
                compiled.append(RecordProgram.Rule(conditions: when, node: node(rule.source, field)))
            }
            var last: Int32 = 0
            if let otherwise { last = node(otherwise, field) }
            let list = RecordProgram.List(start: Int32(program.rules.count), count: Int32(compiled.count))
            program.rules += compiled
            return add(RecordProgram.Node(.chosen, operand: Int(last), list: list))
        case .digest: return add(RecordProgram.Node(.digest))
        }
    }

    private mutating func conditions(_ conditions: [FieldCondition]) -> RecordProgram.List {
        var compiled: [RecordProgram.Condition] = []
        for condition in conditions {
            let subject: Int32
            switch condition.subject {
            case .column(let reference): subject = column(reference, nil)
            case .caller: subject = RecordProgram.Condition.caller
            case .callee: subject = RecordProgram.Condition.callee
            }
            let (kind, list): (RecordProgram.Condition.Kind, RecordProgram.List)
            switch condition.test {
            case .equals(let values): (kind, list) = (.equals, texts(values.map(\.asciiFolded)))
            case .begins(let values): (kind, list) = (.begins, texts(values.map(\.asciiFolded)))
            case .contains(let values): (kind, list) = (.contains, texts(values.map(\.asciiFolded)))
            case .digits(let counts):
                (kind, list) = (.digits, RecordProgram.List(start: Int32(counts.lowerBound), count: Int32(counts.upperBound)))
            case .number: (kind, list) = (.number, RecordProgram.List())
            case .empty: (kind, list) = (.empty, RecordProgram.List())
            }
            compiled.append(RecordProgram.Condition(kind: kind, isNegated: condition.isNegated, subject: subject, list: list))
        }
        let list = RecordProgram.List(start: Int32(program.conditions.count), count: Int32(compiled.count))
        program.conditions += compiled
        return list
    }

    private mutating func rewrites(_ rules: [NumberRule]) -> [RecordProgram.NumberRewrite] {
        rules.map { rule in
            let list = texts([rule.prefix, rule.replacement])
            return RecordProgram.NumberRewrite(
                prefix: program.texts[Int(list.start)], replacement: program.texts[Int(list.start) + 1],
                digits: Int32(rule.digits.lowerBound)...Int32(rule.digits.upperBound), continues: rule.continues)
        }
    }

    private mutating func texts(_ texts: [String]) -> RecordProgram.List {
        let list = RecordProgram.List(start: Int32(program.texts.count), count: Int32(texts.count))
        for text in texts {
            program.texts.append(TextRange(offset: program.pool.count, count: text.utf8.count))
            program.pool += Array(text.utf8)
        }
        return list
    }
}

extension String {
    /// Less the blanks around it.
    fileprivate var withoutBlanks: String {
        let bytes = Array(utf8)
        return String(decoding: bytes[bytes.span.rangeWithoutBlanks], as: UTF8.self)
    }

    /// With ASCII capitals in lower case.
    fileprivate var asciiFolded: String { String(decoding: utf8.map(asciiLowercased), as: UTF8.self) }
}
