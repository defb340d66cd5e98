internal import CallModel

/// What a tariff makes of an exact amount (rating-rules.md §8.2), on fractions: the exact value is a numerator over a denominator, and is brought to the
/// tariff's smallest amount once.
struct ExactPrice: Hashable, Sendable {
    /// How.
    let mode: Rounding.Mode
    /// Decimals of the tariff.
    let decimals: Int
    /// The smallest amount, in units of 10⁻⁸.
    private let smallest: UInt128

    init(_ rounding: Rounding) {
        mode = rounding.mode
        decimals = rounding.decimals
        smallest = UInt128(PrefixTable.powers[DecimalText.decimalsMax - rounding.decimals])
    }

    /// The charge for so many seconds at a price per minute, both in units of 10⁻⁸.
    func charge(perMinute: Int64, seconds: Int64) -> Int64 { rounded(UInt128(perMinute) * UInt128(seconds), over: 60) }

    /// A connection fee.
    func fee(_ fee: Int64) -> Int64 { rounded(UInt128(fee), over: 1) }

    /// `numerator` / `denominator` units in whole multiples of the smallest amount.
    private func rounded(_ numerator: UInt128, over denominator: UInt128) -> Int64 {
        let whole = denominator * smallest
        let count: UInt128
        switch mode {
        case .down: count = numerator / whole
        case .up: count = (numerator + whole - 1) / whole
        case .halfUp: count = (2 * numerator + whole) / (2 * whole)
        case .halfEven:
            let (upper, rest) = (2 * numerator + whole).quotientAndRemainder(dividingBy: 2 * whole)
            // Just half: of the two neighbours the even one.
            count = rest == 0 && upper % 2 == 1 ? upper - 1 : upper
        }
        return Int64(count * smallest)
    }
}
