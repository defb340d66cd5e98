public import CallModel

/// What calls come to, outcome by outcome.
public struct UsageTotals: Sendable, Hashable {
    private var sums = Array(repeating: UsageSum(), count: Outcome.allCases.count)
    /// All outcomes together.
    public private(set) var all = UsageSum()

    /// No calls.
    public init() {}

    /// The calls of one outcome.
    public subscript(outcome: Outcome) -> UsageSum { sums[Int(outcome.rawValue)] }

    /// Calls that were answered: connected for a second at least.
    public var answeredCalls: Int64 { all.calls - self[.unanswered].calls }

    /// Adds calls of one outcome; `false` if a sum would be beyond its range.
    public mutating func add(_ sum: UsageSum, _ outcome: Outcome) -> Bool {
        all.add(sum) && sums[Int(outcome.rawValue)].add(sum)
    }
}
