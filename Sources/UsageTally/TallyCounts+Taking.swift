internal import CallModel

extension TallyCounts {
    /// Bits of a kind that are no key of a row by user or by destination: why something is not covered.
    private static let refusalMask: UInt64 = 3
    /// Bits of a kind that go into the first word.
    private static let kindMask: UInt64 = 0xFFFF_FFFF

    /// The person of a cell's key, and where its kind stands among those that were numbered.
    @inline(__always)
    private static func personAndKind(_ key: UInt64) -> (person: UInt32, kind: Int) { (UInt32(key >> 32), Int(key & 0xFFFF_FFFF) - 1) }

    /// What the key of a cell by user stands for.
    private static func wordsByUser(_ cell: UsageCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell.Words {
        let (person, place) = personAndKind(cell.key)
        let kind = kinds[place]
        let (organization, user) = index.payer(ofPerson: person)
        return WideCell.Words(
            high: WideCell.high(organization: organization, kind: kind & kindMask & ~refusalMask),
            low: UInt64(user + 1) << WideCell.capabilityBits | kind >> TallyCounts.capabilityShift)
    }

    /// What the key of a cell by destination stands for.
    private static func wordsByDestination(_ cell: UsageCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell.Words {
        let (place, number, organization, reach) = index.destinationKey.unpack(cell.key)
        let kind = kinds[number - 1]
        return WideCell.Words(
            high: WideCell.high(organization: organization, kind: kind & kindMask & ~refusalMask | reach),
            low: place << WideCell.capabilityBits | kind >> TallyCounts.capabilityShift)
    }

    /// What a person and a kind of calls that nothing covered stand for.
    private static func wordsOfUncovered(_ person: UInt32, _ kind: UInt64, _ index: TallyIndex) -> WideCell.Words {
        let (organization, user) = index.payer(ofPerson: person)
        return WideCell.Words(
            high: WideCell.high(organization: organization, kind: kind & kindMask), low: UInt64(user + 1) << WideCell.capabilityBits)
    }

    private static func wordsOfUncovered(_ cell: UncoveredCell, _ kinds: [UInt64], _ index: TallyIndex) -> WideCell.Words {
        let (person, place) = personAndKind(cell.key)
        return wordsOfUncovered(person, kinds[place], index)
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
        wide.setUncovered(calls: cell.calls, seconds: cell.uncoveredSeconds, costUnits: cell.costUnits)
        return wide
    }

    /// What nothing covered of the blocked calls in the table by user.
    func blocked(_ index: TallyIndex) -> [WideCell] {
        let kinds = kinds.kinds
        let isBlocked = kinds.map { WideCell.outcome(ofKind: $0) == .blocked }
        var wide: [WideCell] = []
        byUser.forEach { _, cell in
            let (person, place) = TallyCounts.personAndKind(cell.key)
            if !isBlocked[place] { return }
            var blocked = WideCell(words: TallyCounts.wordsOfUncovered(person, kinds[place], index))
            blocked.setUncovered(calls: UInt64(cell.calls), seconds: UInt64(cell.otherSeconds), costUnits: cell.units)
            wide.append(blocked)
        }
        return wide
    }

    /// All that was counted, to be arranged: by user, by destination, and what nothing covered.
    consuming func taken(_ index: TallyIndex) -> (TakenCells<UsageCell>, TakenCells<UsageCell>, TakenCells<UncoveredCell>) {
        let (kinds, disconnectedKinds) = (kinds.kinds, disconnectedKinds.kinds)
        let count = index.organizationCount
        let blocked = asideBlocked + blocked(index)
        return (
            TakenCells(
                byUser, aside: asideByUser, organizationCount: count, words: { TallyCounts.wordsByUser($0, kinds, index) },
                widen: { TallyCounts.widenUser($0, kinds, index) }),
            TakenCells(
                byDestination, aside: asideByDestination, organizationCount: count, words: { TallyCounts.wordsByDestination($0, kinds, index) },
                widen: { TallyCounts.widenDestination($0, kinds, index) }),
            TakenCells(
                disconnected, aside: blocked, organizationCount: count, words: { TallyCounts.wordsOfUncovered($0, disconnectedKinds, index) },
                widen: { TallyCounts.widenUncovered($0, disconnectedKinds, index) })
        )
    }
}
