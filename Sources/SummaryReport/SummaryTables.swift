internal import CallModel
internal import UsageReport
internal import UsageSummary

/// Writes a month's tables, row by row.
///
/// - Complexity: memory for 64 KiB of rows.
struct SummaryTables {
    private let summary: MonthSummary
    private let style: ReportStyle
    private let folder: SummaryFolder
    private let rowsPerFileMax: Int

    /// Rows are handed over in pieces of about this size.
    private static let pieceByteCount = 65_536

    /// - Parameter rowsPerFileMax: The most rows of a file; `nil` is what the style says.
    init(_ summary: MonthSummary, _ style: ReportStyle, _ folder: SummaryFolder, rowsPerFileMax: Int? = nil) {
        self.rowsPerFileMax = rowsPerFileMax ?? style.rowsPerFileMax ?? .max
        self.summary = summary
        self.style = style
        self.folder = folder
    }

    /// Writes all of them.
    func write() throws(SummaryOutputFault) {
        try write(.byUser, summary.organizations.lazy.flatMap { organization in organization.users.lazy.map { (organization, $0) } }) {
            row, table in
            table.put(row.0.organization)
            putUser(row.1.user, &table)
            table.put(row.1.user?.location.description ?? "")
            put(row.1.totals, charged: row.1.totals.all.charged, row.0, &table)
        }
        try write(.byDestination, summary.organizations.lazy.flatMap { organization in organization.destinations.lazy.map { (organization, $0) } }) {
            row, table in
            table.put(row.0.organization)
            table.put(row.1.country.description)
            table.put(row.1.destination)
            table.put("\(row.1.reach.name)")
            put(row.1.totals, charged: row.1.totals.all.charged, row.0, &table)
        }
        try write(.byDay, summary.organizations.lazy.flatMap { organization in organization.days.lazy.map { (organization, $0) } }) { row, table in
            table.put(row.0.organization)
            table.put(CivilDate(daysSinceEpoch: row.1.day))
            put(row.1.totals, charged: row.1.charged, row.0, &table)
            table.put(row.1.isComplete ? "yes" : "no")
        }
        try write(.pools, summary.organizations.lazy.flatMap(\.pools), put)
        try write(.credits, summary.organizations.lazy.flatMap { StatementRow.all($0, summary.month) }) { row, table in row.put(into: &table) }
        try write(.blocked, summary.organizations.lazy.flatMap { organization in organization.blocked.lazy.map { (organization, $0) } }) {
            row, table in
            table.put(row.0.organization)
            table.put(CivilDate(daysSinceEpoch: row.1.day))
            putUser(row.1.user, &table)
            table.put("\(row.1.refusal.name)")
            table.put("\(row.1.outcome.name)")
            table.put(row.1.calls)
            table.put(row.1.uncoveredSeconds)
            table.put(row.1.cost, decimals: row.1.decimals)
            table.put(row.1.currency)
        }
    }

    /// Writes a table; where a spreadsheet could not hold more rows, another file with the same header goes on.
    private func write<Row>(
        _ file: SummaryFile, _ rows: some Sequence<Row>, _ put: (Row, inout ReportTable) -> Void
    ) throws(SummaryOutputFault) {
        var fileCount = 1
        var output = try folder.file(file.name)
        var table = ReportTable(columns: file.columns, style: style)
        for row in rows {
            if table.rowCount == rowsPerFileMax {
                try table.takeBytes { (bytes) throws(SummaryOutputFault) in try output.write(bytes) }
                try output.finish()
                fileCount += 1
                output = try folder.file("\(file.rawValue)-\(fileCount).csv")
                table = ReportTable(columns: file.columns, style: style)
            }
            put(row, &table)
            table.endRow()
            if table.byteCount >= SummaryTables.pieceByteCount {
                try table.takeBytes { (bytes) throws(SummaryOutputFault) in try output.write(bytes) }
            }
        }
        try table.takeBytes { (bytes) throws(SummaryOutputFault) in try output.write(bytes) }
        try output.finish()
    }

    /// UPN and display name.
    private func putUser(_ user: UsageUser?, _ table: inout ReportTable) {
        table.put(user?.name ?? "")
        table.put(user?.displayName ?? "")
    }

    /// What calls come to.
    private func put(_ totals: UsageTotals, charged: Money, _ organization: OrganizationMonth, _ table: inout ReportTable) {
        let all = totals.all
        table.put(all.calls)
        table.put(totals.answeredCalls)
        for outcome in [Outcome.free, .included, .charged, .split, .disconnected, .blocked] { table.put(totals[outcome].calls) }
        table.put(all.durationSeconds)
        table.put(hundredths: QuotientText.hundredths(all.durationSeconds, by: 60))
        table.put(all.includedSeconds)
        table.put(all.chargedSeconds)
        table.put(all.uncoveredSeconds)
        table.put(charged, decimals: organization.decimals)
        table.put(organization.currency)
        if totals.answeredCalls > 0 {
            table.put(hundredths: QuotientText.hundredths(all.durationSeconds, by: totals.answeredCalls))
        } else {
            table.putEmpty()
        }
        let chargedCalls = totals[.charged].calls + totals[.split].calls
        if chargedCalls > 0 {
            table.put(QuotientText.average(all.charged, by: chargedCalls, decimals: organization.decimals), decimals: organization.decimals)
        } else {
            table.putEmpty()
        }
    }

    /// A pool.
    private func put(_ pool: PoolUse, _ table: inout ReportTable) {
        let used = QuotientText.hundredths(pool.usedSeconds, by: 60)
        table.put(Country(pool.scope) == nil ? "" : pool.scope)
        table.put(pool.planName)
        if let minutes = pool.minutes { table.put(minutes) } else { table.putEmpty() }
        table.put(hundredths: used)
        // What is shown as used and as left makes the whole.
        if let minutes = pool.minutes { table.put(hundredths: max(0, 100 * minutes - used)) } else { table.putEmpty() }
        table.put(pool.plan)
        table.put(pool.organization)
        table.put(pool.allowance)
        table.put(pool.scope)
        table.put(pool.month.description)
        table.put(pool.usedSeconds)
        if let day = pool.usedUpDay { table.put(CivilDate(daysSinceEpoch: day)) } else { table.putEmpty() }
    }
}

extension ReportTable {
    /// A number with two decimals.
    mutating func put(hundredths: Int64) { put(Money(units: hundredths * (Money.unitsPerOne / 100)), decimals: 2) }
}

/// Quotients as they are shown: halves away from zero.
enum QuotientText {
    /// Hundredths of `number` / `divisor`, neither below zero.
    ///
    /// - Precondition: `divisor` is above zero.
    static func hundredths(_ number: Int64, by divisor: Int64) -> Int64 {
        let (whole, rest) = number.quotientAndRemainder(dividingBy: divisor)
        // What an amount cannot hold is shown as the largest number that it can.
        let shown = min(whole, Int64.max / Money.unitsPerOne - 1)
        return shown * 100 + Int64((Int128(rest) * 200 + Int128(divisor)) / (2 * Int128(divisor)))
    }

    /// `amount` / `count`, rounded to so many decimals.
    ///
    /// - Precondition: `amount` is not below zero; `count` is above zero.
    static func average(_ amount: Money, by count: Int64, decimals: Int) -> Money {
        var quantum: Int128 = 1
        for _ in decimals..<Money.decimalsMax { quantum *= 10 }
        let divisor = Int128(count) * quantum
        return Money(units: Int64((2 * Int128(amount.units) + divisor) / (2 * divisor) * quantum))
    }
}
