import CallModel
import Foundation
import Ledger
import RatingRun
import Settlement
import Testing
import UsageSummary

@testable import SummaryReport

/// SplitMix64: the same numbers on every machine.
private struct SeededRandom {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(limit))
    }
}

/// Whatever happened in whatever order: statements add up, months join, and a month's sums are those of the runs' reports.
@Suite struct MonthSumsTests {
    /// Nights over two years, their calls out of order: lots expire, debts are made and paid, calls come late, runs are taken back.
    private func rateNights(_ folder: MonthFolder, seed: UInt64) async throws {
        var random = SeededRandom(state: seed)
        let users = ["ada@maple.example", "+ben@maple.example", "cleo@oak.example"]
        for night in 1...6 {
            let records = (0..<40).map { i in
                let day = 1 + random.below(28)
                let month = 1 + (4 * night + random.below(3)) % 12
                let year = 2026 + (4 * night + random.below(6)) / 12 % 2
                let seconds = random.below(5) == 0 ? 0 : random.below(4000)
                func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
                let start = "\(year)-\(two(month))-\(two(day))T\(two(random.below(24))):\(two(random.below(60))):00Z"
                let callee = random.below(2) == 0 ? "+33199000504" : "+39021234567"
                return "n\(night)-\(i),user_out,\(start),\(seconds),,\(callee),\(users[random.below(3)]),\n"
            }
            try await folder.rate("night-\(night)", records: records, workers: 1 + night % 3)
            // The night is taken back, and another has its number's successor.
            if night == 3 { _ = try RunUndo.undo(run: 3, ledger: folder.ledger) }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `months join, and the last one ends with the ledger's balance`(seed: UInt64) async throws {
        let folder = try MonthFolder()
        try await rateNights(folder, seed: seed)
        let ledger = try LedgerFile.openForReading(folder.ledger)
        let balances = Dictionary(uniqueKeysWithValues: try ledger.accounts().map { ($0.organization, $0.balance) })
        try ledger.close()
        try UsageRecords.read(folder.ledger) { (records) throws(SummaryFault) in
            #expect(records.credits.contains { $0.movements.contains { $0.kind == .expiry } })
            for history in records.credits {
                let months = try records.months(organization: history.organization)
                var balance = Money.zero
                for ordinal in months.first!.ordinal...months.last!.ordinal {
                    let statement = history.statement(of: CalendarMonth(ordinal: ordinal))
                    #expect(statement.opening == balance)
                    for entry in statement.entries {
                        balance += entry.movement.amount
                        #expect(entry.balance == balance)
                    }
                    #expect(statement.closing == balance)
                }
                #expect(balance == balances[history.organization])
                #expect(balance == history.balance)
                // What lots have left is the balance, unless it is a debt.
                let left = history.lots.filter { !$0.isForfeited }.reduce(Money.zero) { $0 + $1.remaining }
                #expect(balance > .zero ? left == balance : left == .zero)
                let charges = history.movements.filter { $0.kind == .charge }.reduce(Money.zero) { $0 - $1.amount }
                #expect(history.dailyCharges.reduce(Money.zero) { $0 + $1.amount } == charges)
                #expect(history.dailyCharges.map(\.day) == history.dailyCharges.map(\.day).sorted())
            }
        }
    }

    @Test(arguments: [4, 5] as [UInt64])
    func `a month's sums are those over the rows of the reports that stand`(seed: UInt64) async throws {
        let folder = try MonthFolder()
        try await rateNights(folder, seed: seed)
        // By organization and month in Rome: calls, seconds, units of money.
        var expected: [String: [Int64]] = [:]
        for night in [1, 2, 4, 5, 6] {
            for line in try folder.text("out-night-\(night)/pstn-usage.csv").split(separator: "\n").dropFirst() {
                // Ben's display name has a comma.
                let cells = line.replacing("\"=Ben, B\"", with: "Ben").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                // None of the calls begins so late on a month's last day, that Rome would be in the next month.
                let money = Money.parse(cells[16])!.amount.units + Money.parse(cells[17])!.amount.units
                let sums = [1, Int64(cells[15])!, Int64(cells[23])!, Int64(cells[24])!, Int64(cells[25])!, money]
                let key = cells[20] + " " + cells[13].prefix(7)
                expected[key] = zip(expected[key] ?? [0, 0, 0, 0, 0, 0], sums).map { $0 + $1 }
            }
        }
        var byUser: [String: [Int64]] = [:]
        var byDestination: [String: [Int64]] = [:]
        var byDay: [String: [Int64]] = [:]
        var byCountry: [String: Int64] = [:]
        func add(_ sum: UsageSum, _ charged: Money, to groups: inout [String: [Int64]], _ key: String) {
            let list = [sum.calls, sum.durationSeconds, sum.includedSeconds, sum.chargedSeconds, sum.uncoveredSeconds, charged.units]
            groups[key] = zip(groups[key] ?? [0, 0, 0, 0, 0, 0], list).map { $0 + $1 }
        }
        try UsageRecords.read(folder.ledger) { (records) throws(SummaryFault) in
            for month in try records.months() {
                for organization in try records.summary(of: month).organizations where organization.total.all.calls > 0 {
                    let key = "\(organization.organization) \(month)"
                    for user in organization.users { add(user.totals.all, user.totals.all.charged, to: &byUser, key) }
                    for destination in organization.destinations {
                        add(destination.totals.all, destination.totals.all.charged, to: &byDestination, key)
                    }
                    for day in organization.days {
                        #expect(day.charged == day.totals.all.charged && day.isComplete)
                        add(day.totals.all, day.charged, to: &byDay, key)
                    }
                }
            }
            for country in try records.countries() {
                byCountry["\(country.key.organization) \(country.key.month)", default: 0] += country.totals.all.durationSeconds
            }
        }
        #expect(byUser == expected)
        #expect(byDestination == expected)
        #expect(byDay == expected)
        #expect(byCountry == expected.mapValues { $0[1] }.filter { $0.value > 0 })
    }

    @Test func `days whose usage an earlier format did not keep are named, and nothing is made up for them`() async throws {
        let folder = try MonthFolder()
        try await folder.rateAutumn()
        // What a ledger of format 2 would say after its upgrade: of runs 1 and 2 it has no usage.
        try folder.forgetUsage(throughRun: 2)
        let summary = try folder.summary(2026, 10)
        let text = summary.incompleteDays.map { String(Instant(CivilDate(daysSinceEpoch: $0), secondOfDay: 0).description.prefix(10)) }
        // Days of UTC are known: each touches two of Rome.
        #expect(text == ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-12", "2026-10-13", "2026-10-14"])
        #expect(summary.lastRunWithoutUsage == 2)
        let maple = summary.organizations[0]
        #expect(maple.total.all.calls == 0 && maple.users.isEmpty)
        #expect(maple.days.map { "\($0.totals.all.calls) \($0.charged.text(decimals: 4)) \($0.isComplete)" } == ["0 0.0900 false", "0 2.6000 false"])
        #expect(maple.statement.closing.text(decimals: 4) == "7.0500")
        #expect(
            SummaryReport.text(summary, folder: "reports") == """
                Report of 2026-10 (Europe/Rome) in reports: 2 organizations, 0 calls
                  usage is not complete: calls of days from 2026-10-01 to 2026-10-14 were settled by a Scatto that did not keep it (up to run 2); charges, credits and pools are

                """)
        #expect(
            SummaryReport.text(try folder.summary(2026, 11), folder: "reports")
                == "Report of 2026-11 (Europe/Rome) in reports: 2 organizations, 1 call\n")
    }
}
