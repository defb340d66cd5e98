/// How a tariff turns an exact charge into an amount that can be paid (rating-rules.md §8).
@frozen
public struct Rounding: Hashable, Sendable {
    /// What happens to the part below the last decimal.
    public enum Mode: String, Sendable, CaseIterable {
        /// Halves away from zero.
        case halfUp = "half-up"
        /// Halves to the even neighbour.
        case halfEven = "half-even"
        /// Away from zero.
        case up
        /// Towards zero.
        case down
    }

    /// What happens to the part below the last decimal.
    public var mode: Mode
    /// Decimals of the result: 0 … 8.
    public var decimals: Int
    /// The smallest amount there is: 10^(8 − decimals) units.
    @usableFromInline let quantum: Int64
    /// What a charge is divided by: 60 quanta; and 2⁶⁴ ÷ it, rounded down.
    @usableFromInline let divisor: UInt64
    @usableFromInline let reciprocal: UInt64

    /// Rounding to `decimals` decimals.
    ///
    /// - Precondition: 0 ≤ `decimals` ≤ 8.
    public init(_ mode: Mode, decimals: Int) {
        precondition((0...Money.decimalsMax).contains(decimals), "decimals must be 0 to 8")
        self.mode = mode
        self.decimals = decimals
        var quantum: Int64 = 1
        for _ in decimals..<Money.decimalsMax { quantum *= 10 }
        self.quantum = quantum
        divisor = UInt64(60 * quantum)
        // 2⁶⁴ − 1 gives the same, as no divisor of 60 or more divides 2⁶⁴ without a rest.
        reciprocal = UInt64.max / divisor
    }

    /// `perMinute` × `seconds` / 60, rounded once on the exact value.
    ///
    /// - Precondition: Neither is below zero; `perMinute` ≤ 10,000 and `seconds` ≤ 31,622,400, so that the result fits.
    @inlinable
    public func charge(perMinute: Money, seconds: Int64) -> Money {
        let (product, overflow) = UInt64(perMinute.units).multipliedReportingOverflow(by: UInt64(seconds))
        if overflow { return wideCharge(perMinute: perMinute, seconds: seconds) }
        // A quotient by multiplication is right or one too small. A division would branch on whether the product fits into 32 bits, which nobody can foresee.
        var quotient = product.multipliedFullWidth(by: reciprocal).high
        var remainder = product &- quotient &* divisor
        let isMore = UInt64((remainder >= divisor).bit)
        quotient &+= isMore
        remainder &-= divisor & (0 &- isMore)
        return Money(units: Int64(quotient &+ UInt64(isRoundedUp(quotient, remainder, of: divisor).bit)) * quantum)
    }

    /// `amount`, rounded once.
    ///
    /// - Precondition: `amount` is not below zero.
    @inlinable
    public func rounded(_ amount: Money) -> Money {
        Money(units: Int64(roundedQuotient(UInt64(amount.units), UInt64(quantum))) * quantum)
    }

    /// The same as ``charge(perMinute:seconds:)`` where the product needs more than 64 bits.
    @usableFromInline
    func wideCharge(perMinute: Money, seconds: Int64) -> Money {
        let product = UInt128(perMinute.units) * UInt128(seconds)
        return Money(units: Int64(roundedQuotient(product, UInt128(60 * quantum))) * quantum)
    }

    /// `n` / `d` to a whole number in this mode.
    @inlinable
    func roundedQuotient<N: FixedWidthInteger & UnsignedInteger>(_ n: N, _ d: N) -> N {
        let (quotient, remainder) = n.quotientAndRemainder(dividingBy: d)
        return quotient + N(isRoundedUp(quotient, remainder, of: d).bit)
    }

    /// Whether a quotient is rounded up of which a remainder is left. The outcome is a number to be added, and no branch: whether one call's charge is rounded
    /// up nobody can foresee.
    @inlinable @inline(__always)
    func isRoundedUp<N: FixedWidthInteger & UnsignedInteger>(_ quotient: N, _ remainder: N, of d: N) -> Bool {
        switch mode {
        case .down: false
        case .up: remainder != 0
        case .halfUp: remainder >= d - remainder
        case .halfEven: remainder + (quotient & 1) > d - remainder
        }
    }
}
