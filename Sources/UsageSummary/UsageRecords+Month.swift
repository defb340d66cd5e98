public import CallModel
internal import Catalogue
internal import Ledger
internal import Settlement

extension UsageRecords {
    /// All that is known of a month.
    ///
    /// - Parameter organization: Only of this one.
    /// - Throws: ``SummaryFault/noData(path:month:organization:first:last:)`` if nothing is.
    public func summary(of month: CalendarMonth, organization: String? = nil) throws(SummaryFault) -> MonthSummary {
        let histories = try organization.map { (key) throws(SummaryFault) in [try credits(of: key)] } ?? credits
        let months = try months(organization: organization)
        guard months.contains(month) else {
            throw .noData(path: ledger.path, month: month, organization: organization, first: months.first, last: months.last)
        }
        let incomplete = try incompleteDays(of: month)
        var makers: [ByteKey: OrganizationMaker] = [:]
        for history in histories {
            makers[ByteKey(history.organization)] = OrganizationMaker(history, month, incompleteDays: Set(incomplete.days))
        }
        var tooLarge: String?
        try reading { () throws(LedgerFault) in
            try ledger.forEachUsage(month: month, organization: organization) { _, usage in
                if makers[ByteKey(usage.organization)]?.add(usage) == false { tooLarge = usage.organization }
            }
        }
        if let tooLarge { throw .tooLarge(path: ledger.path, organization: tooLarge) }
        var pools = Dictionary(grouping: try pools(month: month, organization: organization)) { ByteKey($0.organization) }
        var organizations: [OrganizationMonth] = []
        for history in histories {
            let key = ByteKey(history.organization)
            guard let made = makers[key]?.result(pools: pools.removeValue(forKey: key) ?? []) else { continue }
            // An organization that had nothing yet is left out.
            if made.total.all.calls > 0 || !made.pools.isEmpty || !made.days.isEmpty || !made.statement.entries.isEmpty
                || made.statement.opening != .zero || !made.statement.approvals.isEmpty
            {
                organizations.append(made)
            }
        }
        return MonthSummary(
            month: month, timeZone: timeZone, organizations: organizations, incompleteDays: incomplete.days, lastRunWithoutUsage: incomplete.lastRun)
    }

    /// Local days of a month on which calls may have begun that were settled when the ledger did not keep usage yet.
    func incompleteDays(of month: CalendarMonth) throws(SummaryFault) -> (days: [Int], lastRun: Int) {
        let lastRun = try reading { () throws(LedgerFault) in try ledger.lastRunWithoutUsage() }
        if lastRun == 0 { return ([], 0) }
        let seen = Set(try reading { () throws(LedgerFault) in try ledger.seenDays(throughRun: lastRun) })
        let days = month.days.filter { day in
            // Known are days of UTC, of which a local day touches two or, seldom, three.
            let begin = zone.instant(CivilDate(daysSinceEpoch: day), secondOfDay: 0)
            let end = zone.instant(CivilDate(daysSinceEpoch: day + 1), secondOfDay: 0)
            return (begin.day...max(begin.day, Instant(epochSeconds: end.epochSeconds - 1).day)).contains { seen.contains($0) }
        }
        return (days, lastRun)
    }

    /// What calls to each country come to, month by month, over all that is on record.
    ///
    /// - Parameter organization: Only its calls.
    /// - Returns: In byte order of organization, then month, country, class, reach and capability; calls that were not priced are left out.
    public func countries(organization: String? = nil) throws(SummaryFault) -> [CountryUsage] {
        if let organization { _ = try credits(of: organization) }
        var sums: [CountryUsage.Key: UsageTotals] = [:]
        var tooLarge: String?
        try reading { () throws(LedgerFault) in
            try ledger.forEachUsage(organization: organization) { _, usage in
                for row in usage.byDestination where row.destination >= 0 {
                    let key = CountryUsage.Key(
                        organization: usage.organization, month: usage.month, country: row.country, callClass: row.callClass, reach: row.reach,
                        capability: row.capability < 0 ? "" : usage.capabilities[Int(row.capability)])
                    if !sums[key, default: UsageTotals()].add(row.sum, row.outcome) { tooLarge = usage.organization }
                }
            }
        }
        if let tooLarge { throw .tooLarge(path: ledger.path, organization: tooLarge) }
        return sums.map { CountryUsage(key: $0.key, totals: $0.value) }.sorted { $0.key < $1.key }
    }
}

/// What calls to one country come to in a month.
public struct CountryUsage: Sendable, Hashable {
    /// Which calls.
    public struct Key: Sendable, Hashable, Comparable {
        /// The organization's key.
        public var organization: String
        /// The month.
        public var month: CalendarMonth
        /// The country; unknown if no prefix of the numbering plan matched.
        public var country: Country
        /// The class; inbound calls are toll-free ones.
        public var callClass: CallClass
        /// Domestic or international.
        public var reach: CallReach
        /// The plan that paid last, as in the report's column Capability; may be empty.
        public var capability: String

        /// Whether it comes first.
        public static func < (a: Key, b: Key) -> Bool {
            if !a.organization.utf8.elementsEqual(b.organization.utf8) { return isBefore(a.organization, b.organization) }
            let (first, second) = ((a.month, a.country), (b.month, b.country))
            if first != second { return first < second }
            if a.callClass != b.callClass { return a.callClass.rawValue < b.callClass.rawValue }
            if a.reach != b.reach { return a.reach.rawValue < b.reach.rawValue }
            return isBefore(a.capability, b.capability)
        }
    }

    /// Which calls.
    public var key: Key
    /// The sums.
    public var totals: UsageTotals
}
