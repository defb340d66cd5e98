import CallModel
import Catalogue

extension Settler {
    /// Raises a notice with the balance as it is now (rating-rules.md §10).
    mutating func raise(_ kind: Notice.Kind, _ organization: Int, at start: Instant, amount: Money?, detail: String) {
        let account = accounts[organization]
        notices.append(
            Notice(
                organization: account.organization, kind: kind, at: start, amount: amount, balance: account.balance, detail: detail,
                decimals: account.rounding.decimals))
    }

    /// Raises `pool_80` and `pool_100`, each once per pool.
    ///
    /// - Precondition: 80 % of it are used.
    @inline(never)
    mutating func notePoolUse(_ pool: Int, _ month: Int, at start: Instant) {
        let drawn = months[month].pools[pool]
        if !drawn.marks.contains(.raised80) {
            months[month].pools[pool].marks.insert(.raised80)
            raisePool(.pool80, pool, month, at: start)
        }
        if drawn.usedSeconds >= drawn.sizeSeconds, !drawn.marks.contains(.raised100) {
            months[month].pools[pool].marks.insert(.raised100)
            raisePool(.pool100, pool, month, at: start)
        }
    }

    private mutating func raisePool(_ kind: Notice.Kind, _ pool: Int, _ month: Int, at start: Instant) {
        let key = key(of: pool, months[month].month)
        raise(
            kind, Int(table.pools[pool].organization), at: start, amount: nil, detail: "\(key.plan)/\(key.allowance)/\(key.scope)/\(key.month)")
    }

    /// By what a pool is known in the ledger.
    func key(of pool: Int, _ month: CalendarMonth) -> PoolState.Key {
        let definition = table.pools[pool]
        let allowance = table.allowances[Int(definition.allowance)]
        let scope =
            switch allowance.sharing {
            case .country: Country.at(ordinal: UInt16(definition.scope)).description
            case .organization: "*"
            case .user: catalogue.users.name(Int(definition.scope))
            }
        return PoolState.Key(
            organization: accounts[Int(definition.organization)].organization, plan: catalogue.plans[allowance.plan].key, allowance: allowance.id,
            scope: scope, month: month)
    }
}
