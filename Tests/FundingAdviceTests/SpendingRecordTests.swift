import CallModel
import Testing

@testable import FundingAdvice
@testable import UsageSummary

/// Which days are on record, and which months are whole.
@Suite struct SpendingRecordTests {
    private static func day(_ text: String) -> Int { CivilDate(text)!.daysSinceEpoch }

    private static func record(_ active: [String], _ ledger: (String, String), _ charges: [(String, String)]) -> SpendingRecord? {
        SpendingRecord(
            active: active.map(day), ledger: day(ledger.0)...day(ledger.1),
            charges: charges.map { DailyCharge(day: day($0.0), amount: Money.parse($0.1)!.amount, calls: 1) })
    }

    @Test func `no day, no record`() {
        #expect(Self.record([], ("2026-01-01", "2026-01-31"), []) == nil)
    }

    /// The ledger begins on 10 January; February is whole though its first call is on the 12th; March has none; April is cut off.
    @Test func `months from the first to the last day of the ledger`() throws {
        let record = try #require(
            Self.record(
                ["2026-01-20", "2026-02-12", "2026-04-02"], ("2026-01-10", "2026-04-05"),
                [("2026-01-20", "1.5"), ("2026-02-12", "2"), ("2026-02-28", "3"), ("2026-04-02", "4")]))
        #expect(record.days.count == 22 + 28 + 5)
        #expect(record.days.first == Self.day("2026-01-10") && record.days.last == Self.day("2026-04-05"))
        #expect(record.wholeMonths.map { "\($0.month) \($0.amount.text(decimals: 2))" } == ["2026-02 5.00"])
        #expect(record.chargedDayCount == 4)
        // The last thirty days on record: 5 of April and 25 of February, from the 4th on.
        #expect(record.present.dayCount == 30 && record.present.amount.text(decimals: 2) == "9.00")
    }

    @Test(arguments: [("5", ["3", "5", "9"]), ("3", ["3", "5"]), ("0", ["0", "0", "8"])])
    func `the median month, by nearest rank`(median: String, months: [String]) throws {
        let days = months.indices.map { "2026-0\($0 + 1)-15" }
        let whole = try #require(
            Self.record(days, ("2026-01-01", "2026-0\(months.count + 1)-01"), Array(zip(days, months))))
        #expect(NearestRank.of(whole.wholeMonths.map(\.amount), percent: 50) == Money.parse(median)!.amount)
        #expect(whole.wholeMonths.count == months.count)
    }
}
