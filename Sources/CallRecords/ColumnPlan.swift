/// Which column of an input holds which field: what a header says, made once per input.
public struct ColumnPlan: Sendable, Hashable {
    /// How many columns the header has, and so every record must have.
    public let columnCount: Int
    /// What stands between fields.
    public let delimiter: UInt8
    /// What stands around fields; `nil` if nothing does.
    let quote: UInt8?
    /// What is made of the columns, where a format asks for more than to take them as they are.
    let program: RecordProgram?
    /// Whether records are JSON objects, for an ``ObjectParser``.
    public let isObjects: Bool
    /// The column of each field, by ``RecordField/rawValue``; −1 where the input has none.
    let columns: [Int]
    /// The same in line, as the parser asks for it a dozen times a record; ``columnCount`` where the input has none.
    private var places = InlineArray<12, Int32>(repeating: 0)
    /// Whether each field has a column.
    let hasAllFields: Bool

    /// Finds the fields of the native format among the names of a header, without regard to the case of ASCII letters; other columns are ignored.
    ///
    /// - Throws: ``HeaderFault`` if a required field has no column, or one field has two.
    public init(header names: [String]) throws(HeaderFault) {
        var fields: [RecordField: [String]] = [:]
        for field in RecordField.allCases { fields[field] = [field.name, field.alternativeName] }
        try self.init(header: names, fields: fields, delimiter: UInt8(ascii: ","))
    }

    /// The same with the names that a format gives to the fields.
    init(
        header names: [String], fields: [RecordField: [String]], substitutes: [RecordField: [String]] = [:], delimiter: UInt8
    ) throws(HeaderFault) {
        var columns = Array(repeating: -1, count: RecordField.allCases.count)
        var found: [[UInt8]: RecordField] = [:]
        for field in RecordField.allCases {
            for name in fields[field] ?? [] { found[ColumnPlan.folded(name)] = field }
        }
        for (column, name) in names.enumerated() {
            guard let field = found[ColumnPlan.folded(name)] else { continue }
            if columns[field.rawValue] >= 0 {
                throw .twoColumns(names[columns[field.rawValue]], name, field: field)
            }
            columns[field.rawValue] = column
        }
        for (field, others) in substitutes where columns[field.rawValue] < 0 {
            let wanted = others.map(ColumnPlan.folded)
            columns[field.rawValue] = names.firstIndex { wanted.contains(ColumnPlan.folded($0)) } ?? -1
        }
        let missing = RecordField.allCases.filter { $0.isRequired && columns[$0.rawValue] < 0 }
        if !missing.isEmpty { throw .missingColumns(missing) }
        self.init(columns: columns, columnCount: names.count, delimiter: delimiter, quote: UInt8(ascii: "\""), program: nil)
    }

    init(columns: [Int], columnCount: Int, delimiter: UInt8, quote: UInt8?, program: RecordProgram?, isObjects: Bool = false) {
        self.isObjects = isObjects
        self.columns = columns
        self.columnCount = columnCount
        self.delimiter = delimiter
        self.quote = quote
        self.program = program
        hasAllFields = columns.allSatisfy { $0 >= 0 }
        for (field, column) in columns.enumerated() { places[field] = Int32(truncatingIfNeeded: column < 0 ? columnCount : column) }
    }

    /// What tells fields and records apart.
    var scanner: RecordScanner { RecordScanner(delimiter: delimiter, quote: quote, allowsBlanks: program != nil) }

    /// The column of a field, or −1.
    public func column(of field: RecordField) -> Int { columns[field.rawValue] }

    /// The place of a field among the columns; ``columnCount`` if the input has none.
    @inline(__always)
    func place(of field: RecordField) -> Int { Int(places[field.rawValue]) }

    /// Whether two plans have the same columns.
    public static func == (a: ColumnPlan, b: ColumnPlan) -> Bool {
        a.columnCount == b.columnCount && a.columns == b.columns && a.delimiter == b.delimiter && a.quote == b.quote && a.program == b.program
            && a.isObjects == b.isObjects
    }

    /// Takes in what tells plans apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(columnCount)
        hasher.combine(columns)
    }

    /// The name with ASCII capitals in lower case.
    static func folded(_ name: String) -> [UInt8] {
        name.utf8.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
    }
}
