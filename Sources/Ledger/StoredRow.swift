internal import CallModel
internal import FoundationEssentials
internal import GRDB

/// A value that is not of the kind that its column must hold.
struct StoredValueFault: Error, CustomStringConvertible {
    var description: String
}

/// One row of an answer, read column by column without trusting the file.
///
/// GRDB's own subscripts trap on a value of the wrong kind; a damaged file must end in a message instead.
struct StoredRow {
    let row: Row

    /// A whole number.
    func integer(_ column: Int) throws(StoredValueFault) -> Int64 {
        guard case .int64(let value) = storage(column) else { throw fault(column, "a whole number") }
        return value
    }

    /// A whole number that may be absent.
    func optionalInteger(_ column: Int) throws(StoredValueFault) -> Int64? {
        if case .null = storage(column) { return nil }
        return try integer(column)
    }

    /// A count, or an ordinal: −1 or above.
    func count(_ column: Int) throws(StoredValueFault) -> Int {
        guard let value = Int(exactly: try integer(column)), value >= -1 else { throw fault(column, "a count") }
        return value
    }

    /// Decimals of a tariff: 0 … 8.
    func decimals(_ column: Int) throws(StoredValueFault) -> Int {
        let value = try integer(column)
        guard (0...Int64(Money.decimalsMax)).contains(value) else { throw fault(column, "0 to 8 decimals") }
        return Int(value)
    }

    /// Yes or no, as 1 or 0.
    func flag(_ column: Int) throws(StoredValueFault) -> Bool { try integer(column) != 0 }

    /// Text.
    func text(_ column: Int) throws(StoredValueFault) -> String {
        guard case .string(let value) = storage(column) else { throw fault(column, "text") }
        return value
    }

    /// Bytes.
    func blob(_ column: Int) throws(StoredValueFault) -> Data {
        guard case .blob(let value) = storage(column) else { throw fault(column, "bytes") }
        return value
    }

    /// An amount.
    func money(_ column: Int) throws(StoredValueFault) -> Money { Money(units: try integer(column)) }

    /// A moment.
    func instant(_ column: Int) throws(StoredValueFault) -> Instant { Instant(epochSeconds: try integer(column)) }

    /// A month.
    func month(_ column: Int) throws(StoredValueFault) -> CalendarMonth {
        guard let month = CalendarMonth(try text(column)) else { throw fault(column, "a month") }
        return month
    }

    /// One of the words that name the cases of `Word`.
    func word<Word: RawRepresentable<String>>(_ column: Int, _ type: Word.Type) throws(StoredValueFault) -> Word {
        guard let word = Word(rawValue: try text(column)) else { throw fault(column, "a known word") }
        return word
    }

    private func storage(_ column: Int) -> DatabaseValue.Storage {
        let value: DatabaseValue = row[column]
        return value.storage
    }

    private func fault(_ column: Int, _ wanted: String) -> StoredValueFault {
        StoredValueFault(
            description: "column \(row.columnNames[row.columnNames.index(row.columnNames.startIndex, offsetBy: column)]) does not hold \(wanted)")
    }
}

extension Database {
    /// Calls `body` with every row of an answer. The statement is prepared once per connection.
    func forEachRow(_ sql: String, _ arguments: StatementArguments = [], _ body: (StoredRow) throws -> Void) throws {
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() { try body(StoredRow(row: row)) }
    }

    /// What `body` makes of every row of an answer.
    func rows<Element>(_ sql: String, _ arguments: StatementArguments = [], _ body: (StoredRow) throws -> Element) throws -> [Element] {
        var elements: [Element] = []
        try forEachRow(sql, arguments) { elements.append(try body($0)) }
        return elements
    }

    /// The first row of an answer, if there is one.
    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> StoredRow? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments).map(StoredRow.init(row:))
    }

    /// Runs a statement that answers nothing. It is prepared once per connection.
    func change(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
