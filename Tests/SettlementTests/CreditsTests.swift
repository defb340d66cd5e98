import CallModel
import Settlement
import Testing

/// rating-rules.md §8: overage and lots; §9: outcomes.
struct CreditsTests {
    private static let untilJanuary = "until 2027-01-15T00:00:00Z"

    static let overage = [
        Scenario("credits cover every second: charge and fee") {
            $0.balance = "5"
            $0.calls = [SampleCall(to: "FR", rate: "with a fee")]
            $0.expected = ["charged 60 = 0 + 60 + 0, fee 0.05 charge 0.60", "balance acme 4.35", "lot acme #0 opening 4.35 of 5.00 \(untilJanuary)"]
        },
        Scenario("no fee where a second was included, and the charge of the overage alone") {
            $0.balance = "5"
            $0.used = ["PSTN/0/IT/2026-10": 599]
            $0.calls = [SampleCall(seconds: 61, rate: "with a fee")]
            $0.expected = [
                "! acme pool_80 2026-10-05T10:00:00Z balance 5.00 PSTN/0/IT/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 5.00 PSTN/0/IT/2026-10",
                "split 61 = 1 + 60 + 0, fee 0.00 charge 0.60, by PSTN", "pool acme PSTN/0/IT/2026-10 600 of 600, 80, 100", "balance acme 4.40",
                "lot acme #0 opening 4.40 of 5.00 \(untilJanuary)",
            ]
        },
        Scenario("a fee alone, and no charge") {
            $0.balance = "5"
            $0.calls = [SampleCall(to: "FR", rate: "fee alone")]
            $0.expected = ["charged 60 = 0 + 60 + 0, fee 0.05 charge 0.00", "balance acme 4.95", "lot acme #0 opening 4.95 of 5.00 \(untilJanuary)"]
        },
        Scenario("charged at 0: without a licence, without credits, with a debt") {
            $0.users = ["ada,acme,IT,"]
            $0.balance = "-1"
            $0.calls = [SampleCall(rate: "for nothing"), SampleCall(rate: "for next to nothing")]
            $0.expected = ["charged 60 = 0 + 60 + 0, fee 0.00 charge 0.00", "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.00", "balance acme -1.00"]
        },
        Scenario("split at 0: the fee falls away with the first included second") {
            $0.used = ["PSTN/0/IT/2026-10": 599]
            $0.calls = [SampleCall(rate: "fee alone")]
            $0.expected = [
                "! acme pool_80 2026-10-05T10:00:00Z balance 0.00 PSTN/0/IT/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 0.00 PSTN/0/IT/2026-10",
                "split 60 = 1 + 59 + 0, fee 0.00 charge 0.00, by PSTN", "pool acme PSTN/0/IT/2026-10 600 of 600, 80, 100", "balance acme 0.00",
            ]
        },
        Scenario("without a plan that grants credits: no_credits_licence, though there is money") {
            $0.users = ["ada,acme,IT,PSTN"]
            $0.balance = "5"
            $0.used = ["PSTN/0/IT/2026-10": 540]
            $0.calls = [SampleCall(to: "FR"), SampleCall(seconds: 90)]
            $0.expected = [
                "blocked 60 = 0 + 0 + 60, no_credits_licence", "! acme pool_80 2026-10-05T10:00:00Z balance 5.00 PSTN/0/IT/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 5.00 PSTN/0/IT/2026-10", "disconnected 90 = 60 + 0 + 30, by PSTN, no_credits_licence",
                "pool acme PSTN/0/IT/2026-10 600 of 600, 80, 100", "balance acme 5.00", "lot acme #0 opening 5.00 of 5.00 \(untilJanuary)",
            ]
        },
        Scenario("an included plan grants credits as well") {
            $0.plans = ["SUITE: { includes: [CREDITS] }", Scenario.CREDITS]
            $0.users = ["ada,acme,IT,SUITE"]
            $0.balance = "5"
            $0.calls = [SampleCall()]
            $0.expected = ["charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "balance acme 4.40", "lot acme #0 opening 4.40 of 5.00 \(untilJanuary)"]
        },
        Scenario("voice applications and toll-free need no licence, and no user") {
            $0.users = ["ada,acme,IT,PSTN"]
            $0.balance = "5"
            $0.calls = [
                SampleCall(callClass: .voiceApplication), SampleCall(nil, callClass: .voiceApplication),
                SampleCall(callClass: .inbound, rate: "toll-free"),
                SampleCall(nil, callClass: .inbound, rate: "toll-free"),
            ]
            $0.expected = [
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60",
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.30", "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.30", "balance acme 3.20",
                "lot acme #0 opening 3.20 of 5.00 \(untilJanuary)",
            ]
        },
        Scenario("no_credit at zero and below") {
            $0.calls = [SampleCall(to: "FR"), SampleCall(nil, callClass: .voiceApplication), SampleCall(callClass: .inbound, rate: "toll-free")]
            $0.expected = [
                "blocked 60 = 0 + 0 + 60, no_credit", "blocked 60 = 0 + 0 + 60, no_credit", "blocked 60 = 0 + 0 + 60, no_credit", "balance acme 0.00",
            ]
        },
        Scenario("disconnected where allowances run out and there is no credit") {
            $0.balance = "-0.01"
            $0.used = ["PSTN/0/IT/2026-10": 590]
            $0.calls = [SampleCall()]
            $0.expected = [
                "! acme pool_80 2026-10-05T10:00:00Z balance -0.01 PSTN/0/IT/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance -0.01 PSTN/0/IT/2026-10",
                "disconnected 60 = 10 + 0 + 50, by PSTN, no_credit", "pool acme PSTN/0/IT/2026-10 600 of 600, 80, 100", "balance acme -0.01",
            ]
        },
        Scenario("a call that was admitted is charged in full; the debt admits nothing more; balance_exhausted once") {
            $0.balance = "0.01"
            $0.calls = [SampleCall(to: "FR", rate: "dear"), SampleCall(to: "FR"), SampleCall(to: "FR", rate: "for nothing")]
            $0.expected = [
                "! acme balance_exhausted 2026-10-05T10:00:00Z 60.00 balance -59.99", "charged 60 = 0 + 60 + 0, fee 0.00 charge 60.00",
                "blocked 60 = 0 + 0 + 60, no_credit", "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.00", "balance acme -59.99",
            ]
        },
        Scenario("balance_exhausted at exactly zero, with charge and fee") {
            $0.balance = "0.65"
            $0.calls = [SampleCall(to: "FR", rate: "with a fee")]
            $0.expected = [
                "! acme balance_exhausted 2026-10-05T10:00:00Z 0.65 balance 0.00", "charged 60 = 0 + 60 + 0, fee 0.05 charge 0.60",
                "balance acme 0.00",
            ]
        },
        Scenario("unanswered and free calls cost nothing") {
            $0.balance = "5"
            $0.calls = [SampleCall(seconds: 0), SampleCall(callClass: .free, rate: nil), SampleCall(callClass: .inbound, rate: nil)]
            $0.expected = ["unanswered", "free", "free", "balance acme 5.00", "lot acme #0 opening 5.00 of 5.00 \(untilJanuary)"]
        },
        Scenario("the tariff rounds the charge of the overage: down") {
            $0.tariff = "currency: EUR, decimals: 2, rounding: down"
            $0.used = ["PSTN/0/IT/2026-10": 600]
            $0.balance = "5"
            $0.calls = [SampleCall(seconds: 1, rate: "dear"), SampleCall(seconds: 119, rate: "for next to nothing")]
            $0.expected = [
                "charged 1 = 0 + 1 + 0, fee 0.00 charge 1.00", "charged 119 = 0 + 119 + 0, fee 0.00 charge 0.00", "balance acme 4.00",
                "lot acme #0 opening 4.00 of 5.00 \(untilJanuary)",
            ]
        },
        Scenario("the tariff rounds the charge of the overage: up, with four decimals") {
            $0.tariff = "currency: EUR, decimals: 4, rounding: up"
            $0.used = ["PSTN/0/IT/2026-10": 599]
            $0.balance = "5"
            $0.calls = [SampleCall(seconds: 2, rate: "for next to nothing")]
            $0.expected = [
                "! acme pool_80 2026-10-05T10:00:00Z balance 5.0000 PSTN/0/IT/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 5.0000 PSTN/0/IT/2026-10", "split 2 = 1 + 1 + 0, fee 0.0000 charge 0.0001, by PSTN",
                "pool acme PSTN/0/IT/2026-10 600 of 600, 80, 100", "balance acme 4.9999", "lot acme #0 opening 4.9999 of 5.0000 \(untilJanuary)",
            ]
        },
    ]

    @Test("§8, §9: overage, from what it is paid, and the outcome", arguments: overage)
    func overageOfCalls(_ row: Scenario) throws { try row.check() }

    static let lots = [
        Scenario("the lot that expires first pays first, among equals the one recorded first") {
            $0.fundings = ["late,acme,1,2026-09-01", "early,acme,1,2026-08-01", "equal,acme,1,2026-08-01"]
            $0.calls = [SampleCall(to: "FR"), SampleCall(to: "FR"), SampleCall(to: "FR", seconds: 100)]
            $0.expected = [
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60",
                "charged 100 = 0 + 100 + 0, fee 0.00 charge 1.00", "balance acme 0.80", "lot acme #0 late 0.80 of 1.00 until 2027-09-01T00:00:00Z",
            ]
        },
        Scenario("a lot may pay from the moment it is recorded, before it was bought") {
            $0.fundings = ["next,acme,1,2026-12-01"]
            $0.calls = [SampleCall(to: "FR")]
            $0.expected = [
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "balance acme 0.40", "lot acme #0 next 0.40 of 1.00 until 2027-12-01T00:00:00Z",
            ]
        },
        Scenario("a debt is paid by the next lot, and by the one after") {
            $0.balance = "-1.50"
            $0.fundings = ["one,acme,1,2026-09-01", "two,acme,1,2026-08-01"]
            $0.calls = [SampleCall(callClass: .free, rate: nil)]
            $0.expected = ["free", "balance acme 0.50", "lot acme #1 two 0.50 of 1.00 until 2027-08-01T00:00:00Z"]
        },
        Scenario("a lot that the debt uses up exactly leaves nothing") {
            $0.balance = "-1"
            $0.fundings = ["one,acme,1,2026-09-01"]
            $0.calls = [SampleCall(to: "FR")]
            $0.expected = ["blocked 60 = 0 + 0 + 60, no_credit", "balance acme 0.00"]
        },
        Scenario("fundings are applied once per reference, in file order") {
            $0.fundings = ["b,acme,1,2026-09-01", "a,acme,2,2026-09-01", "c,acme,3,2026-09-01"]
            $0.applied = ["a"]
            $0.expected = [
                "balance acme 4.00", "lot acme #0 b 1.00 of 1.00 until 2027-09-01T00:00:00Z", "lot acme #1 c 3.00 of 3.00 until 2027-09-01T00:00:00Z",
            ]
        },
        Scenario("a reference in another normalization form is another one") {
            $0.fundings = ["caf\u{E9},acme,1,2026-09-01", "cafe\u{301},acme,2,2026-09-01"]
            $0.applied = ["caf\u{E9}"]
            $0.expected = ["balance acme 2.00", "lot acme #0 cafe\u{301} 2.00 of 2.00 until 2027-09-01T00:00:00Z"]
        },
    ]

    @Test("§8: which lot pays", arguments: lots)
    func lotsInOrder(_ row: Scenario) throws { try row.check() }

    static let expiry = [
        Scenario("at t, not a second before") {
            $0.fundings = ["old,acme,5,2025-10-05T10:00:00Z", "new,acme,1,2026-01-01"]
            $0.calls = [SampleCall(to: "FR", at: "2026-10-05T09:59:59Z"), SampleCall(to: "FR", at: "2026-10-05T10:00:00Z")]
            $0.expected = [
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "! acme credit_expired 2026-10-05T10:00:00Z 4.40 balance 1.00 old",
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "balance acme 0.40", "lot acme #1 new 0.40 of 1.00 until 2027-01-01T00:00:00Z",
            ]
        },
        Scenario("in the order recorded, whatever expired first; those that are used up say nothing") {
            $0.fundings = ["b,acme,2,2025-10-03", "used,acme,0.60,2025-10-01", "a,acme,3,2025-10-02"]
            $0.calls = [SampleCall(to: "FR", at: "2026-09-30T10:00:00Z"), SampleCall(to: "FR")]
            $0.expected = [
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "! acme credit_expired 2026-10-05T10:00:00Z 2.00 balance 3.00 b",
                "! acme credit_expired 2026-10-05T10:00:00Z 3.00 balance 0.00 a", "blocked 60 = 0 + 0 + 60, no_credit", "balance acme 0.00",
            ]
        },
        Scenario("29 February and twelve months is 28 February, at the same time of day") {
            $0.fundings = ["leap,acme,5,2024-02-29T12:00:00Z"]
            $0.calls = [SampleCall(to: "FR", at: "2025-02-28T11:59:59Z"), SampleCall(to: "FR", at: "2025-02-28T12:00:00Z")]
            $0.expected = [
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "! acme credit_expired 2025-02-28T12:00:00Z 4.40 balance 0.00 leap",
                "blocked 60 = 0 + 0 + 60, no_credit", "balance acme 0.00",
            ]
        },
        Scenario("the first settled record of a run makes lots expire, whatever its outcome") {
            $0.fundings = ["old,acme,5,2025-10-01"]
            $0.calls = [SampleCall(suspension: .noRate), SampleCall(seconds: 0)]
            $0.expected = [
                "suspended", "! acme credit_expired 2026-10-05T10:00:00Z 5.00 balance 0.00 old", "unanswered", "balance acme 0.00",
            ]
        },
        Scenario("a later record makes them expire only where there is overage") {
            $0.fundings = ["old,acme,5,2025-10-10"]
            $0.calls = [
                SampleCall(), SampleCall(at: "2026-10-11T00:00:00Z"), SampleCall(callClass: .free, rate: nil, at: "2026-10-11T00:00:01Z"),
                SampleCall(to: "FR", rate: "for nothing", at: "2026-10-11T00:00:02Z"),
            ]
            $0.expected = [
                "included 60 = 60 + 0 + 0, by PSTN", "included 60 = 60 + 0 + 0, by PSTN", "free",
                "! acme credit_expired 2026-10-11T00:00:02Z 5.00 balance 0.00 old", "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.00",
                "pool acme PSTN/0/IT/2026-10 120 of 600", "balance acme 0.00",
            ]
        },
        Scenario("overage without a licence makes them expire as well") {
            $0.users = ["ada,acme,IT,"]
            $0.fundings = ["old,acme,5,2025-10-10"]
            $0.calls = [SampleCall(), SampleCall(at: "2026-10-11T00:00:00Z")]
            $0.expected = [
                "blocked 60 = 0 + 0 + 60, no_credits_licence", "! acme credit_expired 2026-10-11T00:00:00Z 5.00 balance 0.00 old",
                "blocked 60 = 0 + 0 + 60, no_credits_licence", "balance acme 0.00",
            ]
        },
        Scenario("forfeiting is not undone by a later record with an earlier start") {
            $0.fundings = ["old,acme,5,2025-10-05"]
            $0.calls = [SampleCall(to: "FR"), SampleCall(to: "FR", at: "2026-10-01T10:00:00Z")]
            $0.expected = [
                "! acme credit_expired 2026-10-05T10:00:00Z 5.00 balance 0.00 old", "blocked 60 = 0 + 0 + 60, no_credit",
                "blocked 60 = 0 + 0 + 60, no_credit", "balance acme 0.00",
            ]
        },
    ]

    @Test("§8: lots expire", arguments: expiry)
    func expiryOfLots(_ row: Scenario) throws { try row.check() }
}
