import CallModel
import Catalogue
import Settlement
import Testing

@testable import FundingAdvice
@testable import UsageSummary

/// What allowances leave to pay, worked out by hand.
@Suite struct PlanCoverageTests {
    static let catalogue = """
        tariffs:
          euro: { currency: EUR, outbound: rates.csv }
        zones: { near: [FR, DE] }
        domestic: { IT: [IT, SM] }
        plans:
          NONE: {}
          HOME: { allowances: [ { calls: calling, to: domestic, minutes: 10, pool: country } ] }
          EACH: { allowances: [ { calls: calling, to: domestic, minutes: 10, pool: user } ] }
          ABROAD: { allowances: [ { calls: calling, to: international, except: [DE], minutes: 5, minutesIn: { IT: 20 }, pool: organization } ] }
          NEAR: { allowances: [ { calls: calling, to: near, minutes: unlimited, pool: user } ] }
          TALKS: { allowances: [ { calls: conferencing, to: domestic, minutes: unlimited, pool: user } ] }
          TWICE: { allowances: [ { calls: calling, to: domestic, minutes: 10, pool: user }, { calls: calling, to: [IT], minutes: 5, pool: country } ] }
        """

    /// Italy and San Marino are domestic; of 3,600 seconds in all 1,800 go to Italy at 0.001 a second, 600 each to San Marino at 0.002, France at 0.01 and
    /// Germany at 0.02; premium numbers of Italy are not in plans.
    private static func mix() -> CallMix {
        func row(_ name: String, _ country: String, _ seconds: Int64, _ charged: String) -> CallMonth.Destination {
            var sum = UsageSum()
            sum.chargedSeconds = seconds
            sum.charged = Money.parse(charged)!.amount
            return CallMonth.Destination(name: name, country: Country(country)!, callClass: .calling, sum: sum)
        }
        let month = CallMonth(
            month: CalendarMonth(year: 2026, month: 10), isComplete: true, users: [],
            destinations: [
                row("Germany", "DE", 600, "12"), row("France", "FR", 600, "6"), row("Italy", "IT", 1800, "1.8"), row("San Marino", "SM", 600, "1.2"),
            ])
        return CallMix(month, .calling, prices: CallPrice.all([month])!, deck: deck)!
    }

    private static var loaded: Catalogue {
        try! Catalogue.load(files: [
            "catalogue.yaml": catalogue, "organizations.csv": "organization\nmaple\n", "users.csv": "user,organization,usage_location\n",
            "rates.csv": """
            prefix,destination,rate_per_minute,country,in_plans
            39,Italy,0.06,IT,yes
            378,San Marino,0.12,SM,yes
            33,France,0.60,FR,yes
            49,Germany,1.20,DE,yes
            39899,Italy premium,3.00,IT,no

            """,
        ])
    }

    private static var deck: DeckPrices { DeckPrices(loaded.tariffs[0].outbound) }

    private func rest(_ plans: [String], _ users: [Int64]) -> Money? {
        let loaded = Self.loaded
        let coverage = PlanCoverage(plans: loaded.plans, domestic: loaded.domesticGroups[Country("IT")!]!, location: Country("IT")!)
        let held = plans.map { key in loaded.plans.firstIndex { $0.key == key }! }
        return coverage.rest(.calling, held: held, users: users, mix: Self.mix()).map { Money(units: Int64($0.units)) }
    }

    /// All plans see two users with 1,800 seconds each: 12 for Germany, 6 for France, 1.8 for Italy and 1.2 for San Marino are 21.
    static let cases: [(plans: [String], users: [Int64], rest: String)] = [
        (["NONE"], [1800, 1800], "21"),
        // 2 × 600 of 2,400 seconds: half of Italy and San Marino.
        (["HOME"], [1800, 1800], "19.5"),
        // Each of them has 1,200 seconds at home, and gets 600.
        (["EACH"], [1800, 1800], "19.5"),
        // One has 2,400, of whom 600 are covered; the other has none.
        (["EACH"], [3600, 0], "20.25"),
        (["HOME"], [3600, 0], "19.5"),
        // Germany is left out, and 40 minutes are more than France needs.
        (["ABROAD"], [1800, 1800], "15"),
        (["NEAR"], [1800, 1800], "3"),
        (["HOME", "NEAR"], [1800, 1800], "1.5"),
        (["TALKS"], [1800, 1800], "21"),
        // 1,200 of 2,400 by the first; 900 are left to Italy, of which the second gives 600.
        (["TWICE"], [1800, 1800], "18.9"),
        // Half the seconds are half the money, and half of them are covered as before: 600 each of 600.
        (["HOME"], [900, 900], "9"),
        ([], [0, 0], "0"),
    ]

    @Test(arguments: cases) func `what allowances leave`(plans: [String], users: [Int64], rest: String) {
        #expect(self.rest(plans, users) == Money.parse(rest)!.amount)
    }

    @Test func `another allowance never leaves more to pay`() {
        var random = SeededRandom(state: 13)
        for _ in 0..<300 {
            let users = (0...random.below(5)).map { _ in Int64(random.below(10_000)) }
            var before = self.rest(["NONE"], users)!
            var plans: [String] = []
            for plan in ["HOME", "EACH", "ABROAD", "TWICE", "NEAR"].filter({ _ in random.below(2) == 0 }) {
                plans.append(plan)
                let after = self.rest(plans, users)!
                #expect(after <= before && after >= .zero, "\(plans) \(users)")
                before = after
            }
        }
    }

    @Test func `premium numbers, destinations without a price, and a deck's price where nothing was charged`() {
        func row(_ name: String, included: Int64) -> CallMonth.Destination {
            var sum = UsageSum()
            sum.includedSeconds = included
            return CallMonth.Destination(name: name, country: Country("IT")!, callClass: .calling, sum: sum)
        }
        let month = CallMonth(
            month: CalendarMonth(year: 2026, month: 10), isComplete: true, users: [],
            destinations: [row("Italy", included: 600), row("Italy premium", included: 60), row("Renamed", included: 60)])
        let loaded = Self.loaded
        let mix = CallMix(month, .calling, prices: CallPrice.all([month])!, deck: Self.deck)!
        let coverage = PlanCoverage(plans: loaded.plans, domestic: loaded.domesticGroups[Country("IT")!]!, location: Country("IT")!)
        let rest = coverage.rest(.calling, held: [], users: [720], mix: mix)!
        // 600 at 0.001 and 60 at 0.05.
        #expect(Money(units: Int64(rest.units)) == Money.parse("3.6")!.amount && rest.secondsWithoutPrice == 60)
        // Ten minutes cover 600 of 660, but nothing of the premium number.
        let home = coverage.rest(.calling, held: [1], users: [720], mix: mix)!
        #expect(Money(units: Int64(home.units)) == Money.parse("3.055")!.amount && home.secondsWithoutPrice == 6)
    }

    @Test func `lots that expire first are drawn on first`() {
        func lot(_ reference: String, _ remaining: String, _ expires: Int, isForfeited: Bool = false) -> CreditLot {
            let amount = Money.parse(remaining)!.amount
            return CreditLot(
                reference: reference, kind: .funding, amount: amount, remaining: amount, purchased: Instant(epochSeconds: 0),
                expires: Instant(epochSeconds: Int64(expires) * 86_400), payment: "", isForfeited: isForfeited)
        }
        // One a day from day 101 on: nine days before the 110th, of which 4 take B, and 5 of C's 10; A is gone by then, for D that leaves 10 of 19.
        let lots = [lot("C", "10", 110), lot("A", "5", 100), lot("B", "4", 105), lot("D", "12", 120), lot("E", "9", 130, isForfeited: true)]
        let found = LotForecast.of(
            lots, decimals: 2, lastDay: 100, spending: (Money.parse("30")!.amount, 30), localDay: { Int($0.epochSeconds / 86_400) })
        #expect(found.map { "\($0.reference) \($0.expires) \($0.unused.text(decimals: 2))" } == ["A 100 5.00", "C 110 5.00", "D 120 2.00"])
        let none = LotForecast.of(
            lots, decimals: 2, lastDay: 50, spending: (Money.parse("30")!.amount, 30), localDay: { Int($0.epochSeconds / 86_400) })
        #expect(none.isEmpty)
    }
}
