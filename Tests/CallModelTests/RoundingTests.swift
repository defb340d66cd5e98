import CallModel
import SeededRandom
import Testing

/// Charges and fees, rounded once on the exact value (rating-rules.md §8).
struct RoundingTests {
    /// A row of the table: a price per minute, seconds, decimals, and the charge in each mode.
    struct Row: CustomTestStringConvertible {
        var perMinute: String
        var seconds: Int64
        var decimals: Int
        var halfUp: String
        var halfEven: String
        var up: String
        var down: String

        init(_ perMinute: String, _ seconds: Int64, _ decimals: Int, _ halfUp: String, _ halfEven: String, _ up: String, _ down: String) {
            (self.perMinute, self.seconds, self.decimals) = (perMinute, seconds, decimals)
            (self.halfUp, self.halfEven, self.up, self.down) = (halfUp, halfEven, up, down)
        }

        var testDescription: String { "\(seconds) s at \(perMinute) with \(decimals) decimals" }

        func expected(_ mode: Rounding.Mode) -> String {
            switch mode {
            case .halfUp: halfUp
            case .halfEven: halfEven
            case .up: up
            case .down: down
            }
        }
    }

    @Test(arguments: [
        //   per minute, seconds, decimals, half-up, half-even, up, down
        Row("0", 60, 2, "0.00", "0.00", "0.00", "0.00"),
        Row("0.05", 0, 2, "0.00", "0.00", "0.00", "0.00"),
        Row("0.01", 60, 2, "0.01", "0.01", "0.01", "0.01"),
        Row("0.01", 30, 2, "0.01", "0.00", "0.01", "0.00"),
        Row("0.03", 30, 2, "0.02", "0.02", "0.02", "0.01"),
        Row("0.05", 30, 2, "0.03", "0.02", "0.03", "0.02"),
        Row("0.01", 29, 2, "0.00", "0.00", "0.01", "0.00"),
        Row("0.01", 31, 2, "0.01", "0.01", "0.01", "0.00"),
        Row("0.01", 1, 4, "0.0002", "0.0002", "0.0002", "0.0001"),
        Row("0.0125", 90, 4, "0.0188", "0.0188", "0.0188", "0.0187"),
        Row("0.0121", 90, 4, "0.0182", "0.0182", "0.0182", "0.0181"),
        Row("0.0123", 90, 4, "0.0185", "0.0184", "0.0185", "0.0184"),
        Row("1", 30, 0, "1", "0", "1", "0"),
        Row("3", 30, 0, "2", "2", "2", "1"),
        Row("0.99999999", 30, 0, "0", "0", "1", "0"),
        Row("1.00000001", 30, 0, "1", "1", "1", "0"),
        Row("0.00000001", 1, 8, "0.00000000", "0.00000000", "0.00000001", "0.00000000"),
        Row("0.00000001", 30, 8, "0.00000001", "0.00000000", "0.00000001", "0.00000000"),
        Row("0.00000003", 30, 8, "0.00000002", "0.00000002", "0.00000002", "0.00000001"),
        // Products that need more than 64 bits.
        Row("10000", 31_622_400, 2, "5270400000.00", "5270400000.00", "5270400000.00", "5270400000.00"),
        Row("9999.99999999", 31_622_399, 4, "5270399833.3281", "5270399833.3281", "5270399833.3281", "5270399833.3280"),
        Row("9999", 31_622_370, 0, "5269867961", "5269867960", "5269867961", "5269867960"),
        Row("9997", 31_622_370, 0, "5268813882", "5268813882", "5268813882", "5268813881"),
    ]) func `a charge`(_ row: Row) throws {
        let perMinute = try #require(Money.parse(row.perMinute)).amount
        for mode in Rounding.Mode.allCases {
            let charge = Rounding(mode, decimals: row.decimals).charge(perMinute: perMinute, seconds: row.seconds)
            #expect(charge.text(decimals: row.decimals) == row.expected(mode), "\(mode.rawValue)")
        }
    }

    @Test(arguments: [
        // A fee, as if it were the price of one minute.
        Row("0", 60, 2, "0.00", "0.00", "0.00", "0.00"),
        Row("0.125", 60, 2, "0.13", "0.12", "0.13", "0.12"),
        Row("0.375", 60, 2, "0.38", "0.38", "0.38", "0.37"),
        Row("0.12500001", 60, 2, "0.13", "0.13", "0.13", "0.12"),
        Row("0.12499999", 60, 2, "0.12", "0.12", "0.13", "0.12"),
        Row("2.5", 60, 0, "3", "2", "3", "2"),
        Row("9999.99999999", 60, 8, "9999.99999999", "9999.99999999", "9999.99999999", "9999.99999999"),
        Row("9999.99999999", 60, 7, "10000.0000000", "10000.0000000", "10000.0000000", "9999.9999999"),
    ]) func `a connection fee`(_ row: Row) throws {
        let fee = try #require(Money.parse(row.perMinute)).amount
        for mode in Rounding.Mode.allCases {
            let rounding = Rounding(mode, decimals: row.decimals)
            #expect(rounding.rounded(fee).text(decimals: row.decimals) == row.expected(mode), "\(mode.rawValue)")
            #expect(rounding.charge(perMinute: fee, seconds: 60) == rounding.rounded(fee))
        }
    }

    /// n / d in a mode, by formulas that do not look at the remainder as Rounding does.
    static func quotient(_ n: Int128, _ d: Int128, _ mode: Rounding.Mode) -> Int128 {
        let halfUp = (2 * n + d) / (2 * d)
        switch mode {
        case .down: return n / d
        case .up: return (n + d - 1) / d
        case .halfUp: return halfUp
        case .halfEven:
            let isHalf = (2 * n + d) % (2 * d) == 0
            return isHalf && !halfUp.isMultiple(of: 2) ? halfUp - 1 : halfUp
        }
    }

    @Test(arguments: Rounding.Mode.allCases) func `agrees with 128-bit arithmetic`(_ mode: Rounding.Mode) {
        var random = Random(seed: 2)
        var (halves, wide) = (0, 0)
        for _ in 0..<20_000 {
            let decimals = Int.random(in: 0...8, using: &random)
            let rounding = Rounding(mode, decimals: decimals)
            let quantum = (decimals..<8).reduce(Int64(1)) { quantum, _ in quantum * 10 }
            // Prices in whole steps of the currency and seconds in half minutes hit halves; large ones leave 64 bits.
            let step = Bool.random(using: &random) ? quantum : 1
            var price = min(
                Int64.random(in: 0...(Int64(1) << Int64.random(in: 1...40, using: &random)), using: &random) / step * step, 1_000_000_000_000)
            var seconds = Int64.random(in: 0...(Int64(1) << Int64.random(in: 1...24, using: &random)), using: &random)
            if Bool.random(using: &random) { seconds = seconds / 30 * 30 }
            if Int.random(in: 0..<8, using: &random) == 0 { (price, seconds) = (1_000_000_000_000 - price / 4, 31_622_400 - seconds / 4) }
            let product = Int128(price) * Int128(seconds)
            let divisor = Int128(60 * quantum)
            let expected = RoundingTests.quotient(product, divisor, mode) * Int128(quantum)
            #expect(Int128(rounding.charge(perMinute: Money(units: price), seconds: seconds).units) == expected, "\(price) × \(seconds), \(decimals)")
            #expect(
                Int128(rounding.rounded(Money(units: price)).units)
                    == RoundingTests.quotient(Int128(price), Int128(quantum), mode) * Int128(quantum), "\(price), \(decimals)")
            if product % divisor * 2 == divisor { halves += 1 }
            if product > Int128(UInt64.max) { wide += 1 }
        }
        #expect(halves > 500)
        #expect(wide > 100)
    }

    @Test func `modes have the names of the catalogue`() {
        #expect(Rounding.Mode.allCases.map(\.rawValue) == ["half-up", "half-even", "up", "down"])
    }
}
