/// What was decided of a call, in order: what the stage `settle` makes.
public struct SettledCall: Sendable {
    /// Where the call goes.
    public enum Disposition: UInt8, Sendable {
        /// Into the report.
        case settled
        /// Into suspense.csv and `suspended/`.
        case suspended
        /// Into duplicates.csv, with content that is the same as the first one's.
        case duplicateSame
        /// Into duplicates.csv, with content that differs.
        case duplicateDifferent
    }

    /// Where the call goes.
    public var disposition = Disposition.settled
    /// How it was paid.
    public var outcome = Outcome.free
    /// Why not all seconds were covered.
    public var refusal = Refusal.none
    /// Billed seconds: always included + charged + uncovered.
    public var billedSeconds: Int32 = 0
    /// Seconds that allowances gave.
    public var includedSeconds: Int32 = 0
    /// Seconds that credits paid.
    public var chargedSeconds: Int32 = 0
    /// Seconds that nothing covered.
    public var uncoveredSeconds: Int32 = 0
    /// The fee taken.
    public var connectionFee = Money.zero
    /// The charge taken.
    public var charge = Money.zero
    /// The plans that gave seconds, in order: a range of the batch's ``CallBatch/includingPlans``.
    public var includedBy = TextRange.empty

    /// A call of which nothing is decided yet.
    @inlinable
    public init() {}
}
