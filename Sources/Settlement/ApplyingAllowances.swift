import CallModel

/// The allowances of a user's plans that apply to a call, in order (rating-rules.md §7), one after the other.
struct ApplyingAllowances {
    /// Those that are looked at next, and where they end: places in ``PoolTable/drawOrder``.
    private var next: Int
    private let end: Int
    private let user: PoolTable.SettlingUser
    private let destination: Country
    /// Two allowances, and which of them apply and are not taken yet, one bit each.
    private var pair = (PoolTable.OrderedAllowance(), PoolTable.OrderedAllowance())
    private var applying: UInt8 = 0

    /// - Parameter callClass: One that needs a user.
    @inline(__always)
    init(_ table: borrowing PoolTable, _ user: PoolTable.SettlingUser, _ callClass: CallClass, to destination: Country) {
        let range = table.drawRanges[2 &* Int(user.planSet) &+ Int(callClass.rawValue)]
        next = Int(range.lowerBound)
        end = Int(range.upperBound)
        self.user = user
        self.destination = destination
    }

    /// The next one, and the pool that it draws on; `nil` at the end.
    ///
    /// Which of a user's allowances apply nobody can foresee, but nearly always it is one of the first two at most: so two are looked at without a branch.
    @inline(__always)
    mutating func take(_ table: borrowing PoolTable) -> (allowance: Int, pool: Int)? {
        while applying == 0 {
            if next >= end { return nil }
            pair = (table.drawOrder[next], table.drawOrder[next &+ 1])
            let hasSecond = (next &+ 1 < end).bit
            applying =
                table.coverage.covers(Int(pair.0.allowance), destination, row: user.row).bit
                | (table.coverage.covers(Int(pair.1.allowance), destination, row: user.row).bit & hasSecond) << 1
            next &+= 2
        }
        let taken = applying & 1 != 0 ? pair.0 : pair.1
        applying &= applying &- 1
        return (Int(taken.allowance), Int(table.poolsOfUsers[Int(user.firstPool &+ taken.place)]))
    }
}
