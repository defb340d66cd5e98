import CallModel
import Catalogue

/// The pools of a catalogue: who shares them and how large they are (rating-rules.md §7).
///
/// A pool here is the same for every month; what is used of it is kept by month in ``PoolUse``.
struct PoolTable: Sendable {
    /// What a pool is, apart from the month.
    struct Pool: Sendable {
        var sizeSeconds: Int64
        var isUnlimited: Bool
        /// An index into ``allowances``.
        var allowance: Int32
        var organization: Int32
        /// For `country`: the ordinal of the leading country; for `user`: the user; for `organization`: 0.
        var scope: Int32
    }

    /// An allowance, ready to be asked.
    struct CompiledAllowance: Sendable {
        var plan: Int
        var id: String
        var sharing: Allowance.Sharing
    }

    /// A user, as settling sees it.
    struct SettlingUser: Sendable, BitwiseCopyable {
        var planSet: Int32
        /// Where the pools of its plans' allowances begin in ``poolsOfUsers``, in the order of those.
        var firstPool: Int32
        /// The location's row in ``coverage``.
        var row: Int16
        var hasCredits: Bool
    }

    /// All allowances, in the catalogue's order of plans and theirs within a plan.
    let allowances: [CompiledAllowance]
    private(set) var pools: [Pool] = []
    /// For each set of plans, its allowances in order: a range of ``allowanceOrder``.
    let ordersOfPlanSets: [Range<Int>]
    let allowanceOrder: [Int32]
    /// The same by class, for who draws: for each set of plans a range of ``drawOrder`` for ``CallClass/calling``, and one for ``CallClass/conferencing``.
    let drawRanges: [Range<Int32>]
    /// Allowances by class, and one more, so that there is one behind each.
    let drawOrder: [OrderedAllowance]

    /// An allowance, and its place in the order of a set of plans.
    struct OrderedAllowance: Sendable, BitwiseCopyable {
        var allowance: Int32 = 0
        var place: Int32 = 0
    }
    /// What settling needs to know of each user.
    private(set) var users: [SettlingUser] = []
    /// User by user, and one more, so that there is one behind each.
    private(set) var poolsOfUsers: [Int32] = []
    /// Which destinations each allowance covers.
    let coverage: AllowanceCoverage
    /// The class and the plan of each allowance.
    let classes: [CallClass]
    let plans: [UInt16]
    private var shared: [Int: Int32] = [:]
    private let organizationCount: Int

    init(_ catalogue: Catalogue) {
        var allowances: [CompiledAllowance] = []
        var firstOfPlan: [Int] = []
        var definitions: [Allowance] = []
        for (plan, definition) in catalogue.plans.enumerated() {
            firstOfPlan.append(allowances.count)
            for allowance in definition.allowances {
                definitions.append(allowance)
                allowances.append(
                    CompiledAllowance(
                        plan: plan, id: allowance.id, sharing: allowance.pool))
            }
        }
        self.allowances = allowances
        var order: [Int32] = []
        ordersOfPlanSets = catalogue.users.planSets.map { set in
            let begin = order.count
            for plan in set.plans {
                for k in catalogue.plans[plan].allowances.indices { order.append(Int32(firstOfPlan[plan] + k)) }
            }
            return begin..<order.count
        }
        allowanceOrder = order
        let ordered = PoolTable.byClass(ordersOfPlanSets, order, definitions.map(\.calls))
        drawRanges = ordered.ranges
        drawOrder = ordered.allowances
        organizationCount = catalogue.organizations.count

        coverage = AllowanceCoverage(definitions, catalogue)
        classes = definitions.map(\.calls)
        plans = allowances.map { UInt16($0.plan) }

        users.reserveCapacity(catalogue.users.count)
        for user in 0..<catalogue.users.count {
            let location = catalogue.users.locations[user]
            let planSet = catalogue.users.planSetOf[user]
            users.append(
                SettlingUser(
                    planSet: planSet, firstPool: Int32(poolsOfUsers.count), row: coverage.row(of: location),
                    hasCredits: catalogue.users.planSets[Int(planSet)].creditsPlan >= 0))
            let organization = catalogue.users.organizations[user]
            for k in ordersOfPlanSets[Int(planSet)] {
                let allowance = order[k]
                let minutes = definitions[Int(allowance)].minutes(in: location)
                let scope: Int32 =
                    switch definitions[Int(allowance)].pool {
                    case .country: Int32((catalogue.sharedPoolLeaders[location] ?? location).ordinal)
                    case .organization: 0
                    case .user: Int32(user)
                    }
                let isOwn = definitions[Int(allowance)].pool == .user
                let pool = isOwn ? add(allowance, organization, scope) : sharedPool(allowance, organization, scope)
                poolsOfUsers.append(pool)
                if let minutes {
                    pools[Int(pool)].sizeSeconds += minutes * 60
                } else {
                    pools[Int(pool)].isUnlimited = true
                }
            }
        }
        poolsOfUsers.append(0)
    }

    private static func byClass(
        _ orders: [Range<Int>], _ order: [Int32], _ classes: [CallClass]
    ) -> (ranges: [Range<Int32>], allowances: [OrderedAllowance]) {
        var ranges: [Range<Int32>] = []
        var allowances: [OrderedAllowance] = []
        for range in orders {
            for callClass in [CallClass.calling, .conferencing] {
                let begin = Int32(allowances.count)
                for k in range where classes[Int(order[k])] == callClass {
                    allowances.append(OrderedAllowance(allowance: order[k], place: Int32(k - range.lowerBound)))
                }
                ranges.append(begin..<Int32(allowances.count))
            }
        }
        allowances.append(OrderedAllowance())
        return (ranges, allowances)
    }

    private mutating func add(_ allowance: Int32, _ organization: Int32, _ scope: Int32) -> Int32 {
        pools.append(Pool(sizeSeconds: 0, isUnlimited: false, allowance: allowance, organization: organization, scope: scope))
        return Int32(pools.count - 1)
    }

    private func key(_ allowance: Int32, _ organization: Int32, _ scope: Int32) -> Int {
        (Int(allowance) * organizationCount + Int(organization)) * Country.ordinalCount + Int(scope)
    }

    private mutating func sharedPool(_ allowance: Int32, _ organization: Int32, _ scope: Int32) -> Int32 {
        let key = key(allowance, organization, scope)
        if let known = shared[key] { return known }
        let pool = add(allowance, organization, scope)
        shared[key] = pool
        return pool
    }

    /// The pool of an allowance that these share, if there is one.
    func pool(allowance: Int, organization: Int, scope: Int) -> Int? {
        shared[key(Int32(allowance), Int32(organization), Int32(scope))].map { Int($0) }
    }
}

/// What is used of each pool in one month.
struct PoolUse: Sendable {
    let month: CalendarMonth
    /// By pool: what a draw reads and writes, side by side.
    var pools: [Drawn]

    /// A pool in one month.
    struct Drawn: Sendable, BitwiseCopyable {
        var usedSeconds: Int64 = 0
        var sizeSeconds: Int64
        /// Which notices were raised, and whether this run drew on it.
        var marks: Mark = []
        var isUnlimited: Bool

        /// Notes that this run has drawn, and how much is used now.
        mutating func draw(_ used: Int64) {
            usedSeconds = used
            marks.insert(.drawn)
        }

        /// Whether a notice may be due when so much is used: at 80 % (rating-rules.md §10), if it has a size and not all were raised.
        func isNoted(at used: Int64) -> Bool { !isUnlimited && used * 100 >= sizeSeconds * 80 && !marks.contains(.raised100) }
    }

    struct Mark: OptionSet, Sendable, BitwiseCopyable {
        let rawValue: UInt8
        static let raised80 = Mark(rawValue: 1)
        static let raised100 = Mark(rawValue: 2)
        static let drawn = Mark(rawValue: 4)
    }

    init(_ month: CalendarMonth, _ pools: [PoolTable.Pool]) {
        self.month = month
        self.pools = pools.map { Drawn(sizeSeconds: $0.sizeSeconds, isUnlimited: $0.isUnlimited) }
    }
}
