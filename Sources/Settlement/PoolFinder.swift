import CallModel
import Catalogue

/// Finds the pool of a catalogue that an earlier run drew on: by the bytes of the keys, and users as users are compared.
struct PoolFinder: Sendable {
    private var organizations: [ByteKey: Int] = [:]
    private var allowances: [[ByteKey]: Int] = [:]

    init(_ catalogue: Catalogue, _ table: PoolTable) {
        for (place, organization) in catalogue.organizations.enumerated() { organizations[ByteKey(organization.key)] = place }
        for (place, allowance) in table.allowances.enumerated() {
            allowances[[ByteKey(catalogue.plans[allowance.plan].key), ByteKey(allowance.id)]] = place
        }
    }

    /// A pool, and whether it is still known by the same scope: a country may now be shared under another one's name.
    struct Place {
        var pool: Int
        var hasSameScope: Bool
    }

    /// The pool of that key, if the catalogue still has it. - Complexity: O(length of the key), on average.
    func place(of key: PoolState.Key, _ catalogue: Catalogue, _ table: PoolTable) -> Place? {
        guard let organization = organizations[ByteKey(key.organization)],
            let allowance = allowances[[ByteKey(key.plan), ByteKey(key.allowance)]]
        else { return nil }
        switch table.allowances[allowance].sharing {
        case .organization:
            if key.scope != "*" { return nil }
            return table.pool(allowance: allowance, organization: organization, scope: 0).map { Place(pool: $0, hasSameScope: true) }
        case .country:
            guard let country = Country(key.scope) else { return nil }
            let leader = catalogue.sharedPoolLeaders[country] ?? country
            return table.pool(allowance: allowance, organization: organization, scope: Int(leader.ordinal))
                .map { Place(pool: $0, hasSameScope: leader == country) }
        case .user:
            let name = Array(key.scope.utf8)
            let user = catalogue.users.index(of: name.span)
            if user < 0 || Int(catalogue.users.organizations[user]) != organization { return nil }
            let order = table.ordersOfPlanSets[Int(table.users[user].planSet)]
            guard let k = order.first(where: { Int(table.allowanceOrder[$0]) == allowance }) else { return nil }
            return Place(pool: Int(table.poolsOfUsers[Int(table.users[user].firstPool) + k - order.lowerBound]), hasSameScope: true)
        }
    }
}
