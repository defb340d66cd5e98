import CallModel
import Catalogue

/// A catalogue compiled for rating: what all workers share. It never changes.
final class RatingTables: Sendable {
    let catalogue: Catalogue
    let organizations: OrganizationIndex
    /// The tariff of each organization.
    let tariffOf: [Int32]
    let outbound: DeckList
    let tollFree: DeckList
    let roundings: [Rounding]
    let numberingPlan: NumberingPlan
    /// Where the fingerprint of a call begins, for each organization.
    let organizationHashes: [Fingerprint]
    /// What rating needs to know of each user; and of one more, so that there is a first one in any catalogue.
    let users: [RatingUser]
    let domestic: DomesticTable

    /// The organization of each service number, by its index + 1; the first is −1, for none.
    let organizationOfServiceNumber: [Int32]

    /// A user, as rating sees it.
    struct RatingUser: Sendable, BitwiseCopyable {
        /// The name as the catalogue's table of users has it: here, so that who reads the rest has it at hand.
        var name: TextRange
        /// A hash of the name as it is reported.
        var nameHash: UInt64
        var organization: Int32
        var location: Country
        /// As ``RatedCall/creditsPlan``.
        var creditsPlan: UInt16
    }

    /// Compiles a catalogue. - Complexity: O(n log n) for n rates.
    init(_ catalogue: Catalogue, _ destinations: DestinationNames) {
        self.catalogue = catalogue
        organizations = OrganizationIndex(catalogue.organizations.map(\.key))
        tariffOf = catalogue.organizations.map { Int32($0.tariff) }
        let plan = NumberingPlan(catalogue.numberingPlan)
        numberingPlan = plan
        roundings = catalogue.tariffs.map(\.rounding)
        outbound = DeckList(
            zip(catalogue.tariffs, destinations.ofOutbound).map {
                CompiledDeck($0.outbound, rounding: $0.rounding, numberingPlan: plan, destinationNames: $1)
            })
        tollFree = DeckList(
            zip(catalogue.tariffs, destinations.ofTollFree).map {
                CompiledDeck($0.tollFree, rounding: $0.rounding, numberingPlan: plan, destinationNames: $1)
            })
        organizationHashes = catalogue.organizations.map { StableHash.of($0.key) }
        organizationOfServiceNumber = [-1] + catalogue.serviceNumbers.map { Int32($0.organization) }
        let table = catalogue.users
        var users = table.names.indices.map { user in
            RatingUser(
                name: table.names[user], nameHash: StableHash.of(table.text.span, table.names[user]), organization: table.organizations[user],
                location: table.locations[user],
                creditsPlan: UInt16(exactly: table.planSets[Int(table.planSetOf[user])].creditsPlan) ?? RatedCall.noPlan)
        }
        users.append(RatingUser(name: .empty, nameHash: 0, organization: -1, location: .unknown, creditsPlan: RatedCall.noPlan))
        self.users = users
        domestic = DomesticTable(catalogue)
    }

    /// What the call is known by among duplicates.
    @inline(__always)
    func fingerprint(_ call: borrowing Call, _ organization: Int32, _ text: Span<UInt8>) -> Fingerprint {
        var identity = StableHash(organizationHashes[Int(organization)])
        identity.combine(text, call.usageId)
        identity.combine(UInt64(bitPattern: call.start.epochSeconds))
        return identity.finish()
    }

    /// A check of what is reported of the call.
    @inline(__always)
    func contentCheck(_ call: borrowing Call, _ user: Int32, typeHash: UInt64, _ text: Span<UInt8>) -> UInt32 {
        var content = StableHash()
        content.combine(typeHash ^ UInt64(UInt32(bitPattern: call.durationSeconds)) << 20)
        if user >= 0 { content.combine(users[Int(user)].nameHash) }
        combine(&content, call.callerNumber, call.caller, text)
        combine(&content, call.calleeNumber, call.callee, text)
        return UInt32(truncatingIfNeeded: content.finish().high)
    }

    /// Takes in a number as it is reported: cleaned, or as it came.
    @inline(__always)
    private func combine(_ content: inout StableHash, _ number: PhoneNumber, _ raw: TextRange, _ text: Span<UInt8>) {
        if number.isNumber {
            content.combine(number.digits << 4 | UInt64(number.maskedCount))
        } else {
            content.combine(text, raw)
        }
    }
}
