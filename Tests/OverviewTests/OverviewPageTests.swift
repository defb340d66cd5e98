import CallModel
import Foundation
import Settlement
import Testing

@testable import Overview
@testable import UsageSummary

/// What stands in an overview. That it can be looked at is for `Tests/Overview/look`.
@Suite struct OverviewPageTests {
    static let locales: [(name: String, amount: String, count: String, minutes: String, day: String, month: String)] = [
        ("en-US", "1,234,567.8900", "12,345", "1,000.5", "Oct 1, 2026", "October 2026"),
        ("en-GB", "1,234,567.8900", "12,345", "1,000.5", "1 Oct 2026", "October 2026"),
        ("it-IT", "1.234.567,8900", "12.345", "1000,5", "1 ott 2026", "ottobre 2026"),
        ("de-DE", "1.234.567,8900", "12.345", "1.000,5", "1. Okt. 2026", "Oktober 2026"),
        ("fr-FR", "1\u{202F}234\u{202F}567,8900", "12\u{202F}345", "1\u{202F}000,5", "1 oct. 2026", "octobre 2026"),
    ]

    @Test(arguments: locales)
    func `numbers and dates are those of the reader's locale`(
        name: String, amount: String, count: String, minutes: String, day: String, month: String
    ) {
        let locale = OverviewLocale(name: name)
        #expect(locale.amount(Money(units: 123_456_789_000_000), decimals: 4) == amount)
        #expect(locale.count(12_345) == count)
        #expect(locale.minutes(60_027) == minutes)
        #expect(locale.day(DailyChartTests.month.days.lowerBound) == day)
        #expect(locale.month(DailyChartTests.month) == month)
    }

    @Test(arguments: [(0, "0.0"), (2, "0.0"), (3, "0.1"), (59, "1.0"), (3600, "60.0")] as [(Int64, String)])
    func `minutes are rounded to tenths`(seconds: Int64, text: String) {
        #expect(OverviewLocale(name: "en-US").minutes(seconds) == text)
    }

    private func sum(calls: Int64, seconds: Int64, charged: Int64) -> UsageSum {
        var sum = UsageSum()
        sum.calls = calls
        sum.durationSeconds = seconds
        sum.charged = DailyChartTests.money(charged)
        return sum
    }

    private func totals(_ sum: UsageSum, _ outcome: Outcome = .charged) -> UsageTotals {
        var totals = UsageTotals()
        let isWithinRange = totals.add(sum, outcome)
        #expect(isWithinRange)
        return totals
    }

    private func page(_ change: (inout OrganizationMonth) -> Void = { _ in }, incomplete: [Int] = []) -> OverviewPage {
        var organization = DailyChartTests.organization(opening: 100, [(1, .charge, -50), (2, .recharge, 20)])
        change(&organization)
        let summary = MonthSummary(
            month: DailyChartTests.month, timeZone: "Europe/Rome", organizations: [organization], incompleteDays: incomplete,
            lastRunWithoutUsage: incomplete.isEmpty ? 0 : 3)
        return OverviewPage(organization, of: summary, locale: OverviewLocale(name: "en-US"))
    }

    @Test func `an organization without anything has a page that says so`() {
        let page = page {
            $0.statement.entries = []
            $0.statement.closing = $0.statement.opening
        }
        for text in [
            "No calls and no movements of credits.", "No pool was drawn on.", "Nothing was charged.", "Every call was covered.",
            "No purchase has anything left.",
        ] {
            #expect(page.html.contains(text), "\(text)")
        }
        #expect(!page.html.contains("{{"))
    }

    @Test func `names are shown and never run`() {
        let nasty = "<script>alert(1)</script>&\"'"
        let html = page {
            $0.organization = nasty
            $0.users = [
                UserMonth(
                    user: UsageUser(name: "u", displayName: nasty, location: Country("IE") ?? .unknown),
                    totals: totals(sum(calls: 1, seconds: 60, charged: 5)))
            ]
            $0.destinations = [
                DestinationMonth(country: .unknown, destination: nasty, reach: .none, totals: totals(sum(calls: 1, seconds: 60, charged: 5)))
            ]
        }.html
        #expect(!html.contains("<script"))
        #expect(html.components(separatedBy: "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;").count == 5)
        #expect(!html.contains("http"))
    }

    @Test func `the ten that cost most stand first, and the others as one sum`() {
        let page = page {
            $0.destinations = (1...12).map { k in
                DestinationMonth(
                    country: .unknown, destination: "place \(k)", reach: .international, totals: totals(sum(calls: 1, seconds: 60, charged: Int64(k)))
                )
            }
        }
        let top = page.topDestinations
        let rows = top["rows"] as? [[String: String]] ?? []
        #expect(rows.map { $0["name"] } == (3...12).reversed().map { "place \($0)" })
        #expect(rows.first?["charged"] == "12.00")
        #expect(rows.first?["share"] == "153")
        #expect(rows.first?["percent"] == "15")
        #expect(top["rest"] as? String == "2 more destinations cost 3.00 EUR together")
    }

    @Test func `pools are ordered by the part that is used, and a full one says when it ran dry`() {
        let page = page {
            $0.pools = [("half", 60, 1800, nil), ("none", nil, 99, nil), ("full", 10, 600, 3)].map { name, minutes, used, day in
                PoolUse(
                    organization: "alder", plan: name, planName: name, allowance: "0", scope: "IE", month: DailyChartTests.month, minutes: minutes,
                    usedSeconds: used, usedUp: nil, usedUpDay: day.map { DailyChartTests.month.days.lowerBound + $0 - 1 })
            }
        }
        #expect(page.pools.map { $0["plan"] as? String } == ["full", "half", "none"])
        #expect(page.pools.map { $0["dry"] as? String } == ["Oct 3, 2026", "", ""])
        #expect(page.pools.map { ($0["bar"] as? [String: String])?["percent"] } == ["100", "50", nil])
        #expect(page.html.contains("no limit"))
    }

    @Test func `purchases that expire soon stand out, those that expire first at the top`() {
        func lot(_ reference: String, expires: String) -> CreditLot {
            CreditLot(
                reference: reference, kind: .funding, amount: DailyChartTests.money(10), remaining: DailyChartTests.money(4),
                purchased: Instant("2026-01-01") ?? Instant(epochSeconds: 0), expires: Instant(expires) ?? Instant(epochSeconds: 0), payment: "",
                isForfeited: false)
        }
        let page = page { $0.statement.lots = [lot("late", expires: "2027-09-01"), lot("soon", expires: "2026-12-01")] }
        #expect(page.lots.map { $0["reference"] } == ["soon", "late"])
        #expect(page.lots.map { $0["expires"] } == ["Dec 1, 2026, soon", "Sep 1, 2027"])
    }

    @Test func `who could not call is told by user and reason, what would have cost most first`() {
        func calls(_ user: String, _ refusal: Refusal, cost: Int64) -> BlockedCalls {
            BlockedCalls(
                day: DailyChartTests.month.days.lowerBound, user: UsageUser(name: user, displayName: "", location: .unknown), refusal: refusal,
                outcome: .blocked, calls: 2, uncoveredSeconds: 90, cost: DailyChartTests.money(cost), currency: "EUR", decimals: 2)
        }
        let page = page {
            $0.blocked = [calls("ann", .noCredit, cost: 1), calls("ann", .noCredit, cost: 2), calls("bob", .noCreditsLicence, cost: 9)]
        }
        #expect(
            page.blocked == [
                ["user": "bob", "why": "no licence for credits", "calls": "2", "minutes": "1.5", "cost": "9.00 EUR"],
                ["user": "ann", "why": "no credit was left", "calls": "4", "minutes": "3.0", "cost": "3.00 EUR"],
            ])
    }

    @Test func `a month of which not all is on record says so`() {
        let text =
            "Not all calls of the month are on record by user and destination: runs up to 3 did not keep them. Charges, credits and pools are complete."
        #expect(page(incomplete: [20_000]).html.contains(text))
        #expect(!page().html.contains("Not all calls"))
    }
}
