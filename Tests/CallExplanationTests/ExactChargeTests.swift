import CallModel
import Testing

@testable import CallExplanation

/// Price × seconds / 60, written out.
@Suite struct ExactChargeTests {
    @Test(arguments: [
        // price per minute, seconds, exact value, decimals, amount
        ("0.0150", 300, "0.075", 4, "0.0750"),
        ("0.0130", 60, "0.013", 2, "0.02"),
        ("0.0220", 100, "0.0366666666…", 4, "0.0367"),
        ("0.00000001", 1, "0.0000000001…", 8, "0.00000001"),
        ("0.00000001", 3, "0.0000000005", 8, "0.00000001"),
        ("0.00000001", 60, "0.00000001", 8, "0.00000001"),
        ("1.2000", 600, "12", 4, "12.0000"),
        ("0", 600, "0", 4, "0.0000"),
        ("10000", 31_536_000, "5256000000", 2, "5256000000.00"),
    ])
    func `the exact value, and what rounding up makes of it`(price: String, seconds: Int32, exact: String, decimals: Int, amount: String) throws {
        let charge = ExactCharge(
            perMinute: try #require(Money.parse(price)).amount, seconds: seconds, rounding: Rounding(.up, decimals: decimals))
        #expect(charge.exactText == exact)
        #expect(charge.amount.text(decimals: decimals) == amount)
    }
}
