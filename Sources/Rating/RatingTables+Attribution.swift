import CallModel
import Catalogue

extension RatingTables {
    /// Finds whose the own numbers of a block are, and asks for what attribution will read.
    ///
    /// A user field names the owner of the own number, or else there is something to be looked into: so it is the owner's name that is asked for, and only
    /// where there is no owner is the field looked up.
    func findOwners(_ block: Range<Int>, _ calls: Span<Call>, _ text: Span<UInt8>, _ scratches: inout [Rater.Scratch]) {
        var scratch = scratches.mutableSpan
        var lookedUp: UInt64 = 0
        // Which calls have a user field, and which an owner, nobody can foresee: so what is not needed is asked for too, instead of a branch.
        for k in 0..<block.count {
            let owner = catalogue.numbers.ownerNumber(of: scratch[k].ownNumber)
            scratch[k].owner = owner
            let hasUserField = Int32(scratch[k].hasUserField.bit)
            // The owner or −1, and −1 without a user field.
            scratch[k].candidate = max(owner, -1) | (hasUserField &- 1)
            lookedUp |= UInt64(UInt32(bitPattern: hasUserField & owner >> 31)) &<< UInt64(k)
            users.prefetch(Int(max(owner, 0)))
            catalogue.users.prefetchName(Int(max(owner, 0)))
        }
        if lookedUp != 0 { lookUp(lookedUp, block, calls, text, &scratch) }
        if catalogue.users.count == 0 { return }
        for k in 0..<block.count { catalogue.users.prefetchText(Int(max(scratch[k].candidate, 0))) }
    }

    /// Finds whom the user fields name, most likely.
    private func lookUp(
        _ wanted: UInt64, _ block: Range<Int>, _ calls: Span<Call>, _ text: Span<UInt8>, _ scratch: inout MutableSpan<Rater.Scratch>
    ) {
        var hashes = InlineArray<64, UInt64>(repeating: 0)
        var left = wanted
        while left != 0 {
            let k = left.trailingZeroBitCount
            left &= left &- 1
            hashes[k] = UserTable.hash(text.extracting(calls[block.lowerBound + k].user.range))
            catalogue.users.prefetchSlot(hashes[k])
        }
        left = wanted
        while left != 0 {
            let k = left.trailingZeroBitCount
            left &= left &- 1
            let candidate = catalogue.users.candidate(hashes[k])
            scratch[k].candidate = Int32(truncatingIfNeeded: candidate)
            if candidate < 0 { continue }
            catalogue.users.prefetchName(candidate)
            users.prefetch(candidate)
        }
    }

    /// Whose call it is (rating-rules.md §3): sets user, organization and service number, or tells why it is nobody's.
    ///
    /// Inlined, as a call would be copied to be handed over.
    @inline(__always)
    func attribute(_ rated: inout RatedCall, _ call: borrowing Call, _ scratch: borrowing Rater.Scratch, _ text: Span<UInt8>) -> SuspensionReason {
        var user: Int32 = -1
        if !call.user.isEmpty {
            let name = text.extracting(call.user.range)
            let candidate = scratch.candidate
            let isCandidate = candidate >= 0 && catalogue.users.isName(name, of: Int(candidate))
            user = isCandidate ? candidate : Int32(truncatingIfNeeded: catalogue.users.index(of: name))
            if user < 0 { return .unknownUser }
        }
        var organization: Int32 = -1
        if !call.organization.isEmpty {
            organization = organizations.index(of: call.organization, in: text)
            if organization < 0 { return .unknownOrganization }
        }
        // Who has an owner, and who a user, nobody can foresee: so that −1 is made by masks, not by a branch. A number below 0 shifted is −1, any other 0.
        let owner = scratch.owner
        var ownOrganization = users[Int(max(owner, 0))].organization | owner >> 31
        user = user < 0 ? max(owner, -1) : user
        if owner < 0, owner != NumberIndex.nobody {
            rated.serviceNumber = -1 - owner
            ownOrganization = organizationOfServiceNumber[Int(rated.serviceNumber)]
        }
        let userOrganization = users[Int(max(user, 0))].organization | user >> 31
        let payer = max(userOrganization, organization, ownOrganization)
        if payer < 0 { return .unknownUser }
        let others =
            (userOrganization ^ payer) & ~(userOrganization >> 31) | (organization ^ payer) & ~(organization >> 31)
            | (ownOrganization ^ payer) & ~(ownOrganization >> 31)
        if others != 0 { return .organizationMismatch }
        if user & (0 &- Int32(rated.callClass.needsUser.bit)) < 0 { return .unknownUser }
        rated.organization = payer
        rated.user = user
        rated.creditsPlan = users[Int(max(user, 0))].creditsPlan | UInt16(truncatingIfNeeded: user >> 31)
        return .none
    }
}
