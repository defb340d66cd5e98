internal import CallModel
internal import Catalogue

extension RateExplanation {
    /// For people: the rate, then why no longer prefix.
    ///
    /// - Parameter currency: Of the tariff; empty if it is not known.
    public func text(currency: String) -> String {
        var lines = ["\(number.text) at \(at)"]
        if let rate {
            let found = deck.deck.rates[rate]
            let country = country == .unknown ? "" : " (\(country))"
            let price = found.perMinute.rateText + (currency.isEmpty ? "" : " " + currency)
            lines.append(
                "\(deck.file):\(line):\(column): \(price) a minute to \(deck.deck.destination(found))\(country), by the prefix \(found.prefixText)")
            lines.append("  connection fee  \(found.connectionFee.rateText)")
            lines.append("  increments      \(found.initialIncrementSeconds)/\(found.incrementSeconds) s")
            lines.append("  in plans        \(found.inPlans ? "yes" : "no")")
            if found.effectiveFrom != .distantPast || found.effectiveUntil != .distantFuture {
                let from = found.effectiveFrom == .distantPast ? "" : "from \(found.effectiveFrom) "
                let until = found.effectiveUntil == .distantFuture ? "on" : "until \(found.effectiveUntil)"
                lines.append("  holds           \(from)\(until)")
            }
            if found.band >= 0 { lines.append("  band            \(deck.bands[Int(found.band)].key)") }
            for row in beside { lines.append("  line \(row.line) \(row.reason)") }
        } else {
            lines.append("\(deck.file): no rate; such a call would be suspended as no_rate")
        }
        lines.append(rate == nil ? "prefixes of the number:" : "longer prefixes of the number:")
        if longer.isEmpty { lines.append("  there are none") }
        for step in longer {
            if step.rows.isEmpty {
                lines.append("  \(step.first == step.last ? step.first : step.first + " to " + step.last): not in the deck")
            }
            for row in step.rows { lines.append("  \(step.first): line \(row.line) \(row.reason)") }
        }
        return lines.map(\.onOneLine).joined(separator: "\n") + "\n"
    }

    /// For programs: an object, and a line break.
    public func json(currency: String) -> String { jsonValue(currency: currency).text + "\n" }

    /// The object of ``json(currency:)``.
    package func jsonValue(currency: String) -> JSONValue {
        func row(_ row: Row) -> JSONValue {
            .object([("line", .number(row.line)), ("column", .number(row.column)), ("reason", .string(row.reason))])
        }
        var fields: [(String, JSONValue)] = [("number", .string(number.text)), ("at", .string(at.description)), ("file", .string(deck.file))]
        if let rate {
            let found = deck.deck.rates[rate]
            fields.append(
                (
                    "rate",
                    .object([
                        ("line", .number(line)), ("column", .number(column)), ("prefix", .string(found.prefixText)),
                        ("destination", .string(deck.deck.destination(found))), ("country", .string(country.description)),
                        ("ratePerMinute", .string(found.perMinute.rateText)), ("connectionFee", .string(found.connectionFee.rateText)),
                        ("currency", .string(currency)), ("initialIncrement", .number(Int(found.initialIncrementSeconds))),
                        ("increment", .number(Int(found.incrementSeconds))), ("inPlans", .bool(found.inPlans)),
                        ("effectiveFrom", found.effectiveFrom == .distantPast ? .null : .string(found.effectiveFrom.description)),
                        ("effectiveUntil", found.effectiveUntil == .distantFuture ? .null : .string(found.effectiveUntil.description)),
                        ("band", found.band < 0 ? .null : .string(deck.bands[Int(found.band)].key)),
                    ])
                ))
        } else {
            fields.append(("rate", .null))
        }
        fields.append(("beside", .array(beside.map(row))))
        fields.append(
            (
                "longer",
                .array(
                    longer.map { .object([("first", .string($0.first)), ("last", .string($0.last)), ("rows", .array($0.rows.map(row)))]) })
            ))
        return .object(fields)
    }
}
