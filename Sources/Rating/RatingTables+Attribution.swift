import CallModel
import Catalogue

extension RatingTables {
    /// Finds whose the own numbers of a block are, and asks for what attribution will read.
    ///
    /// A user field names the owner of the own number, or else there is something to be looked into: so it is the owner's name that is asked for, and only
    /// where there is no owner is the field looked up.
    func findOwners(_ block: Range<Int>, _ calls: Span<Call>, _ text: Span<UInt8>, _ scratches: inout [Rater.Scratch]) {
        var scratch = scratches.mutableSpan
        let numbers = catalogue.numbers
        var elsewhere: UInt64 = 0
        for k in 0..<block.count {
            let (owner, isElsewhere) = numbers.firstOwnerNumber(of: scratch[k].ownNumber)
            scratch[k].owner = owner
            elsewhere |= UInt64(isElsewhere) &<< UInt64(k)
        }
        elsewhere.forEachBit { k in scratch[k].owner = numbers.ownerNumber(of: scratch[k].ownNumber) }
        var lookedUp: UInt64 = 0
        // Which calls have a user field, and which an owner, nobody can foresee: so what is not needed is asked for too, instead of a branch.
        for k in 0..<block.count {
            let owner = scratch[k].owner
            let hasUserField = Int32(scratch[k].hasUserField.bit)
            // The owner or −1, and −1 without a user field.
            scratch[k].candidate = max(owner, -1) | (hasUserField &- 1)
            lookedUp |= UInt64(UInt32(bitPattern: hasUserField & owner >> 31)) &<< UInt64(k)
            users.prefetch(Int(max(owner, 0)))
        }
        if lookedUp != 0 { lookUp(lookedUp, block, calls, text, &scratch) }
        for k in 0..<block.count { catalogue.users.prefetchText(users[Int(max(scratch[k].candidate, 0))].name) }
    }

    /// Finds whom the user fields name, most likely.
    private func lookUp(
        _ wanted: UInt64, _ block: Range<Int>, _ calls: Span<Call>, _ text: Span<UInt8>, _ scratch: inout MutableSpan<Rater.Scratch>
    ) {
        var hashes = InlineArray<64, UInt64>(repeating: 0)
        wanted.forEachBit { k in
            hashes[k] = UserTable.hash(text.extracting(calls[block.lowerBound + k].user.range))
            catalogue.users.prefetchSlot(hashes[k])
        }
        wanted.forEachBit { k in
            let candidate = catalogue.users.candidate(hashes[k])
            scratch[k].candidate = Int32(truncatingIfNeeded: candidate)
            if candidate < 0 { return }
            users.prefetch(candidate)
        }
    }

    /// What a field names that is nobody's name.
    static let unknown: Int32 = -2

    /// Finds whom user and organization fields name: the calls that have one apart from the others, as which do nobody can foresee.
    func findNamed(_ block: Range<Int>, _ calls: Span<Call>, _ text: Span<UInt8>, _ scratch: inout MutableSpan<Rater.Scratch>) {
        var (users, organizations): (UInt64, UInt64) = (0, 0)
        for k in 0..<block.count {
            users |= UInt64(scratch[k].hasUserField.bit) &<< UInt64(k)
            organizations |= UInt64((!calls[block.lowerBound &+ k].organization.isEmpty).bit) &<< UInt64(k)
        }
        users.forEachBit { k in
            let name = text.extracting(calls[block.lowerBound &+ k].user.range)
            let candidate = scratch[k].candidate
            if candidate >= 0 && catalogue.users.isName(name, at: self.users[Int(candidate)].name) { return }
            let user = Int32(truncatingIfNeeded: catalogue.users.index(of: name))
            scratch[k].candidate = user < 0 ? RatingTables.unknown : user
        }
        organizations.forEachBit { k in
            let organization = self.organizations.index(of: calls[block.lowerBound &+ k].organization, in: text)
            scratch[k].organization = organization < 0 ? RatingTables.unknown : organization
        }
    }

    /// Whose call it is (rating-rules.md §3): sets user, organization and service number, or tells why it is nobody's.
    ///
    /// Inlined, as a call would be copied to be handed over.
    @inline(__always)
    func attribute(_ rated: inout RatedCall, _ scratch: borrowing Rater.Scratch) -> SuspensionReason {
        var user = scratch.candidate
        if user == RatingTables.unknown { return .unknownUser }
        let organization = scratch.organization
        if organization == RatingTables.unknown { return .unknownOrganization }
        // Who has an owner, and who a user, nobody can foresee: so that −1 is made by masks, not by a branch. A number below 0 shifted is −1, any other 0.
        let owner = scratch.owner
        user = user < 0 ? max(owner, -1) : user
        let service = max(-1 &- owner, -1) & (0 &- Int32((owner != NumberIndex.nobody).bit)) | 0 &- Int32((owner == NumberIndex.nobody).bit)
        rated.serviceNumber = service
        let ownOrganization = max(users[Int(max(owner, 0))].organization | owner >> 31, organizationOfServiceNumber[Int(service &+ 1)])
        let userOrganization = users[Int(max(user, 0))].organization | user >> 31
        let payer = max(userOrganization, organization, ownOrganization)
        if payer < 0 { return .unknownUser }
        let others =
            (userOrganization ^ payer) & ~(userOrganization >> 31) | (organization ^ payer) & ~(organization >> 31)
            | (ownOrganization ^ payer) & ~(ownOrganization >> 31)
        if others != 0 { return .organizationMismatch }
        if user & rated.callClass.userNeed < 0 { return .unknownUser }
        rated.organization = payer
        rated.user = user
        rated.creditsPlan = users[Int(max(user, 0))].creditsPlan | UInt16(truncatingIfNeeded: user >> 31)
        return .none
    }
}
