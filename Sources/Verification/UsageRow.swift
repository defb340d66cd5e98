/// What the checks of a row hand on.
struct UsageRow: Sendable {
    /// An index into the catalogue's organizations.
    var organization: Int
    /// An index into the catalogue's users, or −1.
    var user: Int
    var kind: CallKind
    /// The hash of the call type's name.
    var typeHash: UInt64
    var caller: NumberText?
    var callee: NumberText?
    /// Seconds since 1970.
    var start: Int64
    var durationSeconds: Int64
    /// In units of 10⁻⁸.
    var connectionFee: Int64 = 0
    var charge: Int64 = 0
    var includedSeconds: Int64 = 0
}

/// Why a row does not agree.
struct RowFault: Error, Hashable {
    /// What stands there, and what should.
    var message: String

    init(_ message: String) { self.message = message }

    /// A cell that should be another text.
    init(_ column: UsageColumn, is found: String, because reason: String) {
        message = "\(column.name) is \(found.isEmpty ? "empty" : found), and \(reason)"
    }
}
