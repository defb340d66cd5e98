internal import CallRecords
internal import Catalogue

extension FormatReader {
    private static let delimiters: [(word: String, value: UInt8)] = [
        ("comma", UInt8(ascii: ",")), ("tab", UInt8(ascii: "\t")), ("semicolon", UInt8(ascii: ";")), ("pipe", UInt8(ascii: "|")),
    ]

    /// The layout of rows.
    mutating func table(_ keys: [String: YAMLNode]) -> TableLayout {
        var table = TableLayout()
        if let node = keys["delimiter"] { table.delimiters = delimiters(node) }
        table.quote =
            document.word(keys["quote"], "quote", [("double", UInt8(ascii: "\"")), ("single", UInt8(ascii: "'")), ("none", nil as UInt8?)])
            ?? (keys["quote"] == nil ? UInt8(ascii: "\"") : nil)
        if let node = keys["columns"] {
            if YAMLDocument.kind(node) == .list {
                hasHeader = false
                columns = document.texts(node, "columns", "write the names of the columns in their order, in brackets").map(\.text)
                table.columns = columns
            } else {
                hasHeader = document.word(node, "columns", [("header", true), ("numbers", false)]) ?? true
                if !hasHeader { table.columns = [] }
            }
        }
        table.columnCount = keys["columnCount"].flatMap { range($0, "columnCount", 1...10_000) }
        columnMax = table.columnCount?.upperBound ?? (hasHeader ? nil : columns.count)
        if !hasHeader, columns.isEmpty, keys["columnCount"] == nil {
            document.fault("the format says neither the names nor the number of its columns", "write columnCount, such as 16-21")
        }
        if let columnMax, columns.count > columnMax, let node = keys["columnCount"] {
            document.fault(node, "columnCount is below the \(columns.count) names of columns", "write how many columns a record may have")
        }
        if !hasHeader, table.delimiters.count > 1, let node = keys["delimiter"] {
            document.fault(node, "without a header nothing tells which delimiter it is", "write one")
        }
        table.linesBefore = document.number(keys["linesBeforeHeader"], "linesBeforeHeader", 0...1000) ?? 0
        table.linesAfter = document.number(keys["linesAfterHeader"], "linesAfterHeader", 0...1000) ?? 0
        if !hasHeader, let node = keys["linesAfterHeader"] {
            document.fault(node, "the format has no header", "write linesBeforeHeader for the lines before the first record")
        }
        if let comment = document.text(keys["comment"], "comment") { table.comment = Array(comment.utf8) }
        return table
    }

    private mutating func delimiters(_ node: YAMLNode) -> [UInt8] {
        var delimiters: [UInt8] = []
        for item in YAMLDocument.items(node) {
            guard let text = document.text(item, "delimiter") else { continue }
            let bytes = Array(text.utf8)
            if let word = FormatReader.delimiters.first(where: { $0.word == text }) {
                delimiters.append(word.value)
            } else if bytes.count == 1, !"\"'\r\n+".utf8.contains(bytes[0]), !isLetterOrDigit(bytes[0]), bytes[0] < 0x80 {
                delimiters.append(bytes[0])
            } else {
                document.fault(
                    item, "delimiter is '\(text.excerpt)'",
                    "write comma, tab, semicolon, pipe, or one ASCII character that is no letter, digit, quote or +")
            }
        }
        return delimiters.isEmpty ? [UInt8(ascii: ",")] : delimiters
    }

    private func isLetterOrDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte || 65...90 ~= byte || 97...122 ~= byte }
}
