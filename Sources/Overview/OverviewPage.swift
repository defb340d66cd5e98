internal import CallModel
internal import Mustache
public import UsageSummary

/// A month of an organization, to look at: one self-contained HTML file, without script, for screens of any width and for A4.
public struct OverviewPage {
    let organization: OrganizationMonth
    let summary: MonthSummary
    let locale: OverviewLocale
    let chart: DailyChart

    /// How many destinations, and how many users, are shown.
    static let topCount = 10
    /// How many users who could not call are shown.
    static let blockedMax = 20
    /// How many pools are shown.
    static let poolMax = 30

    /// A page for one of the organizations of a month's summary.
    public init(_ organization: OrganizationMonth, of summary: MonthSummary, locale: OverviewLocale) {
        self.organization = organization
        self.summary = summary
        self.locale = locale
        chart = DailyChart(organization, summary.month)
    }

    /// The template cannot be wrong: a test renders it.
    private static let template: MustacheTemplate = {
        do {
            return try MustacheTemplate(string: String(decoding: PackageResources.overview_mustache, as: UTF8.self))
        } catch {
            preconditionFailure("overview.mustache: \(error)")
        }
    }()

    /// The file's text, in UTF-8.
    public var html: String { OverviewPage.template.render(context) }

    /// An amount of the organization's account.
    func amount(_ money: Money) -> String { locale.amount(money, decimals: organization.decimals) }

    /// An amount, or nothing for none.
    func amountOrNothing(_ money: Money) -> String { money == .zero ? "" : amount(money) }

    private var context: [String: Any] {
        let days = chart.days.filter(\.isBusy)
        var context: [String: Any] = [
            "organization": organization.organization, "month": locale.month(summary.month), "timeZone": summary.timeZone,
            "currency": organization.currency, "cards": cards, "hasDays": !days.isEmpty, "dayCount": chart.days.count,
            "plotWidth": chart.width, "chargeTop": amount(chart.chargeMax), "balanceTop": amount(chart.balanceMax),
            "balanceBottom": amount(chart.balanceMin), "zero": chart.level(.zero), "curve": chart.curve, "dots": chart.dots,
            "hasDots": !chart.dots.isEmpty, "dayMarks": stride(from: 1, through: chart.days.count, by: 7).map { $0 },
            "bars": chart.bars.map { ["x": $0.x, "y": $0.y, "width": $0.width, "height": $0.height] },
            "opening": amount(organization.statement.opening), "closing": amount(organization.statement.closing),
            "dayRows": days.map(dayRow), "kinds": kinds, "pools": pools.prefix(OverviewPage.poolMax).map { $0 },
            "hasPools": !organization.pools.isEmpty,
            "tops": [topDestinations, topUsers],
            "blocked": blocked.prefix(OverviewPage.blockedMax).map { $0 }, "hasBlocked": !blocked.isEmpty, "lots": lots,
            "hasLots": !lots.isEmpty, "approvals": approvals,
        ]
        context["daySum"] = dayRow(
            days.reduce(into: DailyChart.Day(day: 0)) { sum, day in
                sum.calls += day.calls
                sum.charged += day.charged
                sum.bought += day.bought
                sum.expired += day.expired
            })
        if !summary.incompleteDays.isEmpty {
            context["incomplete"] =
                "Not all calls of the month are on record by user and destination: runs up to \(summary.lastRunWithoutUsage) did not keep them. "
                + "Charges, credits and pools are complete."
        }
        let morePools = organization.pools.count - OverviewPage.poolMax
        if morePools > 0 { context["poolsRest"] = "and \(locale.count(Int64(morePools))) more, with more left: pstn-minute-pools.csv has them" }
        let more = blocked.count - OverviewPage.blockedMax
        if more > 0 { context["blockedRest"] = "and \(locale.count(Int64(more))) more" }
        return context
    }

    private func dayRow(_ day: DailyChart.Day) -> [String: String] {
        [
            "day": locale.dayOfMonth(day.day), "calls": day.calls == 0 ? "" : locale.count(day.calls), "charged": amountOrNothing(day.charged),
            "bought": amountOrNothing(day.bought), "expired": amountOrNothing(day.expired), "balance": amount(day.balance),
        ]
    }

    private var cards: [[String: String]] {
        let all = organization.total.all
        let blocked = organization.blocked.reduce(Int64(0)) { $0 + $1.calls }
        let charged = chart.days.reduce(Money.zero) { $0 + $1.charged }
        let bought = chart.days.reduce(Money.zero) { $0 + $1.bought }
        return [
            ["title": "Charged", "value": amount(charged), "note": organization.currency],
            ["title": "Credits bought", "value": amount(bought), "note": organization.currency],
            ["title": "Balance at the end", "value": amount(organization.statement.closing), "note": organization.currency],
            ["title": "Calls", "value": locale.count(all.calls), "note": "\(locale.count(organization.total.answeredCalls)) answered"],
            ["title": "Minutes", "value": locale.minutes(all.durationSeconds), "note": "\(locale.minutes(all.includedSeconds)) included in plans"],
            ["title": "Not covered", "value": locale.count(blocked), "note": blocked == 1 ? "call" : "calls"],
        ]
    }
}
