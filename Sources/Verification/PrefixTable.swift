/// Values by prefix: digits, and how many they are. Whoever searches asks for one length after the other, the longest first.
struct PrefixTable: Sendable {
    /// The most digits of a prefix that a number can begin with.
    static let digitsMax = 15
    /// Powers of ten, from 1 to 10¹⁸.
    static let powers: [UInt64] = (0...18).map { (0..<$0).reduce(1) { power, _ in power * 10 } }

    /// Lengths of which there are prefixes, the longest first.
    private(set) var lengths: [Int] = []
    private var table = WordTable()

    /// The value of exactly that prefix; −1 if there is none.
    @inline(__always)
    func value(_ digits: UInt64, count: Int) -> Int32 { table[PrefixTable.key(digits, count)] }

    /// Gives a prefix a value, which is not below 0.
    ///
    /// - Precondition: It has 1 to ``digitsMax`` digits.
    mutating func set(_ digits: UInt64, count: Int, to value: Int32) {
        precondition((1...PrefixTable.digitsMax).contains(count))
        if !lengths.contains(count) {
            lengths.append(count)
            lengths.sort(by: >)
        }
        table.set(PrefixTable.key(digits, count), to: value)
    }

    /// Fifteen digits take 50 bits, and their count 4.
    @inline(__always)
    private static func key(_ digits: UInt64, _ count: Int) -> UInt64 { digits << 4 | UInt64(truncatingIfNeeded: count) }
}
