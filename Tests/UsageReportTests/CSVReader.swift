/// A reader of CSV and of text formulas that knows nothing of the writer.
enum CSVReader {
    /// The records of a text, each a list of fields; LF or CRLF between them.
    static func records(_ text: String, separator: Unicode.Scalar) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var wasQuoted = false
        let scalars = Array(text.unicodeScalars)
        var i = 0
        func end() {
            record.append(String(field))
            field = .init()
            wasQuoted = false
        }
        while i < scalars.count {
            let scalar = scalars[i]
            if isQuoted {
                if scalar == "\"", i + 1 < scalars.count, scalars[i + 1] == "\"" {
                    field.append("\"")
                    i += 1
                } else if scalar == "\"" {
                    isQuoted = false
                } else {
                    field.append(scalar)
                }
            } else if scalar == "\"" && field.isEmpty && !wasQuoted {
                isQuoted = true
                wasQuoted = true
            } else if scalar == separator {
                end()
            } else if scalar == "\n" || (scalar == "\r" && i + 1 < scalars.count && scalars[i + 1] == "\n") {
                if scalar == "\r" { i += 1 }
                end()
                records.append(record)
                record = []
            } else {
                field.append(scalar)
            }
            i += 1
        }
        if !record.isEmpty || !field.isEmpty || wasQuoted {
            end()
            records.append(record)
        }
        return records
    }

    /// What Excel shows for a cell: the value of a text formula, `="…"&"…"`, or the cell less an apostrophe; `nil` if a literal is too long.
    static func shownByExcel(_ cell: String) -> String? {
        if cell.first == "'" { return String(cell.dropFirst()) }
        guard cell.hasPrefix("=") else { return cell }
        if cell.utf16.count > 8192 { return nil }
        var shown = String.UnicodeScalarView()
        var literalLength = 0
        var isInside = false
        let scalars = Array(cell.unicodeScalars.dropFirst())
        var i = 0
        while i < scalars.count {
            let scalar = scalars[i]
            if scalar == "\"", isInside, i + 1 < scalars.count, scalars[i + 1] == "\"" {
                shown.append("\"")
                literalLength += 2
                i += 1
            } else if scalar == "\"" {
                isInside.toggle()
                literalLength = 0
            } else if isInside {
                shown.append(scalar)
                literalLength += scalar.utf16.count
            } else if scalar != "&" {
                return nil
            }
            if literalLength > 255 { return nil }
            i += 1
        }
        return isInside ? nil : String(shown)
    }
}
