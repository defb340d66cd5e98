internal import CallModel
internal import Settlement
internal import UsageSummary

/// What an organization's days look like: bars of charges, and the curve of the balance with a dot for each purchase of credits.
///
/// Places are whole thousandths of the chart's height and ``columnWidth`` steps of its width, so that no amount becomes a binary fraction.
struct DailyChart {
    /// A day of the month.
    struct Day {
        /// The local day, since 1970-01-01.
        var day: Int
        var calls: Int64 = 0
        var charged = Money.zero
        var bought = Money.zero
        var expired = Money.zero
        /// At its end.
        var balance = Money.zero
        /// Whether anything happened.
        var isBusy = false
    }

    /// All days of the month.
    private(set) var days: [Day]
    /// The largest charge of a day.
    private(set) var chargeMax = Money.zero
    private(set) var balanceMin = Money.zero
    private(set) var balanceMax = Money.zero

    static let height = 1000
    static let columnWidth = 20
    private static let barWidth = 14

    init(_ organization: OrganizationMonth, _ month: CalendarMonth) {
        let range = month.days
        var days = range.map { Day(day: $0) }
        for usage in organization.days where range.contains(usage.day) {
            days[usage.day - range.lowerBound].calls = usage.totals.all.calls
            days[usage.day - range.lowerBound].isBusy = true
        }
        var next = organization.statement.entries[...]
        var balance = organization.statement.opening
        for i in days.indices {
            while let entry = next.first, entry.movement.day <= days[i].day {
                next.removeFirst()
                days[i].isBusy = true
                balance = entry.balance
                switch entry.movement.kind {
                case .funding, .recharge: days[i].bought += entry.movement.amount
                case .expiry: days[i].expired -= entry.movement.amount
                case .charge: days[i].charged -= entry.movement.amount
                }
            }
            days[i].balance = balance
        }
        self.days = days
        for day in days {
            chargeMax = max(chargeMax, day.charged)
            balanceMin = min(balanceMin, day.balance)
            balanceMax = max(balanceMax, day.balance)
        }
    }

    /// The width of the chart.
    var width: Int { days.count * DailyChart.columnWidth }

    /// Bars of the days on which something was charged.
    var bars: [(x: Int, y: Int, width: Int, height: Int)] {
        days.enumerated().compactMap { i, day in
            if day.charged == .zero { return nil }
            let height = max(4, DailyChart.part(day.charged, of: chargeMax))
            let x = i * DailyChart.columnWidth + (DailyChart.columnWidth - DailyChart.barWidth) / 2
            return (x, DailyChart.height - height, DailyChart.barWidth, height)
        }
    }

    /// The height at which a balance stands, from the top.
    func level(_ balance: Money) -> Int {
        DailyChart.height - DailyChart.part(Int128(balance.units) - Int128(balanceMin.units), of: Int128(balanceMax.units) - Int128(balanceMin.units))
    }

    /// The path of the curve.
    var curve: String {
        days.enumerated().map { i, day in "\(i == 0 ? "M" : "L")\(middle(i)) \(level(day.balance))" }.joined(separator: " ")
    }

    /// Paths of no length, which a round cap makes dots whatever the chart's proportions: on days on which credits were bought.
    var dots: [String] {
        days.enumerated().compactMap { i, day in day.bought > .zero ? "M\(middle(i)) \(level(day.balance)) h0" : nil }
    }

    private func middle(_ column: Int) -> Int { column * DailyChart.columnWidth + DailyChart.columnWidth / 2 }

    /// A part of a whole in thousandths; 0 of nothing.
    static func part(_ part: Money, of whole: Money) -> Int { self.part(Int128(part.units), of: Int128(whole.units)) }

    private static func part(_ part: Int128, of whole: Int128) -> Int { whole <= 0 ? 0 : Int(part * Int128(height) / whole) }
}
