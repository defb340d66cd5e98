internal import CallModel
internal import Catalogue
internal import Ledger
internal import Settlement

extension LedgerAudit {
    /// Each lot by itself: its place, its reference, what was paid for it, what it has left, and when it expires (rating-rules.md §8 "Lots").
    func checkLots(_ zone: CalendarZone, _ findings: inout Findings) {
        var next = [(ordinal: Int, recharge: Int)](repeating: (0, 1), count: accounts.count)
        var months: [UsageSums.Period: Int128] = [:]
        var bought = movements.lots
        for recorded in lots {
            let organization = movements.organizations.index(of: recorded.organization)
            if organization < 0 {
                findings.note(.lots, "\(ledger.path): lot \(recorded.lot.reference) is of \(recorded.organization), which has no account")
                continue
            }
            let sum = bought.removeValue(forKey: MovementSums.LotKey(organization: organization, ordinal: recorded.lot.ordinal))
            if let message = message(recorded, accounts[organization], next[organization], sum ?? MovementSums.LotSum()) {
                findings.note(.lots, "\(ledger.path): lot \(recorded.lot.reference) of \(recorded.organization) \(message)")
            }
            next[organization].ordinal = recorded.lot.ordinal &+ 1
            if recorded.kind == .recharge {
                next[organization].recharge += 1
                let month = LocalTime.month(ofDay: LocalTime(recorded.lot.purchased.epochSeconds, zone).day)
                months[UsageSums.Period(organization: organization, number: month), default: 0] += Int128(recorded.lot.amount.units)
            }
        }
        for (key, sum) in bought where sum.bought != 0 || sum.forfeited != 0 || sum.fundings != 0 || sum.recharges != 0 {
            findings.note(
                .lots, "\(ledger.path): movements of \(accounts[key.organization].organization) are about its lot \(key.ordinal), and there is none")
        }
        checkMonths(months, &findings)
    }

    /// What is wrong with a lot.
    private func message(
        _ recorded: RecordedLot, _ account: AccountState, _ next: (ordinal: Int, recharge: Int), _ sum: MovementSums.LotSum
    ) -> String? {
        let lot = recorded.lot
        if lot.ordinal != next.ordinal { return "is number \(lot.ordinal), and the next one is \(next.ordinal)" }
        let isRecharge = lot.reference.hasPrefix("recharge-")
        if isRecharge != (recorded.kind == .recharge) { return "is a \(recorded.kind.rawValue)" }
        if isRecharge, lot.reference != "recharge-\(next.recharge)" { return "is the one in the place of recharge-\(next.recharge)" }
        if lot.amount.units <= 0 || lot.remaining.units < 0 || lot.remaining.units > lot.amount.units {
            return "has \(text(Int128(lot.remaining.units), account)) left of \(text(Int128(lot.amount.units), account))"
        }
        if sum.bought != Int128(lot.amount.units) || sum.fundings != (isRecharge ? 0 : 1) || sum.recharges != (isRecharge ? 1 : 0) {
            return "is of \(text(Int128(lot.amount.units), account)), and its movement of \(text(sum.bought, account))"
        }
        if recorded.isForfeited != (sum.forfeited != 0) || sum.forfeited < 0 || sum.forfeited > sum.bought
            || (recorded.isForfeited && lot.remaining.units != 0)
        {
            return recorded.isForfeited
                ? "is forfeited with \(text(Int128(lot.remaining.units), account)) left, and its movements forfeit \(text(sum.forfeited, account))"
                : "is not forfeited, and its movements forfeit \(text(sum.forfeited, account))"
        }
        let expiry = LedgerAudit.expiry(lot.purchased.epochSeconds)
        if lot.expires.epochSeconds != expiry {
            return "expires at \(ReportTime.text(lot.expires.epochSeconds)), and 12 months after its purchase is \(ReportTime.text(expiry))"
        }
        return nil
    }

    /// Twelve calendar months after a moment, at the same time of day (UTC); a day that the month does not have is its last.
    static func expiry(_ moment: Int64) -> Int64 {
        let day = Int(moment >= 0 ? moment / 86_400 : (moment - 86_399) / 86_400)
        let (year, month) = LocalTime.month(ofDay: day).quotientAndRemainder(dividingBy: 12)
        guard let first = ReportTime.day(year, month + 1, 1) else { return moment }
        let place = day - first + 1
        let then = ReportTime.day(year + 1, month + 1, place) ?? ReportTime.day(year + 1, month + 1, place - 1)
        return then.map { Int64($0) * 86_400 + moment - Int64(day) * 86_400 } ?? moment
    }

    /// What auto-recharge bought in each month, which the monthly limit is compared with.
    private func checkMonths(_ found: [UsageSums.Period: Int128], _ findings: inout Findings) {
        for (i, account) in accounts.enumerated() {
            var left = found.filter { $0.key.organization == i }
            for (month, state) in account.months.sorted(by: { $0.key < $1.key }) {
                let lots = left.removeValue(forKey: UsageSums.Period(organization: i, number: Int(month.ordinal))) ?? 0
                if lots != Int128(state.recharged.units) {
                    findings.note(
                        .accounts,
                        "\(ledger.path): \(account.organization) recharged \(text(Int128(state.recharged.units), account)) in \(month), and its lots of that "
                            + "month are of \(text(lots, account))")
                }
            }
            if let other = left.min(by: { $0.key.number < $1.key.number }) {
                findings.note(
                    .accounts,
                    "\(ledger.path): \(account.organization) recharged nothing in \(CalendarMonth(ordinal: Int32(other.key.number))), and its lots of that "
                        + "month are of \(text(other.value, account))")
            }
        }
    }

    /// That every approval that a run took became one lot of that run (§8 "Payments").
    func checkApprovals(_ findings: inout Findings) throws(LedgerFault) {
        struct Paid: Hashable {
            var run: Int
            var organization: Int
            var amount: Int64
            var payment: [UInt8]
        }
        var left: [Paid: Int] = [:]
        for recorded in lots where recorded.kind == .recharge {
            let organization = movements.organizations.index(of: recorded.organization)
            guard let sum = movements.lots[MovementSums.LotKey(organization: organization, ordinal: recorded.lot.ordinal)] else { continue }
            let paid = Paid(
                run: sum.run, organization: organization, amount: recorded.lot.amount.units, payment: Array(recorded.lot.payment.utf8))
            left[paid, default: 0] += 1
        }
        for (run, approval) in try ledger.takenApprovals() {
            let organization = movements.organizations.index(of: approval.organization)
            let paid = Paid(run: run, organization: organization, amount: approval.amount.units, payment: Array(approval.payment.utf8))
            if let count = left[paid], count > 0 {
                left[paid] = count - 1
            } else {
                findings.note(
                    .approvals,
                    "\(ledger.path): attempt \(approval.attempt) of \(approval.organization) was approved (\(approval.payment)) and taken by run \(run), which "
                        + "has no lot of that amount and payment for it")
            }
        }
    }
}
