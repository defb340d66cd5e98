internal import CallModel

/// JSON for programs, with its fields in the order in which they were given (RFC 8259).
package enum JSONValue {
    case null
    case bool(Bool)
    case number(Int)
    case string(String)
    case array([JSONValue])
    case object([(String, JSONValue)])

    /// The value; elements of the outer arrays stand on a line each, all else on one line.
    package var text: String {
        var text = ""
        write(to: &text, depth: 0)
        return text
    }

    private func write(to text: inout String, depth: Int) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += String(value)
        case .string(let value): text += value.quotedForJSON
        case .array(let values):
            text += "["
            for (i, value) in values.enumerated() {
                text += (i > 0 ? "," : "") + (depth < 3 ? "\n  " : i > 0 ? " " : "")
                value.write(to: &text, depth: depth + 1)
            }
            text += depth < 3 && !values.isEmpty ? "\n]" : "]"
        case .object(let fields):
            text += "{"
            for (i, (name, value)) in fields.enumerated() {
                if i > 0 { text += ", " }
                text += name.quotedForJSON
                text += ": "
                value.write(to: &text, depth: depth + 1)
            }
            text += "}"
        }
    }
}
