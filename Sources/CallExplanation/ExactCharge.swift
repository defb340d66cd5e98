internal import CallModel

/// Price per minute × seconds / 60, written out exactly, and what rounding makes of it (rating-rules.md §8).
struct ExactCharge: Sendable {
    /// The price of a minute.
    var perMinute: Money
    /// The seconds that are to be paid.
    var seconds: Int32
    /// The tariff's.
    var rounding: Rounding

    /// The amount that is charged.
    var amount: Money { rounding.charge(perMinute: perMinute, seconds: Int64(seconds)) }

    /// The exact value: all its decimals, or, where they have no end, ten of them and `…`.
    var exactText: String {
        let product = UInt128(perMinute.units.magnitude) * UInt128(seconds.magnitude)
        let (units, rest) = product.quotientAndRemainder(dividingBy: 60)
        // Two more digits: n / 60 ends there if n is a multiple of 3, and never otherwise.
        let digits = Int(rest * 100 / 60)
        let isEndless = rest % 3 != 0
        let whole = Money(units: Int64(units)).text(decimals: Money.decimalsMax) + (digits < 10 ? "0" : "") + String(digits)
        if isEndless { return whole + "…" }
        var text = Substring(whole)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return String(text)
    }

    /// How the tariff rounds, in words.
    static func text(_ rounding: Rounding) -> String {
        let mode =
            switch rounding.mode {
            case .halfUp: "halves away from zero"
            case .halfEven: "halves to the even neighbour"
            case .up: "up"
            case .down: "down"
            }
        return "rounded to \(rounding.decimals) \(rounding.decimals == 1 ? "decimal" : "decimals"), \(mode)"
    }
}
