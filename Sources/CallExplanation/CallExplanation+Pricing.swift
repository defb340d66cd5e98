internal import CallModel
internal import Catalogue
internal import RateDecks
internal import RatingRun
internal import Settlement

extension CallExplanation {
    /// §5: the rate, and why not another.
    var rateLines: [String] {
        guard let rate else {
            guard let tariff, call.rated.isInbound, call.call.calleeNumber.isNumber else { return ["none is looked up"] }
            return ["tariff \(tariff.key) has no toll-free deck: nothing is billed"]
        }
        var lines = rate.text(currency: tariff?.currency ?? "").split(separator: "\n").dropFirst().map(String.init)
        if rate.rate == nil, call.rated.isInbound { lines[0] = "\(rate.deck.file): no rate: the call is not toll-free, and nothing is billed" }
        return lines
    }

    /// §6: the seconds that are billed.
    var billedLines: [String] {
        let duration = call.call.durationSeconds
        guard let priced else { return ["\(duration) s connected, 0 s billed"] }
        let (initial, next) = (priced.initialIncrementSeconds, priced.incrementSeconds)
        let billed = call.settled.billedSeconds
        let increments = "\(duration) s connected, increments \(initial)/\(next) s"
        if duration <= initial { return ["\(increments): at least the first, so \(billed) s billed"] }
        return ["\(increments): \(initial) + ceil((\(duration) − \(initial)) / \(next)) × \(next) = \(billed) s billed"]
    }

    /// §7: what each allowance gave, or why none is drawn on.
    var allowanceLines: [String] {
        let (rated, settled) = (call.rated, call.settled)
        if !rated.isPriced || settled.billedSeconds == 0 { return ["nothing is billed"] }
        if !rated.callClass.needsUser { return ["calls of the class \(rated.callClass.text) draw on no allowance"] }
        if !rated.drawsOnAllowances { return ["the rate is not in plans: no allowance covers it"] }
        if allowances.isEmpty { return ["the user has no plan with allowances"] }
        var left = Int64(settled.billedSeconds)
        var lines: [String] = []
        for step in allowances {
            if !step.applies {
                lines.append("\(step.name) does not apply: \(step.reason)")
            } else if left == 0 {
                lines.append("\(step.name) applies, but nothing is left to cover")
            } else {
                let pool =
                    step.leftBefore.map { before in
                        "pool \(step.pool) of \(step.sizeSeconds ?? 0) s had \(before) s left, gave \(step.gaveSeconds) s, has \(step.leftAfter ?? 0) s left"
                    } ?? "pool \(step.pool), unlimited, gave \(step.gaveSeconds) s"
                lines.append("\(step.name) applies: \(pool)")
            }
            left -= step.gaveSeconds
        }
        lines.append("\(settled.includedSeconds) s of \(settled.billedSeconds) s are included")
        return lines
    }

    /// §8: what is done about the seconds that allowances did not cover.
    var creditLines: [String] {
        var lines: [String] = []
        let settled = call.settled
        if let overage, let priced, let tariff {
            let charge = overage.amount
            lines.append(
                "overage \(overage.seconds) s: \(overage.perMinute.rateText) × \(overage.seconds) / 60 = \(overage.exactText), "
                    + "\(ExactCharge.text(tariff.rounding)): charge \(text(charge))")
            if settled.includedSeconds > 0 {
                lines.append("connection fee: none, because seconds were included")
            } else if priced.connectionFee != fee {
                lines.append("connection fee \(priced.connectionFee.rateText), rounded in the same way: \(text(fee))")
            } else {
                lines.append("connection fee \(text(fee))")
            }
            if charge == .zero, fee == .zero {
                lines.append("both are 0, so credits and licence do not matter")
            } else if !call.rated.callClass.needsUser {
                lines.append("licence: none is needed for the class \(call.rated.callClass.text)")
            } else if let plan = creditsPlan {
                lines.append("licence: \(plan) grants credits")
            } else {
                lines.append("licence: no plan of the user grants credits, so it stays uncovered")
            }
        } else {
            lines.append(call.rated.isPriced ? "no overage" : "nothing to pay")
        }
        guard let before = call.before, let after = call.after, overage != nil || !credits.isEmpty else { return lines }
        lines.append("balance before \(text(before.account.balance))")
        if !before.hasSettled, let first = credits.first, first.kind != .charge {
            lines.append("the organization's first settled record of the run: lots expire, and auto-recharge runs, whatever its outcome")
        }
        lines += credits.map(text(of:))
        if settled.refusal == .noCredit { lines.append("the balance is not above 0, so it stays uncovered\(rechargeNote(after))") }
        lines.append("balance after \(text(after.account.balance))")
        return lines
    }

    /// The key of the user's plan with credits.
    private var creditsPlan: String? {
        if call.rated.user < 0 { return nil }
        let plan = catalogue.users.planSets[Int(catalogue.users.planSetOf[Int(call.rated.user)])].creditsPlan
        return plan < 0 ? nil : catalogue.plans[plan].key
    }

    private func text(of step: CreditStep) -> String {
        let balance = ", balance \(text(step.balance))"
        switch step.kind {
        case .expiry: return "lot \(step.detail) expired: \(signedText(step.amount))\(balance)"
        case .recharge: return "auto-recharge bought lot \(step.detail): \(signedText(step.amount))\(balance)"
        case .rechargeFailed:
            let why = step.detail == "limit" ? "the month's limit leaves nothing" : "the payment was declined"
            return "auto-recharge of \(text(step.asked ?? .zero)) failed, because \(why)\(balance)"
        case .charge: return "charge and fee are taken: \(signedText(step.amount))\(balance)"
        }
    }

    /// Why auto-recharge did not help.
    private func rechargeNote(_ after: CallStanding) -> String {
        guard let rule = organization?.autoRecharge else { return "; the organization has no auto-recharge" }
        if after.isResting { return "; auto-recharge rests for the remainder of the run, because a payment was declined" }
        guard let limit = rule.monthlyLimit else { return "" }
        let bought = after.account.months[call.rated.month]?.recharged ?? .zero
        return "; auto-recharge may buy \(text(limit)) in a month, and has bought \(text(bought)) in \(call.rated.month)"
    }
}
