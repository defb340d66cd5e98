import CallModel
import Settlement
import Testing

@testable import Overview
@testable import UsageSummary

/// The bars and the curve of an overview, in thousandths of its height.
@Suite struct DailyChartTests {
    static let month = CalendarMonth(year: 2026, month: 10)

    /// Tens, as amounts.
    static func money(_ whole: Int64) -> Money { Money(units: whole * 100_000_000) }

    /// An organization with these movements: the day of the month, the kind and the amount; in order.
    static func organization(opening: Int64, _ movements: [(day: Int, kind: Movement.Kind, amount: Int64)]) -> OrganizationMonth {
        var balance = money(opening)
        let entries = movements.map { movement in
            balance += money(movement.amount)
            let day = month.days.lowerBound + movement.day - 1
            return CreditsStatement.Entry(
                movement: CreditMovement(
                    organization: "alder", kind: movement.kind, run: 1, at: Instant(epochSeconds: Int64(day) * 86_400), day: day,
                    amount: money(movement.amount), calls: 1, lot: nil),
                balance: balance)
        }
        return OrganizationMonth(
            organization: "alder", currency: "EUR", decimals: 2,
            statement: CreditsStatement(opening: money(opening), entries: entries, closing: balance, lots: [], approvals: []))
    }

    @Test func `bars are as high as the day's part of the largest charge, and no bar is invisible`() {
        let chart = DailyChart(Self.organization(opening: 100, [(1, .charge, -50), (2, .charge, -25), (31, .charge, -1)]), Self.month)
        #expect(chart.width == 620)
        #expect(chart.chargeMax == Self.money(50))
        #expect(chart.bars.map { [$0.x, $0.y, $0.width, $0.height] } == [[3, 0, 14, 1000], [23, 500, 14, 500], [603, 980, 14, 20]])
        let tiny = DailyChart(Self.organization(opening: 0, [(1, .charge, -100_000), (2, .charge, -1)]), Self.month)
        #expect(tiny.bars.map(\.height) == [1000, 4])
    }

    @Test func `the curve has the balance at the end of every day, zero and what lies below it in view`() {
        let chart = DailyChart(
            Self.organization(opening: 10, [(2, .charge, -30), (3, .recharge, 40), (3, .charge, -5), (4, .expiry, -15)]), Self.month)
        #expect((chart.balanceMin, chart.balanceMax) == (Self.money(-20), Self.money(15)))
        #expect(chart.days.prefix(5).map(\.balance) == [10, -20, 15, 0, 0].map(Self.money))
        #expect(chart.level(.zero) == 1000 - 571)
        #expect(chart.curve.hasPrefix("M10 143 L30 1000 L50 0 L70 429 L90 429"))
        #expect(chart.curve.split(separator: "L").count == 31)
        #expect(chart.dots == ["M50 0 h0"])
        #expect(chart.days[2].bought == Self.money(40))
        #expect(chart.days[3].expired == Self.money(15))
    }

    @Test func `a month without charges or balance has no bars and a flat curve`() {
        let chart = DailyChart(Self.organization(opening: 0, []), Self.month)
        #expect(chart.bars.isEmpty)
        #expect(chart.dots.isEmpty)
        #expect(chart.curve.hasPrefix("M10 1000 L30 1000"))
    }

    @Test func `amounts at the end of their range do not overflow`() {
        let most = Money(units: .max)
        #expect(DailyChart.part(most, of: most) == 1000)
        #expect(DailyChart.part(Money(units: .max / 2), of: most) == 499)
        #expect(DailyChart.part(.zero, of: .zero) == 0)
    }
}
