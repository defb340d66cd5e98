import CallModel
public import Ledger
public import Settlement

/// What a run has done.
public struct RunSummary: Sendable {
    /// The run, as the ledger keeps it.
    public var record: RunRecord
    /// Sums by organization; empty if nothing was to be done.
    public var totals: [SettlementResult.Total]
    /// Whether the output was complete already, so that nothing was done.
    public var wasDone: Bool
    /// How long it took.
    public var elapsed: Duration
    /// The absolute output folder.
    public var output: String
    /// What came of the notices, those of earlier runs among them; `nil` if they wait.
    public var delivery: DeliveryReport?

    /// What the process answers with: 1 if records were suspended.
    public var exitStatus: Int32 { record.exitStatus }

    /// For people: what was read, where it went, and what each organization paid.
    public var text: String {
        if wasDone {
            let done = "Nothing to do: \(output.onOneLine) holds the finished output of these inputs (run \(record.number))."
            return ([done] + deliveryLines).map { $0 + "\n" }.joined()
        }
        var lines: [String] = []
        let inputs = record.inputs.count { !$0.isSkipped }
        let rate = Double(record.read) / max(0.000_001, seconds)
        lines.append(
            "Run \(record.number): read \(grouped(record.read)) records from \(inputs) \(inputs == 1 ? "input" : "inputs") in \(decimal(seconds, 2)) s"
                + (record.read >= 10_000 ? " (\(grouped(Int64(rate))) records/s)" : ""))
        lines.append(
            "  settled \(grouped(record.settled)), suspended \(grouped(record.suspended)), duplicate \(grouped(record.duplicates))")
        for (i, input) in record.inputs.enumerated() where input.isSkipped {
            let first = record.inputs[..<i].first { $0.sha256 == input.sha256 && !$0.isSkipped }
            let reason = first.map { "its very bytes are those of \($0.path)" } ?? "its very bytes were committed before"
            lines.append("  skipped \(input.path): \(reason)".onOneLine)
        }
        if record.suspended > 0 {
            lines.append("  suspended records and their reasons: \(output)/suspense.csv; their bytes: \(output)/suspended/".onOneLine)
        }
        lines += deliveryLines
        let active = totals.filter { $0.calls > 0 || $0.recharged != .zero || $0.expired != .zero }
        if !active.isEmpty { lines += table(active) }
        return lines.joined(separator: "\n") + "\n"
    }

    private var deliveryLines: [String] {
        guard let delivery, !delivery.text.isEmpty else { return [] }
        return ["  " + delivery.text]
    }

    private var seconds: Double { Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18 }

    /// Organizations that are listed one by one; the others are summed up.
    private static let organizationsListedMax = 50

    private func table(_ totals: [SettlementResult.Total]) -> [String] {
        var rows = [["organization", "calls", "charged", "recharged", "expired", "balance", ""]]
        for total in totals.prefix(RunSummary.organizationsListedMax) {
            rows.append([
                total.organization.onOneLine, grouped(Int64(total.calls)), total.charged.text(decimals: total.decimals),
                total.recharged.text(decimals: total.decimals), total.expired.text(decimals: total.decimals),
                total.balance.text(decimals: total.decimals), total.currency,
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { row in
            "  "
                + row.indices.map { column in
                    let gap = String(repeating: " ", count: widths[column] - row[column].count)
                    return column == 0 || column == row.count - 1 ? row[column] + gap : gap + row[column]
                }.joined(separator: "  ").trimmingTrailingBlanks
        }
        if totals.count > RunSummary.organizationsListedMax {
            lines.append("  and \(totals.count - RunSummary.organizationsListedMax) more organizations: \(output)/run.json".onOneLine)
        }
        return lines
    }
}

extension String {
    fileprivate var trimmingTrailingBlanks: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

/// A number with `,` between groups of three digits.
func grouped(_ number: Int64) -> String {
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
        groups.insert(String(digits.suffix(3)), at: 0)
        digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (number < 0 ? "-" : "") + groups.joined(separator: ",")
}

/// A time with so many decimals.
func decimal(_ value: Double, _ places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
}
