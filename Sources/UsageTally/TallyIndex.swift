internal import CallModel
public import Catalogue

/// What counting asks of a catalogue, for every call and at the end. It never changes; any number of workers may use it.
public final class TallyIndex: Sendable {
    let catalogue: Catalogue
    /// The capability of what credits pay: without a plan that grants them, then by plan.
    private let creditsCapabilities: [UInt32]
    /// Names of destinations, each once; the first stands for none.
    let destinations: [String]
    /// Words of the column Capability: none, then the plans, then, unless a plan has its key, what is said of credits without a plan.
    let capabilities: [String]
    /// How keys by destination are made.
    let destinationKey: DestinationKey

    /// What stands in the column Capability for credits without a plan (file-formats.md, Usage report).
    private static let creditsWord = "MCOPSTNPP"

    /// - Complexity: O(size of the catalogue).
    public init(_ catalogue: Catalogue, _ destinations: DestinationNames) {
        self.catalogue = catalogue
        var capabilities = [""] + catalogue.plans.map(\.key)
        let withoutPlan: UInt32
        if let plan = catalogue.plans.firstIndex(where: { $0.key.utf8.elementsEqual(TallyIndex.creditsWord.utf8) }) {
            withoutPlan = UInt32(plan + 1)
        } else {
            withoutPlan = UInt32(capabilities.count)
            capabilities.append(TallyIndex.creditsWord)
        }
        creditsCapabilities = [withoutPlan] + catalogue.plans.indices.map { UInt32($0 + 1) }
        self.capabilities = capabilities
        self.destinations = destinations.names
        destinationKey = DestinationKey(destinationCount: destinations.names.count, organizationCount: catalogue.organizations.count)
    }

    /// What stands in the column Capability for what credits pay. Less `noPlan`, the highest
    /// number there is, none is 0, and the plans follow.
    @inline(__always)
    func creditsCapability(_ rated: borrowing RatedCall) -> UInt32 { creditsCapabilities[Int(rated.creditsPlan &- RatedCall.noPlan)] }

    /// How many organizations there are.
    var organizationCount: Int { catalogue.organizations.count }

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
