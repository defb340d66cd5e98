internal import CallModel
internal import Catalogue

/// What the rows of a usage report add up to, by organization.
struct UsageSums: Sendable {
    /// Amounts in units of 10⁻⁸ and how many calls had any.
    struct Charge: Hashable, Sendable {
        var amount: Int128 = 0
        var calls: Int64 = 0
    }

    /// A local day or month of an organization.
    struct Period: Hashable, Sendable {
        var organization: Int
        /// Days since 1970, or months since year 0.
        var number: Int
    }

    /// Rows.
    private(set) var rowCount: Int64 = 0
    /// Rows of each organization.
    private(set) var rows: [Int64]
    /// Fees and charges by local day.
    private(set) var charges: [Period: Charge] = [:]
    /// Included seconds by local month.
    private(set) var includedSeconds: [Period: Int64] = [:]
    /// For each organization the sum of its rows' hashes (``ReportBlock/hash(ofRow:)``), if they are wanted.
    private(set) var rowHashes: [UInt64]
    private let zone: CalendarZone
    /// The local day of the last row, and its month: calls come by the day.
    private var lastDay = Int.min
    private var lastMonth = 0

    init(organizations: Int, zone: CalendarZone) {
        rows = Array(repeating: 0, count: organizations)
        rowHashes = Array(repeating: 0, count: organizations)
        self.zone = zone
    }

    /// Adds a row.
    mutating func add(_ row: UsageRow) {
        rowCount += 1
        rows[row.organization] += 1
        let isPaid = row.charge != 0 || row.connectionFee != 0
        if !isPaid, row.includedSeconds == 0 { return }
        let day = LocalTime(row.start, zone).day
        if day != lastDay { (lastDay, lastMonth) = (day, LocalTime.month(ofDay: day)) }
        if isPaid {
            let period = Period(organization: row.organization, number: day)
            charges[period, default: Charge()].amount += Int128(row.charge) + Int128(row.connectionFee)
            charges[period, default: Charge()].calls += 1
        }
        if row.includedSeconds > 0 { includedSeconds[Period(organization: row.organization, number: lastMonth), default: 0] += row.includedSeconds }
    }

    /// Adds the hash of a row.
    mutating func add(rowHash: UInt64, of organization: Int) { rowHashes[organization] &+= rowHash }

    /// Adds what other rows add up to.
    mutating func add(_ other: UsageSums) {
        rowCount += other.rowCount
        for organization in rows.indices {
            rows[organization] += other.rows[organization]
            rowHashes[organization] &+= other.rowHashes[organization]
        }
        for (period, charge) in other.charges {
            charges[period, default: Charge()].amount += charge.amount
            charges[period, default: Charge()].calls += charge.calls
        }
        for (period, seconds) in other.includedSeconds { includedSeconds[period, default: 0] += seconds }
    }

    /// Fees and charges of each organization.
    var charged: [Charge] {
        var sums = Array(repeating: Charge(), count: rows.count)
        for (period, charge) in charges {
            sums[period.organization].amount += charge.amount
            sums[period.organization].calls += charge.calls
        }
        return sums
    }

    /// Included seconds of each organization.
    var included: [Int64] {
        var sums = Array(repeating: Int64(0), count: rows.count)
        for (period, seconds) in includedSeconds { sums[period.organization] += seconds }
        return sums
    }
}
