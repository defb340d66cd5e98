internal import CallModel
internal import Catalogue

/// Rows that others of the same prefix and band hide.
///
/// Of rows that hold at one time the one that begins later is taken, then the one that stands first (rating-rules.md §5). So what hides a row begins with
/// one that begins together with it and stands before it; rows that begin later may go on where that one ends.
extension DeckCheck {
    /// Times at which rows hold that begin later than those at hand.
    private struct Times {
        /// Apart from one another, the latest first.
        private var spans: [(from: Instant, until: Instant)] = []

        /// Until when they hold from a moment on, if they hold then.
        func end(from moment: Instant) -> Instant {
            var low = 0
            var high = spans.count
            // The first that does not begin after the moment.
            while low < high {
                let middle = (low + high) / 2
                if spans[middle].from > moment { low = middle + 1 } else { high = middle }
            }
            return low < spans.count && spans[low].until > moment ? spans[low].until : moment
        }

        /// Adds times that begin before all others.
        mutating func add(from: Instant, until: Instant) {
            var until = until
            while let next = spans.last, next.from <= until {
                until = max(until, next.until)
                spans.removeLast()
            }
            spans.append((from, until))
        }
    }

    /// Finds them among the rates of one prefix. - Complexity: O(n log n).
    func findHidden(_ group: PrefixGroups.Group, _ found: inout [[Finding]]) {
        var later = Times()
        var end = group.range.upperBound
        while end > group.range.lowerBound {
            let last = rates[Int(groups.order[end - 1])]
            var begin = end - 1
            while begin > group.range.lowerBound {
                let rate = rates[Int(groups.order[begin - 1])]
                if rate.band != last.band || rate.effectiveFrom != last.effectiveFrom { break }
                begin -= 1
            }
            later.add(from: last.effectiveFrom, until: findHidden(together: groups.order[begin..<end].sorted(), later, &found))
            end = begin
            if end > group.range.lowerBound, rates[Int(groups.order[end - 1])].band != last.band { later = Times() }
        }
    }

    /// Finds those among rows that begin together, in the order of the file; until when any of them holds.
    private func findHidden(together indices: [Int32], _ later: Times, _ found: inout [[Finding]]) -> Instant {
        var longest: Int32 = -1
        for index in indices {
            let until = rates[Int(index)].effectiveUntil
            guard longest >= 0 else {
                longest = index
                continue
            }
            let covered = rates[Int(longest)].effectiveUntil
            // A row that repeats another is told as that.
            if covered != until, max(covered, later.end(from: covered)) >= until {
                found[DeckFindingKind.unreachable.rawValue].append(Finding(kind: .unreachable, reason: .hidden, rate: index, other: longest))
            }
            if until > covered { longest = index }
        }
        return rates[Int(longest)].effectiveUntil
    }
}
