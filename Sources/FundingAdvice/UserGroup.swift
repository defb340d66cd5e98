internal import CallModel
internal import Catalogue
internal import Settlement
internal import UsageSummary

/// Users of an organization who have the same usage location and hold the same plans.
struct UserGroup {
    /// Their usage location.
    let location: Country
    /// Indices of their plans, inclusions resolved, ascending.
    let held: [Int]
    /// Their names as users are compared.
    private(set) var names: Set<ByteKey> = []

    /// The groups of an organization's users, in order of location and plans.
    static func all(_ indices: [Int32], _ catalogue: Catalogue) -> [UserGroup] {
        struct Key: Hashable {
            var location: Country
            var planSet: Int32
        }
        var groups: [Key: UserGroup] = [:]
        let users = catalogue.users
        for user in indices.map(Int.init) {
            let key = Key(location: users.locations[user], planSet: users.planSetOf[user])
            let name = users.name(user).utf8.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
            groups[key, default: UserGroup(location: key.location, held: users.planSets[Int(key.planSet)].plans)]
                .names.insert(ByteKey(String(decoding: name, as: UTF8.self)))
        }
        return groups.values.sorted { a, b in
            a.location == b.location ? a.held.lexicographicallyPrecedes(b.held) : a.location < b.location
        }
    }

    /// What calls of a class by its users come to in a month: the seconds that were included or charged, user by user, and what was charged.
    ///
    /// - Returns: `nil` if that is more than can be counted.
    func usage(_ month: CallMonth, _ callClass: CallClass) -> (seconds: [Int64], charged: Int128)? {
        var seconds: [Int64] = []
        var charged: Int128 = 0
        for row in month.users where row.callClass == callClass && names.contains(ByteKey(row.name)) {
            let (sum, overflow) = row.sum.includedSeconds.addingReportingOverflow(row.sum.chargedSeconds)
            if overflow { return nil }
            seconds.append(sum)
            charged += Int128(row.sum.charged.units)
        }
        return (seconds + Array(repeating: 0, count: max(0, names.count - seconds.count)), charged)
    }
}
