import CallModel
import Catalogue

/// Countries by prefix, for rates that name none (rating-rules.md §4).
struct NumberingPlan: Sendable {
    private let trie: PrefixTrie
    private let intervals: PrefixIntervals
    /// The digits of the longest prefix: shorter numbers are told by the trie.
    private let prefixCountMax: UInt8

    init(_ entries: [NumberingPlanEntry]) {
        var trie = PrefixTrie()
        for entry in entries { trie[entry.prefix, entry.prefixCount] = Int32(entry.country.ordinal) }
        self.trie = trie
        intervals = PrefixIntervals(
            entries.map { PrefixIntervals.Entry(prefix: $0.prefix, count: $0.prefixCount, value: trie[$0.prefix, $0.prefixCount]) })
        prefixCountMax = entries.reduce(0) { max($0, $1.prefixCount) }
    }

    /// The country of the longest prefix that a number begins with.
    func country(of number: PhoneNumber) -> Country {
        NumberingPlan.country(number.digitCount >= prefixCountMax ? intervals.value(PrefixIntervals.place(number)) : trie.match(number).value)
    }

    /// The country of all numbers with a prefix, and whether it is not the same for all of them.
    func country(ofPrefix prefix: UInt64, count: UInt8) -> (Country, isOpen: Bool) {
        if count > PhoneNumber.lengthMax { return (.unknown, false) }
        let found = trie.match(PhoneNumber(digits: prefix, digitCount: count, maskedCount: 0))
        return (NumberingPlan.country(found.value), found.goesOn)
    }

    private static func country(_ value: Int32) -> Country { value < 0 ? .unknown : Country.at(ordinal: UInt16(value)) }
}
