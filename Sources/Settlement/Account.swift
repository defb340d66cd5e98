import CallModel
import Catalogue

/// An organization's credits while a run settles.
struct Account: Sendable {
    // What most calls ask for or change stands first, side by side: so an account takes two lines of the cache, not five.

    /// Calls of this run.
    var calls = 0
    /// What the lots have left, less the debt: kept, not summed, as it is asked for every call.
    var balance: Money
    /// The first moment at which a lot expires.
    private(set) var nextExpiry: Instant
    /// Whether this run has settled a record for it.
    var hasSettled = false
    /// Whether a payment was declined in this run.
    var isResting = false
    /// The local day that is being charged; its charges are not yet among the movements.
    private(set) var day: Int32 = 0
    var dayCalls = 0
    var dayCharged = Money.zero
    /// The sum of the charges of this run.
    private(set) var charged = Money.zero
    /// Below this balance credits are bought; the least amount there is where they are not.
    let trigger: Money
    /// What was charged beyond the credits there were.
    private(set) var debt: Money
    /// Lots with something left, those that expire first in front, among equals those recorded first.
    private(set) var lots: [Lot]

    /// The organization's key.
    let organization: String
    let currency: String
    let rounding: Rounding
    let autoRecharge: AutoRecharge?
    /// The lots before the run, in the order in which they were recorded, and those that the run recorded, as they were bought.
    let lotsAtFirst: [Lot]
    private(set) var newLots: [Lot] = []
    var lotCount: Int
    var rechargeCount: Int
    var attemptCount: Int
    var months: [CalendarMonth: AccountState.MonthState]
    /// Payments that are approved and are no lots yet, by the ordinal of their attempt.
    var approvals: [Int: PaymentApproval]

    /// Sums of this run.
    var recharged = Money.zero
    var expired = Money.zero

    init(_ state: AccountState, _ organization: Organization, _ tariff: Tariff, approvals: [PaymentApproval]) {
        self.organization = organization.key
        currency = tariff.currency
        rounding = tariff.rounding
        autoRecharge = organization.autoRecharge
        trigger = organization.autoRecharge?.trigger ?? Money(units: .min)
        debt = state.debt
        lots = state.lots.sorted { ($0.expires, $0.ordinal) < ($1.expires, $1.ordinal) }
        lotsAtFirst = state.lots
        balance = state.balance
        nextExpiry = .distantFuture
        lotCount = state.lotCount
        rechargeCount = state.rechargeCount
        attemptCount = state.attemptCount
        months = state.months
        self.approvals = Dictionary(approvals.map { ($0.attempt, $0) }, uniquingKeysWith: { first, _ in first })
        noteNextExpiry()
    }

    /// What lasts of it.
    var state: AccountState {
        var state = AccountState(organization: organization, currency: currency, decimals: rounding.decimals)
        state.debt = debt
        state.lots = lots.sorted { $0.ordinal < $1.ordinal }
        state.lotCount = lotCount
        state.rechargeCount = rechargeCount
        state.attemptCount = attemptCount
        state.months = months
        return state
    }

    private mutating func noteNextExpiry() { nextExpiry = lots.first?.expires ?? .distantFuture }

    /// Records a lot, which first pays the debt.
    mutating func record(_ bought: Lot) {
        var lot = bought
        lotCount += 1
        newLots.append(bought)
        balance += lot.amount
        let paid = min(debt, lot.remaining)
        debt -= paid
        lot.remaining -= paid
        if lot.remaining > .zero {
            let place = lots.firstIndex { ($0.expires, $0.ordinal) > (lot.expires, lot.ordinal) } ?? lots.count
            lots.insert(lot, at: place)
        }
        noteNextExpiry()
    }

    /// Whether charges of a day wait to be put among the movements, before those of another one come.
    func isDayOver(on day: Int32) -> Bool { self.day != day && dayCalls > 0 }

    /// Takes what a call costs, on a local day; or nothing, and returns `false`, if the sum of the run's charges would be too large.
    mutating func charge(_ amount: Money, on day: Int32) -> Bool {
        let sum = charged.units.addingReportingOverflow(amount.units)
        if sum.overflow { return false }
        take(amount)
        charged = Money(units: sum.partialValue)
        self.day = day
        dayCharged += amount
        dayCalls += 1
        return true
    }

    /// Takes an amount, from the lot that expires first; what is not there becomes a debt.
    private mutating func take(_ amount: Money) {
        balance -= amount
        var left = amount
        while left > .zero, !lots.isEmpty {
            let taken = min(left, lots[0].remaining)
            lots[0].remaining -= taken
            left -= taken
            if lots[0].remaining == .zero {
                lots.removeFirst()
                noteNextExpiry()
            }
        }
        debt += left
    }

    /// Takes out the lots that have expired at a moment, in the order in which they were recorded.
    mutating func removeExpired(at instant: Instant) -> [Lot] {
        let gone = lots.filter { $0.expires <= instant }.sorted { $0.ordinal < $1.ordinal }
        lots.removeAll { $0.expires <= instant }
        noteNextExpiry()
        return gone
    }
}
