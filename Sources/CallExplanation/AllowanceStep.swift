internal import CallModel
internal import Catalogue
internal import Settlement

/// What one allowance of the user's plans did for a call (rating-rules.md §7).
struct AllowanceStep: Sendable {
    /// The plan's key and the allowance's id, `/` between.
    var name: String
    /// Whether the allowance is for calls of this class to this destination.
    var applies: Bool
    /// Why it does not apply; empty if it does.
    var reason: String
    /// The pool, by the name that `scatto pools show` and notices give it.
    var pool: String
    /// The pool's size; `nil` is unlimited.
    var sizeSeconds: Int64?
    /// What the pool had left before; `nil` is unlimited.
    var leftBefore: Int64?
    /// What it gave.
    var gaveSeconds: Int64
    /// What it had left after; `nil` is unlimited.
    var leftAfter: Int64?

    /// The steps of a call, in the order in which allowances are drawn on.
    static func all(_ before: CallStanding, _ after: CallStanding, _ rated: RatedCall, _ catalogue: Catalogue) -> [AllowanceStep] {
        let location = catalogue.users.locations[Int(rated.user)]
        return zip(before.allowances, after.allowances).map { before, after in
            let allowance = catalogue.plans[before.plan].allowances[before.place]
            let key = before.pool
            return AllowanceStep(
                name: "\(key.plan)/\(key.allowance)", applies: before.isOfClass && before.coversDestination,
                reason: reason(allowance, before, rated, location, catalogue),
                pool: "\(key.plan)/\(key.allowance)/\(key.scope)/\(key.month)", sizeSeconds: before.sizeSeconds, leftBefore: before.leftSeconds,
                gaveSeconds: after.usedSeconds - before.usedSeconds, leftAfter: after.leftSeconds)
        }
    }

    /// Why an allowance does not apply, in the words of the catalogue.
    private static func reason(
        _ allowance: Allowance, _ standing: CallStanding.Allowance, _ rated: RatedCall, _ location: Country, _ catalogue: Catalogue
    ) -> String {
        if !standing.isOfClass { return "it is for \(allowance.calls.text) calls, and this is a \(rated.callClass.text) call" }
        if standing.coversDestination { return "" }
        let destination = rated.destination.text
        if allowance.except.contains(rated.destination) { return "\(destination) is among the countries of its except" }
        switch allowance.to {
        case .domestic:
            let group = catalogue.domesticGroups[location].map(listing) ?? location.text
            return "it is for domestic calls, and \(destination) is not domestic from \(location.text) (\(group))"
        case .international: return "it is for international calls, and \(destination) is domestic from \(location.text)"
        case .countries(let countries): return "\(destination) is not among its countries (\(listing(countries)))"
        }
    }

    /// The countries of a set, at most twelve of them.
    private static func listing(_ countries: CountrySet) -> String {
        let all = (0..<UInt16(Country.ordinalCount)).map { Country.at(ordinal: $0) }.filter { countries.contains($0) }
        return all.prefix(12).map(\.text).joined(separator: ", ") + (all.count > 12 ? " and \(all.count - 12) more" : "")
    }
}

extension Country {
    /// The two letters, or words for a country that is not known.
    var text: String { self == .unknown ? "an unknown country" : description }
}

extension CallClass {
    /// The word of rating-rules.md §2.
    var text: String {
        switch self {
        case .calling: "calling"
        case .conferencing: "conferencing"
        case .voiceApplication: "voice application"
        case .inbound: "inbound"
        case .free: "free"
        }
    }
}
