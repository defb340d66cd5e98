import CallModel
import Catalogue

/// A call that is being settled, with what is known of it so far: it waits here for the answer of a payment program.
struct PendingCall: Sendable {
    /// What follows when no recharge is due any more.
    enum Step: Sendable {
        /// Draw on pools.
        case draw
        /// See whether the balance admits the call.
        case admit
        /// See whether the balance is exhausted.
        case close
    }

    let index: Int
    var next: Step
    var settled = SettledCall()
    var overageSeconds: Int32 = 0
    var charge = Money.zero
    var connectionFee = Money.zero
    var balanceBefore = Money.zero
}

extension Settler {
    /// Settles one call, or stops at a question.
    @inline(__always)
    mutating func settle(
        _ i: Int, _ calls: Span<Call>, _ rated: Span<RatedCall>, _ settled: inout MutableSpan<SettledCall>, _ plans: inout [UInt16]
    ) -> PaymentRequest? {
        let suspension = rated[i].suspension
        if !suspension.reachesDuplicateCheck {
            suspend(i, &settled)
            return nil
        }
        let finding = findings[i]
        if finding != .new {
            var call = SettledCall()
            call.disposition = finding == .same ? .duplicateSame : .duplicateDifferent
            settled[i] = call
            counts.duplicates += 1
            return nil
        }
        if suspension != .none {
            suspend(i, &settled)
            return nil
        }
        let organization = Int(rated[i].organization)
        if !accounts[organization].hasSettled {
            accounts[organization].hasSettled = true
            expire(organization, at: calls[i].start)
            return proceed(i, nil, calls, rated, &settled, &plans)
        }
        if !rated[i].isPriced {
            finish(PendingCall(index: i, next: .draw), rated[i], calls[i], &settled)
            return nil
        }
        return proceed(i, nil, calls, rated, &settled, &plans, rechargesFirst: false)
    }

    private mutating func suspend(_ i: Int, _ settled: inout MutableSpan<SettledCall>) {
        var call = SettledCall()
        call.disposition = .suspended
        settled[i] = call
        counts.suspended += 1
    }

    /// Goes on with a call, step by step in the order of rating-rules.md §8; before a step, auto-recharge runs.
    ///
    /// What is known of the call is in no memory that others could reach, so that it stays in registers.
    ///
    /// - Parameter waiting: What was known of it when it stopped at a question.
    mutating func proceed(
        _ i: Int, _ waiting: PendingCall?, _ calls: Span<Call>, _ rated: Span<RatedCall>, _ settled: inout MutableSpan<SettledCall>,
        _ plans: inout [UInt16],
        rechargesFirst: Bool = true
    ) -> PaymentRequest? {
        var call = waiting ?? PendingCall(index: i, next: .draw)
        var rechargesFirst = rechargesFirst
        let organization = Int(rated[i].organization)
        while true {
            if rechargesFirst, let request = recharge(organization, calls[i], rated[i]) {
                pending = call
                return request
            }
            switch call.next {
            case .draw:
                if rated[i].isPriced {
                    let draw = drawOnPools(i, calls, rated, &plans)
                    call.settled.billedSeconds = rated[i].billedSeconds
                    call.settled.includedSeconds = rated[i].billedSeconds - draw.leftSeconds
                    call.settled.includedBy = draw.includedBy
                    call.overageSeconds = draw.leftSeconds
                    if draw.leftSeconds > 0, rateOverage(&call, calls[i], rated[i]) {
                        call.next = .admit
                        rechargesFirst = true
                        continue
                    }
                }
            case .admit:
                if accounts[organization].balance <= .zero {
                    call.settled.refusal = .noCredit
                    call.settled.uncoveredSeconds = call.overageSeconds
                } else {
                    call.balanceBefore = accounts[organization].balance
                    take(&call, organization, day: rated[i].localDay)
                    call.next = .close
                    continue
                }
            case .close:
                if call.balanceBefore > .zero, accounts[organization].balance <= .zero {
                    raise(.balanceExhausted, organization, at: calls[i].start, amount: call.charge + call.connectionFee, detail: "")
                }
            }
            finish(call, rated[i], calls[i], &settled)
            return nil
        }
    }

    /// What drawing on pools came to.
    private struct Draw {
        /// What no pool had.
        var leftSeconds: Int32
        /// The plans that had something.
        var includedBy = TextRange.empty
    }

    /// Draws on the allowances that apply, in order (§7), and leaves the rest as overage.
    private mutating func drawOnPools(_ i: Int, _ calls: Span<Call>, _ rated: Span<RatedCall>, _ plans: inout [UInt16]) -> Draw {
        var left = rated[i].billedSeconds
        var includedBy = TextRange.empty
        if rated[i].drawsOnAllowances, left > 0 {
            let user = Int(rated[i].user)
            let month = monthIndex(rated[i].month)
            let settling = table.users[user]
            let firstPlan = plans.count
            var allowances = ApplyingAllowances(table, settling, rated[i].callClass, to: rated[i].destination)
            while let (allowance, pool) = allowances.take(table) {
                let before = months[month].pools[pool]
                let available = before.isUnlimited ? Int64(left) : max(0, before.sizeSeconds - before.usedSeconds)
                let drawn = Int32(min(Int64(left), available))
                if drawn == 0 { continue }
                left -= drawn
                let used = before.usedSeconds + Int64(drawn)
                months[month].pools[pool].draw(used)
                let plan = table.plans[allowance]
                if plans.count == firstPlan || plans[plans.count - 1] != plan { plans.append(plan) }
                if before.isNoted(at: used) { notePoolUse(pool, month, at: calls[i].start) }
                if left == 0 { break }
            }
            includedBy = TextRange(offset: firstPlan, count: plans.count - firstPlan)
        }
        return Draw(leftSeconds: left, includedBy: includedBy)
    }

    @inline(__always)
    private mutating func monthIndex(_ month: CalendarMonth) -> Int {
        if lastMonth < months.count, months[lastMonth].month == month { return lastMonth }
        guard let found = months.firstIndex(where: { $0.month == month }) else { preconditionFailure("\(month) was not opened") }
        lastMonth = found
        return found
    }

    /// Prices the overage (§8.1 to 4); `true` if it has to be paid from credits.
    @inline(__always)
    private mutating func rateOverage(_ call: inout PendingCall, _ source: borrowing Call, _ rated: borrowing RatedCall) -> Bool {
        let organization = Int(rated.organization)
        expire(organization, at: source.start)
        if call.overageSeconds == rated.billedSeconds {
            call.charge = rated.fullCharge
            call.connectionFee = rated.connectionFee
        } else {
            let tariff = catalogue.organizations[organization].tariff
            let perMinute = catalogue.tariffs[tariff].outbound.rates[Int(rated.rate)].perMinute
            call.charge = accounts[organization].rounding.charge(perMinute: perMinute, seconds: Int64(call.overageSeconds))
        }
        if call.charge == .zero, call.connectionFee == .zero {
            call.settled.chargedSeconds = call.overageSeconds
            return false
        }
        let needsLicence = rated.callClass.needsUser
        if needsLicence, !table.users[Int(rated.user)].hasCredits {
            call.settled.refusal = .noCreditsLicence
            call.settled.uncoveredSeconds = call.overageSeconds
            return false
        }
        return true
    }

    /// Takes charge and fee in full (§8.7).
    @inline(__always)
    private mutating func take(_ call: inout PendingCall, _ organization: Int, day: Int32) {
        let amount = call.charge + call.connectionFee
        call.settled.chargedSeconds = call.overageSeconds
        call.settled.charge = call.charge
        call.settled.connectionFee = call.connectionFee
        if accounts[organization].isDayOver(on: day) { closeDay(organization) }
        if !accounts[organization].charge(amount, on: day) { fail(.charges, organization) }
    }

    /// Names the outcome (§9).
    @inline(__always)
    private mutating func finish(
        _ call: PendingCall, _ rated: borrowing RatedCall, _ source: borrowing Call, _ settled: inout MutableSpan<SettledCall>
    ) {
        var result = call.settled
        result.outcome = Settler.outcome(of: result, isAnswered: source.durationSeconds != 0, isPriced: rated.isPriced)
        settled[call.index] = result
        counts.settled += 1
    }

    /// The outcome of a call (§9). Without a branch: who pays nobody can foresee.
    @inline(__always)
    static func outcome(of settled: SettledCall, isAnswered: Bool, isPriced: Bool) -> Outcome {
        // What was included and what charged tell the place in a word of outcomes, four bits each.
        let place =
            (settled.includedSeconds > 0).bit | (settled.chargedSeconds > 0).bit << 1 | (settled.includedSeconds == settled.billedSeconds).bit << 2
        let priced = UInt8(truncatingIfNeeded: outcomesOfPriced &>> (4 &* UInt32(place))) & 15
        let mask = 0 &- isPriced.bit
        let raw = (priced & mask | Outcome.free.rawValue & ~mask) & (0 &- isAnswered.bit)
        return Outcome(rawValue: raw) ?? .unanswered
    }

    @inline(__always)
    private static var outcomesOfPriced: UInt32 {
        let (blocked, disconnected) = (UInt32(Outcome.blocked.rawValue), UInt32(Outcome.disconnected.rawValue))
        let (charged, split) = (UInt32(Outcome.charged.rawValue), UInt32(Outcome.split.rawValue))
        return blocked | disconnected << 4 | charged << 8 | split << 12 | 0x1111_0000 * UInt32(Outcome.included.rawValue)
    }
}
