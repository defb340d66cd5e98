import CallModel
import Testing
import UsageSummary

@testable import FundingAdvice

/// SplitMix64: the same numbers on every machine.
struct SeededRandom {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(limit))
    }
}

/// Percentiles and round amounts.
@Suite struct AmountTests {
    static func money(_ text: String) -> Money { Money.parse(text)!.amount }

    @Test(arguments: [
        (50, "3", [5, 3, 1]), (50, "1", [1, 2]), (95, "2", [2, 1]), (100, "9", [1, 9, 4]), (1, "1", [4, 1]), (95, "19", Array(1...20)),
        (95, "20", Array(1...21)),
        (50, "7", [7]),
    ]) func `nearest rank`(percent: Int, expected: String, amounts: [Int]) {
        #expect(NearestRank.of(amounts.map { Self.money(String($0)) }, percent: percent) == Self.money(expected))
    }

    @Test(arguments: [
        ("0", "0"), ("0.00000001", "1"), ("1", "1"), ("3.20", "4"), ("99", "99"), ("99.01", "100"), ("100", "100"), ("101", "110"), ("152.10", "160"),
        ("1234", "1300"), ("987654.32", "990000"), ("9999999999.5", "10000000000"),
    ]) func `amounts that a person would enter`(amount: String, rounded: String) {
        #expect(RoundAmount.up(Int128(Self.money(amount).units)) == Self.money(rounded))
    }

    @Test func `what cannot be entered is the most that can`() {
        #expect(RoundAmount.up(Int128(Int64.max) * 366) == Money.limit)
        #expect(RoundAmount.nearest(Int128(Int64.max) + 1, decimals: 8) == nil)
        #expect(RoundAmount.nearest(12_345_678_950, decimals: 2) == Self.money("123.46"))
    }

    @Test func `round amounts are not less, and at most a tenth and one more`() {
        var random = SeededRandom(state: 11)
        for _ in 0..<10_000 {
            let units = Int64(random.below(1 << (20 + random.below(38))))
            let rounded = RoundAmount.up(Int128(units)).units
            #expect(rounded >= units && rounded % Money.unitsPerOne == 0)
            #expect(rounded <= units + units / 10 + Money.unitsPerOne)
        }
    }

    @Test func `a percentile is an amount, and that share of the days does not exceed it`() {
        var random = SeededRandom(state: 12)
        for _ in 0..<2_000 {
            let amounts = (0...random.below(40)).map { _ in Money(units: Int64(random.below(10))) }
            let percent = 1 + random.below(100)
            let found = NearestRank.of(amounts, percent: percent)
            #expect(amounts.contains(found))
            #expect(amounts.count { $0 <= found } * 100 >= percent * amounts.count)
            #expect(amounts.count { $0 < found } * 100 < percent * amounts.count)
        }
    }
}
