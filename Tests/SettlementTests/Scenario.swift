import CallModel
import Catalogue
import Settlement
import Testing

/// A row of a table: what there was before, calls, and all that must come of them.
struct Scenario: Sendable, CustomStringConvertible {
    var description: String
    /// Lines of catalogue.yaml besides tariff and plans.
    var yaml = ""
    /// Of the tariff `standard`.
    var tariff = "currency: EUR, decimals: 2"
    /// Plans in order, a line each.
    var plans = [PSTN, CREDITS]
    /// Rows of users.csv: user, organization, usage_location, licences.
    var users = ["ada,acme,IT,PSTN;CREDITS"]
    /// Rows of organizations.csv: organization, auto_recharge_trigger, auto_recharge_amount, monthly_limit, payment.
    var organizations = ["acme"]
    /// Rows of fundings.csv: reference, organization, amount, date.
    var fundings: [String] = []
    /// References that earlier runs applied.
    var applied: [String] = []
    /// What acme's pools had given before, in seconds, by `PLAN/ALLOWANCE/SCOPE/MONTH`.
    var used: [String: Int64] = [:]
    /// Acme's balance before: a lot `opening` of 2026-01-15, or a debt.
    var balance = "0"
    /// What else of acme's account is not as it was at first.
    var account: (@Sendable (inout AccountState) -> Void)?
    /// What the payment program answers, in turn: `yes`, `no`, or `yes 25`, an approval of another amount.
    var answers: [String] = []
    /// Acme's payments that are approved and are no lots yet: attempt, amount, payment.
    var approvals: [String] = []
    var calls: [SampleCall] = []
    /// For each call the notices that it raised and what became of it, then pools and balances, as ``SettledText`` writes them.
    var expected: [String] = []

    static let PSTN = "PSTN: { allowances: [{ calls: calling, to: domestic, minutes: 10, pool: country }] }"
    static let CREDITS = "CREDITS: { credits: yes }"

    /// A scenario that differs from the ordinary one as the body says.
    init(_ description: String, _ change: (inout Scenario) -> Void) {
        self.description = description
        change(&self)
    }

    /// The catalogue's files.
    var files: [String: String] {
        [
            "catalogue.yaml": """
            \(yaml)
            tariffs: { standard: { \(tariff), outbound: rates.csv, tollFree: toll-free.csv } }
            plans:
            \(plans.map { "  " + $0 }.joined(separator: "\n"))
            """,
            "rates.csv": """
            prefix,destination,rate_per_minute,connection_fee,in_plans
            1,cheap,0.60,,
            2,with a fee,0.60,0.05,
            3,for nothing,0,,
            4,for next to nothing,0.0001,0.0001,
            5,dear,60,,
            6,in no plan,0.60,0.05,no
            7,fee alone,0,0.05,
            """,
            "toll-free.csv": "prefix,destination,rate_per_minute\n800,toll-free,0.30",
            "organizations.csv":
                (["organization,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment"]
                + organizations.map { $0.contains(",") ? $0 : $0 + ",,,," }).joined(separator: "\n"),
            "users.csv": (["user,organization,usage_location,licences"] + users).joined(separator: "\n"),
            "fundings.csv": (["reference,organization,amount,date"] + fundings).joined(separator: "\n"),
        ]
    }

    /// What acme had before.
    var accountBefore: AccountState {
        let decimals = tariff.contains("decimals: 4") ? 4 : 2
        var state = AccountState(organization: "acme", currency: "EUR", decimals: decimals)
        if balance.hasPrefix("-") {
            state.debt = Money.parse(String(balance.dropFirst()))!.amount
        } else if let amount = Money.parse(balance)?.amount, amount > .zero {
            state.lots = [Lot(ordinal: 0, reference: "opening", amount: amount, purchased: Instant("2026-01-15")!, payment: "")]
            state.lotCount = 1
        }
        account?(&state)
        return state
    }

    private var approvalsBefore: [PaymentApproval] {
        approvals.map { line in
            let parts = line.split(separator: ",").map(String.init)
            return PaymentApproval(organization: "acme", attempt: Int(parts[0])!, amount: Money.parse(parts[1])!.amount, payment: parts[2])
        }
    }

    /// Settles the calls, each in a batch of its own, and tells what came of it.
    func run() throws -> [String] {
        let catalogue = try Catalogue.load(files: files)
        var settler = Settler(catalogue, accounts: [accountBefore], approvals: approvalsBefore)
        settler.applyFundings(except: applied)
        var batches = SampleBatch(catalogue)
        var lines: [String] = []
        var noticeCount = 0
        var open = answers[...]
        for call in calls {
            let batch = batches.batch([call])
            for day in batch.days { settler.duplicates.open(day) }
            for month in batch.months where !settler.isOpen(month) { settler.open(month, poolsBefore(month)) }
            func addNotices() {
                lines += settler.notices[noticeCount...].map(SettledText.of)
                noticeCount = settler.notices.count
            }
            while let request = settler.settle(batch) {
                addNotices()
                lines.append("? \(request.idempotencyKey) \(request.amount.text(decimals: request.decimals)) \(request.currency) at \(request.at)")
                let answer = (open.popFirst() ?? "no").split(separator: " ")
                var approval = request.approval(reference: "ref-\(request.attempt)")
                if answer.count > 1 { approval.amount = Money.parse(String(answer[1]))!.amount }
                settler.answer(request, approval: answer[0] == "no" ? nil : approval, in: batch)
            }
            addNotices()
            let settled = batch.settled[0]
            let plans = batch.includingPlans[settled.includedBy.range].map { catalogue.plans[Int($0)].key }
            lines.append(SettledText.of(settled, plans, decimals: accountBefore.decimals))
        }
        let result = settler.finish()
        return lines + result.pools.map(SettledText.of) + result.accounts.flatMap(SettledText.of)
    }

    /// Expects what must come of it.
    func check() throws {
        let found = try run()
        #expect(found == expected, "found:\n\(found.joined(separator: "\n"))")
    }

    private func poolsBefore(_ month: CalendarMonth) -> [PoolState] {
        used.sorted { $0.key < $1.key }.compactMap { name, seconds in
            let parts = name.split(separator: "/").map(String.init)
            let key = PoolState.Key(organization: "acme", plan: parts[0], allowance: parts[1], scope: parts[2], month: CalendarMonth(parts[3])!)
            return key.month == month ? PoolState(key: key, minutes: nil, usedSeconds: seconds, hasNotice80: false, hasNotice100: false) : nil
        }
    }
}
