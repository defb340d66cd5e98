import CallModel
import Catalogue
import Settlement

/// What was decided, in the words of the rules, so that tables can be read and differences seen.
enum SettledText {
    /// `split 120 = 60 + 60 + 0, fee 0.00 charge 0.60, by PSTN, no_credit`: billed = included + charged + uncovered.
    static func of(_ call: SettledCall, _ plans: [String], decimals: Int) -> String {
        switch call.disposition {
        case .suspended: return "suspended"
        case .duplicateSame: return "duplicate, the same"
        case .duplicateDifferent: return "duplicate, different"
        case .settled: break
        }
        var text = "\(call.outcome.name)"
        if call.billedSeconds > 0 {
            text += " \(call.billedSeconds) = \(call.includedSeconds) + \(call.chargedSeconds) + \(call.uncoveredSeconds)"
        }
        if call.chargedSeconds > 0 || call.charge != .zero || call.connectionFee != .zero {
            text += ", fee \(call.connectionFee.text(decimals: decimals)) charge \(call.charge.text(decimals: decimals))"
        }
        if !plans.isEmpty { text += ", by " + plans.joined(separator: "+") }
        if call.refusal != .none { text += ", \(call.refusal.name)" }
        return text
    }

    /// `! acme pool_80 2026-10-05T10:00:00Z balance 5.00 PSTN/0/IT/2026-10`
    static func of(_ notice: Notice) -> String {
        var text = "! \(notice.organization) \(notice.kind.rawValue) \(notice.at)"
        if let amount = notice.amount { text += " \(amount.text(decimals: notice.decimals))" }
        text += " balance \(notice.balance.text(decimals: notice.decimals))"
        return notice.detail.isEmpty ? text : text + " " + notice.detail
    }

    /// `pool acme PSTN/0/IT/2026-10 540 of 600, 80`
    static func of(_ pool: PoolState) -> String {
        let size = pool.minutes.map { String($0 * 60) } ?? "unlimited"
        let notices = (pool.hasNotice80 ? ", 80" : "") + (pool.hasNotice100 ? ", 100" : "")
        return "pool \(pool.key.organization) \(name(pool.key)) \(pool.usedSeconds) of \(size)\(notices)"
    }

    /// `PLAN/ALLOWANCE/SCOPE/MONTH`
    static func name(_ key: PoolState.Key) -> String { "\(key.plan)/\(key.allowance)/\(key.scope)/\(key.month)" }

    /// `balance acme 5.00`, and each lot with something left: `lot acme #0 opening 5.00 of 9.00 until 2027-01-15T00:00:00Z`.
    static func of(_ account: AccountState) -> [String] {
        ["balance \(account.organization) \(account.balance.text(decimals: account.decimals))"]
            + account.lots.map {
                let left = "\($0.remaining.text(decimals: account.decimals)) of \($0.amount.text(decimals: account.decimals))"
                return "lot \(account.organization) #\($0.ordinal) \($0.reference) \(left) until \($0.expires)"
            }
    }
}
