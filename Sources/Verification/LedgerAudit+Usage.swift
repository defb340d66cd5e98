internal import CallModel
internal import Catalogue
internal import Ledger
internal import Settlement

extension LedgerAudit {
    /// What each run keeps of usage, held against what it counted, charged and drew.
    func checkUsage(_ zone: CalendarZone, _ findings: inout Findings) throws(LedgerFault) {
        let firstRun = try ledger.lastRunWithoutUsage() + 1
        var sums = UsageAuditSums()
        try ledger.forEachUsageEver { run, usage in sums.add(usage, run: run) }
        try ledger.forEachMovement { run, movement in
            // A run that was taken back has its charges once more, below zero.
            if run < firstRun || movement.kind != .charge || movement.amount.units <= 0 { return }
            let day = LocalTime(movement.at.epochSeconds, zone).day
            sums.moved[UsageAuditSums.Key(run: run, organization: Array(movement.organization.utf8), number: day), default: 0] +=
                Int128(movement.amount.units)
        }
        try ledger.forEachDraw { draw in
            if draw.run < firstRun || draw.seconds <= 0 { return }
            let key = UsageAuditSums.Key(run: draw.run, organization: Array(draw.pool.organization.utf8), number: Int(draw.pool.month.ordinal))
            sums.drawn[key, default: 0] += Int128(draw.seconds)
        }
        for run in runs {
            let expected = run.number < firstRun ? 0 : Int128(run.settled)
            let found = sums.calls[run.number] ?? UsageAuditSums.Calls()
            if found.byUser != expected || found.byDestination != expected {
                findings.note(
                    .aggregates,
                    "\(ledger.path): run \(run.number) settled \(run.settled) records, and its usage has \(found.byUser) by user and "
                        + "\(found.byDestination) by destination")
            }
            if found.uncovered != found.uncoveredByUser {
                findings.note(
                    .aggregates,
                    "\(ledger.path): nothing covered \(found.uncoveredByUser) s of run \(run.number), and its uncovered calls have \(found.uncovered) s"
                )
            }
        }
        compare(sums.charged, sums.moved, &findings) { key, found, expected in
            let account = accounts.first { $0.organization.utf8.elementsEqual(key.organization) }
            let decimals = account?.decimals ?? Money.decimalsMax
            return "\(key.name) was charged \(DecimalText.text(found.byUser, decimals: decimals)) by user and "
                + "\(DecimalText.text(found.byDestination, decimals: decimals)) by destination on \(ReportTime.dayText(key.number)) in run \(key.run), and its "
                + "movements charge \(DecimalText.text(expected, decimals: decimals))"
        }
        compare(sums.included, sums.drawn, &findings) { key, found, expected in
            "\(key.name) was included \(found.byUser) s by user and \(found.byDestination) s by destination in "
                + "\(CalendarMonth(ordinal: Int32(key.number))) in run \(key.run), which drew \(expected) s from its pools"
        }
    }

    /// Notes the first difference in the order of the keys.
    private func compare(
        _ found: [UsageAuditSums.Key: UsageAuditSums.Pair], _ expected: [UsageAuditSums.Key: Int128], _ findings: inout Findings,
        _ message: (UsageAuditSums.Key, UsageAuditSums.Pair, Int128) -> String
    ) {
        for key in Set(found.keys).union(expected.keys).sorted() {
            let (pair, sum) = (found[key] ?? UsageAuditSums.Pair(), expected[key] ?? 0)
            if pair.byUser != sum || pair.byDestination != sum { findings.note(.aggregates, "\(ledger.path): \(message(key, pair, sum))") }
        }
    }
}

/// What the usage that a ledger keeps adds up to.
private struct UsageAuditSums {
    /// A day or a month of an organization in a run.
    struct Key: Hashable, Comparable {
        var run: Int
        var organization: [UInt8]
        var number: Int

        var name: String { String(decoding: organization, as: UTF8.self) }

        static func < (a: Key, b: Key) -> Bool {
            if a.run != b.run { return a.run < b.run }
            if a.organization != b.organization { return a.organization.lexicographicallyPrecedes(b.organization) }
            return a.number < b.number
        }
    }

    /// One sum in both tables.
    struct Pair {
        var byUser: Int128 = 0
        var byDestination: Int128 = 0
    }

    /// Of a run.
    struct Calls {
        var byUser: Int128 = 0
        var byDestination: Int128 = 0
        /// Seconds that nothing covered.
        var uncoveredByUser: Int128 = 0
        var uncovered: Int128 = 0
    }

    var calls: [Int: Calls] = [:]
    /// Units of 10⁻⁸ by day.
    var charged: [Key: Pair] = [:]
    var moved: [Key: Int128] = [:]
    /// Seconds by month.
    var included: [Key: Pair] = [:]
    var drawn: [Key: Int128] = [:]

    mutating func add(_ usage: UsageAggregates, run: Int) {
        let organization = Array(usage.organization.utf8)
        let month = Key(run: run, organization: organization, number: Int(usage.month.ordinal))
        let firstDay = ReportTime.day(usage.month.year, usage.month.month, 1) ?? 0
        var ofRun = calls[run] ?? Calls()
        // By day of the month.
        var days = [Pair](repeating: Pair(), count: 32)
        var seconds = Pair()
        for row in usage.byUser {
            ofRun.byUser += Int128(row.sum.calls)
            ofRun.uncoveredByUser += Int128(row.sum.uncoveredSeconds)
            days[Int(row.day)].byUser += Int128(row.sum.charged.units)
            seconds.byUser += Int128(row.sum.includedSeconds)
        }
        for row in usage.byDestination {
            ofRun.byDestination += Int128(row.sum.calls)
            days[Int(row.day)].byDestination += Int128(row.sum.charged.units)
            seconds.byDestination += Int128(row.sum.includedSeconds)
        }
        for row in usage.uncovered { ofRun.uncovered += Int128(row.uncoveredSeconds) }
        calls[run] = ofRun
        included[month] = seconds
        for (day, pair) in days.enumerated() where pair.byUser != 0 || pair.byDestination != 0 {
            charged[Key(run: run, organization: organization, number: firstDay + day - 1)] = pair
        }
    }
}
