import CallModel
import SeededRandom

/// A random catalogue, as plain values; amounts are units of 10⁻⁸.
struct PlainWorld {
    struct Allowance {
        var id: String
        var calls: String
        /// `domestic`, `international`, or nothing where ``countries`` tell.
        var to: String
        var countries: [String]
        var except: [String]
        /// `nil` is unlimited.
        var minutes: Int?
        var minutesIn: [String: Int?]
        var pool: String

        func minutes(in location: String) -> Int? { minutesIn[location] ?? minutes }
    }
    struct Plan {
        var key: String
        var allowances: [Allowance]
        var credits: Bool
        var includes: [String]
    }
    struct Organization {
        var key: String
        var trigger: Int?
        var amount = 0
        var limit: Int?
        var payment = ""
    }
    struct User {
        var name: String
        var organization: String
        var location: String
        var licences: [String]
    }
    struct Funding {
        var reference: String
        var organization: String
        var amount: Int
        var at: String
    }
    struct Rate {
        var name: String
        var perMinute: Int
        var fee: Int
        var inPlans: Bool
    }

    var timeZone: String
    var decimals: Int
    var rounding: String
    var plans: [Plan] = []
    var domestic: [String: [String]] = [:]
    var sharedPools: [[String]] = []
    var organizations: [Organization] = []
    var users: [User] = []
    var fundings: [Funding] = []
    var rates: [Rate] = []

    static let countries = ["US", "PR", "CA", "IT", "DE"]
    static let one = 100_000_000

    /// The smallest amount of the tariff.
    var quantum: Int { (decimals..<8).reduce(1) { power, _ in power * 10 } }

    init(_ random: inout Random) {
        timeZone = ["UTC", "Europe/Rome", "America/New_York", "Asia/Kolkata"].randomElement(using: &random)!
        decimals = [0, 2, 2, 4, 8].randomElement(using: &random)!
        rounding = ["half-up", "half-even", "up", "down"].randomElement(using: &random)!
        for i in 0..<Int.random(in: 1...4, using: &random) {
            plans.append(
                Plan(
                    key: "P\(i)", allowances: (0..<Int.random(in: 0...3, using: &random)).map { PlainWorld.allowance(String($0), &random) },
                    credits: Bool.random(using: &random), includes: []))
        }
        for i in plans.indices.dropLast() where Bool.random(using: &random) {
            plans[i].includes = [plans[Int.random(in: i + 1..<plans.count, using: &random)].key]
        }
        if Bool.random(using: &random) { domestic["US"] = ["US", "PR", "CA"] }
        if Bool.random(using: &random) { domestic["IT"] = ["IT", "DE"] }
        if Bool.random(using: &random) { sharedPools = [["US", "PR"], ["DE", "IT"]] }
        for i in 0..<Int.random(in: 1...3, using: &random) { organizations.append(Organization(key: "org\(i)")) }
        for i in 0..<Int.random(in: 1...7, using: &random) {
            users.append(
                User(
                    name: "user\(i)", organization: organizations.randomElement(using: &random)!.key,
                    location: PlainWorld.countries.randomElement(using: &random)!,
                    licences: (0..<Int.random(in: 0...3, using: &random)).map { _ in plans.randomElement(using: &random)!.key }))
        }
        rates = [
            Rate(name: "nothing", perMinute: 0, fee: 0, inPlans: true), Rate(name: "tiny", perMinute: 1, fee: 1, inPlans: true),
            Rate(name: "fee", perMinute: 0, fee: PlainWorld.one / 3, inPlans: true),
        ]
        for i in 0..<4 {
            rates.append(
                Rate(
                    name: "rate\(i)", perMinute: Int.random(in: 1...PlainWorld.one, using: &random),
                    fee: Bool.random(using: &random) ? 0 : Int.random(in: 0...PlainWorld.one / 4, using: &random), inPlans: i > 0))
        }
        change(&random)
    }

    private static func allowance(_ id: String, _ random: inout Random) -> Allowance {
        var allowance = Allowance(
            id: id, calls: Int.random(in: 0..<4, using: &random) == 0 ? "conferencing" : "calling",
            to: ["domestic", "international", ""].randomElement(using: &random)!, countries: [], except: [], minutes: 0, minutesIn: [:],
            pool: ["country", "organization", "user"].randomElement(using: &random)!)
        if allowance.to.isEmpty { allowance.countries = PlainWorld.countries.filter { _ in Bool.random(using: &random) } }
        if allowance.to.isEmpty, allowance.countries.isEmpty { allowance.countries = ["IT"] }
        if Int.random(in: 0..<3, using: &random) == 0 { allowance.except = [PlainWorld.countries.randomElement(using: &random)!] }
        return allowance
    }

    /// What may be another thing at the next run: minutes, auto-recharge, more fundings.
    mutating func change(_ random: inout Random) {
        func minutes() -> Int? { Int.random(in: 0..<12, using: &random) == 0 ? nil : Int.random(in: 0...20, using: &random) }
        for i in plans.indices {
            for k in plans[i].allowances.indices where Bool.random(using: &random) {
                plans[i].allowances[k].minutes = minutes()
                plans[i].allowances[k].minutesIn = Bool.random(using: &random) ? ["US": minutes(), "DE": minutes()] : [:]
            }
        }
        let unit = max(PlainWorld.one, quantum)
        for i in organizations.indices {
            organizations[i].trigger = nil
            if Int.random(in: 0..<3, using: &random) == 0 { continue }
            organizations[i].trigger = Int.random(in: 0...10, using: &random) * unit
            organizations[i].amount = Int.random(in: 1...20, using: &random) * unit
            organizations[i].limit = Bool.random(using: &random) ? nil : organizations[i].amount + Int.random(in: 0...60, using: &random) * unit
            organizations[i].payment = ["agreement:1", "agreement:1/PO", "card:2026-10", "card:2027-01", "command"].randomElement(using: &random)!
        }
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let seconds = Int.random(in: -380 * 86_400...20 * 86_400, using: &random)
            fundings.append(
                Funding(
                    reference: "f\(fundings.count)", organization: organizations.randomElement(using: &random)!.key,
                    amount: Int.random(in: 1...30, using: &random) * unit,
                    at: Instant(epochSeconds: PlainWorld.firstStart + Int64(seconds)).description))
        }
    }

    /// 2026-10-01T00:00:00Z
    static let firstStart = Instant("2026-10-01")!.epochSeconds

    /// Calls in about the order of their starts, some of them again, some suspended.
    func calls(_ count: Int, _ random: inout Random) -> [SampleCall] {
        var calls: [SampleCall] = []
        for i in 0..<count {
            if i > 5, Int.random(in: 0..<15, using: &random) == 0 {
                var again = calls.randomElement(using: &random)!
                if Int.random(in: 0..<3, using: &random) == 0 { again.content &+= 1 }
                if Int.random(in: 0..<9, using: &random) == 0 { again.suspension = [.noRate, .badNumber, .malformed].randomElement(using: &random)! }
                calls.append(again)
                continue
            }
            let second = Int64(i) * 90 * 86_400 / Int64(count) + Int64.random(in: -86_400...86_400, using: &random)
            var call = SampleCall(
                users.randomElement(using: &random)!.name,
                callClass: [.calling, .calling, .calling, .conferencing, .voiceApplication].randomElement(using: &random)!,
                to: (PlainWorld.countries + [""]).randomElement(using: &random)!,
                seconds: Int32(Int.random(in: 0..<12, using: &random) == 0 ? 0 : Int.random(in: 1...600, using: &random)),
                rate: rates.randomElement(using: &random)!.name, at: Instant(epochSeconds: PlainWorld.firstStart + second).description,
                id: "id-\(UInt64.random(in: 0...UInt64.max, using: &random))", content: 1)
            switch Int.random(in: 0..<20, using: &random) {
            case 0:
                call.callClass = .inbound
                call.rate = Bool.random(using: &random) ? "toll-free" : nil
            case 1:
                call.callClass = .free
                call.rate = nil
            case 2:
                call.suspension = [.malformed, .noUsageId, .unknownUser, .badNumber, .noRate].randomElement(using: &random)!
            case 3, 4:
                call.user = nil
                call.organization = organizations.randomElement(using: &random)!.key
                call.callClass = .voiceApplication
            default: break
            }
            calls.append(call)
        }
        return calls
    }

    /// The catalogue's files.
    var files: [String: String] {
        func amount(_ units: Int) -> String { Money(units: Int64(units)).text(decimals: 8) }
        func minutes(_ minutes: Int?) -> String { minutes.map { String($0) } ?? "unlimited" }
        let plans = plans.map { plan in
            let allowances = plan.allowances.map { allowance in
                let to = allowance.to.isEmpty ? "[\(allowance.countries.joined(separator: ", "))]" : allowance.to
                let others = allowance.minutesIn.map { "\($0.key): \(minutes($0.value))" }.joined(separator: ", ")
                return "{ id: a\(allowance.id), calls: \(allowance.calls), to: \(to), except: [\(allowance.except.joined(separator: ", "))], "
                    + "minutes: \(minutes(allowance.minutes)), minutesIn: { \(others) }, pool: \(allowance.pool) }"
            }
            return "  \(plan.key): { credits: \(plan.credits ? "yes" : "no"), includes: [\(plan.includes.joined(separator: ", "))], "
                + "allowances: [\(allowances.joined(separator: ", "))] }"
        }
        return [
            "catalogue.yaml": """
            timeZone: \(timeZone)
            tariffs: { standard: { currency: EUR, decimals: \(decimals), rounding: \(rounding), outbound: rates.csv, tollFree: toll-free.csv } }
            domestic: { \(domestic.map { "\($0.key): [\($0.value.joined(separator: ", "))]" }.joined(separator: ", ")) }
            sharedPools: [\(sharedPools.map { "[\($0.joined(separator: ", "))]" }.joined(separator: ", "))]
            plans:
            \(plans.joined(separator: "\n"))
            """,
            "rates.csv":
                (["prefix,destination,rate_per_minute,connection_fee,in_plans"]
                + rates.enumerated().map { "\($0 + 1),\($1.name),\(amount($1.perMinute)),\(amount($1.fee)),\($1.inPlans ? "yes" : "no")" })
                .joined(separator: "\n"),
            "toll-free.csv": "prefix,destination,rate_per_minute\n800,toll-free,0.3",
            "organizations.csv":
                (["organization,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment"]
                + organizations.map { organization in
                    guard let trigger = organization.trigger else { return organization.key + ",,,," }
                    return
                        "\(organization.key),\(amount(trigger)),\(amount(organization.amount)),\(organization.limit.map(amount) ?? ""),\(organization.payment)"
                }).joined(separator: "\n"),
            "users.csv":
                (["user,organization,usage_location,licences"]
                + users.map { "\($0.name),\($0.organization),\($0.location),\($0.licences.joined(separator: ";"))" }).joined(separator: "\n"),
            "fundings.csv":
                (["reference,organization,amount,date"]
                + fundings.map { "\($0.reference),\($0.organization),\(amount($0.amount)),\($0.at)" }).joined(separator: "\n"),
        ]
    }
}
