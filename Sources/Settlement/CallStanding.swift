public import CallModel

/// What a call can draw on, at one moment of settling: the payer's credits, and the pools of the user's allowances.
///
/// For explaining a call: a run never asks for it.
public struct CallStanding: Sendable, Hashable {
    /// An allowance of one of the user's plans, and its pool.
    public struct Allowance: Sendable, Hashable {
        /// The plan, an index into the catalogue's plans.
        public var plan: Int
        /// Its place within the plan.
        public var place: Int
        /// Whether it is for the call's class.
        public var isOfClass: Bool
        /// Whether it covers the call's destination from the user's location.
        public var coversDestination: Bool
        /// By what its pool is known.
        public var pool: PoolState.Key
        /// The pool's size; `nil` is unlimited.
        public var sizeSeconds: Int64?
        /// What was drawn from it in its month.
        public var usedSeconds: Int64

        /// What the pool has left, never below 0 (a pool may have shrunk below its use); `nil` is unlimited.
        public var leftSeconds: Int64? { sizeSeconds.map { max(0, $0 - usedSeconds) } }
    }

    /// The payer's credits.
    public var account: AccountState
    /// Whether this run has settled a record for the payer: before the first one lots expire and auto-recharge runs, whatever its outcome.
    public var hasSettled: Bool
    /// Whether a payment was declined in this run, so that auto-recharge rests.
    public var isResting: Bool
    /// Whether the user holds a plan with credits; `nil` without a user.
    public var hasCreditsLicence: Bool?
    /// The allowances of the user's plans, in the order in which they are drawn on; none without a user.
    public var allowances: [Allowance]
}

extension Settler {
    /// What a call can draw on now; `nil` if nobody is known to pay it.
    ///
    /// - Precondition: The call's month is open, if it has a user.
    /// - Complexity: O(allowances of the user's plans + lots).
    public func standing(of rated: RatedCall) -> CallStanding? {
        if rated.organization < 0 { return nil }
        let account = accounts[Int(rated.organization)]
        var standing = CallStanding(
            account: account.state, hasSettled: account.hasSettled, isResting: account.isResting, hasCreditsLicence: nil, allowances: [])
        if rated.user < 0 { return standing }
        let user = table.users[Int(rated.user)]
        standing.hasCreditsLicence = user.hasCredits
        guard let month = months.first(where: { $0.month == rated.month }) else { return standing }
        let order = table.ordersOfPlanSets[Int(user.planSet)]
        var place = 0
        for k in order {
            let allowance = Int(table.allowanceOrder[k])
            let plan = table.allowances[allowance].plan
            place = standing.allowances.last?.plan == plan ? place + 1 : 0
            let pool = Int(table.poolsOfUsers[Int(user.firstPool) + k - order.lowerBound])
            let drawn = month.pools[pool]
            standing.allowances.append(
                CallStanding.Allowance(
                    plan: plan, place: place, isOfClass: table.classes[allowance] == rated.callClass,
                    coversDestination: table.coverage.covers(allowance, rated.destination, row: user.row), pool: key(of: pool, rated.month),
                    sizeSeconds: drawn.isUnlimited ? nil : drawn.sizeSeconds, usedSeconds: drawn.usedSeconds))
        }
        return standing
    }
}
