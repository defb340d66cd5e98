import Ledger
import RatingRun

/// What `scatto suspense summary` answers.
struct SuspenseListing {
    let reasons: [SuspenseSummary.Reason]
    let folderCount: Int
    /// The most groups that are shown of a reason.
    let shownMax: Int

    /// For people: the reasons, the largest first, each with what is to be done and its largest groups.
    var text: String {
        let records = reasons.reduce(0) { $0 + $1.records }
        let seconds = reasons.reduce(0) { $0 + $1.seconds }
        var text =
            "\(records) suspended record\(records == 1 ? "" : "s") of \(seconds) seconds in \(folderCount) folder\(folderCount == 1 ? "" : "s")\n"
        for reason in reasons {
            text += "\n\(reason.name): \(reason.records) record\(reason.records == 1 ? "" : "s"), \(reason.seconds) seconds\n"
            let remedy = SuspenseSummary.remedy(reason.name)
            if !remedy.isEmpty { text += "  \(remedy)\n" }
            var table = TextTable([("records", .trailing), ("seconds", .trailing), ("destination", .leading), ("user", .leading)])
            for group in reason.groups.prefix(shownMax) {
                table.append([
                    String(group.records), String(group.seconds), group.destination.isEmpty ? "–" : group.destination,
                    group.user.isEmpty ? "–" : group.user,
                ])
            }
            text += table.text.split(separator: "\n").map { "  \($0)\n" }.joined()
            let rest = reason.groups.count - shownMax
            if rest > 0 { text += "  and \(rest) more: --all shows them\n" }
        }
        return text
    }

    /// For programs: an object with all groups, and a line break.
    var json: String {
        let reasons = reasons.map { reason in
            JSONText.object([
                "reason": JSONText.string(reason.name), "records": String(reason.records), "seconds": String(reason.seconds),
                "remedy": JSONText.string(SuspenseSummary.remedy(reason.name)),
                "groups": JSONText.array(
                    reason.groups.map { group in
                        JSONText.object([
                            "destination": JSONText.string(group.destination), "user": JSONText.string(group.user),
                            "records": String(group.records), "seconds": String(group.seconds),
                        ])
                    }),
            ])
        }
        return JSONText.array(reasons) + "\n"
    }
}
