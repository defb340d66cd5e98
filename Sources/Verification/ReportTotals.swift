public import CallModel

/// Calls and charges of a usage report by organization and destination.
public struct ReportTotals: Sendable {
    /// Whose calls to where.
    public struct Key: Hashable, Sendable, Comparable {
        /// The organization's key.
        public var organization: String
        /// The currency of its tariff.
        public var currency: String
        /// The rate's destination; empty where nothing was priced.
        public var destination: String

        /// In byte order of organizations, then of destinations.
        public static func < (a: Key, b: Key) -> Bool {
            func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
            if a.organization != b.organization { return precedes(a.organization, b.organization) }
            if a.currency != b.currency { return precedes(a.currency, b.currency) }
            return precedes(a.destination, b.destination)
        }
    }

    /// A sum.
    public struct Sum: Hashable, Sendable {
        /// Settled calls.
        public var calls: Int64 = 0
        /// Connection fees and charges.
        public var charged = Money.zero
        /// Seconds that nothing covered.
        public var uncoveredSeconds: Int64 = 0
        /// Decimals with which the report writes amounts.
        public var decimals = 0

        /// Nothing yet.
        public init() {}

        static func + (a: Sum, b: Sum) -> Sum {
            var sum = a
            sum.calls += b.calls
            sum.charged += b.charged
            sum.uncoveredSeconds += b.uncoveredSeconds
            sum.decimals = max(a.decimals, b.decimals)
            return sum
        }
    }

    /// The sums; a key without calls is not among them.
    public private(set) var sums: [Key: Sum] = [:]

    /// Sums up the usage report of an output folder.
    ///
    /// - Throws: ``ReportFault`` if it cannot be read, or an amount in it is none.
    public init(folder: String) throws(ReportFault) {
        var reader = try ReportReader(folder: folder)
        var block = ReportBlock()
        while try reader.next(into: &block) {
            for row in 0..<block.rowCount { try add(block, row) }
        }
    }

    private mutating func add(_ block: borrowing ReportBlock, _ row: Int) throws(ReportFault) {
        guard let fee = block.amount(row, .connectionFee), let charge = block.amount(row, .charge),
            let uncovered = block.count(row, .uncoveredSeconds)
        else {
            throw .malformed(
                path: block.path, line: block.line(row), message: "its fee, charge or uncovered seconds are no numbers; this is no report of a run")
        }
        let key = Key(
            organization: block.text(row, .organization), currency: block.text(row, .currency), destination: block.text(row, .destination))
        var sum = Sum()
        sum.calls = 1
        sum.charged = Money(units: fee) + Money(units: charge)
        sum.uncoveredSeconds = uncovered
        let digits = block.text(row, .charge)
        sum.decimals = digits.lastIndex { $0 == "." || $0 == "," }.map { digits.distance(from: $0, to: digits.endIndex) - 1 } ?? 0
        sums[key] = (sums[key] ?? Sum()) + sum
    }
}
