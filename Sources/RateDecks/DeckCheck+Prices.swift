internal import CallModel
internal import Catalogue

/// Prices among their neighbours.
///
/// The neighbours of a prefix are the next shorter prefix of the deck and the others that stand directly under that; of a prefix with no shorter one,
/// those directly under it. A prefix is looked at if it has two neighbours or more. Its price is that of the row without a band that begins last.
extension DeckCheck {
    /// The two highest and the two lowest prices of some prefixes, so that each can be left out.
    private struct Extremes {
        var count = 0
        var highest: Int32 = -1
        var second: Int32 = -1
        var lowest: Int32 = -1
        var secondLowest: Int32 = -1

        mutating func take(_ rate: Int32, _ rates: [Rate]) {
            count += 1
            if highest < 0 || rates[Int(rate)].perMinute > rates[Int(highest)].perMinute {
                (second, highest) = (highest, rate)
            } else if second < 0 || rates[Int(rate)].perMinute > rates[Int(second)].perMinute {
                second = rate
            }
            if lowest < 0 || rates[Int(rate)].perMinute < rates[Int(lowest)].perMinute {
                (secondLowest, lowest) = (lowest, rate)
            } else if secondLowest < 0 || rates[Int(rate)].perMinute < rates[Int(secondLowest)].perMinute {
                secondLowest = rate
            }
        }
    }

    /// Prices that are so many times higher than the highest of their neighbours, or lower than the lowest.
    func findPrices(_ found: inout [[Finding]]) {
        let all = groups.groups
        let priced = all.map { price($0) }
        var under: [Extremes] = Array(repeating: Extremes(), count: all.count)
        for g in all.indices where all[g].parent >= 0 && priced[g] >= 0 { under[Int(all[g].parent)].take(priced[g], rates) }
        for g in all.indices where priced[g] >= 0 {
            let own = priced[g]
            let parent = Int(all[g].parent)
            if parent < 0 {
                compare(own, with: under[g], leavingOut: -1, &found)
            } else {
                var neighbours = under[parent]
                if priced[parent] >= 0 { neighbours.take(priced[parent], rates) }
                compare(own, with: neighbours, leavingOut: own, &found)
            }
        }
    }

    private func compare(_ own: Int32, with neighbours: Extremes, leavingOut left: Int32, _ found: inout [[Finding]]) {
        if neighbours.count - (left >= 0 ? 1 : 0) < 2 { return }
        let highest = neighbours.highest == left ? neighbours.second : neighbours.highest
        let lowest = neighbours.lowest == left ? neighbours.secondLowest : neighbours.lowest
        // No price is above 10,000, which is 10¹² units, and the factor is at most 1,000,000.
        let factor = Int64(options.factor)
        let price = rates[Int(own)].perMinute
        if price > rates[Int(highest)].perMinute * factor {
            found[DeckFindingKind.price.rawValue].append(Finding(kind: .price, reason: .dear, rate: own, other: highest))
        } else if price * factor < rates[Int(lowest)].perMinute {
            found[DeckFindingKind.price.rawValue].append(Finding(kind: .price, reason: .cheap, rate: own, other: lowest))
        }
    }

    /// The rate by which a prefix is compared, or −1.
    private func price(_ group: PrefixGroups.Group) -> Int32 {
        if group.prefixCount > PhoneNumber.lengthMax { return -1 }
        var found: Int32 = -1
        for i in group.range where rates[Int(groups.order[i])].band < 0 { found = groups.order[i] }
        return found
    }
}
