internal import CallModel
internal import Catalogue
internal import RatingRun
internal import Settlement

extension CallExplanation {
    /// For people: the rules in their order, each with what it made of the call.
    public var text: String {
        var lines = [title]
        let place = replay.isThoughtUp ? "" : "\(call.source), line \(call.line): "
        lines.append("  \(place)\(call.callType) at \(call.call.start), \(call.call.durationSeconds) s")
        for (section, body) in sections {
            for (i, line) in body.enumerated() { lines.append((i == 0 ? "\(section) " : "    ") + line) }
        }
        return lines.map(\.onOneLine).joined(separator: "\n") + "\n"
    }

    private var title: String {
        let taken = call.settled.charge + call.settled.connectionFee
        let paid = taken == .zero ? "" : ", \(text(taken))"
        let end = outcome + (call.settled.disposition == .suspended ? ", \(call.rated.suspension.name)" : paid)
        if !replay.isThoughtUp { return "Call \(call.usageId) of run \(replay.run ?? 0): \(end)" }
        let after = replay.run.map { "after run \($0)" } ?? "on a ledger without runs"
        return "A call that is thought up, settled \(after): \(end); nothing was posted"
    }

    /// Sections of rating-rules.md with their lines, as far as the checks of §11 came.
    private var sections: [(String, [String])] {
        let settled = call.settled
        var sections: [(String, [String])] = []
        let suspension = settled.disposition == .suspended ? call.rated.suspension : .none
        sections.append(("§2 Class:", classLines))
        if suspension == .unknownCallType { return sections + [("§11 Suspended:", suspenseLines)] }
        sections.append(("§3 Whose:", attributionLines))
        switch settled.disposition {
        case .duplicateSame, .duplicateDifferent: return sections + [("§11 Duplicate:", duplicateLines)]
        case .suspended:
            if suspension == .badNumber || suspension == .noRate { sections.append(("§4 Number:", numberLines)) }
            if suspension == .noRate { sections.append(("§5 Rate:", rateLines)) }
            return sections + [("§11 Suspended:", suspenseLines)]
        case .settled: break
        }
        if settled.outcome == .unanswered || call.rated.callClass == .free {
            let why = settled.outcome == .unanswered ? "nobody answered" : "calls of the class free cost nothing"
            sections.append(("§4–7:", ["\(why): number, rate and allowances are not looked at"]))
        } else {
            sections.append(("§4 Number:", numberLines))
            sections.append(("§5 Rate:", rateLines))
            sections.append(("§6 Billed:", billedLines))
            sections.append(("§7 Included:", allowanceLines))
        }
        sections.append(("§8 Credits:", creditLines))
        sections.append(("§9 Outcome:", [outcomeLine]))
        sections.append(("§10 Notices:", call.notices.isEmpty ? ["none"] : call.notices.map(noticeLine)))
        sections.append(("§11 Order:", duplicateLines))
        return sections
    }

    private var outcomeLine: String {
        let settled = call.settled
        let refusal = settled.refusal == .none ? "" : " (\(settled.refusal.name))"
        return "\(settled.outcome.name)\(refusal): billed \(settled.billedSeconds) s = included \(settled.includedSeconds) "
            + "+ charged \(settled.chargedSeconds) + uncovered \(settled.uncoveredSeconds) s; "
            + "fee \(text(settled.connectionFee)), charge \(text(settled.charge))"
    }

    private func noticeLine(_ notice: Notice) -> String {
        let amount = notice.amount.map { " of \(text($0))" } ?? ""
        let detail = notice.detail.isEmpty ? "" : " (\(notice.detail))"
        return "\(notice.kind.rawValue)\(amount)\(detail), balance \(text(notice.balance))"
    }

    private var suspenseLines: [String] {
        let end = replay.isThoughtUp ? "" : "; it does not count until it is fed again and settled"
        return ["\(call.rated.suspension.name): \(call.suspenseDetail)\(end)"]
    }

    /// Why it is a duplicate or none, and which records are duplicates of it.
    private var duplicateLines: [String] {
        var lines: [String] = []
        switch call.settled.disposition {
        case .duplicateSame, .duplicateDifferent:
            lines.append(
                "an earlier run settled a call of \(organization?.key ?? "") with this usage id and this start, with \(contentText(call)): "
                    + "this record changes nothing; --run names another run")
        case .settled:
            lines.append(
                replay.isThoughtUp
                    ? "it is no duplicate of any call"
                    : "the first record of \(organization?.key ?? "") with this usage id and this start, so no duplicate")
        case .suspended: break
        }
        for other in replay.others {
            let end: String
            switch other.settled.disposition {
            case .duplicateSame, .duplicateDifferent: end = "is a duplicate, with \(contentText(other)), and changes nothing"
            case .suspended: end = "is suspended, \(other.rated.suspension.name)"
            case .settled: end = "is settled"
            }
            lines.append("\(other.source), line \(other.line) \(end)")
        }
        if replay.furtherCount > 0 { lines.append("and \(replay.furtherCount) more records of the run have this usage id") }
        return lines
    }

    private func contentText(_ call: WitnessedCall) -> String {
        call.settled.disposition == .duplicateSame ? "the same content" : "another call type, user, caller, callee or duration"
    }
}
