public import CallModel
public import Catalogue
internal import Rating

/// Calls that have no rate, by destination.
public struct UnratedCalls: Sendable {
    /// Calls to numbers that begin alike.
    public struct Destination: Sendable, Hashable {
        /// The country of the numbering plan; unknown if that has none.
        public var country: Country
        /// The first digits: the numbering plan's prefix and three more, or the first six.
        public var prefix: String
        /// How many calls.
        public var calls = 0
        /// How many seconds they were connected.
        public var seconds: Int64 = 0

        /// The finding in words.
        func fault(file: String) -> CatalogueFault {
            let place = country == .unknown ? "unknown country" : country.description
            return CatalogueFault(
                file: file, line: 1, column: 1,
                message: "\(prefix) (\(place)): \(calls) call\(calls == 1 ? "" : "s") of \(seconds) seconds \(calls == 1 ? "has" : "have") no rate",
                remedy: "add a rate for \(prefix), or for a shorter prefix of it")
        }
    }

    private let plan: CountryLookup
    private let planPrefixes: PrefixGroups
    private var destinations: [String: Destination] = [:]

    /// No calls yet.
    public init(numberingPlan: [NumberingPlanEntry]) {
        plan = CountryLookup(numberingPlan)
        planPrefixes = PrefixGroups(
            numberingPlan.map {
                Rate(
                    prefix: $0.prefix, prefixCount: $0.prefixCount, inPlans: true, country: $0.country, band: -1, destination: .empty,
                    perMinute: .zero, connectionFee: .zero, initialIncrementSeconds: 1, incrementSeconds: 1, effectiveFrom: .distantPast,
                    effectiveUntil: .distantFuture, line: 0)
            })
    }

    /// Adds a call.
    public mutating func add(_ number: PhoneNumber, seconds: Int64) {
        let digits = String(number.digits)
        let known = planPrefixes.longest(number.digits, count: number.digitCount).map { Int(planPrefixes.groups[$0].prefixCount) }
        let prefix = String(digits.prefix(known.map { $0 + 3 } ?? 6))
        var destination = destinations[prefix] ?? Destination(country: plan.country(of: number), prefix: prefix)
        destination.calls += 1
        destination.seconds += seconds
        destinations[prefix] = destination
    }

    /// The destinations, that with most calls first.
    public var all: [Destination] {
        destinations.values.sorted { ($1.calls, $1.seconds, $0.prefix) < ($0.calls, $0.seconds, $1.prefix) }
    }
}
