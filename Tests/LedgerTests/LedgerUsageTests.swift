import CallModel
import Foundation
import GRDB
import Testing

@testable import Ledger

/// What is kept of usage comes back as it was, and what was changed behind our back is damage, not a trap.
@Suite struct LedgerUsageTests {
    let folder: LedgerFolder

    init() throws { folder = try LedgerFolder() }

    private func commit(_ usage: [UsageAggregates], _ names: [PlanName] = [], to ledger: LedgerFile) throws {
        try ledger.commitRun {
            var changes = Sample.changes(Sample.run($0), accounts: [Sample.account("adatum"), Sample.account("contoso")])
            changes.usage = usage.map { EncodedUsage($0) }
            changes.planNames = names
            return changes
        }
    }

    private func usage(_ ledger: LedgerFile, month: CalendarMonth? = nil, organization: String? = nil) throws -> [String] {
        var found: [String] = []
        try ledger.forEachUsage(month: month, organization: organization) { run, usage in
            found.append("\(usage.organization) \(usage.month) run \(run)")
        }
        return found
    }

    @Test func `usage is read by month and organization, run by run, less the runs that were taken back`() throws {
        let november = CalendarMonth(year: 2026, month: 11)
        let ledger = try LedgerFile.openForRun(folder.path)
        try commit([Sample.usage("contoso"), Sample.usage("adatum"), Sample.usage("adatum", november)], to: ledger)
        try commit([Sample.usage("contoso")], to: ledger)
        #expect(
            try usage(ledger) == ["adatum 2026-10 run 1", "adatum 2026-11 run 1", "contoso 2026-10 run 1", "contoso 2026-10 run 2"])
        #expect(try usage(ledger, month: november) == ["adatum 2026-11 run 1"])
        #expect(try usage(ledger, organization: "contoso") == ["contoso 2026-10 run 1", "contoso 2026-10 run 2"])
        #expect(try ledger.usageMonths() == [Sample.october, november])
        #expect(try ledger.usageMonths(organization: "contoso") == [Sample.october])
        try ledger.undo(run: 2)
        #expect(try usage(ledger, organization: "contoso") == ["contoso 2026-10 run 1"])
        var ever = 0
        try ledger.forEachUsageEver { _, _ in ever += 1 }
        #expect(ever == 4)
        try ledger.close()
    }

    @Test func `a plan has the name that the last run gave it`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        try commit([], [PlanName(plan: "A", name: "first"), PlanName(plan: "B", name: "B")], to: ledger)
        try commit([], [PlanName(plan: "A", name: "second")], to: ledger)
        #expect(try ledger.planNames() == [PlanName(plan: "A", name: "second"), PlanName(plan: "B", name: "B")])
        try ledger.undo(run: 2)
        #expect(try ledger.planNames() == [PlanName(plan: "A", name: "first"), PlanName(plan: "B", name: "B")])
        try ledger.close()
    }

    @Test func `all numbers and texts come back`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        try commit([Sample.usage("contoso")], to: ledger)
        var found: [UsageAggregates] = []
        try ledger.forEachUsage { _, usage in found.append(usage) }
        #expect(found == [Sample.usage("contoso")])
        try ledger.close()
    }

    @Test func `rows of uncovered calls of earlier runs, one for each destination, are read without it`() throws {
        let usage = Sample.usage("contoso")
        var row = UsageEncoder.uncovered(usage.uncovered)
        // Day, kind and user have a byte each.
        #expect(row[3] == 0)
        var rows = Data()
        for destination in 1...2 {
            row[3] = UInt8(destination)
            rows += row
        }
        var read = UsageAggregates(organization: "contoso", month: Sample.october, currency: "EUR", decimals: 4)
        try UsageDecoder.read(into: &read, texts: UsageEncoder.texts(usage), byUser: Data(), byDestination: Data(), uncovered: rows)
        #expect(read.uncovered == usage.uncovered + usage.uncovered)
    }

    /// Every byte of a table that is cut off or changed is either read as something else, or is damage.
    @Test func `no bytes make the reader trap`() throws {
        let usage = Sample.usage("contoso")
        let tables = [
            UsageEncoder.texts(usage), UsageEncoder.byUser(usage.byUser), UsageEncoder.byDestination(usage.byDestination),
            UsageEncoder.uncovered(usage.uncovered),
        ]
        var damaged = 0
        for (t, table) in tables.enumerated() {
            for i in table.indices {
                for change in [0, 0x7F, 0x80, 0xFF, nil] as [UInt8?] {
                    var changed = tables
                    if let change { changed[t][i] = change } else { changed[t] = table[..<i] }
                    var read = UsageAggregates(organization: "contoso", month: Sample.october, currency: "EUR", decimals: 4)
                    do {
                        try UsageDecoder.read(into: &read, texts: changed[0], byUser: changed[1], byDestination: changed[2], uncovered: changed[3])
                    } catch {
                        #expect(error.description == "the usage of a run cannot be read")
                        damaged += 1
                    }
                }
            }
        }
        #expect(damaged > 100)
    }
}
