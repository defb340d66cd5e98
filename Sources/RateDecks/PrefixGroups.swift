internal import CallModel
internal import Catalogue

/// The rates of a deck by prefix, shorter ones before the longer ones that begin with them.
struct PrefixGroups {
    /// The rates of one prefix.
    struct Group {
        /// Where they stand in ``PrefixGroups/order``.
        var first: Int32
        var count: Int32
        /// The group of the next shorter prefix that this one begins with, or −1.
        var parent: Int32
        /// The prefix, filled up with zeros to 18 digits.
        var place: UInt64
        var prefixCount: UInt8

        var range: Range<Int> { Int(first)..<Int(first + count) }
        /// How many numbers of 18 digits begin with the prefix.
        var width: UInt64 { PrefixGroups.powers[PrefixText.countMax - Int(prefixCount)] }
    }

    /// Rates, group by group; within a group by band, begin, end and line.
    let order: [Int32]
    let groups: [Group]

    static let powers: [UInt64] = (0...18).map { power in (0..<power).reduce(1) { product, _ in product * 10 } }

    /// - Complexity: O(n log n).
    init(_ rates: [Rate]) {
        struct Entry {
            var place: UInt64
            var rate: Int32
            var count: UInt8
        }
        let entries = rates.indices.map { i in
            Entry(
                place: rates[i].prefix * PrefixGroups.powers[PrefixText.countMax - Int(rates[i].prefixCount)], rate: Int32(i),
                count: rates[i].prefixCount)
        }.sorted { a, b in
            if a.place != b.place { return a.place < b.place }
            if a.count != b.count { return a.count < b.count }
            let (first, second) = (rates[Int(a.rate)], rates[Int(b.rate)])
            if first.band != second.band { return first.band < second.band }
            if first.effectiveFrom != second.effectiveFrom { return first.effectiveFrom < second.effectiveFrom }
            if first.effectiveUntil != second.effectiveUntil { return first.effectiveUntil < second.effectiveUntil }
            return a.rate < b.rate
        }
        order = entries.map(\.rate)
        var groups: [Group] = []
        var open: [Int32] = []
        var i = 0
        while i < entries.count {
            let entry = entries[i]
            var end = i + 1
            while end < entries.count, entries[end].place == entry.place, entries[end].count == entry.count { end += 1 }
            while let last = open.last, !PrefixGroups.contains(groups[Int(last)], entry.place) { open.removeLast() }
            groups.append(
                Group(first: Int32(i), count: Int32(end - i), parent: open.last ?? -1, place: entry.place, prefixCount: entry.count))
            open.append(Int32(groups.count - 1))
            i = end
        }
        self.groups = groups
    }

    private static func contains(_ group: Group, _ place: UInt64) -> Bool { place >= group.place && place - group.place < group.width }

    /// The group of the longest prefix that a prefix is, or begins with; `nil` if there is none.
    func longest(_ prefix: UInt64, count: UInt8) -> Int? {
        let place = prefix * PrefixGroups.powers[PrefixText.countMax - Int(count)]
        var low = 0
        var high = groups.count
        while low < high {
            let middle = (low + high) / 2
            let group = groups[middle]
            if group.place < place || (group.place == place && group.prefixCount <= count) { low = middle + 1 } else { high = middle }
        }
        var candidate = low - 1
        while candidate >= 0, !PrefixGroups.contains(groups[candidate], place) { candidate = Int(groups[candidate].parent) }
        return candidate < 0 ? nil : candidate
    }
}
