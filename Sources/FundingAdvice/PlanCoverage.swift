internal import CallModel
internal import Catalogue

/// Estimates what plans would have left to pay of a group's calls of one class in one month.
///
/// The users of a group have the same location and plans. Each is taken to call as the organization's users do on the whole; allowances are drawn on in
/// the order of rating-rules.md §7, each by its destinations evenly, as calls to all of them come over the whole month.
struct PlanCoverage {
    /// The catalogue's plans.
    let plans: [Plan]
    /// What is domestic from the group's location.
    let domestic: CountrySet
    /// The group's usage location.
    let location: Country

    /// What is left to pay.
    struct Rest {
        /// 10⁻⁸ of the currency's unit.
        var units: Int128 = 0
        /// Seconds of which no price is known, and that are left out of ``units``.
        var secondsWithoutPrice: Int64 = 0
    }

    /// What is left to pay of the calls of a class.
    ///
    /// - Parameters:
    ///   - held: The plans, ascending.
    ///   - users: Seconds of each of the group's users, those who did not call among them.
    /// - Returns: `nil` if it is more than can be counted.
    func rest(_ callClass: CallClass, held: [Int], users: [Int64], mix: CallMix) -> Rest? {
        let all = users.reduce(Int128(0)) { $0 + Int128($1) }
        // So that no product below is beyond its range.
        if all > Int128(Int64.max) { return nil }
        if all == 0 || mix.seconds == 0 { return Rest() }
        var left = mix.destinations.map { all * Int128($0.seconds) / Int128(mix.seconds) }
        for allowance in held.flatMap({ plans[$0].allowances }) where allowance.calls == callClass {
            let applies = mix.destinations.map { $0.isInPlans && self.applies(allowance, to: $0.country) }
            let open = zip(left, applies).reduce(Int128(0)) { $0 + ($1.1 ? $1.0 : 0) }
            if open == 0 { continue }
            var covered = open
            if let minutes = allowance.minutes(in: location) {
                let limit = Int128(minutes) * 60
                covered =
                    allowance.pool == .user
                    ? users.reduce(0) { $0 + min(Int128($1) * open / all, limit) } : min(open, limit * Int128(users.count))
            }
            for i in left.indices where applies[i] { left[i] -= left[i] * covered / open }
        }
        var rest = Rest()
        for (i, destination) in mix.destinations.enumerated() {
            if let price = destination.price {
                let (units, overflow) = rest.units.addingReportingOverflow(left[i] * Int128(price.units) / Int128(price.seconds))
                if overflow { return nil }
                rest.units = units
            } else {
                rest.secondsWithoutPrice += Int64(left[i])
            }
        }
        return rest
    }

    private func applies(_ allowance: Allowance, to country: Country) -> Bool {
        if allowance.except.contains(country) { return false }
        return switch allowance.to {
        case .domestic: domestic.contains(country)
        case .international: !domestic.contains(country)
        case .countries(let countries): countries.contains(country)
        }
    }
}
