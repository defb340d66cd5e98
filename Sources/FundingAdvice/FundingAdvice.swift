public import CallModel
public import Catalogue
internal import Settlement
public import UsageSummary

/// How much organizations should fund, from what the ledger has on record.
public struct FundingAdvice: Sendable, Hashable {
    /// Below so many days on record no amounts are advised.
    public static let dayCountMin = 7
    /// Below so many days on record what is advised may be far off.
    public static let dayCountGood = 28

    /// The catalogue's time zone: all days and months are those of this zone.
    public var timeZone: String
    /// How many days of heavy use a trigger lasts.
    public var triggerDays: Int
    /// Whether plans were compared, which needs a catalogue.
    public var hasCatalogue: Bool
    /// In byte order of the keys.
    public var organizations: [OrganizationAdvice]

    /// Advises.
    ///
    /// - Parameters:
    ///   - catalogue: Whose plans are compared; `nil` leaves them out.
    ///   - organization: Only this one.
    ///   - triggerDays: How many days of heavy use a trigger lasts: 1 … 366.
    /// - Complexity: O(rows of usage) twice, and for each group of users with the same plans O(plans with a price × destinations × months).
    public init(_ records: UsageRecords, catalogue: Catalogue?, organization: String? = nil, triggerDays: Int) throws(SummaryFault) {
        timeZone = records.timeZone
        self.triggerDays = triggerDays
        hasCatalogue = catalogue != nil
        let histories = try organization.map { (key) throws(SummaryFault) in [try records.credits(of: key)] } ?? records.credits
        let recorded = try records.recordedDays()
        let active = Dictionary(recorded.map { (ByteKey($0.organization), $0.days) }) { first, _ in first }
        let first = recorded.compactMap(\.days.first).min() ?? 0
        let last = recorded.compactMap(\.days.last).max() ?? 0
        var organizations: [OrganizationAdvice] = []
        for history in histories {
            let charges = history.dailyCharges
            // Then every sum of charges fits, as none is below zero.
            if Int64(exactly: charges.reduce(Int128(0)) { $0 + Int128($1.amount.units) }) == nil {
                throw .tooLarge(path: records.path, organization: history.organization)
            }
            let record = SpendingRecord(active: active[ByteKey(history.organization)] ?? [], ledger: first...last, charges: charges)
            organizations.append(OrganizationAdvice(history, record, triggerDays: triggerDays) { records.localDay(at: $0) })
        }
        if let catalogue { try FundingAdvice.comparePlans(of: &organizations, catalogue, records, organization: organization) }
        self.organizations = organizations
    }

    private static func comparePlans(
        of organizations: inout [OrganizationAdvice], _ catalogue: Catalogue, _ records: UsageRecords, organization: String?
    ) throws(SummaryFault) {
        var comparer = PlanComparer(catalogue)
        var indices: [ByteKey: Int] = [:]
        for i in organizations.indices {
            organizations[i].catalogueMismatch = comparer.mismatch(of: organizations[i].organization, currency: organizations[i].currency)
            if organizations[i].catalogueMismatch != nil { continue }
            organizations[i].autoRecharge = comparer.autoRecharge(of: organizations[i].organization)
            indices[ByteKey(organizations[i].organization)] = i
        }
        var compared = organizations
        var tooLarge: String?
        try records.forEachCallMonths(organization: organization) { key, months in
            guard let i = indices[ByteKey(key)], compared[i].amounts != nil else { return }
            let whole = months.filter { month in
                month.isComplete && compared[i].record?.wholeMonths.contains { $0.month == month.month } == true
            }
            compared[i].comparedMonths = whole.map(\.month)
            if let comparisons = comparer.comparisons(of: key, decimals: compared[i].decimals, whole) {
                compared[i].comparisons = comparisons
            } else {
                tooLarge = key
            }
        }
        if let tooLarge { throw .tooLarge(path: records.path, organization: tooLarge) }
        organizations = compared
    }
}

/// How much an organization should fund.
public struct OrganizationAdvice: Sendable, Hashable {
    /// Its key.
    public var organization: String
    /// The currency of all amounts.
    public var currency: String
    /// Decimals of its tariff.
    public var decimals: Int
    /// What it was charged; `nil` if neither calls nor charges are on record.
    public var record: SpendingRecord?
    /// What is advised; `nil` with less than ``FundingAdvice/dayCountMin`` days on record.
    public var amounts: Amounts?
    /// How it buys credits at present, as the catalogue says.
    public var autoRecharge: AutoRecharge?
    /// The whole months over which plans were compared.
    public var comparedMonths: [CalendarMonth] = []
    /// Why the catalogue tells nothing of the organization; `nil` if it does, or none is given.
    public var catalogueMismatch: CatalogueMismatch?
    /// Each group of users and each plan of theirs that has a price and could be another.
    public var comparisons: [PlanComparison] = []

    /// Why a catalogue tells nothing of an organization.
    public enum CatalogueMismatch: Sendable, Hashable {
        /// It has no such organization.
        case absent
        /// Its tariff has another currency than the organization's credits.
        case currency(String)
    }

    /// What is advised.
    public struct Amounts: Sendable, Hashable {
        /// Below this balance credits should be bought.
        public var trigger: Money
        /// From which it is rounded up: days of heavy use × the 95th percentile of a day; ``Money/limit`` at most.
        public var heavyUse: Money
        /// How much should be bought at a time.
        public var recharge: Money
        /// From which it is rounded up: what a month costs.
        public var month: Money
        /// The whole months whose median ``month`` is; 0 if it is 30 times the mean of a day, as no month with charges is whole.
        public var monthCount: Int
        /// Lots of which something will expire unused.
        public var lots: [LotForecast]
    }

    init(_ history: CreditHistory, _ record: SpendingRecord?, triggerDays: Int, localDay: (Instant) -> Int) {
        organization = history.organization
        currency = history.currency
        decimals = history.decimals
        self.record = record
        guard let record, record.days.count >= FundingAdvice.dayCountMin else { return }
        let heavy = Int128(record.percentile(95).units) * Int128(triggerDays)
        var month = record.wholeMonths.isEmpty ? Money.zero : NearestRank.of(record.wholeMonths.map(\.amount), percent: 50)
        var monthCount = record.wholeMonths.count
        if month == .zero {
            let sum = record.charges.reduce(Int128(0)) { $0 + Int128($1.units) }
            // Rounded as charges are shown; a sum of charges fits, and so does what thirty days of it make, or it is cut.
            month = RoundAmount.nearest(sum * 30 / Int128(record.days.count), decimals: decimals) ?? .limit
            monthCount = 0
        }
        amounts = Amounts(
            trigger: RoundAmount.up(heavy), heavyUse: Money(units: Int64(min(heavy, Int128(Money.limit.units)))),
            recharge: RoundAmount.up(Int128(month.units)), month: month, monthCount: monthCount,
            lots: LotForecast.of(
                history.lots, decimals: decimals, lastDay: record.days[record.days.count - 1], spending: record.present, localDay: localDay))
    }
}
