/// JSON for programs, in the order in which file-formats.md names the fields, which an encoder of dictionaries would not keep.
package enum JSONText {
    /// A string in quotes (RFC 8259 §7).
    package static func string(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// `{"name": value, …}`; the values are JSON already.
    package static func object(_ fields: KeyValuePairs<String, String>) -> String {
        "{" + fields.map { string($0.key) + ": " + $0.value }.joined(separator: ", ") + "}"
    }

    /// One element to a line, at that depth; `[]` if there is none. The elements are JSON already.
    package static func array(_ elements: [String], depth: Int = 0) -> String {
        if elements.isEmpty { return "[]" }
        let indent = String(repeating: "  ", count: depth)
        return "[\n" + elements.map { indent + "  " + $0 }.joined(separator: ",\n") + "\n" + indent + "]"
    }
}
