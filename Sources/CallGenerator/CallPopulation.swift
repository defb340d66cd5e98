import CallModel
import Catalogue

/// Who can call whom: what of a catalogue a generated call is drawn from, laid out so that a draw costs a few loads.
struct CallPopulation: Sendable {
    /// A user.
    struct Person: Sendable {
        /// The name as a CSV field, a range of ``text``.
        var name: TextRange
        var organization: Int32
        /// The first of the user's numbers, or 0.
        var number: UInt64
        var location: Country
    }

    /// An organization.
    struct Payer: Sendable {
        /// The key as a CSV field, a range of ``text``.
        var key: TextRange
        var tariff: Int
        /// Its service numbers, a range of ``serviceNumbers``.
        var services: Range<Int>
    }

    /// Prefixes of an outbound deck that can be called.
    struct Destinations: Sendable {
        /// Prefixes with how many digits each has, grouped by country; within a country in an order that chance has made.
        var prefixes: [(digits: UInt64, count: UInt8)] = []
        /// The group of a country by its ordinal; empty where there is none.
        var groups: [Range<Int>] = []
        /// Places in ``prefixes`` in an order that chance has made: those in front are called often.
        var byFavour: [Int32] = []
    }

    private(set) var people: [Person] = []
    private(set) var payers: [Payer] = []
    private(set) var serviceNumbers: [UInt64] = []
    private(set) var destinations: [Destinations] = []
    private(set) var text: [UInt8] = []
    /// A prefix of at most four digits that no rate of any outbound deck begins with or is the beginning of; 0 if there is none.
    private(set) var unratedPrefix: UInt64 = 0

    /// Takes what is needed from a catalogue. - Complexity: O(users + numbers + rates × log rates).
    init(_ catalogue: Catalogue, seed: UInt64, at first: Instant, isQuoted: Bool) throws(GeneratorFault) {
        if catalogue.users.count == 0 { throw .noUsers }
        var services: [[UInt64]] = Array(repeating: [], count: catalogue.organizations.count)
        var numbers: [UInt64] = Array(repeating: 0, count: catalogue.users.count)
        catalogue.numbers.forEach { number, owner in
            if number.maskedCount > 0 { return }
            switch owner {
            case .user(let user): numbers[user] = numbers[user] == 0 ? number.digits : min(numbers[user], number.digits)
            case .service(let service): services[catalogue.serviceNumbers[service].organization].append(number.digits)
            }
        }
        for (index, organization) in catalogue.organizations.enumerated() {
            let lower = serviceNumbers.count
            serviceNumbers += services[index].sorted()
            let key = appendField(Array(organization.key.utf8).span, isQuoted: isQuoted)
            payers.append(Payer(key: key, tariff: organization.tariff, services: lower..<serviceNumbers.count))
        }
        let users = catalogue.users
        people.reserveCapacity(users.count)
        for user in 0..<users.count {
            let name = appendField(users.text.span.extracting(users.names[user].range), isQuoted: isQuoted)
            people.append(Person(name: name, organization: users.organizations[user], number: numbers[user], location: users.locations[user]))
        }
        let countries = PrefixCountries(catalogue.numberingPlan)
        let tariffsInUse = Set(catalogue.organizations.map(\.tariff))
        for (index, tariff) in catalogue.tariffs.enumerated() {
            var random = SeededRandom(seed: seed, stream: UInt64.max - UInt64(index))
            let found = CallPopulation.destinations(of: tariff.outbound, at: first, countries: countries, random: &random)
            if found.prefixes.isEmpty && tariffsInUse.contains(index) { throw .noRates(tariff: tariff.key) }
            destinations.append(found)
        }
        unratedPrefix = CallPopulation.unratedPrefix(of: catalogue.tariffs)
    }

    /// Adds a text as a CSV field: quoted if all fields are to be, or if it must be.
    private mutating func appendField(_ field: Span<UInt8>, isQuoted: Bool) -> TextRange {
        let start = text.count
        var mustBeQuoted = isQuoted
        for i in 0..<field.count where [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains(field[i]) { mustBeQuoted = true }
        if mustBeQuoted { text.append(UInt8(ascii: "\"")) }
        for i in 0..<field.count {
            if field[i] == UInt8(ascii: "\"") { text.append(UInt8(ascii: "\"")) }
            text.append(field[i])
        }
        if mustBeQuoted { text.append(UInt8(ascii: "\"")) }
        return TextRange(offset: start, count: text.count - start)
    }

    private static func destinations(
        of deck: RateDeck, at first: Instant, countries: PrefixCountries, random: inout SeededRandom
    ) -> Destinations {
        var prefixes: [(digits: UInt64, count: UInt8, country: Country)] = []
        for rate in deck.rates where rate.effectiveFrom <= first && first < rate.effectiveUntil && rate.prefixCount <= 11 {
            // A number never begins with 0, so a prefix that does is never reached.
            if rate.prefix < CallPopulation.power(rate.prefixCount - 1) { continue }
            let country = rate.country == .unknown ? countries.country(of: rate.prefix, count: rate.prefixCount) : rate.country
            prefixes.append((rate.prefix, rate.prefixCount, country))
        }
        prefixes.shuffle(using: &random)
        var found = Destinations()
        var members: [[(digits: UInt64, count: UInt8)]] = Array(repeating: [], count: Country.ordinalCount)
        for prefix in prefixes { members[Int(prefix.country.ordinal)].append((prefix.digits, prefix.count)) }
        for group in members {
            let lower = found.prefixes.count
            found.prefixes += group
            found.groups.append(lower..<found.prefixes.count)
        }
        found.byFavour = (0..<Int32(found.prefixes.count)).shuffled(using: &random)
        return found
    }

    private static func unratedPrefix(of tariffs: [Tariff]) -> UInt64 {
        var isTaken = Array(repeating: false, count: 10_000)
        for tariff in tariffs {
            for rate in tariff.outbound.rates {
                if rate.prefixCount >= 4 {
                    isTaken[Int(rate.prefix / power(rate.prefixCount - 4))] = true
                } else {
                    let width = power(4 - rate.prefixCount)
                    for prefix in (rate.prefix * width)..<((rate.prefix + 1) * width) { isTaken[Int(prefix)] = true }
                }
            }
        }
        return UInt64((1000...9999).last { !isTaken[$0] } ?? 0)
    }

    /// 10 to that power, which is at most 18.
    static func power(_ exponent: UInt8) -> UInt64 {
        var result: UInt64 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }
}

/// The country of a prefix by the numbering plan: the longest of the plan's prefixes that it begins with.
private struct PrefixCountries {
    private var byPrefix: [UInt64: Country] = [:]

    init(_ plan: [NumberingPlanEntry]) {
        for entry in plan { byPrefix[entry.prefix << 5 | UInt64(entry.prefixCount)] = entry.country }
    }

    func country(of prefix: UInt64, count: UInt8) -> Country {
        var (rest, length) = (prefix, count)
        while length > 0 {
            if let country = byPrefix[rest << 5 | UInt64(length)] { return country }
            rest /= 10
            length -= 1
        }
        return .unknown
    }
}
