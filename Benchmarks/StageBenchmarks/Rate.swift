import BenchmarkInputs
import CallModel
import Catalogue
import Rating

/// Rating (whose call, longest prefix, billed seconds, price) beside dictionaries of strings, and beside a look at every rate.
func rateBenchmarks() {
    benchmark(
        "lookup and price",
        setup: {
            let chunks = try await CallChunks(upTo: .rated)
            let rated = chunks.batches.flatMap(\.rated)
            let twin = DictionaryRating(chunks.input.catalogue)
            let twins = PlainCall.all(of: chunks).reduce(into: RatedSum()) { $0.add(twin.rate($1)) }
            try requireSame("rate", rated.reduce(into: RatedSum()) { $0.add($1) }, twins)
            return (chunks, Rater(chunks.input.catalogue))
        },
        prepare: { state in
            for batch in state.0.batches { batch.removeAllRated() }
            return state
        }
    ) { state in
        for batch in state.0.batches { state.1.rate(batch) }
        return Work(records: state.0.recordCount, bytes: state.0.byteCount)
    }
    benchmark(
        "lookup and price, twin: dictionaries",
        setup: {
            let chunks = try await CallChunks(upTo: .cut)
            return (PlainCall.all(of: chunks), DictionaryRating(chunks.input.catalogue), chunks.byteCount)
        },
        prepare: { $0 }
    ) { state in
        let sum = state.0.reduce(into: RatedSum()) { $0.add(state.1.rate($1)) }
        precondition(sum.calls > 0)
        return Work(records: state.0.count, bytes: state.2)
    }
    benchmark(
        "lookup and price, twin: every rate (200 calls)",
        setup: {
            let chunks = try await CallChunks(.init { $0.records = 200 }, upTo: .cut)
            return (PlainCall.all(of: chunks), DictionaryRating(chunks.input.catalogue, isLinear: true), chunks.byteCount)
        },
        prepare: { $0 }
    ) { state in
        let sum = state.0.reduce(into: RatedSum()) { $0.add(state.1.rate($1)) }
        precondition(sum.calls > 0)
        return Work(records: state.0.count, bytes: state.2)
    }
}

extension CallBatch {
    /// Undoes rating.
    fileprivate func removeAllRated() {
        rated.removeAll(keepingCapacity: true)
        days.removeAll(keepingCapacity: true)
        months.removeAll(keepingCapacity: true)
    }
}

/// What rating comes to: priced calls, billed seconds, and the sum of full charges.
struct RatedSum: Equatable {
    var calls = 0
    var billedSeconds = 0
    var charge = Money.zero
    var organizations = 0

    mutating func add(_ call: RatedCall) {
        if call.isPriced {
            calls += 1
            billedSeconds += Int(call.billedSeconds)
            charge += call.fullCharge
        }
        organizations += Int(call.organization)
    }

    mutating func add(_ call: DictionaryRating.Rated) {
        if call.isPriced {
            calls += 1
            billedSeconds += call.billedSeconds
            charge += call.charge
        }
        organizations += call.organization
    }
}

/// Rating as one would write it first: users, numbers and prefixes in dictionaries of strings.
struct DictionaryRating {
    /// What is told of a call.
    struct Rated {
        var organization: Int
        var isPriced = false
        var billedSeconds = 0
        var charge = Money.zero
    }

    private var users: [String: Int] = [:]
    private var organizations: [String: Int] = [:]
    private var owners: [String: Int] = [:]
    private var decks: [[String: [Rate]]] = [[:], [:]]
    private var rows: [[(prefix: String, rate: Rate)]] = [[], []]
    private let bands: [Band]
    private let rounding: Rounding
    private let isLinear: Bool

    /// Takes a catalogue of one tariff, as generated ones are.
    init(_ catalogue: Catalogue, isLinear: Bool = false) {
        self.isLinear = isLinear
        bands = catalogue.bands
        let tariff = catalogue.tariffs[0]
        rounding = tariff.rounding
        for (index, organization) in catalogue.organizations.enumerated() { organizations[organization.key] = index }
        for user in 0..<catalogue.users.count { users[catalogue.users.name(user).lowercased()] = Int(catalogue.users.organizations[user]) }
        catalogue.numbers.forEach { number, owner in
            switch owner {
            case .user(let user): owners[number.text] = Int(catalogue.users.organizations[user])
            case .service(let service): owners[number.text] = catalogue.serviceNumbers[service].organization
            }
        }
        for (place, deck) in [tariff.outbound, tariff.tollFree].enumerated() {
            for rate in deck.rates {
                decks[place][String(rate.prefix), default: []].append(rate)
                rows[place].append((String(rate.prefix), rate))
            }
        }
    }

    /// Rates one call.
    func rate(_ call: PlainCall) -> Rated {
        let isInbound = call.callType.contains("_in")
        var organization = users[call.user.lowercased()] ?? organizations[call.organization]
        if organization == nil, call.callType != "user_out_forwarding", call.callType != "user_out_transfer" {
            organization = owners[isInbound ? call.callee : call.caller]
        }
        var rated = Rated(organization: organization ?? -1)
        if call.durationSeconds == 0 || call.callType.hasPrefix("dr_") || call.callType.hasSuffix("emergency_out") { return rated }
        let start = Instant(epochSeconds: Int64(call.startSeconds))
        let digits = String(call.callee.dropFirst())
        guard let rate = isLinear ? linear(digits, isInbound, start) : longest(digits, isInbound, start) else { return rated }
        let (initial, increment) = (Int(rate.initialIncrementSeconds), Int(rate.incrementSeconds))
        let over = max(0, call.durationSeconds - initial)
        rated.isPriced = true
        rated.billedSeconds = initial + (over + increment - 1) / increment * increment
        rated.charge = rounding.charge(perMinute: rate.perMinute, seconds: Int64(rated.billedSeconds))
        return rated
    }

    /// Tries all prefixes of a number, the longest first.
    private func longest(_ digits: String, _ isInbound: Bool, _ start: Instant) -> Rate? {
        for length in stride(from: digits.count, to: 0, by: -1) {
            if let rates = decks[isInbound ? 1 : 0][String(digits.prefix(length))], let rate = rates.first(where: { applies($0, start) }) {
                return rate
            }
        }
        return nil
    }

    /// Looks at every rate.
    private func linear(_ digits: String, _ isInbound: Bool, _ start: Instant) -> Rate? {
        var found: Rate?
        for (prefix, rate) in rows[isInbound ? 1 : 0] where digits.hasPrefix(prefix) && applies(rate, start) {
            if rate.prefixCount > found?.prefixCount ?? 0 { found = rate }
        }
        return found
    }

    private func applies(_ rate: Rate, _ start: Instant) -> Bool {
        rate.effectiveFrom <= start && start < rate.effectiveUntil && (rate.band < 0 || bands[Int(rate.band)].contains(start))
    }
}
