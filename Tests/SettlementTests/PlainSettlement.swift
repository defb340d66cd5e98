import CallModel
import Foundation

/// rating-rules.md §7 to §11 a second time: written from the rules, slow and plain, and sharing nothing with the code that it is held against.
struct PlainSettlement {
    struct Lot {
        var ordinal: Int
        var reference: String
        var amount: Int
        var left: Int
        var expires: Date
    }
    struct Account {
        var lots: [Lot] = []
        var lotCount = 0
        var debt = 0
        var recharges = 0
        var attempts = 0
        var bought: [String: Int] = [:]
        var limitNotices: Set<String> = []
        var balance: Int { lots.reduce(0) { $0 + $1.left } - debt }
    }

    var world: PlainWorld { didSet { calendar.timeZone = TimeZone(identifier: world.timeZone)! } }
    var accounts: [String: Account] = [:]
    /// Seconds used, by `ORGANIZATION PLAN/ALLOWANCE/SCOPE/MONTH`.
    var used: [String: Int] = [:]
    var raised80: Set<String> = []
    var raised100: Set<String> = []
    private var appliedFundings: Set<String> = []
    private var seen: [String: UInt32] = [:]
    private var calendar: Calendar

    // Of the run.
    private var hasSettled: Set<String> = []
    private var resting: Set<String> = []
    private(set) var drawn: [String: Int?] = [:]
    private(set) var charged: [String: Int] = [:]
    /// Charges by organization and local day.
    private(set) var chargedByDay: [String: Int] = [:]

    init(_ world: PlainWorld) {
        self.world = world
        calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: world.timeZone)!
    }

    /// Begins a run: fundings first.
    mutating func begin() {
        hasSettled = []
        resting = []
        drawn = [:]
        charged = [:]
        chargedByDay = [:]
        for organization in world.organizations where accounts[organization.key] == nil { accounts[organization.key] = Account() }
        for funding in world.fundings where appliedFundings.insert(funding.reference).inserted {
            record(funding.organization, funding.reference, funding.amount, Date(timeIntervalSince1970: Double(Instant(funding.at)!.epochSeconds)))
        }
    }

    private mutating func record(_ organization: String, _ reference: String, _ amount: Int, _ bought: Date) {
        var utc = Calendar(identifier: .gregorian)
        utc.timeZone = TimeZone(identifier: "UTC")!
        var account = accounts[organization]!
        let paid = min(account.debt, amount)
        account.debt -= paid
        account.lots.append(
            Lot(
                ordinal: account.lotCount, reference: reference, amount: amount, left: amount - paid,
                expires: utc.date(byAdding: .month, value: 12, to: bought)!))
        account.lotCount += 1
        accounts[organization] = account
    }

    /// Whether the payment program approves an attempt.
    static func approves(_ organization: String, _ attempt: Int) -> Bool { (attempt * 7 + organization.utf8.reduce(0) { $0 + Int($1) }) % 4 != 0 }

    /// Settles a call: the notices that it raises, then what becomes of it.
    mutating func settle(_ call: SampleCall) -> [String] {
        var lines: [String] = []
        switch call.suspension {
        case .none, .badNumber, .noRate: break
        default: return ["suspended"]
        }
        let user = call.user.flatMap { name in world.users.first { $0.name == name } }
        let organization = user?.organization ?? call.organization
        let identity = "\(organization) \(call.id) \(call.at)"
        if let first = seen[identity] { return [first == call.content ? "duplicate, the same" : "duplicate, different"] }
        if call.suspension != .none { return ["suspended"] }
        seen[identity] = call.content
        let start = Date(timeIntervalSince1970: Double(Instant(call.at)!.epochSeconds))
        let local = calendar.dateComponents([.year, .month, .day], from: start)
        let month = String(format: "%04d-%02d", local.year!, local.month!)

        if hasSettled.insert(organization).inserted {
            lines += expire(organization, call.at, start)
            lines += recharge(organization, call.at, start, month)
        }
        if call.seconds == 0 { return lines + ["unanswered"] }
        guard let rateName = call.rate else { return lines + ["free"] }
        let rate = world.rates.first { $0.name == rateName } ?? PlainWorld.Rate(name: "toll-free", perMinute: 30_000_000, fee: 0, inPlans: false)

        // §7
        let billed = Int(call.seconds)
        var left = billed
        var includedBy: [String] = []
        if let user, call.callClass == .calling || call.callClass == .conferencing, rate.inPlans {
            for plan in world.plans where holds(user, plan.key) {
                for allowance in plan.allowances where applies(allowance, call, user) {
                    let name = "\(organization) \(plan.key)/a\(allowance.id)/\(scope(allowance, user))/\(month)"
                    let size = size(allowance, plan.key, user)
                    let given = size.map { min(left, max(0, $0 - used[name, default: 0])) } ?? left
                    if given == 0 { continue }
                    used[name, default: 0] += given
                    drawn[name] = .some(size)
                    left -= given
                    if includedBy.last != plan.key { includedBy.append(plan.key) }
                    if let size {
                        let detail = "balance \(text(accounts[organization]!.balance)) \(name.split(separator: " ")[1])"
                        if used[name]! * 100 >= size * 80, raised80.insert(name).inserted {
                            lines.append("! \(organization) pool_80 \(call.at) \(detail)")
                        }
                        if used[name]! >= size, raised100.insert(name).inserted { lines.append("! \(organization) pool_100 \(call.at) \(detail)") }
                    }
                }
            }
        }
        let included = billed - left

        // §8
        var (chargedSeconds, charge, fee) = (0, 0, 0)
        var note = ""
        if left > 0 {
            lines += expire(organization, call.at, start)
            let fullCharge = round(rate.perMinute * left, 60)
            let fullFee = included == 0 ? round(rate.fee, 1) : 0
            let mayUseCredits =
                call.callClass == .inbound || call.callClass == .voiceApplication
                || user.map { user in world.plans.contains { $0.credits && holds(user, $0.key) } } ?? false
            if fullCharge == 0, fullFee == 0 {
                chargedSeconds = left
            } else if !mayUseCredits {
                note = ", no_credits_licence"
            } else {
                lines += recharge(organization, call.at, start, month)
                let before = accounts[organization]!.balance
                if before <= 0 {
                    note = ", no_credit"
                } else {
                    (chargedSeconds, charge, fee) = (left, fullCharge, fullFee)
                    take(organization, charge + fee)
                    charged[organization, default: 0] += charge + fee
                    chargedByDay["\(organization) \(month)-\(local.day!)", default: 0] += charge + fee
                    lines += recharge(organization, call.at, start, month)
                    let after = accounts[organization]!.balance
                    if after <= 0 { lines.append("! \(organization) balance_exhausted \(call.at) \(text(charge + fee)) balance \(text(after))") }
                }
            }
        }

        // §9
        let uncovered = left - chargedSeconds
        let outcome =
            switch (included > 0, chargedSeconds > 0, uncovered > 0) {
            case (_, false, false): "included"
            case (false, true, _): "charged"
            case (true, true, _): "split"
            case (true, false, true): "disconnected"
            case (false, false, true): "blocked"
            }
        var line = "\(outcome) \(billed) = \(included) + \(chargedSeconds) + \(uncovered)"
        if chargedSeconds > 0 { line += ", fee \(text(fee)) charge \(text(charge))" }
        if !includedBy.isEmpty { line += ", by " + includedBy.joined(separator: "+") }
        return lines + [line + note]
    }

    private func holds(_ user: PlainWorld.User, _ plan: String) -> Bool {
        func grants(_ key: String) -> Bool { key == plan || world.plans.first { $0.key == key }!.includes.contains(where: grants) }
        return user.licences.contains(where: grants)
    }

    private func applies(_ allowance: PlainWorld.Allowance, _ call: SampleCall, _ user: PlainWorld.User) -> Bool {
        if allowance.calls != "\(call.callClass)" || allowance.except.contains(call.to) { return false }
        let isDomestic = (world.domestic[user.location] ?? [user.location]).contains(call.to)
        switch allowance.to {
        case "domestic": return isDomestic
        case "international": return !isDomestic
        default: return allowance.countries.contains(call.to)
        }
    }

    private func group(_ location: String) -> String { world.sharedPools.first { $0.contains(location) }?.first ?? location }

    private func scope(_ allowance: PlainWorld.Allowance, _ user: PlainWorld.User) -> String {
        switch allowance.pool {
        case "country": group(user.location)
        case "organization": "*"
        default: user.name
        }
    }

    /// Seconds of the pool that a user draws on; `nil` is unlimited.
    private func size(_ allowance: PlainWorld.Allowance, _ plan: String, _ user: PlainWorld.User) -> Int? {
        var minutes = 0
        for other in world.users where other.organization == user.organization && holds(other, plan) {
            if scope(allowance, other) != scope(allowance, user) { continue }
            guard let more = allowance.minutes(in: other.location) else { return nil }
            minutes += more
        }
        return minutes * 60
    }

    private mutating func expire(_ organization: String, _ at: String, _ start: Date) -> [String] {
        var lines: [String] = []
        for i in accounts[organization]!.lots.indices where accounts[organization]!.lots[i].expires <= start {
            let lot = accounts[organization]!.lots[i]
            if lot.left == 0 { continue }
            accounts[organization]!.lots[i].left = 0
            lines.append("! \(organization) credit_expired \(at) \(text(lot.left)) balance \(text(accounts[organization]!.balance)) \(lot.reference)")
        }
        return lines
    }

    private mutating func recharge(_ organization: String, _ at: String, _ start: Date, _ month: String) -> [String] {
        let rule = world.organizations.first { $0.key == organization }!
        guard let trigger = rule.trigger else { return [] }
        var lines: [String] = []
        while accounts[organization]!.balance < trigger, !resting.contains(organization) {
            var times = 1
            while accounts[organization]!.balance + times * rule.amount < trigger { times += 1 }
            if let limit = rule.limit {
                while times > 0, accounts[organization]!.bought[month, default: 0] + times * rule.amount > limit { times -= 1 }
            }
            if times == 0 {
                if accounts[organization]!.limitNotices.insert(month).inserted {
                    lines.append(
                        "! \(organization) recharge_failed \(at) \(text(rule.amount)) balance \(text(accounts[organization]!.balance)) limit")
                }
                return lines
            }
            let amount = times * rule.amount
            accounts[organization]!.attempts += 1
            let isApproved: Bool
            if rule.payment.hasPrefix("card:") {
                isApproved = month <= rule.payment.dropFirst(5)
            } else if rule.payment == "command" {
                isApproved = PlainSettlement.approves(organization, accounts[organization]!.attempts)
            } else {
                isApproved = true
            }
            if isApproved {
                accounts[organization]!.recharges += 1
                accounts[organization]!.bought[month, default: 0] += amount
                let reference = "recharge-\(accounts[organization]!.recharges)"
                record(organization, reference, amount, start)
                lines.append(
                    "! \(organization) recharge_succeeded \(at) \(text(amount)) balance \(text(accounts[organization]!.balance)) \(reference)")
            } else {
                resting.insert(organization)
                lines.append("! \(organization) recharge_failed \(at) \(text(amount)) balance \(text(accounts[organization]!.balance)) declined")
            }
        }
        return lines
    }

    private mutating func take(_ organization: String, _ amount: Int) {
        var missing = amount
        while missing > 0 {
            let open = accounts[organization]!.lots.indices.filter { accounts[organization]!.lots[$0].left > 0 }
            guard let soonest = open.map({ accounts[organization]!.lots[$0].expires }).min() else { break }
            let lot = open.first { accounts[organization]!.lots[$0].expires == soonest }!
            let taken = min(missing, accounts[organization]!.lots[lot].left)
            accounts[organization]!.lots[lot].left -= taken
            missing -= taken
        }
        accounts[organization]!.debt += missing
    }

    /// `units / divisor`, rounded once as the tariff says.
    private func round(_ units: Int, _ divisor: Int) -> Int {
        let step = divisor * world.quantum
        let (whole, rest) = units.quotientAndRemainder(dividingBy: step)
        let isUp =
            switch world.rounding {
            case "up": rest > 0
            case "down": false
            case "half-even": rest * 2 > step || (rest * 2 == step && whole % 2 == 1)
            default: rest * 2 >= step
            }
        return (whole + (isUp ? 1 : 0)) * world.quantum
    }

    /// An amount with the tariff's decimals.
    func text(_ units: Int) -> String {
        let shown = units.magnitude / UInt(world.quantum)
        var digits = String(shown)
        while digits.count <= world.decimals { digits = "0" + digits }
        if world.decimals > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -world.decimals)) }
        return (units < 0 ? "-" : "") + digits
    }
}
