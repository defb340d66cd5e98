import CallModel
import Ledger
import RatingRun
import Verification

/// What `scatto rerate --dry-run` answers.
struct RerateListing {
    let before: RunRecord
    let after: RunRecord
    let difference: ReportDifference
    /// As they were given.
    let ledger: String
    let catalogue: String

    /// For people: counts, then a line for every destination that differs, and for every organization its sum.
    var text: String {
        var lines = [
            "Run \(before.number) as it stands, and with \(catalogue): nothing was posted",
            "  settled \(before.settled) → \(after.settled), suspended \(before.suspended) → \(after.suspended), "
                + "duplicate \(before.duplicates) → \(after.duplicates)", "",
        ]
        var table = TextTable([
            ("organization", .leading), ("destination", .leading), ("calls", .trailing), ("then", .trailing), ("charged", .trailing),
            ("then", .trailing), ("difference", .trailing), ("", .leading),
        ])
        for organization in difference.organizations {
            let own = difference.lines.filter { $0.key.organization == organization.key.organization && $0.key.currency == organization.key.currency }
            for line in own { table.append(cells(line, line.key.destination.isEmpty ? "(not priced)" : line.key.destination)) }
            table.append(cells(organization, own.isEmpty ? "the same everywhere" : "in all"))
        }
        lines.append(table.text)
        lines.append(
            "To post it: scatto undo --ledger \(ledger) --run \(before.number), then scatto rate with that catalogue, the same inputs and another output folder."
        )
        return lines.joined(separator: "\n") + "\n"
    }

    private func cells(_ line: ReportDifference.Line, _ destination: String) -> [String] {
        let difference = line.difference.text(decimals: line.decimals)
        return [
            line.key.organization, destination, String(line.before.calls), String(line.after.calls),
            line.before.charged.text(decimals: line.decimals),
            line.after.charged.text(decimals: line.decimals), line.difference > .zero ? "+" + difference : difference, line.key.currency,
        ]
    }

    /// For programs: an object, and a line break.
    var json: String {
        func counts(_ run: RunRecord) -> String {
            JSONText.object([
                "settled": String(run.settled), "suspended": String(run.suspended), "duplicates": String(run.duplicates),
                "catalogueSha256": JSONText.string(run.catalogueSHA256),
            ])
        }
        func line(_ line: ReportDifference.Line) -> String {
            JSONText.object([
                "organization": JSONText.string(line.key.organization),
                "destination": JSONText.string(line.key.destination),
                "currency": JSONText.string(line.key.currency),
                "callsBefore": String(line.before.calls),
                "callsAfter": String(line.after.calls),
                "chargedBefore": JSONText.string(line.before.charged.text(decimals: line.decimals)),
                "chargedAfter": JSONText.string(line.after.charged.text(decimals: line.decimals)),
                "difference": JSONText.string(line.difference.text(decimals: line.decimals)),
                "uncoveredSecondsBefore": String(line.before.uncoveredSeconds),
                "uncoveredSecondsAfter": String(line.after.uncoveredSeconds),
            ])
        }
        return JSONText.object([
            "run": String(before.number), "before": counts(before), "after": counts(after),
            "organizations": JSONText.array(difference.organizations.map(line)), "destinations": JSONText.array(difference.lines.map(line)),
        ]) + "\n"
    }
}
