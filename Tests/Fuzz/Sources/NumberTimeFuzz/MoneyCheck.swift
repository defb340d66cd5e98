import CallModel

/// Amounts and what becomes of them.
enum MoneyCheck {
    static func check(_ text: [UInt8]) {
        checkText(text)
        checkCharge(text)
    }

    private static func checkText(_ text: [UInt8]) {
        let read = Money.parse(text.span)
        let plain = plainUnits(text)
        expect(read?.amount.units == plain, "an amount is \(String(describing: read)), and should be \(String(describing: plain))")
        guard let (amount, decimals) = read else { return }
        for shown in decimals...Money.decimalsMax {
            let again = Money.parse(amount.text(decimals: shown))
            expect(again?.amount == amount && again?.decimals == decimals, "\(amount.text(decimals: shown)) is not read back")
        }
        expect(Money.parse(amount.rateText)?.amount == amount, "\(amount.rateText) is not read back")
    }

    /// Digits, possibly `.` and digits, at most 10,000,000,000 and eight decimals; as units of 10⁻⁸.
    private static func plainUnits(_ text: [UInt8]) -> Int64? {
        let parts = text.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
        var fraction = parts.count == 2 ? Array(parts[1]) : []
        while fraction.last == 0x30 { fraction.removeLast() }
        if fraction.count > 8 { return nil }
        fraction += Array(repeating: 0x30, count: 8 - fraction.count)
        let digits = Array((Array(parts[0]) + fraction).drop { $0 == 0x30 })
        if digits.count > 19 { return nil }
        let units = UInt64(String(decoding: digits, as: UTF8.self)) ?? 0
        return units <= 1_000_000_000_000_000_000 ? Int64(units) : nil
    }

    /// Bytes as a price, seconds, decimals and a mode, all within their bounds.
    private static func checkCharge(_ text: [UInt8]) {
        if text.count < 14 { return }
        func number(_ range: Range<Int>) -> UInt64 { text[range].reduce(0) { $0 << 8 | UInt64($1) } }
        let price = Money(units: Int64(number(0..<8) % 1_000_000_000_001))
        let seconds = Int64(number(8..<12) % 31_622_401)
        let decimals = Int(text[12] % 9)
        let mode = Rounding.Mode.allCases[Int(text[13] % 4)]
        let rounding = Rounding(mode, decimals: decimals)
        var quantum: UInt128 = 1
        for _ in decimals..<8 { quantum *= 10 }
        let charge = rounding.charge(perMinute: price, seconds: seconds).units
        let expected = plainQuotient(UInt128(price.units) * UInt128(seconds), 60 * quantum, mode) * quantum
        expect(charge == Int64(expected), "\(price.units) × \(seconds) is charged as \(charge), and should be \(expected)")
        let fee = rounding.rounded(price).units
        expect(fee == Int64(plainQuotient(UInt128(price.units), quantum, mode) * quantum), "\(price.units) is rounded to \(fee)")
    }

    /// `n` / `d` by doubling, so that halves are whole numbers.
    private static func plainQuotient(_ n: UInt128, _ d: UInt128, _ mode: Rounding.Mode) -> UInt128 {
        switch mode {
        case .down: return n / d
        case .up: return (n + d - 1) / d
        case .halfUp: return (2 * n + d) / (2 * d)
        case .halfEven:
            let nearest = (2 * n + d) / (2 * d)
            return (2 * n + d) % (2 * d) == 0 && nearest % 2 == 1 ? nearest - 1 : nearest
        }
    }
}
