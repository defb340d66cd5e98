import CallModel
import SeededRandom
import Testing

/// Amounts as a catalogue writes them and as they are reported.
struct MoneyTextTests {
    @Test(arguments: [
        // text, units of 10⁻⁸, decimals that it needs
        ("0", 0, 0),
        ("0.00", 0, 0),
        ("5", 500_000_000, 0),
        ("5.00", 500_000_000, 0),
        ("5.000000000000", 500_000_000, 0),
        ("5.10", 510_000_000, 1),
        ("5.01", 501_000_000, 2),
        ("0.0125", 1_250_000, 4),
        ("0.00000001", 1, 8),
        ("0.000000010", 1, 8),
        ("1.23456789", 123_456_789, 8),
        ("007.5", 750_000_000, 1),
        ("00000000000000000000000000000001", 100_000_000, 0),
        ("9999999999.99999999", 999_999_999_999_999_999, 8),
        ("10000000000", 1_000_000_000_000_000_000, 0),
        ("10000000000.000", 1_000_000_000_000_000_000, 0),
    ]) func `reads`(_ text: String, _ units: Int64, _ decimals: Int) throws {
        let found = try #require(Money.parse(text))
        #expect(found.amount == Money(units: units))
        #expect(found.decimals == decimals)
    }

    @Test(arguments: [
        "", ".", ".5", "5.", "5..0", "1.2.3", "-5", "+5", "-0", " 5", "5 ", "5\u{A0}", "1,000", "0,5", "1'000", "1e3", "0x10", "five", "٥", "５",
        "5.x", "5.0x",
        // More than eight decimals.
        "0.000000001", "1.123456789", "1.0000000000000001",
        // Above the limit, up to where a word of 64 bits ends and beyond.
        "10000000000.00000001", "10000000000.01", "10000000001", "92233720368.54775807", "92233720368.54775808", "92233720368.99999999",
        "92233720369",
        "1000000000000000000", "9223372036854775807", "9223372036854775808", "18446744073709551616", "99999999999999999999999999999999",
    ]) func `does not read`(_ text: String) {
        #expect(Money.parse(text) == nil)
    }

    @Test(arguments: [
        (0, 0, "0"),
        (0, 2, "0.00"),
        (500_000_000, 0, "5"),
        (500_000_000, 4, "5.0000"),
        (501_000_000, 2, "5.01"),
        (1_250_000, 4, "0.0125"),
        (1, 8, "0.00000001"),
        (-1, 8, "-0.00000001"),
        (-50_000_000, 2, "-0.50"),
        (-12_345_000_000, 2, "-123.45"),
        (-100_000_000, 0, "-1"),
        (1_000_000_000_000_000_000, 2, "10000000000.00"),
        (.max, 8, "92233720368.54775807"),
        (.min, 8, "-92233720368.54775808"),
    ]) func `writes exactly the tariff's decimals`(_ units: Int64, _ decimals: Int, _ text: String) {
        #expect(Money(units: units).text(decimals: decimals) == text)
    }

    @Test(arguments: [
        ("0", "0.00"),
        ("5", "5.00"),
        ("0.1", "0.10"),
        ("0.12", "0.12"),
        ("0.125", "0.125"),
        ("0.1250", "0.125"),
        ("0.01000001", "0.01000001"),
        ("0.00000010", "0.0000001"),
        ("1000.00", "1000.00"),
        ("10000", "10000.00"),
    ]) func `writes a rate with at least two decimals`(_ rate: String, _ text: String) {
        #expect(Money.parse(rate)?.amount.rateText == text)
    }

    @Test func `what is written is read again`() {
        var random = Random(seed: 1)
        for _ in 0..<5000 {
            let magnitude = Int64(1) << Int64.random(in: 0...60, using: &random)
            let money = Money(units: min(Int64.random(in: 0...magnitude, using: &random), Money.limit.units))
            let read = Money.parse(money.text(decimals: Money.decimalsMax))
            #expect(read?.amount == money)
            // No fewer decimals will do, and these do.
            let decimals = read?.decimals ?? -1
            let quantum = (decimals..<Money.decimalsMax).reduce(Int64(1)) { quantum, _ in quantum * 10 }
            #expect(money.units % quantum == 0)
            #expect(decimals == 0 || money.units % (quantum * 10) != 0)
            #expect(Money.parse(money.text(decimals: decimals))?.amount == money)
        }
    }
}
