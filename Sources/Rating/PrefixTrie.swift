import CallModel

/// Longest-prefix search over digits, one step per digit: flat nodes of ten children.
///
/// It is what decks are compiled with, and what tells of numbers with masked or few digits; the others are looked up in ``PrefixIntervals``.
struct PrefixTrie: Sendable {
    /// Ten children per node, the root first; 0 is no child. Behind them there may be some for nodes to come.
    private var children: [Int32] = Array(repeating: 0, count: 10)
    /// What ends at each node, or −1.
    private var values: [Int32] = [-1]

    /// The value at a prefix; −1 if there is none. The prefix is digits with leading zeros to `count`, at most 18.
    subscript(prefix: UInt64, count: UInt8) -> Int32 {
        get {
            var node = 0
            for left in stride(from: Int(count) - 1, through: 0, by: -1) {
                node = Int(children[node * 10 + PrefixTrie.digit(prefix, left)])
                if node == 0 { return -1 }
            }
            return values[node]
        }
        set {
            var node = 0
            for left in stride(from: Int(count) - 1, through: 0, by: -1) {
                let child = node * 10 + PrefixTrie.digit(prefix, left)
                if children[child] == 0 {
                    children[child] = Int32(values.count)
                    values.append(-1)
                    if children.count < 10 * values.count { children.append(contentsOf: repeatElement(0, count: 10 * PrefixTrie.nodesAtOnce)) }
                }
                node = Int(children[child])
            }
            values[node] = newValue
        }
    }

    /// Nodes for which room is made at a time.
    private static let nodesAtOnce = 256

    /// The value of the longest proper prefix of a prefix; −1 if there is none.
    func valueOfShorterPrefix(of prefix: UInt64, count: UInt8) -> Int32 {
        var node = 0
        var value: Int32 = -1
        for left in stride(from: Int(count) - 1, through: 0, by: -1) {
            if node != 0, values[node] >= 0 { value = values[node] }
            node = Int(children[node * 10 + PrefixTrie.digit(prefix, left)])
        }
        return value
    }

    /// What a number's visible digits lead to.
    struct Match {
        /// The value of the longest prefix that the number begins with, or −1.
        var value: Int32
        /// Whether a prefix goes on where the visible digits end.
        var goesOn: Bool
    }

    /// The value of the longest prefix that the visible digits begin with, and whether the trie goes on behind them.
    func match(_ number: PhoneNumber) -> Match {
        var node = 0
        var value: Int32 = -1
        var left = Int(number.digitCount)
        while left > 0 {
            left -= 1
            node = Int(children[node * 10 + PrefixTrie.digit(number.digits, left)])
            if node == 0 { return Match(value: value, goesOn: false) }
            if values[node] >= 0 { value = values[node] }
        }
        return Match(value: value, goesOn: goesOn(from: node))
    }

    private func goesOn(from node: Int) -> Bool { children[node * 10..<node * 10 + 10].contains { $0 != 0 } }

    /// 10⁰ … 10¹⁸.
    static let powers: InlineArray<19, UInt64> = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
        1_000_000_000_000_000_000,
    ]

    /// What makes fifteen digits of so many, by their count.
    @inline(__always)
    static func scale(_ count: Int) -> UInt64 { powers[PhoneNumber.lengthMax - count] }

    /// The digit of a number behind which so many follow.
    @inline(__always)
    private static func digit(_ number: UInt64, _ left: Int) -> Int { Int(number / powers[left] % 10) }
}
