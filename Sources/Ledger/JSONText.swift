internal import CallModel

/// JSON for programs, in the order in which file-formats.md names the fields, which an encoder of dictionaries would not keep.
package enum JSONText {
    /// A string in quotes (RFC 8259 §7).
    package static func string(_ text: String) -> String { text.quotedForJSON }

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
