internal import CallModel
internal import Catalogue
internal import Ledger

extension FundingAdvice {
    /// For programs: an object, and a line break. Amounts are strings, days as `2026-10-01`; what is not known is null.
    public var json: String {
        JSONText.object([
            "timeZone": JSONText.string(timeZone), "triggerDays": String(triggerDays), "plansCompared": String(hasCatalogue),
            "organizations": JSONText.array(organizations.map(object(of:))),
        ]) + "\n"
    }

    private func object(of advice: OrganizationAdvice) -> String {
        func amount(_ amount: Money?) -> String { amount.map { JSONText.string(advice.shown($0)) } ?? "null" }
        let record = advice.record
        let days = record?.days ?? []
        let amounts = advice.amounts
        return JSONText.object([
            "organization": JSONText.string(advice.organization), "currency": JSONText.string(advice.currency),
            "daysOnRecord": String(days.count), "daysWithCharges": String(record?.chargedDayCount ?? 0),
            "firstDay": days.first.map { JSONText.string(FundingAdvice.date($0)) } ?? "null",
            "lastDay": days.last.map { JSONText.string(FundingAdvice.date($0)) } ?? "null",
            "history": JSONText.string(history(days.count)),
            "dayMedian": amount(record?.percentile(50)), "day95": amount(record?.percentile(95)), "dayMost": amount(record?.percentile(100)),
            "heavyUse": amount(amounts?.heavyUse), "trigger": amount(amounts?.trigger), "triggerNow": amount(advice.autoRecharge?.trigger),
            "month": amount(amounts?.month), "wholeMonths": amounts.map { String($0.monthCount) } ?? "null",
            "recharge": amount(amounts?.recharge), "rechargeNow": amount(advice.autoRecharge?.amount),
            "spentLately": amount(record?.present.amount), "latelyDays": record.map { String($0.present.dayCount) } ?? "null",
            "expiringLots": amounts.map { JSONText.array($0.lots.map { object(of: $0, advice) }, depth: 1) } ?? "null",
            "comparedMonths": "[" + advice.comparedMonths.map { JSONText.string("\($0)") }.joined(separator: ", ") + "]",
            "plans": JSONText.array(advice.comparisons.map { object(of: $0, advice) }, depth: 1),
        ])
    }

    private func history(_ dayCount: Int) -> String {
        dayCount < FundingAdvice.dayCountMin ? "tooLittle" : dayCount < FundingAdvice.dayCountGood ? "little" : "enough"
    }

    private func object(of lot: LotForecast, _ advice: OrganizationAdvice) -> String {
        JSONText.object([
            "reference": JSONText.string(lot.reference), "expires": JSONText.string(FundingAdvice.date(lot.expires)),
            "remaining": JSONText.string(advice.shown(lot.remaining)), "unused": JSONText.string(advice.shown(lot.unused)),
        ])
    }

    private func object(of comparison: PlanComparison, _ advice: OrganizationAdvice) -> String {
        func amount(_ amount: Money) -> String { JSONText.string(advice.shown(amount)) }
        return JSONText.object([
            "location": JSONText.string("\(comparison.location)"), "users": String(comparison.userCount),
            "held": "[" + comparison.held.map { JSONText.string($0) }.joined(separator: ", ") + "]",
            "plan": JSONText.string(comparison.plan), "price": amount(comparison.price), "charged": amount(comparison.charged),
            "paid": amount(comparison.paid), "paidByEstimate": amount(comparison.paidByEstimate),
            "other": JSONText.string(comparison.other), "otherPrice": amount(comparison.otherPrice),
            "otherCharged": amount(comparison.otherCharged), "otherPaid": amount(comparison.otherPaid),
            "isCheaper": String(comparison.isCheaper), "hasOwnDestinations": String(comparison.hasOwnDestinations),
            "secondsWithoutPrice": String(comparison.secondsWithoutPrice),
        ])
    }
}
