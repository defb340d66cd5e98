/// Something of a run that does not agree with the rest, the first of its kind.
public struct Disagreement: Hashable, Sendable {
    /// What does not agree, the most specific first.
    public enum Kind: Int, CaseIterable, Comparable, Sendable {
        /// A row of the usage report.
        case usage
        /// A row of a file of one organization.
        case split
        /// A row of duplicates.csv.
        case duplicates
        /// A row of suspense.csv.
        case suspense
        /// A file of suspended records.
        case suspended
        /// A row of notices.csv.
        case notices
        /// How many records went where.
        case counts
        /// What organizations were charged.
        case charges
        /// What was drawn from pools.
        case draws
        /// What run.json says.
        case proof
        /// The files: which there are, their sizes and hashes.
        case files
        /// What the ledger has of its runs.
        case runs
        /// Balances.
        case accounts
        /// Purchases of credits.
        case lots
        /// Approvals of payments.
        case approvals
        /// Pools over all runs.
        case pools
        /// The duplicate index.
        case seen
        /// What is kept of usage by user and destination.
        case aggregates

        /// Whether it is the more specific one.
        public static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
    }

    /// What does not agree.
    public var kind: Kind
    /// Where, what stands there, and what should.
    public var message: String
}

/// The first disagreement of each kind.
struct Findings {
    private var first: [Disagreement.Kind: String] = [:]

    /// All, the most specific first.
    var all: [Disagreement] { first.sorted { $0.key < $1.key }.map { Disagreement(kind: $0.key, message: $0.value) } }

    /// Whether one of that kind was found.
    func has(_ kind: Disagreement.Kind) -> Bool { first[kind] != nil }

    /// Keeps a disagreement if it is the first of its kind.
    mutating func note(_ kind: Disagreement.Kind, _ message: @autoclosure () -> String) {
        if first[kind] == nil { first[kind] = message() }
    }
}
