/// Why an input's header cannot be used: the run ends with status 3.
public enum HeaderFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Required fields that no column holds.
    case missingColumns([RecordField])
    /// The same where a format names them: the field, and the name of the first column that could hold it.
    case missingNames([MissingColumn], format: String)
    /// Two columns for one field.
    case twoColumns(String, String, field: RecordField)
    /// The header is no CSV record: a stray or unclosed quote, no UTF-8, or longer than 1 MiB.
    case malformed

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .missingColumns(let fields):
            let names = fields.map { "\($0.name) (or “\($0.alternativeName)”)" }.joined(separator: ", ")
            return fields.count == 1
                ? "the header has no column \(names); add it, or give a file that has it"
                : "the header has no columns \(names); add them, or give a file that has them"
        case .missingNames(let columns, let format):
            let names = columns.map { "“\($0.name)” (\($0.field.name))" }.joined(separator: ", ")
            return columns.count == 1
                ? "the header has no column \(names), from which format \(format) takes it; give a file that has it, or name another format"
                : "the header has no columns \(names), from which format \(format) takes them; give a file that has them, or name another format"
        case .twoColumns(let first, let second, let field):
            return "the header has two columns for \(field.name): “\(first)” and “\(second)”; remove or rename one"
        case .malformed:
            return "the header is not a CSV record of UTF-8 text within 1 MiB; check its quotes and its encoding"
        }
    }
}

/// A field, and the name of the first column that could hold it.
public struct MissingColumn: Hashable, Sendable {
    /// The field.
    public var field: RecordField
    /// The column.
    public var name: String

    init(field: RecordField, name: String) {
        self.field = field
        self.name = name
    }
}
