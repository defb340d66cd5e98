/// A set of a block's calls: one bit each, the first in the lowest.
///
/// Which calls of a block go through a step that others do not nobody can foresee, so a branch for each costs more than most steps: a set is made without
/// one, and gone through bit by bit, which the processor guesses wrong once, at the end.
extension UInt64 {
    /// Calls `body` for each bit that is set, the lowest first.
    @inline(__always)
    func forEachBit(_ body: (_ k: Int) -> Void) {
        var rest = self
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest &- 1
        }
    }
}
