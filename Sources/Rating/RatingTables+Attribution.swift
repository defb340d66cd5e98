import CallModel
import Catalogue

extension RatingTables {
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
        if scratch.hasOwnNumber {
            switch catalogue.numbers.owner(of: scratch.ownNumber) {
            case .user(let owner):
                ownOrganization = users[owner].organization
                if user < 0 { user = owner }
            case .service(let service):
                ownOrganization = Int32(catalogue.serviceNumbers[service].organization)
                rated.serviceNumber = Int32(service)
            case nil:
                break
            }
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
