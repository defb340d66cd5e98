public import CallModel
internal import Settlement
internal import UsageSummary

/// What an organization was charged, day by day.
///
/// Its days are all calendar days of the months in which calls or charges of it are on record, from the first to the last day on record of any
/// organization. Days without a charge are among them, and count as 0.
public struct SpendingRecord: Sendable, Hashable {
    /// The local days, since 1970-01-01, ascending; never empty.
    public let days: [Int]
    /// What was charged on each of ``days``.
    public let charges: [Money]
    /// Months of which all days are in ``days``, ascending, with what was charged in them.
    public let wholeMonths: [Month]

    /// A month and its charges.
    public struct Month: Sendable, Hashable {
        /// The month.
        public var month: CalendarMonth
        /// Fees and charges.
        public var amount: Money
    }

    /// The record of an organization.
    ///
    /// - Parameters:
    ///   - active: Its days with calls or charges, ascending.
    ///   - ledger: The first and the last day on record of any organization.
    /// - Returns: `nil` without a day.
    init?(active: [Int], ledger: ClosedRange<Int>, charges: [DailyCharge]) {
        if active.isEmpty { return nil }
        let months = Set(active.map { CalendarMonth(localDay: $0) }).sorted()
        let amounts = Dictionary(charges.map { ($0.day, $0.amount) }) { first, _ in first }
        var days: [Int] = []
        var whole: [Month] = []
        for month in months {
            let recorded = month.days.clamped(to: ledger.lowerBound..<ledger.upperBound + 1)
            days += recorded
            if recorded == month.days {
                whole.append(Month(month: month, amount: recorded.reduce(.zero) { $0 + (amounts[$1] ?? .zero) }))
            }
        }
        self.days = days
        self.charges = days.map { amounts[$0] ?? .zero }
        wholeMonths = whole
    }

    /// How many days something was charged on.
    public var chargedDayCount: Int { charges.count { $0 > .zero } }

    /// The amount that `percent` of the days do not exceed, by nearest rank: of n amounts in ascending order the one in place ⌈percent × n ÷ 100⌉.
    ///
    /// - Precondition: `percent` is 1 … 100.
    public func percentile(_ percent: Int) -> Money { NearestRank.of(charges, percent: percent) }

    /// The charges of the last days, at most 30: at what rate credits are spent at present.
    public var present: (amount: Money, dayCount: Int) {
        let last = charges.suffix(SpendingRecord.presentDayCount)
        return (last.reduce(.zero, +), last.count)
    }

    private static let presentDayCount = 30
}

/// Percentiles of amounts.
enum NearestRank {
    /// See ``SpendingRecord/percentile(_:)``.
    ///
    /// - Precondition: There is an amount.
    static func of(_ amounts: [Money], percent: Int) -> Money {
        amounts.sorted()[(percent * amounts.count + 99) / 100 - 1]
    }
}

extension CalendarMonth {
    /// The month of a local day.
    init(localDay day: Int) {
        let date = CivilDate(daysSinceEpoch: day)
        self.init(year: date.year, month: date.month)
    }
}
