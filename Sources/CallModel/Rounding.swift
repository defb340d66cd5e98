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
    }

    /// `perMinute` × `seconds` / 60, rounded once on the exact value.
    ///
    /// - Precondition: Neither is below zero; `perMinute` ≤ 10,000 and `seconds` ≤ 31,622,400, so that the result fits.
    @inlinable
    public func charge(perMinute: Money, seconds: Int64) -> Money {
        let (product, overflow) = UInt64(perMinute.units).multipliedReportingOverflow(by: UInt64(seconds))
        if overflow { return wideCharge(perMinute: perMinute, seconds: seconds) }
        return Money(units: Int64(roundedQuotient(product, UInt64(60 * quantum))) * quantum)
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
        // A number to be added, and no branch: whether one call's charge is rounded up nobody can foresee.
        let isUp =
            switch mode {
            case .down: false
            case .up: remainder != 0
            case .halfUp: remainder >= d - remainder
            case .halfEven: remainder + (quotient & 1) > d - remainder
            }
        return quotient + (isUp ? 1 : 0)
    }
}
