/// Reads a report back, as RFC 4180 says.
enum CSVText {
    /// The rows of a text, each with its cells.
    static func rows(_ text: String, separator: Unicode.Scalar = ",") -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = String.UnicodeScalarView()
        var isQuoted = false
        let scalars = Array(text.unicodeScalars)
        var i = 0
        while i < scalars.count {
            let scalar = scalars[i]
            i += 1
            if isQuoted {
                if scalar != "\"" {
                    cell.append(scalar)
                } else if i < scalars.count, scalars[i] == "\"" {
                    cell.append(scalar)
                    i += 1
                } else {
                    isQuoted = false
                }
            } else if scalar == "\"", cell.isEmpty {
                isQuoted = true
            } else if scalar == separator || scalar == "\n" {
                if scalar == "\n", cell.last == "\r" { cell.removeLast() }
                row.append(String(cell))
                cell = String.UnicodeScalarView()
                if scalar == "\n" {
                    rows.append(row)
                    row = []
                }
            } else {
                cell.append(scalar)
            }
        }
        return rows
    }
}
