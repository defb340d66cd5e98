import CallModel

/// Longest-prefix search over digits: flat nodes of ten children, and one direct table for the first three digits.
///
/// A lookup takes one step per digit of the longest prefix that matches, the first three counting as one; it allocates nothing.
struct PrefixTrie: Sendable {
    /// Ten children per node, the root first; 0 is no child.
    private var children: [Int32] = Array(repeating: 0, count: 10)
    /// What ends at each node, or −1.
    private var values: [Int32] = [-1]
    /// For each three digits: the node there (0 if none), and the last value on the way to it.
    private var heads: [Head] = Array(repeating: Head(node: 0, value: -1), count: 1000)

    private struct Head {
        var node: Int32
        var value: Int32
    }

    /// How many nodes there are.
    var nodeCount: Int { values.count }

    /// The value at a prefix; −1 if there is none. The prefix is digits with leading zeros to `count`, at most 18.
    subscript(prefix: UInt64, count: UInt8) -> Int32 {
        get {
            var node = 0
            for digit in PrefixTrie.digits(prefix, Int(count)) {
                node = Int(children[node * 10 + digit])
                if node == 0 { return -1 }
            }
            return values[node]
        }
        set {
            var node = 0
            for digit in PrefixTrie.digits(prefix, Int(count)) {
                var next = Int(children[node * 10 + digit])
                if next == 0 {
                    next = values.count
                    values.append(-1)
                    children.append(contentsOf: repeatElement(0, count: 10))
                    children[node * 10 + digit] = Int32(next)
                }
                node = next
            }
            values[node] = newValue
        }
    }

    /// The value of the longest proper prefix of a prefix; −1 if there is none.
    func valueOfShorterPrefix(of prefix: UInt64, count: UInt8) -> Int32 {
        var node = 0
        var value: Int32 = -1
        for digit in PrefixTrie.digits(prefix, Int(count)) {
            if node != 0, values[node] >= 0 { value = values[node] }
            node = Int(children[node * 10 + digit])
        }
        return value
    }

    /// Makes the direct table; to be called once all prefixes are in.
    mutating func finish() {
        for head in 0..<1000 {
            var node = 0
            var value: Int32 = -1
            for digit in [head / 100, head / 10 % 10, head % 10] {
                node = Int(children[node * 10 + digit])
                if node == 0 { break }
                if values[node] >= 0 { value = values[node] }
            }
            heads[head] = Head(node: Int32(node), value: value)
        }
    }

    /// What a number's visible digits lead to.
    struct Match {
        /// The value of the longest prefix that the number begins with, or −1.
        var value: Int32
        /// Whether a prefix goes on where the visible digits end.
        var goesOn: Bool
    }

    /// The value of the longest prefix of a number; −1 if none matches.
    func longest(_ number: PhoneNumber) -> Int32 {
        let count = Int(number.digitCount)
        if count < 3 { return match(number).value }
        // The number as fifteen digits, so that the digits come off the front by constants.
        let whole = number.digits &* PrefixTrie.powers[15 - count]
        let headPlace: UInt64 = 1_000_000_000_000
        let digitPlace: UInt64 = 100_000_000_000
        let head = heads[Int(whole / headPlace)]
        var rest = whole % headPlace
        var value = head.value
        var node = Int(head.node)
        var left = count - 3
        while node != 0, left > 0 {
            let digit = Int(rest / digitPlace)
            rest = (rest % digitPlace) &* 10
            node = Int(children[node &* 10 &+ digit])
            if node != 0, values[node] >= 0 { value = values[node] }
            left -= 1
        }
        return value
    }

    /// The same, digit by digit, and whether the trie goes on: for numbers with masked digits.
    func match(_ number: PhoneNumber) -> Match {
        var node = 0
        var value: Int32 = -1
        for digit in PrefixTrie.digits(number.digits, Int(number.digitCount)) {
            node = Int(children[node * 10 + digit])
            if node == 0 { return Match(value: value, goesOn: false) }
            if values[node] >= 0 { value = values[node] }
        }
        return Match(value: value, goesOn: goesOn(from: node))
    }

    /// Whether a longer prefix begins with this one.
    func goesOn(after prefix: UInt64, count: UInt8) -> Bool {
        var node = 0
        for digit in PrefixTrie.digits(prefix, Int(count)) {
            node = Int(children[node * 10 + digit])
            if node == 0 { return false }
        }
        return goesOn(from: node)
    }

    private func goesOn(from node: Int) -> Bool { children[node * 10..<node * 10 + 10].contains { $0 != 0 } }

    /// 10⁰ … 10¹⁸.
    static let powers: [UInt64] = (0...18).map { (0..<$0).reduce(1) { power, _ in power * 10 } }

    /// The digits of a number, the first first.
    static func digits(_ number: UInt64, _ count: Int) -> [Int] {
        (0..<count).map { Int(number / powers[count - 1 - $0] % 10) }
    }
}
