internal import CallModel

extension TallyCounts {
    /// What the key of a cell by user stands for.
    private static func wordsByUser(_ cell: UsageCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell.Words {
        let kind = kinds[Int(cell.key & 0xFFFF_FFFF) - 1]
        let (organization, user) = index.payer(ofPerson: UInt32(cell.key >> 32))
        return WideCell.Words(
            high: WideCell.high(organization: organization, kind: kind & 0xFFFF_FFFF),
            low: UInt64(user + 1) << WideCell.capabilityBits | kind >> TallyCounts.capabilityShift)
    }

    /// What the key of a cell by destination stands for.
    private static func wordsByDestination(_ cell: UsageCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell.Words {
        let (place, number, organization, reach) = index.destinationKey.unpack(cell.key)
        let kind = kinds[number - 1]
        return WideCell.Words(
            high: WideCell.high(organization: organization, kind: kind & 0xFFFF_FFFF | reach),
            low: place << WideCell.capabilityBits | kind >> TallyCounts.capabilityShift)
    }

    /// What the key of a cell of what nothing covered stands for.
    private static func wordsOfUncovered(_ cell: UncoveredCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell.Words {
        let (organization, user) = index.payer(ofPerson: UInt32(cell.key >> 32))
        return WideCell.Words(
            high: WideCell.high(organization: organization, kind: kinds[Int(cell.key & 0xFFFF_FFFF) - 1]),
            low: UInt64(user + 1) << WideCell.capabilityBits)
    }

    /// A cell by user with all that its key stands for.
    static func widenUser(_ cell: UsageCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell {
        var wide = WideCell(words: wordsByUser(cell, kinds, index))
        cell.setSum(of: &wide)
        return wide
    }

    /// A cell by destination with all that its key stands for.
    static func widenDestination(_ cell: UsageCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell {
        var wide = WideCell(words: wordsByDestination(cell, kinds, index))
        cell.setSum(of: &wide)
        return wide
    }

    /// A cell of what nothing covered with all that its key stands for.
    private static func widenUncovered(_ cell: UncoveredCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell {
        var wide = WideCell(words: wordsOfUncovered(cell, kinds, index))
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
            TakenCells(
                byUser, aside: asideByUser, organizationCount: count, words: { TallyCounts.wordsByUser($0, kinds, index) },
                widen: { TallyCounts.widenUser($0, kinds, index) }),
            TakenCells(
                byDestination, aside: asideByDestination, organizationCount: count, words: { TallyCounts.wordsByDestination($0, kinds, index) },
                widen: { TallyCounts.widenDestination($0, kinds, index) }),
            TakenCells(
                uncovered, organizationCount: count, words: { TallyCounts.wordsOfUncovered($0, uncoveredKinds, index) },
                widen: { TallyCounts.widenUncovered($0, uncoveredKinds, index) })
        )
    }
}
