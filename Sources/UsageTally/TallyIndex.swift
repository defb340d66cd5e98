internal import CallModel
public import Catalogue

/// What counting asks of a catalogue for every call, in arrays small enough to stay in the cache. It never changes; any number of workers may use it.
public final class TallyIndex: Sendable {
    let catalogue: Catalogue
    /// By user: the usage location (10 bits), and the capability of what credits pay (17). The last one is nobody.
    let users: [UInt32]
    /// Where nobody stands in ``users``: who has no location, and no plan.
    var nobody: Int { users.count - 1 }
    /// By rate, the decks one after the other: the destination, an index into ``destinations``. The first one is that of calls without a rate, none.
    let destinationOfRate: [UInt32]
    /// By organization: where the rates of its outbound deck begin, and of its toll-free deck behind it.
    let rateBases: [Int]
    /// Names of destinations, each once; the first stands for none.
    let destinations: [String]
    /// Words of the column Capability: none, then the plans, then, unless a plan has its key, what is said of credits without a plan.
    let capabilities: [String]
    let domestic: DomesticTable

    /// How keys by destination are made.
    let destinationKey: DestinationKey

    static let locationMask: UInt32 = 1 << 10 - 1
    /// What stands in the column Capability for credits without a plan (file-formats.md, Usage report).
    private static let creditsWord = "MCOPSTNPP"

    /// - Complexity: O(size of the catalogue).
    public init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        var capabilities = [""] + catalogue.plans.map(\.key)
        // The capability of what credits pay without a plan that grants them.
        let without: UInt32
        if let plan = catalogue.plans.firstIndex(where: { $0.key.utf8.elementsEqual(TallyIndex.creditsWord.utf8) }) {
            without = UInt32(plan + 1)
        } else {
            without = UInt32(capabilities.count)
            capabilities.append(TallyIndex.creditsWord)
        }
        self.capabilities = capabilities
        let table = catalogue.users
        let creditsOfSets = table.planSets.map { set in UInt16(exactly: set.creditsPlan).map { UInt32($0) + 1 } ?? without }
        users = (0..<table.count).map { UInt32(table.locations[$0].ordinal) | creditsOfSets[Int(table.planSetOf[$0])] << 10 } + [without << 10]

        var names = DestinationNames()
        var destinationOfRate: [UInt32] = [0]
        var bases: [(outbound: Int, tollFree: Int)] = []
        for tariff in catalogue.tariffs {
            let outbound = destinationOfRate.count
            names.append(tariff.outbound, to: &destinationOfRate)
            bases.append((outbound, destinationOfRate.count))
            names.append(tariff.tollFree, to: &destinationOfRate)
        }
        self.destinationOfRate = destinationOfRate
        destinations = names.names
        rateBases = catalogue.organizations.flatMap { [bases[$0.tariff].outbound, bases[$0.tariff].tollFree] }
        domestic = DomesticTable(catalogue)
        destinationKey = DestinationKey(destinationCount: names.names.count, organizationCount: catalogue.organizations.count)
    }

    /// How many organizations there are.
    var organizationCount: Int { rateBases.count / 2 }

    /// Where the destination of a call that can be settled stands.
    @inline(__always)
    func place(ofRate rated: borrowing RatedCall) -> Int {
        let base = rateBases[2 &* Int(rated.organization) &+ (rated.isInbound ? 1 : 0)]
        return (base &+ Int(rated.rate)) & (rated.isPriced ? -1 : 0)
    }

    /// Who pays for a person (``TallyCounts``), and the user; −1 if there is none.
    func payer(ofPerson person: UInt32) -> (organization: Int32, user: Int32) {
        let number = Int32(bitPattern: person)
        return number < 0 ? (number & Int32.max, -1) : (catalogue.users.organizations[Int(number)], number)
    }

    /// What seconds of a call cost by its rate. Rare enough to read the rate itself.
    @inline(never)
    func charge(_ rated: RatedCall, seconds: Int32) -> Money {
        let tariff = catalogue.tariffs[catalogue.organizations[Int(rated.organization)].tariff]
        let rate = (rated.isInbound ? tariff.tollFree : tariff.outbound).rates[Int(rated.rate)]
        return tariff.rounding.charge(perMinute: rate.perMinute, seconds: Int64(seconds))
    }
}

/// Gives each name of a destination one number, over all decks.
private struct DestinationNames {
    private(set) var names = [""]
    private var known: [[UInt8]: UInt32] = [:]

    /// Numbers the destinations of a deck's rates. Within a deck equal names stand at one place, so that each is looked up once.
    mutating func append(_ deck: RateDeck, to destinations: inout [UInt32]) {
        var atPlace = [UInt32](repeating: 0, count: deck.text.count)
        destinations.reserveCapacity(destinations.count + deck.rates.count)
        for rate in deck.rates {
            let place = Int(rate.destination.offset)
            if atPlace[place] == 0 {
                let bytes = Array(deck.text[rate.destination.range])
                let next = UInt32(names.count)
                let number = known[bytes] ?? next
                if number == next {
                    known[bytes] = next
                    names.append(String(decoding: bytes, as: UTF8.self))
                }
                atPlace[place] = number
            }
            destinations.append(atPlace[place])
        }
    }
}
