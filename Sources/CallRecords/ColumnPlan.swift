/// Which column of an input holds which field: what a header says, made once per input.
public struct ColumnPlan: Sendable, Hashable {
    /// How many columns the header has, and so every record must have.
    public let columnCount: Int
    /// The column of each field, by ``RecordField/rawValue``; −1 where the input has none.
    let columns: [Int]
    /// The same in line, as the parser asks for it a dozen times a record; ``columnCount`` where the input has none.
    private var places = InlineArray<12, Int32>(repeating: 0)

    /// Finds the fields among the names of a header, without regard to the case of ASCII letters; other columns are ignored.
    ///
    /// - Throws: ``HeaderFault`` if a required field has no column, or one field has two.
    public init(header names: [String]) throws(HeaderFault) {
        var columns = Array(repeating: -1, count: RecordField.allCases.count)
        var fields: [[UInt8]: RecordField] = [:]
        for field in RecordField.allCases {
            fields[ColumnPlan.folded(field.name)] = field
            fields[ColumnPlan.folded(field.alternativeName)] = field
        }
        for (column, name) in names.enumerated() {
            guard let field = fields[ColumnPlan.folded(name)] else { continue }
            if columns[field.rawValue] >= 0 {
                throw .twoColumns(names[columns[field.rawValue]], name, field: field)
            }
            columns[field.rawValue] = column
        }
        let missing = RecordField.allCases.filter { $0.isRequired && columns[$0.rawValue] < 0 }
        if !missing.isEmpty { throw .missingColumns(missing) }
        self.columns = columns
        columnCount = names.count
        for (field, column) in columns.enumerated() { places[field] = Int32(truncatingIfNeeded: column < 0 ? names.count : column) }
    }

    /// The column of a field, or −1.
    public func column(of field: RecordField) -> Int { columns[field.rawValue] }

    /// The place of a field among the columns; ``columnCount`` if the input has none.
    @inline(__always)
    func place(of field: RecordField) -> Int { Int(places[field.rawValue]) }

    /// Whether two plans have the same columns.
    public static func == (a: ColumnPlan, b: ColumnPlan) -> Bool { a.columnCount == b.columnCount && a.columns == b.columns }

    /// Takes in what tells plans apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(columnCount)
        hasher.combine(columns)
    }

    /// The name with ASCII capitals in lower case.
    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
    }
}

/// Why an input's header cannot be used: the run ends with status 3.
public enum HeaderFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Required fields that no column holds.
    case missingColumns([RecordField])
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
        case .twoColumns(let first, let second, let field):
            return "the header has two columns for \(field.name): “\(first)” and “\(second)”; remove or rename one"
        case .malformed:
            return "the header is not a CSV record of UTF-8 text within 1 MiB; check its quotes and its encoding"
        }
    }
}
