extension Money {
    /// Reads a plain decimal: digits, then possibly `.` and digits; no sign, no grouping, no exponent.
    ///
    /// - Returns: The amount and how many decimals it needs (`5.00` needs none); `nil` if it is no such number, needs more than
    ///   eight decimals, or is above ``limit``.
    public static func parse(_ text: Span<UInt8>) -> (amount: Money, decimals: Int)? {
        var whole: Int64 = 0
        var i = 0
        while i < text.count, let digit = decimalDigit(text[i]) {
            whole = whole * 10 + digit
            // Checked here, so that nothing below can overflow.
            if whole > Money.limit.units / unitsPerOne { return nil }
            i += 1
        }
        if i == 0 { return nil }
        var units = whole * unitsPerOne
        var decimals = 0
        if i < text.count {
            guard text[i] == UInt8(ascii: "."), i + 1 < text.count else { return nil }
            var weight = unitsPerOne / 10
            var place = 1
            for k in (i + 1)..<text.count {
                guard let digit = decimalDigit(text[k]) else { return nil }
                if digit > 0 {
                    if weight == 0 { return nil }
                    units += digit * weight
                    decimals = place
                }
                weight /= 10
                place += 1
            }
        }
        return units > Money.limit.units ? nil : (Money(units: units), decimals)
    }

    /// Reads a plain decimal, as ``parse(_:)-(Span<UInt8>)`` does.
    public static func parse(_ text: String) -> (amount: Money, decimals: Int)? {
        let bytes = Array(text.utf8)
        return parse(bytes.span)
    }

    /// The amount with exactly `decimals` decimals, `.` between, `-` in front if it is below zero.
    ///
    /// - Precondition: The amount has no more decimals than `decimals`, which is 0 … 8.
    public func text(decimals: Int) -> String {
        let magnitude = units.magnitude
        let perOne = UInt64(Money.unitsPerOne)
        let sign = units < 0 ? "-" : ""
        let whole = sign + String(magnitude / perOne)
        if decimals == 0 { return whole }
        let fraction = String(magnitude % perOne)
        let padded = String(repeating: "0", count: Money.decimalsMax - fraction.count) + fraction
        return whole + "." + padded.prefix(decimals)
    }

    /// The amount without trailing zeros, but with at least two decimals, as rates are reported.
    public var rateText: String {
        var digits = Substring(text(decimals: Money.decimalsMax))
        var decimals = Money.decimalsMax
        while decimals > 2, digits.last == "0" {
            digits.removeLast()
            decimals -= 1
        }
        return String(digits)
    }
}

/// The value of an ASCII digit, or `nil`.
@inlinable
func decimalDigit(_ byte: UInt8) -> Int64? {
    let digit = byte &- UInt8(ascii: "0")
    return digit < 10 ? Int64(digit) : nil
}
