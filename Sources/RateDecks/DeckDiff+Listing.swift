internal import CallModel
internal import Catalogue

extension DeckDiff {
    /// What became of the rates of one destination.
    struct Summary {
        var destination: String
        var counts = Array(repeating: 0, count: Kind.allCases.count)
        var least: Percentage?
        var most: Percentage?
    }

    /// Destinations with changes, in byte order.
    var summaries: [Summary] {
        var places: [String: Int] = [:]
        var summaries: [Summary] = []
        for change in changes {
            let name = destination(change)
            let place = places[name] ?? summaries.count
            if place == summaries.count {
                places[name] = place
                summaries.append(Summary(destination: name))
            }
            summaries[place].counts[change.kind.rawValue] += 1
            guard let percentage = percentage(change) else { continue }
            summaries[place].least = min(percentage, summaries[place].least ?? percentage)
            summaries[place].most = max(percentage, summaries[place].most ?? percentage)
        }
        return summaries.sorted { $0.destination.utf8.lexicographicallyPrecedes($1.destination.utf8) }
    }

    /// By how much the price per minute changed, if it did, and not from 0.
    func percentage(_ change: Change) -> Percentage? {
        guard change.kind == .dearer || change.kind == .cheaper else { return nil }
        return Percentage(
            from: Int128(old.deck.rates[Int(change.old)].perMinute.units), to: Int128(new.deck.rates[Int(change.new)].perMinute.units))
    }

    /// For people: counts, destinations, prefixes, at most so many of either.
    public func text(shownMax: Int) -> String {
        let counts = Kind.allCases.map { "\($0.name) \(count($0))" }.joined(separator: ", ")
        var text = "\(old.file) to \(new.file)\(at.map { ", at \($0)" } ?? ""): \(counts), the same \(sameCount)".onOneLine + "\n"
        if changes.isEmpty { return text }
        var destinations = ListingTable([
            ("destination", false), ("new", true), ("ended", true), ("dearer", true), ("cheaper", true), ("terms", true), ("least", true),
            ("most", true),
        ])
        let summaries = summaries
        for summary in summaries.prefix(shownMax) {
            destinations.append(
                [summary.destination.onOneLine] + summary.counts.map(String.init) + [summary.least?.text ?? "", summary.most?.text ?? ""])
        }
        text += "\n" + destinations.text
        if summaries.count > shownMax { text += "and \(summaries.count - shownMax) more; --all shows them\n" }
        var prefixes = ListingTable([
            ("prefix", false), ("destination", false), ("change", false), ("old", true), ("new", true), ("difference", true), ("", false),
        ])
        for change in changes.prefix(shownMax) { prefixes.append(cells(change)) }
        text += "\n" + prefixes.text
        if changes.count > shownMax { text += "and \(changes.count - shownMax) more; --all shows them\n" }
        return text
    }

    private func cells(_ change: Change) -> [String] {
        let before = change.old < 0 ? nil : old.deck.rates[Int(change.old)]
        let after = change.new < 0 ? nil : new.deck.rates[Int(change.new)]
        var remark: [String] = []
        if let band = band(change) { remark.append("band \(band.onOneLine)") }
        if change.kind == .ended, let after { remark.append("ends at \(after.effectiveUntil)") }
        if let before, let after {
            if before.connectionFee != after.connectionFee {
                remark.append("fee \(before.connectionFee.rateText) to \(after.connectionFee.rateText)")
            }
            if before.increments != after.increments { remark.append("increments \(before.increments) to \(after.increments)") }
            if before.inPlans != after.inPlans { remark.append("in plans \(before.inPlans ? "yes to no" : "no to yes")") }
        }
        let difference = percentage(change)?.text ?? (change.kind == .dearer ? "from 0" : "")
        return [
            (before ?? after)?.prefixText ?? "", destination(change).onOneLine, change.kind.name, before?.perMinute.rateText ?? "",
            after?.perMinute.rateText ?? "", difference, remark.joined(separator: ", "),
        ]
    }

    private func band(_ change: Change) -> String? {
        let (deck, rate) = change.new >= 0 ? (new, new.deck.rates[Int(change.new)]) : (old, old.deck.rates[Int(change.old)])
        return rate.band < 0 ? nil : deck.bands[Int(rate.band)].key
    }

    private func jsonValue(_ change: Change) -> JSONValue {
        let before = change.old < 0 ? nil : old.deck.rates[Int(change.old)]
        let after = change.new < 0 ? nil : new.deck.rates[Int(change.new)]
        func rate(_ rate: Rate?) -> JSONValue {
            guard let rate else { return .null }
            return .object([
                ("line", .number(Int(rate.line))), ("ratePerMinute", .string(rate.perMinute.rateText)),
                ("connectionFee", .string(rate.connectionFee.rateText)), ("increments", .string(rate.increments)), ("inPlans", .bool(rate.inPlans)),
            ])
        }
        return .object([
            ("prefix", .string((before ?? after)?.prefixText ?? "")), ("destination", .string(destination(change))),
            ("band", band(change).map { .string($0) } ?? .null), ("change", .string(change.kind.name)), ("old", rate(before)), ("new", rate(after)),
            ("percent", percentage(change).map { .string(String($0.text.dropLast(2))) } ?? .null),
        ])
    }

    /// For programs: an object with all changes, and a line break.
    public func json(weighed: WeighedDiff?) -> String {
        var fields: [(String, JSONValue)] = [
            ("old", .string(old.file)), ("new", .string(new.file)), ("at", at.map { .string($0.description) } ?? .null),
            ("counts", .object(Kind.allCases.map { ($0.name, .number(count($0))) } + [("same", .number(sameCount))])),
            ("changes", .array(changes.map(jsonValue))),
        ]
        if let weighed { fields.append(("calls", weighed.jsonValue)) }
        return JSONValue.object(fields).text + "\n"
    }

    /// For spreadsheets: a header and a row for each change (RFC 4180).
    public var csv: String {
        func cell(_ text: String) -> String {
            let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
            return needsQuotes ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : text
        }
        var lines = ["prefix,destination,band,change,old_rate,new_rate,percent,old_fee,new_fee,old_increments,new_increments"]
        for change in changes {
            let before = change.old < 0 ? nil : old.deck.rates[Int(change.old)]
            let after = change.new < 0 ? nil : new.deck.rates[Int(change.new)]
            lines.append(
                [
                    (before ?? after)?.prefixText ?? "", cell(destination(change)), cell(band(change) ?? ""), change.kind.name,
                    before?.perMinute.rateText ?? "", after?.perMinute.rateText ?? "", percentage(change).map { String($0.text.dropLast(2)) } ?? "",
                    before?.connectionFee.rateText ?? "", after?.connectionFee.rateText ?? "", before?.increments ?? "", after?.increments ?? "",
                ].joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Rate {
    /// As `60/1`.
    var increments: String { "\(initialIncrementSeconds)/\(incrementSeconds)" }
}

/// A table for people: columns padded to their widest cell, two blanks between.
struct ListingTable {
    private let columns: [(title: String, isTrailing: Bool)]
    private var rows: [[String]] = []

    init(_ columns: [(title: String, isTrailing: Bool)]) { self.columns = columns }

    mutating func append(_ row: [String]) { rows.append(row) }

    var text: String {
        let lines = [columns.map(\.title)] + rows
        let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            var text = ""
            for (column, cell) in line.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                text += (column > 0 ? "  " : "") + (columns[column].isTrailing ? blanks + cell : cell + blanks)
            }
            while text.last == " " { text.removeLast() }
            return text + "\n"
        }.joined()
    }
}
