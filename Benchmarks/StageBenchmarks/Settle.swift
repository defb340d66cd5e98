import BenchmarkInputs
import CallModel
import Catalogue
import Foundation
import Settlement

/// Settling, the duplicate index included, beside dictionaries and Decimal.
func settleBenchmarks() {
    benchmark(
        "settle",
        setup: {
            let chunks = try await CallChunks(upTo: .rated)
            var settler = chunks.openSettler()
            chunks.settle(with: &settler)
            var twin = DictionarySettling(chunks.input.catalogue)
            twin.settle(chunks)
            try requireSame("settle", settler.finish().totals.map { $0.charged.text(decimals: 4) }, twin.chargedTexts)
            return chunks
        },
        prepare: { ($0, $0.openSettler()) }
    ) { state in
        state.0.settle(with: &state.1)
        return Work(records: state.0.recordCount, bytes: state.0.byteCount)
    }
    benchmark(
        "settle, twin: dictionaries and Decimal", setup: { try await CallChunks(upTo: .rated) },
        prepare: { ($0, DictionarySettling($0.input.catalogue)) }
    ) { state in
        state.1.settle(state.0)
        return Work(records: state.0.recordCount, bytes: state.0.byteCount)
    }
}

/// Settling as one would write it first, for what generated catalogues hold: no expiries, no declined payments, no monthly limits.
struct DictionarySettling {
    private struct PoolKey: Hashable {
        var organization: Int
        var plan: String
        var allowance: String
        var scope: String
        var month: CalendarMonth?
    }

    private let catalogue: Catalogue
    private var known: Set<Fingerprint> = []
    /// Seconds of each pool, `nil` inside if it is unlimited; without a month.
    private var sizes: [PoolKey: Int64?] = [:]
    private var used: [PoolKey: Int64] = [:]
    private var balances: [Decimal]
    private var charged: [Decimal]
    private var hasSettled: [Bool]

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        balances = Array(repeating: 0, count: catalogue.organizations.count)
        charged = balances
        hasSettled = Array(repeating: false, count: balances.count)
        for funding in catalogue.fundings { balances[funding.organization] += DictionarySettling.decimal(funding.amount) }
        for user in 0..<catalogue.users.count {
            for plan in catalogue.users.planSets[Int(catalogue.users.planSetOf[user])].plans {
                for allowance in catalogue.plans[plan].allowances {
                    let key = key(allowance, plan, user, Int(catalogue.users.organizations[user]), nil)
                    let minutes = allowance.minutes(in: catalogue.users.locations[user])
                    if let size = sizes[key] ?? .some(0), let minutes { sizes[key] = size + minutes * 60 } else { sizes[key] = .some(nil) }
                }
            }
        }
    }

    /// Charges and fees of each organization.
    var chargedTexts: [String] { charged.map { Money(units: NSDecimalNumber(decimal: $0 * 100_000_000).int64Value).text(decimals: 4) } }

    private static func decimal(_ amount: Money) -> Decimal { Decimal(amount.units) / 100_000_000 }

    private func key(_ allowance: Allowance, _ plan: Int, _ user: Int, _ organization: Int, _ month: CalendarMonth?) -> PoolKey {
        let location = catalogue.users.locations[user]
        let scope =
            switch allowance.pool {
            case .country: "\(catalogue.sharedPoolLeaders[location] ?? location)"
            case .organization: "*"
            case .user: catalogue.users.name(user)
            }
        return PoolKey(organization: organization, plan: catalogue.plans[plan].key, allowance: allowance.id, scope: scope, month: month)
    }

    /// Settles all calls in order.
    mutating func settle(_ chunks: CallChunks) {
        for batch in chunks.batches {
            for i in batch.calls.indices where known.insert(batch.rated[i].fingerprint).inserted { settle(batch.rated[i]) }
        }
    }

    private mutating func settle(_ call: RatedCall) {
        if call.suspension != .none { return }
        let organization = Int(call.organization)
        if !hasSettled[organization] {
            hasSettled[organization] = true
            recharge(organization)
        }
        if !call.isPriced { return }
        let included = call.drawsOnAllowances && call.user >= 0 ? draw(call) : 0
        let overage = Int64(call.billedSeconds) - included
        if overage == 0 { return }
        let tariff = catalogue.tariffs[catalogue.organizations[organization].tariff]
        let deck = call.isInbound ? tariff.tollFree : tariff.outbound
        var exact = DictionarySettling.decimal(deck.rates[Int(call.rate)].perMinute) * Decimal(overage) / 60
        var charge = Decimal()
        NSDecimalRound(&charge, &exact, tariff.rounding.decimals, .plain)
        if included == 0 { charge += DictionarySettling.decimal(call.connectionFee) }
        if charge == 0 { return }
        let isFree = call.callClass == .inbound || call.callClass == .voiceApplication
        let planSet = call.user >= 0 ? catalogue.users.planSets[Int(catalogue.users.planSetOf[Int(call.user)])] : nil
        if !isFree, planSet?.creditsPlan ?? -1 < 0 { return }
        recharge(organization)
        if balances[organization] <= 0 { return }
        balances[organization] -= charge
        charged[organization] += charge
        recharge(organization)
    }

    /// Draws on the allowances that apply; how many seconds they gave.
    private mutating func draw(_ call: RatedCall) -> Int64 {
        let user = Int(call.user)
        let location = catalogue.users.locations[user]
        let domestic = catalogue.domesticGroups[location] ?? CountrySet([location])
        var left = Int64(call.billedSeconds)
        for plan in catalogue.users.planSets[Int(catalogue.users.planSetOf[user])].plans {
            for allowance in catalogue.plans[plan].allowances where allowance.calls == call.callClass && left > 0 {
                let isCovered =
                    switch allowance.to {
                    case .domestic: domestic.contains(call.destination)
                    case .international: !domestic.contains(call.destination)
                    case .countries(let countries): countries.contains(call.destination)
                    }
                if !isCovered || allowance.except.contains(call.destination) { continue }
                let size = sizes[key(allowance, plan, user, Int(call.organization), nil)] ?? .some(0)
                let month = key(allowance, plan, user, Int(call.organization), call.month)
                let given = size.map { min(left, max(0, $0 - (used[month] ?? 0))) } ?? left
                used[month, default: 0] += given
                left -= given
            }
        }
        return Int64(call.billedSeconds) - left
    }

    /// Buys credits while the balance is below the trigger.
    private mutating func recharge(_ organization: Int) {
        guard let recharge = catalogue.organizations[organization].autoRecharge else { return }
        let (trigger, amount) = (DictionarySettling.decimal(recharge.trigger), DictionarySettling.decimal(recharge.amount))
        while balances[organization] < trigger { balances[organization] += amount }
    }
}
