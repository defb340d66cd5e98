internal import CallModel
internal import Catalogue

extension DeckFindings {
    /// For people: a line for each finding that is shown, then how many there are of each kind.
    public var text: String {
        var lines: [String] = []
        for list in lists {
            lines += list.shown.map(\.description.onOneLine)
            if list.count > list.shown.count {
                lines.append("\(file): and \(list.count - list.shown.count) more of the kind \(list.kind.name); --all shows them".onOneLine)
            }
        }
        let counts = lists.map { "\($0.kind.name) \($0.count)" }.joined(separator: ", ")
        lines.append("\(file): \(rateCount) rate\(rateCount == 1 ? "" : "s"); \(lists.isEmpty ? "nothing found" : "found: " + counts)".onOneLine)
        return lines.joined(separator: "\n") + "\n"
    }

    var jsonValue: JSONValue {
        .object([
            ("file", .string(file)), ("rates", .number(rateCount)),
            ("counts", .object(lists.map { ($0.kind.name, .number($0.count)) })),
            (
                "findings",
                .array(
                    lists.flatMap { list in
                        list.shown.map { fault in
                            .object([
                                ("kind", .string(list.kind.name)), ("line", .number(fault.line)), ("column", .number(fault.column)),
                                ("message", .string(fault.message)), ("remedy", .string(fault.remedy)),
                            ])
                        }
                    })
            ),
        ])
    }

    /// For programs: an array with an object for each deck, and a line break.
    public static func json(_ decks: [DeckFindings]) -> String { JSONValue.array(decks.map(\.jsonValue)).text + "\n" }
}
