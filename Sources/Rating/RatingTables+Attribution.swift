import CallModel
import Catalogue

extension RatingTables {
    /// Whose number that is: a user, −1 less a service number, or ``nobody``.
    @inline(__always)
    func owner(of number: PhoneNumber) -> Int32 {
        switch catalogue.numbers.owner(of: number) {
        case .user(let user): Int32(truncatingIfNeeded: user)
        case .service(let service): Int32(truncatingIfNeeded: -1 - service)
        case nil: RatingTables.nobody
        }
    }

    /// Finds whose the own numbers of a block are, and asks for what attribution will read.
    func findOwners(_ scratches: inout [Rater.Scratch], _ count: Int) {
        var scratch = scratches.mutableSpan
        for k in 0..<count {
            let owner = owner(of: scratch[k].ownNumber)
            scratch[k].owner = owner
            if owner >= 0 { users.prefetch(Int(owner)) }
            if !scratch[k].hasUserField { continue }
            let candidate = catalogue.users.candidate(scratch[k].userHash)
            scratch[k].candidate = Int32(truncatingIfNeeded: candidate)
            if candidate >= 0 { catalogue.users.prefetchName(candidate) }
        }
        for k in 0..<count where scratch[k].candidate >= 0 {
            catalogue.users.prefetchText(Int(scratch[k].candidate))
            users.prefetch(Int(scratch[k].candidate))
        }
    }

    /// No owner at all.
    static let nobody = Int32.min

    /// Whose call it is (rating-rules.md §3): sets user, organization and service number, or tells why it is nobody's.
    func attribute(_ rated: inout RatedCall, _ call: borrowing Call, _ scratch: Rater.Scratch, _ text: Span<UInt8>) -> SuspensionReason {
        var user = -1
        if !call.user.isEmpty {
            user = catalogue.users.index(of: text.extracting(call.user.range), hash: scratch.userHash)
            if user < 0 { return .unknownUser }
        }
        var organization: Int32 = -1
        if !call.organization.isEmpty {
            organization = organizations.index(of: text.extracting(call.organization.range))
            if organization < 0 { return .unknownOrganization }
        }
        var ownOrganization: Int32 = -1
        if scratch.owner >= 0 {
            ownOrganization = users[Int(scratch.owner)].organization
            if user < 0 { user = Int(scratch.owner) }
        } else if scratch.owner != RatingTables.nobody {
            rated.serviceNumber = -1 - scratch.owner
            ownOrganization = organizationOfServiceNumber[Int(rated.serviceNumber)]
        }
        let userOrganization = user >= 0 ? users[user].organization : -1
        let payer = max(userOrganization, organization, ownOrganization)
        if payer < 0 { return .unknownUser }
        if (userOrganization >= 0 && userOrganization != payer) || (organization >= 0 && organization != payer)
            || (ownOrganization >= 0 && ownOrganization != payer)
        {
            return .organizationMismatch
        }
        if rated.callClass.needsUser, user < 0 { return .unknownUser }
        rated.organization = payer
        rated.user = Int32(user)
        return .none
    }
}
