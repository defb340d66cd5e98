public import CallModel
internal import Catalogue
internal import Ledger
public import Settlement

/// The credits of one organization over all months on record.
public struct CreditHistory: Sendable {
    /// The organization's key.
    public let organization: String
    /// The currency of its credits.
    public let currency: String
    /// Decimals of its amounts.
    public let decimals: Int
    /// The balance as the last run left it: what all movements make.
    public let balance: Money
    /// Every movement of runs that stand, in order of the days; within a day lots in order of their moments, then charges run by run.
    public let movements: [CreditMovement]
    /// Every lot, in the order recorded.
    public let lots: [CreditLot]
    /// Payments that are approved and are no lots: see ``CreditsStatement/approvals``.
    public let approvals: [PaymentApproval]

    /// What was charged on each day on which something was, ascending.
    public var dailyCharges: [DailyCharge] {
        var days: [DailyCharge] = []
        for movement in movements where movement.kind == .charge {
            if days.last?.day != movement.day { days.append(DailyCharge(day: movement.day, amount: .zero, calls: 0)) }
            days[days.count - 1].amount -= movement.amount
            days[days.count - 1].calls += movement.calls
        }
        return days
    }

    /// The balance at the beginning of a local day.
    public func balance(before day: Int) -> Money {
        movements.prefix { $0.day < day }.reduce(.zero) { $0 + $1.amount }
    }

    /// The statement of a month.
    public func statement(of month: CalendarMonth) -> CreditsStatement {
        let days = month.days
        var balance = balance(before: days.lowerBound)
        let opening = balance
        var entries: [CreditsStatement.Entry] = []
        for movement in movements where days.contains(movement.day) {
            balance += movement.amount
            entries.append(CreditsStatement.Entry(movement: movement, balance: balance))
        }
        let bought = Set(movements.lazy.filter { $0.day < days.upperBound }.compactMap { $0.lot.map { ByteKey($0.reference) } })
        return CreditsStatement(
            opening: opening, entries: entries, closing: balance,
            lots: lots.filter { $0.remaining > .zero && !$0.isForfeited && bought.contains(ByteKey($0.reference)) }, approvals: approvals)
    }

    /// Whether the organization ever had credits.
    var hasMovements: Bool { !movements.isEmpty }
}

extension CreditHistory {
    /// An organization's history.
    ///
    /// - Parameters:
    ///   - recorded: Its movements, run by run in their order, those of runs that were taken back left out.
    ///   - lots: Its lots in the order recorded.
    /// - Returns: `nil` if, in the order of the days, a balance would be larger than an amount can be.
    init?(_ account: AccountState, recorded: [(run: Int, movement: Movement)], lots: [RecordedLot], approvals: [PaymentApproval], zone: CalendarZone)
    {
        organization = account.organization
        currency = account.currency
        decimals = account.decimals
        balance = account.balance
        self.approvals = approvals
        let known = lots.map {
            CreditLot(
                reference: $0.lot.reference, kind: $0.kind, amount: $0.lot.amount, remaining: $0.lot.remaining, purchased: $0.lot.purchased,
                expires: $0.lot.expires, payment: $0.lot.payment, isForfeited: $0.isForfeited)
        }
        self.lots = known
        let byOrdinal = Dictionary(zip(lots.map(\.lot.ordinal), known)) { first, _ in first }
        var movements: [CreditMovement] = []
        var charges: [ChargeKey: Int] = [:]
        for (run, movement) in recorded {
            let day = zone.localDay(at: movement.at).day
            let isGain = movement.kind == .funding || movement.kind == .recharge
            let dated = CreditMovement(
                organization: account.organization, kind: movement.kind, run: run, at: movement.at, day: day,
                amount: isGain ? movement.amount : -movement.amount, calls: Int64(movement.calls), lot: byOrdinal[movement.lot])
            // A run may come back to a day.
            if movement.kind == .charge, let same = charges[ChargeKey(run: run, day: day)] {
                let (sum, overflow) = movements[same].amount.units.addingReportingOverflow(dated.amount.units)
                if overflow { return nil }
                movements[same].amount.units = sum
                movements[same].calls += dated.calls
                continue
            }
            if movement.kind == .charge { charges[ChargeKey(run: run, day: day)] = movements.count }
            movements.append(dated)
        }
        // Stable: what is of one moment stays in the order in which it happened.
        movements = movements.enumerated().sorted { a, b in
            CreditHistory.order(a.element, a.offset) < CreditHistory.order(b.element, b.offset)
        }.map(\.element)
        var balance: Int64 = 0
        var day = Int.min
        var charged: Int64 = 0
        for movement in movements {
            let (sum, overflow) = balance.addingReportingOverflow(movement.amount.units)
            if overflow { return nil }
            balance = sum
            if movement.kind != .charge { continue }
            if movement.day != day { (day, charged) = (movement.day, 0) }
            let (ofDay, dayOverflow) = charged.subtractingReportingOverflow(movement.amount.units)
            if dayOverflow { return nil }
            charged = ofDay
        }
        self.movements = movements
    }

    private struct ChargeKey: Hashable {
        var run: Int
        var day: Int
    }

    private static func order(_ movement: CreditMovement, _ place: Int) -> (Int, Int, Int64, Int) {
        (movement.day, movement.kind == .charge ? 1 : 0, movement.kind == .charge ? 0 : movement.at.epochSeconds, place)
    }
}

extension CalendarMonth {
    /// Its local days, since 1970-01-01.
    public var days: Range<Int> {
        let first = CivilDate(year: year, month: month, day: 1).daysSinceEpoch
        return first..<first + CivilDate.length(ofMonth: month, year: year)
    }

    /// The month of a local day.
    init(day: Int) {
        let date = CivilDate(daysSinceEpoch: day)
        self.init(year: date.year, month: date.month)
    }
}
