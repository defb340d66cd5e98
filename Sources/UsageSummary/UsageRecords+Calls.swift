public import CallModel
internal import Catalogue
internal import Ledger
internal import Settlement

/// The days of which an organization's calls or charges are on record.
public struct RecordedDays: Sendable, Hashable {
    /// The organization's key.
    public var organization: String
    /// Local days with a settled call or a charge, since 1970-01-01, ascending.
    public var days: [Int]
}

/// Who called whom in a month, as far as plans may cover it: calls of the classes calling and conferencing.
public struct CallMonth: Sendable, Hashable {
    /// The month.
    public var month: CalendarMonth
    /// Whether all calls of the month that were settled are on record.
    public var isComplete: Bool
    /// By user and class, in byte order of the names without regard to ASCII case.
    public var users: [User]
    /// By destination and class, in byte order of country and destination. Which user called which destination is not on record.
    public var destinations: [Destination]

    /// What a user's calls of one class come to.
    public struct User: Sendable, Hashable {
        /// The name as users are compared: ASCII letters in lower case.
        public var name: String
        /// Calling or conferencing.
        public var callClass: CallClass
        /// The sums.
        public var sum: UsageSum
    }

    /// What calls of one class to one destination come to.
    public struct Destination: Sendable, Hashable {
        /// The rate's destination.
        public var name: String
        /// The destination country.
        public var country: Country
        /// Calling or conferencing.
        public var callClass: CallClass
        /// The sums.
        public var sum: UsageSum
    }
}

extension UsageRecords {
    /// The days on record of each organization that has any, in byte order of the keys.
    ///
    /// - Complexity: O(rows of usage), which are all read.
    public func recordedDays() throws(SummaryFault) -> [RecordedDays] {
        var days: [ByteKey: Set<Int>] = [:]
        try reading { () throws(LedgerFault) in
            try ledger.forEachUsage { _, usage in
                let first = usage.month.days.lowerBound
                days[ByteKey(usage.organization), default: []].formUnion(usage.byUser.map { first + Int($0.day) - 1 })
            }
        }
        return credits.compactMap { history in
            let all = (days[ByteKey(history.organization)] ?? []).union(history.dailyCharges.map(\.day))
            return all.isEmpty ? nil : RecordedDays(organization: history.organization, days: all.sorted())
        }
    }

    /// Shows each organization's calls of the classes calling and conferencing, month by month, ascending; in byte order of the keys. Organizations of
    /// which no usage is on record do not appear. One is held in memory at a time.
    ///
    /// - Parameter organization: Only of this one.
    /// - Complexity: O(rows of usage), which are all read once.
    public func forEachCallMonths(
        organization: String? = nil, _ body: (_ organization: String, _ months: [CallMonth]) -> Void
    ) throws(SummaryFault) {
        var incomplete: Set<CalendarMonth> = []
        for month in try reading({ () throws(LedgerFault) in try ledger.usageMonths(organization: organization) }) {
            if try !incompleteDays(of: month).days.isEmpty { incomplete.insert(month) }
        }
        var current: String?
        var makers: [CalendarMonth: CallMonthMaker] = [:]
        var tooLarge: String?
        func show() {
            guard let organization = current else { return }
            body(
                organization,
                makers.sorted { $0.key < $1.key }.map { $0.value.result($0.key, isComplete: !incomplete.contains($0.key)) })
        }
        try reading { () throws(LedgerFault) in
            try ledger.forEachUsage(organization: organization) { _, usage in
                if current?.utf8.elementsEqual(usage.organization.utf8) != true {
                    show()
                    current = usage.organization
                    makers = [:]
                }
                if !makers[usage.month, default: CallMonthMaker()].add(usage) { tooLarge = usage.organization }
            }
        }
        if let tooLarge { throw .tooLarge(path: ledger.path, organization: tooLarge) }
        show()
    }
}

/// Adds up what several runs have left of a month.
private struct CallMonthMaker {
    private struct DestinationKey: Hashable {
        var name: ByteKey
        var country: Country
        var callClass: CallClass
    }

    private struct UserKey: Hashable {
        var name: ByteKey
        var callClass: CallClass
    }

    private var users: [UserKey: CallMonth.User] = [:]
    private var destinations: [DestinationKey: CallMonth.Destination] = [:]

    private static func isOfPlans(_ callClass: CallClass) -> Bool { callClass == .calling || callClass == .conferencing }

    /// Adds; `false` if a sum would be beyond its range.
    mutating func add(_ usage: UsageAggregates) -> Bool {
        var fits = true
        for row in usage.byUser where row.user >= 0 && CallMonthMaker.isOfPlans(row.callClass) {
            let name = foldedName(usage.users[Int(row.user)].name)
            let key = UserKey(name: ByteKey(name), callClass: row.callClass)
            if !users[key, default: CallMonth.User(name: name, callClass: row.callClass, sum: UsageSum())].sum.add(row.sum) { fits = false }
        }
        for row in usage.byDestination where row.destination >= 0 && CallMonthMaker.isOfPlans(row.callClass) {
            let name = usage.destinations[Int(row.destination)]
            let key = DestinationKey(name: ByteKey(name), country: row.country, callClass: row.callClass)
            let none = CallMonth.Destination(name: name, country: row.country, callClass: row.callClass, sum: UsageSum())
            if !destinations[key, default: none].sum.add(row.sum) { fits = false }
        }
        return fits
    }

    func result(_ month: CalendarMonth, isComplete: Bool) -> CallMonth {
        CallMonth(
            month: month, isComplete: isComplete,
            users: users.values.sorted { a, b in
                a.name.utf8.elementsEqual(b.name.utf8) ? a.callClass.rawValue < b.callClass.rawValue : isBefore(a.name, b.name)
            },
            destinations: destinations.values.sorted { a, b in
                if a.country != b.country { return a.country < b.country }
                return a.name.utf8.elementsEqual(b.name.utf8) ? a.callClass.rawValue < b.callClass.rawValue : isBefore(a.name, b.name)
            })
    }
}
