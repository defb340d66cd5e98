internal import CallModel

extension TallyCounts {
    /// A cell by user with all that its key stands for.
    static func widenUser(_ cell: UsageCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell {
        let kind = kinds[Int(cell.key & 0xFFFF_FFFF) - 1]
        let (organization, user) = index.payer(ofPerson: UInt32(cell.key >> 32))
        var wide = WideCell()
        wide.high = WideCell.high(organization: organization, kind: kind & 0xFFFF_FFFF)
        wide.low = UInt64(user + 1) << WideCell.capabilityBits | kind >> TallyCounts.capabilityShift
        cell.setSum(of: &wide)
        return wide
    }

    /// A cell by destination with all that its key stands for.
    static func widenDestination(_ cell: UsageCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell {
        let (place, number, organization, reach) = index.destinationKey.unpack(cell.key)
        let kind = kinds[number - 1]
        var wide = WideCell()
        wide.high = WideCell.high(organization: organization, kind: kind & 0xFFFF_FFFF | reach)
        wide.low = place << WideCell.capabilityBits | kind >> TallyCounts.capabilityShift
        cell.setSum(of: &wide)
        return wide
    }

    /// A cell of what nothing covered with all that its key stands for.
    private static func widenUncovered(_ cell: UncoveredCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell {
        let (organization, user) = index.payer(ofPerson: UInt32(cell.key >> 32))
        var wide = WideCell()
        wide.high = WideCell.high(organization: organization, kind: kinds[Int(cell.kind) - 1])
        wide.low = UInt64(user + 1) << 32 | cell.key & 0xFFFF_FFFF
        wide.sum.calls = Int64(cell.calls)
        wide.sum.uncoveredSeconds = Int64(cell.uncoveredSeconds)
        (wide.costWhole, wide.costUnits) = Int64(cell.costUnits).quotientAndRemainder(dividingBy: Money.unitsPerOne)
        return wide
    }

    /// All that was counted, to be arranged: by user, by destination, and what nothing covered.
    consuming func taken(_ index: TallyIndex) -> (TakenCells<UsageCell>, TakenCells<UsageCell>, TakenCells<UncoveredCell>) {
        let (kinds, uncoveredKinds) = (kinds.kinds, uncoveredKinds.kinds)
        let count = index.organizationCount
        return (
            TakenCells(byUser, aside: asideByUser, organizationCount: count) { TallyCounts.widenUser($0, kinds, index) },
            TakenCells(byDestination, aside: asideByDestination, organizationCount: count) { TallyCounts.widenDestination($0, kinds, index) },
            TakenCells(uncovered, organizationCount: count) { TallyCounts.widenUncovered($0, uncoveredKinds, index) }
        )
    }
}
