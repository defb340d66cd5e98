internal import CallModel

/// Amounts that a person would enter.
enum RoundAmount {
    /// The least whole amount of two significant digits that is not less: 152.10 becomes 160, 3.20 becomes 4. At most ``Money/limit``, as more
    /// cannot be entered.
    ///
    /// - Parameter units: 10⁻⁸, not below zero.
    static func up(_ units: Int128) -> Money {
        let perOne = Int128(Money.unitsPerOne)
        let whole = (units + perOne - 1) / perOne
        var step: Int128 = 1
        while whole / step >= 100 { step *= 10 }
        let rounded = (whole + step - 1) / step * step * perOne
        return rounded > Int128(Money.limit.units) ? .limit : Money(units: Int64(rounded))
    }

    /// The amount rounded to so many decimals, halves up; `nil` if it is larger than an amount can be.
    ///
    /// - Parameter units: 10⁻⁸, not below zero.
    static func nearest(_ units: Int128, decimals: Int) -> Money? {
        let step = smallest(decimals)
        return Int64(exactly: (units + step / 2) / step * step).map { Money(units: $0) }
    }

    /// The amount rounded down to so many decimals.
    static func down(_ units: Int128, decimals: Int) -> Int128 { units / smallest(decimals) * smallest(decimals) }

    private static func smallest(_ decimals: Int) -> Int128 { (decimals..<Money.decimalsMax).reduce(1) { step, _ in step * 10 } }
}
