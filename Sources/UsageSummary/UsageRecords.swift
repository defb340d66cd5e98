public import CallModel
internal import Catalogue
internal import Ledger
internal import Settlement

/// What the runs that stand have left in a ledger: credits over all months, months as they were used, countries.
///
/// It is read in one transaction (``read(_:_:)``), so that all that is said of it belongs together. Runs that were taken back do not count.
public struct UsageRecords {
    /// The catalogue's time zone, an IANA name: all days and months are those of this zone.
    public let timeZone: String
    /// In byte order of the keys: every organization that ever had an account.
    public let credits: [CreditHistory]
    let ledger: LedgerFile
    let zone: CalendarZone

    /// The ledger's file, as it was given.
    public var path: String { ledger.path }

    /// The local day of a moment, since 1970-01-01.
    public func localDay(at instant: Instant) -> Int { zone.localDay(at: instant).day }

    /// Opens a ledger, does `body` with what it holds while no run can change it, and closes it.
    public static func read<Result>(
        _ path: String, _ body: (UsageRecords) throws(SummaryFault) -> Result
    ) throws(SummaryFault) -> Result {
        let ledger = try reading { () throws(LedgerFault) in try LedgerFile.openForReading(path) }
        defer { try? ledger.close() }
        let result = try reading { () throws(LedgerFault) in
            try ledger.withUnchanged { () -> Swift.Result<Result, SummaryFault> in
                do throws(SummaryFault) {
                    return .success(try body(UsageRecords(ledger)))
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }

    private init(_ ledger: LedgerFile) throws(SummaryFault) {
        self.ledger = ledger
        timeZone = try reading { () throws(LedgerFault) in try ledger.timeZone() } ?? CalendarZone.utc.name
        guard let zone = CalendarZone(name: timeZone) else { throw .unknownTimeZone(path: ledger.path, name: timeZone) }
        self.zone = zone
        let undone = try reading { () throws(LedgerFault) in try ledger.undoneRuns() }
        var movements: [ByteKey: [(run: Int, movement: Movement)]] = [:]
        try reading { () throws(LedgerFault) in
            try ledger.forEachMovement { run, movement in
                if !undone.contains(run) { movements[ByteKey(movement.organization), default: []].append((run, movement)) }
            }
        }
        let lots = Dictionary(grouping: try reading { () throws(LedgerFault) in try ledger.allLots() }) { ByteKey($0.organization) }
        let approvals = Dictionary(grouping: try reading { () throws(LedgerFault) in try ledger.approvals() }) { ByteKey($0.organization) }
        var credits: [CreditHistory] = []
        for account in try reading({ () throws(LedgerFault) in try ledger.accounts() }) {
            let key = ByteKey(account.organization)
            let history = CreditHistory(
                account, recorded: movements[key] ?? [], lots: lots[key] ?? [], approvals: approvals[key] ?? [], zone: zone)
            guard let history else { throw .tooLarge(path: ledger.path, organization: account.organization) }
            credits.append(history)
        }
        self.credits = credits.sorted { isBefore($0.organization, $1.organization) }
    }

    /// The credits of one organization.
    public func credits(of organization: String) throws(SummaryFault) -> CreditHistory {
        guard let found = credits.first(where: { $0.organization.utf8.elementsEqual(organization.utf8) }) else {
            throw .unknownOrganization(path: ledger.path, key: organization, known: credits.map(\.organization))
        }
        return found
    }

    /// The months of which something is on record: calls, movements of credits or use of pools; ascending.
    ///
    /// - Parameter organization: Only of this one.
    public func months(organization: String? = nil) throws(SummaryFault) -> [CalendarMonth] {
        var months = Set(try reading { () throws(LedgerFault) in try ledger.usageMonths(organization: organization) })
        months.formUnion(try reading { () throws(LedgerFault) in try ledger.allPools(organization: organization) }.map(\.key.month))
        let histories = try organization.map { (key) throws(SummaryFault) in [try credits(of: key)] } ?? credits
        for history in histories { months.formUnion(history.movements.map { CalendarMonth(day: $0.day) }) }
        return months.sorted()
    }

    /// Pools that were drawn on, in byte order of organization, plan, allowance, scope and month.
    ///
    /// - Parameters:
    ///   - month: Only of this month.
    ///   - organization: Only of this one.
    public func pools(month: CalendarMonth? = nil, organization: String? = nil) throws(SummaryFault) -> [PoolUse] {
        let states = try reading { () throws(LedgerFault) in try ledger.allPools(organization: organization, month: month) }
        if states.isEmpty { return [] }
        let names = Dictionary(try reading { () throws(LedgerFault) in try ledger.planNames() }.map { (ByteKey($0.plan), $0.name) }) { first, _ in
            first
        }
        var usedUp: [PoolName: Instant] = [:]
        for notice in try reading({ () throws(LedgerFault) in try ledger.notices(of: .pool100) }) {
            usedUp[PoolName(notice.organization, notice.detail)] = notice.at
        }
        return states.map { state in
            let key = state.key
            let at = usedUp[PoolName(key.organization, "\(key.plan)/\(key.allowance)/\(key.scope)/\(key.month)")]
            return PoolUse(
                organization: key.organization, plan: key.plan, planName: names[ByteKey(key.plan)] ?? key.plan, allowance: key.allowance,
                scope: key.scope, month: key.month, minutes: state.minutes, usedSeconds: state.usedSeconds, usedUp: at,
                usedUpDay: at.map { zone.localDay(at: $0).day })
        }
    }

    /// A pool as notices name it; users' scopes without regard to ASCII case, as users are compared.
    private struct PoolName: Hashable {
        var organization: ByteKey
        var name: ByteKey

        init(_ organization: String, _ name: String) {
            self.organization = ByteKey(organization)
            self.name = ByteKey(foldedName(name))
        }
    }
}

/// A fault of the ledger as one of a summary.
func reading<Result>(_ body: () throws(LedgerFault) -> Result) throws(SummaryFault) -> Result {
    do {
        return try body()
    } catch {
        throw .ledger(error)
    }
}

/// Byte order of keys.
func isBefore(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

/// A name as users are compared: ASCII letters in lower case.
func foldedName(_ name: String) -> String {
    String(decoding: name.utf8.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
}
