internal import CallModel
internal import Settlement
internal import UsageSummary

extension OverviewPage {
    /// Domestic, international and other calls.
    var kinds: [[String: String]] {
        let names: [(CallReach, String)] = [
            (.domestic, "Domestic"), (.international, "International"), (.none, "Inbound, free, unanswered, by no user"),
        ]
        return names.compactMap { reach, name in
            var sum = UsageSum()
            // Parts of a sum that is within range.
            for destination in organization.destinations where destination.reach == reach { _ = sum.add(destination.totals.all) }
            return sum.calls == 0 ? nil : row(name, sum)
        }
    }

    private func row(_ name: String, _ sum: UsageSum) -> [String: String] {
        [
            "name": name, "calls": locale.count(sum.calls), "minutes": locale.minutes(sum.durationSeconds), "charged": amount(sum.charged),
        ]
    }

    /// Pools that were drawn on, each with a bar; those with the largest part used first, those without limit last.
    var pools: [[String: Any]] {
        let sorted = organization.pools.enumerated().sorted { a, b in
            let (first, second) = (used(a.element), used(b.element))
            return first != second ? first > second : a.offset < b.offset
        }.map(\.element)
        return sorted.map { pool in
            var row: [String: Any] = [
                "plan": pool.planName, "scope": scope(pool), "used": locale.minutes(pool.usedSeconds), "dry": pool.usedUpDay.map(locale.day) ?? "",
                "size": pool.minutes.map(locale.count) ?? "",
            ]
            if let minutes = pool.minutes {
                let percent = used(pool) / 10
                row["bar"] = ["percent": String(percent), "style": pool.usedSeconds >= minutes * 60 ? "full" : "fill"]
            }
            return row
        }
    }

    /// The part of a pool that is used, in thousandths; −1 without limit.
    private func used(_ pool: PoolUse) -> Int {
        guard let minutes = pool.minutes else { return -1 }
        return minutes == 0 ? 1000 : Int(min(1000, Int128(pool.usedSeconds) * 1000 / (Int128(minutes) * 60)))
    }

    /// Who shares a pool.
    private func scope(_ pool: PoolUse) -> String {
        pool.scope == "*" ? "all users" : pool.scope.contains("@") ? pool.scope : "users in \(pool.scope)"
    }

    /// The destinations that cost most.
    var topDestinations: [String: Any] {
        top(
            "The ten destinations that cost most", "Destination",
            pricedDestinations, many: "destinations")
    }

    /// Destinations that cost something, whether domestic for some and international for others or not.
    private var pricedDestinations: [(name: String, sum: UsageSum)] {
        var sums: [String: UsageSum] = [:]
        for destination in organization.destinations where destination.totals.all.charged > .zero {
            let name = destination.destination + (destination.country == .unknown ? "" : " (\(destination.country))")
            // Parts of a sum that is within range.
            _ = sums[name, default: UsageSum()].add(destination.totals.all)
        }
        return sums.map { ($0.key, $0.value) }
    }

    /// The users who cost most.
    var topUsers: [String: Any] {
        top(
            "The ten users who cost most", "User",
            organization.users.filter { $0.totals.all.charged > .zero }.map { (name($0.user), $0.totals.all) }, many: "users")
    }

    /// A user's display name, else the name; what is of no user is named so.
    private func name(_ user: UsageUser?) -> String {
        guard let user else { return "numbers of services" }
        return user.displayName.isEmpty ? user.name : user.displayName
    }

    private func top(_ title: String, _ what: String, _ all: [(name: String, sum: UsageSum)], many: String) -> [String: Any] {
        let sorted = all.sorted { a, b in a.sum.charged != b.sum.charged ? a.sum.charged > b.sum.charged : a.name < b.name }
        let whole = all.reduce(Money.zero) { $0 + $1.sum.charged }
        let rows = sorted.prefix(OverviewPage.topCount).map { entry in
            let share = DailyChart.part(entry.sum.charged, of: whole)
            return row(entry.name, entry.sum).merging(["share": String(share), "percent": String((share + 5) / 10)]) { first, _ in first }
        }
        var context: [String: Any] = ["title": title, "what": what, "rows": rows, "hasRows": !rows.isEmpty, "currency": organization.currency]
        if sorted.count > rows.count {
            let rest = sorted.dropFirst(rows.count).reduce(Money.zero) { $0 + $1.sum.charged }
            context["rest"] = "\(locale.count(Int64(sorted.count - rows.count))) more \(many) cost \(amount(rest)) \(organization.currency) together"
        }
        return context
    }

    /// Who could not call and why, those who would have cost most first.
    var blocked: [[String: String]] {
        struct Key: Hashable {
            var user: String
            var refusal: Refusal
            var currency: String
            var decimals: Int
        }
        struct Sum {
            var calls: Int64 = 0
            var seconds: Int64 = 0
            var cost = Money.zero
        }
        var sums: [Key: Sum] = [:]
        for calls in organization.blocked {
            let key = Key(user: name(calls.user), refusal: calls.refusal, currency: calls.currency, decimals: calls.decimals)
            sums[key, default: Sum()].calls += calls.calls
            sums[key, default: Sum()].seconds += calls.uncoveredSeconds
            sums[key, default: Sum()].cost += calls.cost
        }
        return sums.sorted { a, b in
            if a.value.cost != b.value.cost { return a.value.cost > b.value.cost }
            return (a.key.user, a.key.refusal.rawValue) < (b.key.user, b.key.refusal.rawValue)
        }.map { key, sum in
            [
                "user": key.user, "why": key.refusal == .noCredit ? "no credit was left" : "no licence for credits", "calls": locale.count(sum.calls),
                "minutes": locale.minutes(sum.seconds), "cost": locale.amount(sum.cost, decimals: key.decimals) + " " + key.currency,
            ]
        }
    }

    /// Days before its expiry within which a purchase stands out.
    private static let soonDays = 60

    /// Purchases of which something is left, that which expires first at the top.
    var lots: [[String: String]] {
        organization.statement.lots.sorted { ($0.expires, $0.purchased) < ($1.expires, $1.purchased) }.map { lot in
            let isSoon = lot.expires.day < summary.month.days.upperBound + OverviewPage.soonDays
            return [
                "reference": lot.reference, "bought": locale.day(lot.purchased.day), "amount": amount(lot.amount), "left": amount(lot.remaining),
                "expires": locale.day(lot.expires.day) + (isSoon ? ", soon" : ""), "style": isSoon ? "bad" : "",
            ]
        }
    }

    /// Payments that are no lots yet.
    var approvals: [String] {
        organization.statement.approvals.map {
            "\(amount($0.amount)) \(organization.currency) are paid and wait for the next recharge (attempt \($0.attempt))."
        }
    }
}
