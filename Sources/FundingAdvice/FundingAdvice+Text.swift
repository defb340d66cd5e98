internal import CallModel
internal import Catalogue

extension FundingAdvice {
    /// For people: a heading for each organization, then a recommendation to a line with the numbers behind it.
    public var text: String {
        if organizations.isEmpty { return "No organization is on record yet; rate calls first.\n" }
        var lines = organizations.flatMap { self.lines(of: $0) }
        lines.append(
            hasCatalogue
                ? "Plans are compared by an estimate: seconds by destination are on record for an organization, not for a user; blocked calls and prices of toll-free "
                    + "calls are left out."
                : "Plans are left out, as no catalogue is given; add --catalogue.")
        return lines.map { $0.onOneLine + "\n" }.joined()
    }

    private func lines(of advice: OrganizationAdvice) -> [String] {
        guard let record = advice.record else {
            return ["\(advice.organization) (\(advice.currency)): no calls are on record; nothing can be advised yet"]
        }
        let count = record.days.count
        var lines = [
            "\(advice.organization) (\(advice.currency)): \(FundingAdvice.days(count)) on record, \(FundingAdvice.date(record.days[0])) to "
                + "\(FundingAdvice.date(record.days[count - 1])) (\(timeZone)), \(record.chargedDayCount) of them with charges",
            "  spending per day: median \(advice.shown(record.percentile(50))), 95th percentile \(advice.shown(record.percentile(95))), most "
                + "\(advice.shown(record.percentile(100))); days without charges count as 0",
        ]
        guard let amounts = advice.amounts else {
            lines.append("  too little history: no amounts are advised with less than \(FundingAdvice.days(FundingAdvice.dayCountMin)) on record")
            return lines
        }
        if count < FundingAdvice.dayCountGood {
            lines.append("  little history: with less than \(FundingAdvice.days(FundingAdvice.dayCountGood)) on record the amounts may be far off")
        }
        lines += amountLines(advice, amounts) + lotLines(advice, record, amounts)
        return hasCatalogue ? lines + planLines(advice) : lines
    }

    private func amountLines(_ advice: OrganizationAdvice, _ amounts: OrganizationAdvice.Amounts) -> [String] {
        if amounts.month == .zero { return ["  nothing was charged: neither trigger nor recharge is needed"] }
        func now(_ amount: Money?) -> String { amount.map { "; it is \(advice.shown($0)) now" } ?? "" }
        let month =
            switch amounts.monthCount {
            case 0 where advice.record?.wholeMonths.isEmpty == false: "30 times the mean of a day, as the median month has no charges"
            case 0: "30 times the mean of a day, as no whole month is on record"
            case 1: "the whole month on record"
            default: "the median of \(amounts.monthCount) whole months"
            }
        let trigger =
            amounts.heavyUse == .zero
            ? "  trigger: none is needed for heavy use, as not one day in twenty has charges"
            : "  trigger: \(advice.shown(amounts.trigger)), as \(FundingAdvice.days(triggerDays)) of heavy use come to \(advice.shown(amounts.heavyUse))"
                + now(advice.autoRecharge?.trigger)
        return [
            trigger,
            "  recharge: \(advice.shown(amounts.recharge)), as a month comes to \(advice.shown(amounts.month)), \(month)"
                + now(advice.autoRecharge?.amount),
        ]
    }

    private func lotLines(_ advice: OrganizationAdvice, _ record: SpendingRecord, _ amounts: OrganizationAdvice.Amounts) -> [String] {
        let present = record.present
        let rate = "at the rate of the last \(FundingAdvice.days(present.dayCount)), \(advice.shown(present.amount)) in all"
        if amounts.lots.isEmpty { return ["  no lot will expire unused \(rate)"] }
        return amounts.lots.map { lot in
            "  lot \(lot.reference): about \(advice.shown(lot.unused)) of \(advice.shown(lot.remaining)) will expire unused on "
                + "\(FundingAdvice.date(lot.expires)) \(rate)"
        }
    }

    private func planLines(_ advice: OrganizationAdvice) -> [String] {
        switch advice.catalogueMismatch {
        case .absent: return ["  plans are not compared: the catalogue has no such organization"]
        case .currency(let other): return ["  plans are not compared: the organization's tariff in the catalogue is in \(other)"]
        case nil: break
        }
        guard let first = advice.comparedMonths.first, let last = advice.comparedMonths.last else {
            return ["  plans are not compared: no whole month is completely on record"]
        }
        let months = first == last ? "\(first)" : "\(first) to \(last), \(advice.comparedMonths.count) months"
        if advice.comparisons.isEmpty { return ["  plans are not compared: no user holds a plan with a monthly_price that could be another"] }
        return advice.comparisons.map { line($0, advice, months) }
    }

    private func line(_ comparison: PlanComparison, _ advice: OrganizationAdvice, _ period: String) -> String {
        let users =
            "\(comparison.userCount) \(comparison.userCount == 1 ? "user" : "users") in \(comparison.location) with \(comparison.held.joined(separator: ";"))"
        let other =
            "about \(advice.shown(comparison.otherPaid)) (\(advice.shown(comparison.otherPrice)) a month each, \(advice.shown(comparison.otherCharged)) of "
            + "charges)"
        let own =
            "\(advice.shown(comparison.paid)) (\(advice.shown(comparison.price)) a month each, \(advice.shown(comparison.charged)) of charges; "
            + "\(advice.shown(comparison.paidByEstimate)) by the same estimate)"
        var notes = comparison.hasOwnDestinations ? "" : "; destinations taken to be those of all users"
        if comparison.secondsWithoutPrice > 0 { notes += "; \(comparison.secondsWithoutPrice) seconds without a known price left out" }
        return "  plan of \(users): "
            + (comparison.isCheaper
                ? "\(comparison.other) would have cost \(other) instead of \(comparison.plan)'s \(own)"
                : "keep \(comparison.plan), \(own); the best other, \(comparison.other), would have cost \(other)") + "; \(period)\(notes)"
    }

    static func days(_ count: Int) -> String { "\(count) day\(count == 1 ? "" : "s")" }

    static func date(_ day: Int) -> String { String(Instant(CivilDate(daysSinceEpoch: day), secondOfDay: 0).description.prefix(10)) }
}

extension OrganizationAdvice {
    /// An amount with the tariff's decimals, or with as many as it needs.
    func shown(_ amount: Money) -> String {
        var needed = decimals
        var step = (decimals..<Money.decimalsMax).reduce(Int64(1)) { step, _ in step * 10 }
        while amount.units % step != 0 {
            step /= 10
            needed += 1
        }
        return amount.text(decimals: needed)
    }
}
