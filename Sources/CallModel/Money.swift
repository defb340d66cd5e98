/// An amount of money, or a price per minute, as an exact integer of 10⁻⁸ of a currency's unit.
///
/// The currency is that of the organization's tariff and is not part of the value. The range is ±92,233,720,368.54775807;
/// ``limit`` is what may be entered, which leaves room for what is computed. Arithmetic traps on overflow, and never wraps.
@frozen
public struct Money: Hashable, Comparable, Sendable {
    /// How many units of 10⁻⁸.
    public var units: Int64

    /// Units in one of the currency: 10⁸.
    public static let unitsPerOne: Int64 = 100_000_000
    /// The most decimals that an amount can have.
    public static let decimalsMax = 8
    /// The largest amount that a catalogue may name: 10,000,000,000.
    public static let limit = Money(units: 10_000_000_000 * unitsPerOne)
    /// Nothing.
    @inlinable
    public static var zero: Money { Money(units: 0) }

    /// An amount of `units` × 10⁻⁸.
    @inlinable
    public init(units: Int64) { self.units = units }

    /// Whether the amount is less.
    @inlinable
    public static func < (a: Money, b: Money) -> Bool { a.units < b.units }
    /// The sum.
    @inlinable
    public static func + (a: Money, b: Money) -> Money { Money(units: a.units + b.units) }
    /// The difference.
    @inlinable
    public static func - (a: Money, b: Money) -> Money { Money(units: a.units - b.units) }
    /// The amount with the other sign.
    @inlinable
    public static prefix func - (a: Money) -> Money { Money(units: -a.units) }
    /// `n` times the amount.
    @inlinable
    public static func * (a: Money, n: Int64) -> Money { Money(units: a.units * n) }
    /// Adds in place.
    @inlinable
    public static func += (a: inout Money, b: Money) { a.units += b.units }
    /// Subtracts in place.
    @inlinable
    public static func -= (a: inout Money, b: Money) { a.units -= b.units }
}
