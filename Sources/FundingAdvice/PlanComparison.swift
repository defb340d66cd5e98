public import CallModel

/// What a group of users would have paid with another plan, over the whole months on record.
public struct PlanComparison: Sendable, Hashable {
    /// The usage location of the users.
    public var location: Country
    /// How many users hold these plans there, as the catalogue says.
    public var userCount: Int
    /// Keys of all the plans they hold, those that a plan includes left out, in the catalogue's order.
    public var held: [String]
    /// The plan that would be left.
    public var plan: String
    /// What it costs for a user and month.
    public var price: Money
    /// What the users were charged for calls of the classes calling and conferencing.
    public var charged: Money
    /// ``price`` × users × months + ``charged``.
    public var paid: Money
    /// What the estimate makes of ``paid``: it shows how good the estimate is.
    public var paidByEstimate: Money
    /// The other plan for which that would have been least.
    public var other: String
    /// What it costs for a user and month.
    public var otherPrice: Money
    /// What credits would have paid beside it, by the estimate.
    public var otherCharged: Money
    /// ``otherPrice`` × users × months + ``otherCharged``.
    public var otherPaid: Money
    /// Whether these users made all calls of the organization, so that it is on record where each second went. Otherwise they are taken to have called
    /// the same destinations as the organization's users on the whole.
    public var hasOwnDestinations: Bool
    /// Seconds under the other plan to destinations of which no price is known, and that are left out.
    public var secondsWithoutPrice: Int64

    /// Whether the other plan would have been cheaper than what was paid, and than the estimate of it.
    public var isCheaper: Bool { otherPaid < min(paid, paidByEstimate) }
}
