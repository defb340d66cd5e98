public import CallModel
import Catalogue

extension Settler {
    /// Takes off the lots that expire (§8, Lots).
    @inline(__always)
    mutating func expire(_ organization: Int, at start: Instant) {
        if start >= accounts[organization].nextExpiry { forfeit(organization, at: start) }
    }

    private mutating func forfeit(_ organization: Int, at start: Instant) {
        for lot in accounts[organization].removeExpired(at: start) {
            accounts[organization].balance -= lot.remaining
            let expired = accounts[organization].expired.units.addingReportingOverflow(lot.remaining.units)
            if expired.overflow { return fail(.expiries, organization) }
            accounts[organization].expired = Money(units: expired.partialValue)
            movements.append(
                Movement(
                    organization: accounts[organization].organization, kind: .expiry, lot: lot.ordinal, at: start, amount: lot.remaining, calls: 0))
            raise(.creditExpired, organization, at: start, amount: lot.remaining, detail: lot.reference)
        }
    }

    /// Buys credits while the balance is below the trigger (§8, Auto-recharge), or says what to ask the payment program.
    @inline(__always)
    mutating func recharge(_ organization: Int, _ call: borrowing Call, _ rated: borrowing RatedCall) -> PaymentRequest? {
        if accounts[organization].balance >= accounts[organization].trigger { return nil }
        guard let rule = accounts[organization].autoRecharge, !accounts[organization].isResting else { return nil }
        return buy(organization, rule, call, rated)
    }

    private mutating func buy(_ organization: Int, _ rule: AutoRecharge, _ call: borrowing Call, _ rated: borrowing RatedCall) -> PaymentRequest? {
        while accounts[organization].balance < rule.trigger, !accounts[organization].isResting {
            let missing = rule.trigger - accounts[organization].balance
            var multiple = (missing.units + rule.amount.units - 1) / rule.amount.units
            if let limit = rule.monthlyLimit {
                let bought = accounts[organization].months[rated.month]?.recharged ?? .zero
                multiple = min(multiple, max(0, (limit - bought).units / rule.amount.units))
                if multiple == 0 {
                    if accounts[organization].months[rated.month, default: .init()].hasLimitNotice { return nil }
                    accounts[organization].months[rated.month, default: .init()].hasLimitNotice = true
                    raise(.rechargeFailed, organization, at: call.start, amount: rule.amount, detail: "limit")
                    return nil
                }
            }
            let amount = rule.amount * multiple
            if let paid = accounts[organization].approvals.removeValue(forKey: accounts[organization].attemptCount + 1) {
                take(paid, organization, at: call.start, month: rated.month)
                continue
            }
            switch rule.payment {
            case .agreement(let text):
                accounts[organization].attemptCount += 1
                addRecharge(organization, amount, at: call.start, month: rated.month, payment: "agreement:" + text)
            case .card(let expiry):
                accounts[organization].attemptCount += 1
                if rated.month <= expiry {
                    addRecharge(organization, amount, at: call.start, month: rated.month, payment: "card:" + expiry.description)
                } else {
                    decline(organization, amount, at: call.start)
                }
            case .command:
                return PaymentRequest(
                    organization: accounts[organization].organization, attempt: accounts[organization].attemptCount + 1, amount: amount,
                    decimals: accounts[organization].rounding.decimals, currency: accounts[organization].currency, at: call.start)
            }
        }
        return nil
    }

    /// Takes the answer to the question at which ``settle(_:)`` stopped. The batch is the one that was being settled.
    ///
    /// - Parameters:
    ///   - approval: What was approved; `nil` if it was declined.
    public mutating func answer(_ request: PaymentRequest, approval: PaymentApproval?, in batch: CallBatch) {
        guard let pending else { preconditionFailure("no question is open") }
        let organization = Int(batch.rated[pending.index].organization)
        if let approval {
            take(approval, organization, at: request.at, month: batch.rated[pending.index].month)
        } else {
            accounts[organization].attemptCount += 1
            decline(organization, request.amount, at: request.at)
        }
    }

    /// Makes a lot of what is paid.
    private mutating func take(_ approval: PaymentApproval, _ organization: Int, at start: Instant, month: CalendarMonth) {
        accounts[organization].attemptCount += 1
        takenApprovals.append(approval)
        addRecharge(organization, approval.amount, at: start, month: month, payment: approval.payment)
    }

    private mutating func addRecharge(_ organization: Int, _ amount: Money, at start: Instant, month: CalendarMonth, payment: String) {
        let (balance, bought) = (accounts[organization].balance, accounts[organization].months[month]?.recharged ?? .zero)
        for sum in [balance, bought, accounts[organization].recharged] where sum.units.addingReportingOverflow(amount.units).overflow {
            accounts[organization].isResting = true
            return fail(.recharges, organization)
        }
        accounts[organization].rechargeCount += 1
        let reference = "recharge-" + String(accounts[organization].rechargeCount)
        let lot = Lot(ordinal: accounts[organization].lotCount, reference: reference, amount: amount, purchased: start, payment: payment)
        accounts[organization].record(lot)
        accounts[organization].recharged += amount
        accounts[organization].months[month, default: .init()].recharged += amount
        movements.append(
            Movement(organization: accounts[organization].organization, kind: .recharge, lot: lot.ordinal, at: start, amount: amount, calls: 0))
        raise(.rechargeSucceeded, organization, at: start, amount: amount, detail: reference)
    }

    private mutating func decline(_ organization: Int, _ amount: Money, at start: Instant) {
        accounts[organization].isResting = true
        raise(.rechargeFailed, organization, at: start, amount: amount, detail: "declined")
    }

    /// Puts the charges of an account's day among the movements.
    mutating func closeDay(_ organization: Int) {
        let date = CivilDate(daysSinceEpoch: Int(accounts[organization].day))
        movements.append(
            Movement(
                organization: accounts[organization].organization, kind: .charge, lot: -1, at: catalogue.timeZone.instant(date, secondOfDay: 0),
                amount: accounts[organization].dayCharged, calls: accounts[organization].dayCalls))
        accounts[organization].dayCharged = .zero
        accounts[organization].dayCalls = 0
    }
}
