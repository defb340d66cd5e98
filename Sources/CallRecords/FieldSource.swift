/// Where the text of a field comes from.
public indirect enum FieldSource: Hashable, Sendable {
    /// A column, less the blanks around it.
    case column(ColumnReference)
    /// The same text for every record.
    case constant(String)
    /// The parts that are not empty, with a separator between.
    case joined([FieldSource], separator: String)
    /// The first that is not empty.
    case first([FieldSource])
    /// That of the first rule whose conditions hold; else another, or nothing.
    case chosen([SourceRule], otherwise: FieldSource?)
    /// 32 hexadecimal digits that depend on all bytes of the record.
    case digest

    /// The deepest that sources may be nested.
    public static let depthMax = 8

    /// All columns that it names, in order.
    var references: [ColumnReference] {
        switch self {
        case .column(let reference): [reference]
        case .constant, .digest: []
        case .joined(let parts, _), .first(let parts): parts.flatMap(\.references)
        case .chosen(let rules, let otherwise):
            rules.flatMap { $0.conditions.compactMap(\.reference) + $0.source.references } + (otherwise?.references ?? [])
        }
    }
}

/// A column by any of some names.
public struct ColumnReference: Hashable, Sendable {
    /// Its names: of the header, in any case; of a JSON object, exactly; or, of an input without a header, its number from 1.
    public var names: [String]
    /// Values that count as nothing, such as `0` for a time that never came.
    public var emptyValues: [String]
    /// Names of the column that is taken where the header has none of ``names``, though it may hold another field as well.
    public var substitutes: [String]

    /// A column.
    public init(_ names: [String], emptyValues: [String] = [], substitutes: [String] = []) {
        self.names = names
        self.emptyValues = emptyValues
        self.substitutes = substitutes
    }
}

/// A source, and when it is the one.
public struct SourceRule: Hashable, Sendable {
    /// All of these.
    public var conditions: [FieldCondition]
    /// The source.
    public var source: FieldSource

    /// A rule.
    public init(when conditions: [FieldCondition], then source: FieldSource) {
        self.conditions = conditions
        self.source = source
    }
}

/// Something that holds for a record or does not.
public struct FieldCondition: Hashable, Sendable {
    /// What is looked at.
    public var subject: Subject
    /// What it has to be.
    public var test: Test
    /// Whether it must not be that.
    public var isNegated: Bool

    /// A condition.
    public init(_ subject: Subject, _ test: Test, isNegated: Bool = false) {
        self.subject = subject
        self.test = test
        self.isNegated = isNegated
    }

    /// What a condition looks at.
    public enum Subject: Hashable, Sendable {
        /// A column.
        case column(ColumnReference)
        /// The caller, after its rules.
        case caller
        /// The callee, after its rules.
        case callee
    }

    /// What a condition asks for. Texts are compared without regard to the case of ASCII letters.
    public enum Test: Hashable, Sendable {
        /// One of these.
        case equals([String])
        /// One of these at the beginning.
        case begins([String])
        /// One of these somewhere.
        case contains([String])
        /// So many digits and nothing else, no `+` either, once the number is cleaned (rating-rules.md §4).
        case digits(ClosedRange<Int>)
        /// A phone number (rating-rules.md §4).
        case number
        /// Nothing.
        case empty
    }

    /// The column that it looks at.
    var reference: ColumnReference? {
        if case .column(let reference) = subject { return reference }
        return nil
    }
}

/// What turns dialled digits into international form.
///
/// The number is cleaned as rating-rules.md §4 says, but for a leading `+`, which stays; what has letters in it is left as it came.
public struct NumberRule: Hashable, Sendable {
    /// With what the number has to begin.
    public var prefix: String
    /// How many digits it has to have, those of the prefix included.
    public var digits: ClosedRange<Int>
    /// What stands there instead of the prefix.
    public var replacement: String
    /// Whether the rules behind this one are tried on the result; else it is the last.
    public var continues: Bool

    /// A rule.
    public init(prefix: String, digits: ClosedRange<Int> = 0...64, replacement: String, continues: Bool = false) {
        self.prefix = prefix
        self.digits = digits
        self.replacement = replacement
        self.continues = continues
    }

    /// The most characters of a replacement.
    public static let replacementMax = 16
    /// The most rules of a list.
    public static let countMax = 256
}
