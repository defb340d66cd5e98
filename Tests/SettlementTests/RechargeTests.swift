import CallModel
import Settlement
import Testing

/// rating-rules.md §8: auto-recharge and payments.
struct RechargeTests {
    private static let october = "until 2027-10-05T10:00:00Z"

    static let purchases = [
        Scenario("while below the trigger, before the call and after it, whatever the first record is") {
            $0.organizations = ["acme,5,10,,agreement:77/PO-1"]
            $0.calls = [SampleCall(callClass: .free, rate: nil), SampleCall(to: "FR", seconds: 600), SampleCall(to: "FR", seconds: 1)]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 10.00 recharge-1", "free",
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 14.00 recharge-2", "charged 600 = 0 + 600 + 0, fee 0.00 charge 6.00",
                "charged 1 = 0 + 1 + 0, fee 0.00 charge 0.01", "balance acme 13.99", "lot acme #0 recharge-1 3.99 of 10.00 \(october)",
                "lot acme #1 recharge-2 10.00 of 10.00 \(october)",
            ]
        },
        Scenario("at the trigger nothing is bought") {
            $0.organizations = ["acme,5,10,,agreement:77"]
            $0.balance = "5"
            $0.calls = [SampleCall(callClass: .free, rate: nil)]
            $0.expected = ["free", "balance acme 5.00", "lot acme #0 opening 5.00 of 5.00 until 2027-01-15T00:00:00Z"]
        },
        Scenario("one lot of the smallest multiple that lifts the balance to the trigger: exactly, and just above") {
            $0.organizations = ["acme,5,10,,agreement:77", "globex,5,10,,agreement:78"]
            $0.users = ["ada,acme,IT,CREDITS", "ben,globex,IT,CREDITS"]
            $0.balance = "-25"
            $0.calls = [SampleCall(callClass: .free, rate: nil), SampleCall("ben", callClass: .free, rate: nil)]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 30.00 balance 5.00 recharge-1", "free",
                "! globex recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 10.00 recharge-1", "free", "balance acme 5.00",
                "lot acme #0 recharge-1 5.00 of 30.00 \(october)", "balance globex 10.00", "lot globex #0 recharge-1 10.00 of 10.00 \(october)",
            ]
        },
        Scenario("just above a multiple takes one more") {
            $0.organizations = ["acme,5,10,,agreement:77"]
            $0.balance = "-25.01"
            $0.calls = [SampleCall(callClass: .free, rate: nil)]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 40.00 balance 14.99 recharge-1", "free", "balance acme 14.99",
                "lot acme #0 recharge-1 14.99 of 40.00 \(october)",
            ]
        },
        Scenario("the reference counts the recharges ever, not the fundings") {
            $0.organizations = ["acme,5,10,,agreement:77"]
            $0.fundings = ["f,acme,1,2026-10-01"]
            $0.account = {
                $0.rechargeCount = 7
                $0.lotCount = 11
            }
            $0.calls = [SampleCall(callClass: .free, rate: nil)]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 11.00 recharge-8", "free", "balance acme 11.00",
                "lot acme #11 f 1.00 of 1.00 until 2027-10-01T00:00:00Z", "lot acme #12 recharge-8 10.00 of 10.00 \(october)",
            ]
        },
        Scenario("a call of no overage, or of none that costs, or without a licence buys nothing") {
            $0.organizations = ["acme,5,10,,agreement:77"]
            $0.users = ["ada,acme,IT,PSTN;CREDITS", "ben,acme,IT,"]
            $0.balance = "5"
            $0.used = ["PSTN/0/IT/2026-10": 100]
            $0.calls = [
                SampleCall(to: "FR", seconds: 100), SampleCall("ben", to: "FR"), SampleCall(at: "2027-01-15T00:00:00Z"),
                SampleCall("ben", to: "FR", at: "2027-01-15T00:00:00Z"), SampleCall(to: "FR", at: "2027-01-15T00:00:01Z"),
            ]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 14.00 recharge-1", "charged 100 = 0 + 100 + 0, fee 0.00 charge 1.00",
                "blocked 60 = 0 + 0 + 60, no_credits_licence", "included 60 = 60 + 0 + 0, by PSTN",
                "! acme credit_expired 2027-01-15T00:00:00Z 4.00 balance 10.00 opening", "blocked 60 = 0 + 0 + 60, no_credits_licence",
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "pool acme PSTN/0/IT/2027-01 60 of 600", "balance acme 9.40",
                "lot acme #1 recharge-1 9.40 of 10.00 \(october)",
            ]
        },
        Scenario("a recharge admits the call, and after it lifts the balance again, so it is not exhausted") {
            $0.organizations = ["acme,0.01,10,,agreement:77"]
            $0.calls = [SampleCall(to: "FR", rate: "dear")]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 10.00 recharge-1",
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 60.00 balance 10.00 recharge-2", "charged 60 = 0 + 60 + 0, fee 0.00 charge 60.00",
                "balance acme 10.00", "lot acme #1 recharge-2 10.00 of 60.00 \(october)",
            ]
        },
        Scenario("with a trigger of 0 the balance may be zero, and then nothing is admitted") {
            $0.organizations = ["acme,0,10,,agreement:77"]
            $0.calls = [SampleCall(to: "FR")]
            $0.expected = ["blocked 60 = 0 + 0 + 60, no_credit", "balance acme 0.00"]
        },
    ]

    @Test("§8: what auto-recharge buys", arguments: purchases)
    func recharges(_ row: Scenario) throws { try row.check() }

    static let limits = [
        Scenario("the monthly limit leaves whole recharges, then comes the notice, once") {
            $0.organizations = ["acme,5,10,25,agreement:77"]
            $0.balance = "-40"
            $0.calls = [SampleCall(to: "FR"), SampleCall(to: "FR")]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 20.00 balance -20.00 recharge-1",
                "! acme recharge_failed 2026-10-05T10:00:00Z 10.00 balance -20.00 limit", "blocked 60 = 0 + 0 + 60, no_credit",
                "blocked 60 = 0 + 0 + 60, no_credit", "balance acme -20.00",
            ]
        },
        Scenario("what was bought before in the month counts; the next month is another") {
            $0.organizations = ["acme,5,10,25,agreement:77"]
            $0.account = {
                var month = AccountState.MonthState()
                month.recharged = Money.parse("20")!.amount
                $0.months[CalendarMonth(year: 2026, month: 10)] = month
            }
            $0.calls = [SampleCall(to: "FR"), SampleCall(to: "FR", at: "2026-10-31T23:59:59Z"), SampleCall(to: "FR", at: "2026-11-01T00:00:00Z")]
            $0.expected = [
                "! acme recharge_failed 2026-10-05T10:00:00Z 10.00 balance 0.00 limit", "blocked 60 = 0 + 0 + 60, no_credit",
                "blocked 60 = 0 + 0 + 60, no_credit", "! acme recharge_succeeded 2026-11-01T00:00:00Z 10.00 balance 10.00 recharge-1",
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "balance acme 9.40",
                "lot acme #0 recharge-1 9.40 of 10.00 until 2027-11-01T00:00:00Z",
            ]
        },
        Scenario("months are those of the catalogue's time zone") {
            $0.yaml = "timeZone: Europe/Rome"
            $0.organizations = ["acme,5,10,10,agreement:77"]
            $0.calls = [
                SampleCall(to: "FR", rate: "dear", at: "2026-10-31T22:59:59Z"), SampleCall(to: "FR", at: "2026-10-31T23:00:00Z"),
            ]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-31T22:59:59Z 10.00 balance 10.00 recharge-1",
                "! acme recharge_failed 2026-10-31T22:59:59Z 10.00 balance -50.00 limit",
                "! acme balance_exhausted 2026-10-31T22:59:59Z 60.00 balance -50.00", "charged 60 = 0 + 60 + 0, fee 0.00 charge 60.00",
                "! acme recharge_succeeded 2026-10-31T23:00:00Z 10.00 balance -40.00 recharge-2",
                "! acme recharge_failed 2026-10-31T23:00:00Z 10.00 balance -40.00 limit", "blocked 60 = 0 + 0 + 60, no_credit", "balance acme -40.00",
            ]
        },
        Scenario("the notice was raised by an earlier run") {
            $0.organizations = ["acme,5,10,10,agreement:77"]
            $0.account = {
                var month = AccountState.MonthState()
                month.recharged = Money.parse("10")!.amount
                month.hasLimitNotice = true
                $0.months[CalendarMonth(year: 2026, month: 10)] = month
            }
            $0.calls = [SampleCall(to: "FR")]
            $0.expected = ["blocked 60 = 0 + 0 + 60, no_credit", "balance acme 0.00"]
        },
        Scenario("a limit that was lowered below what was bought leaves nothing") {
            $0.organizations = ["acme,5,10,10,agreement:77"]
            $0.account = {
                var month = AccountState.MonthState()
                month.recharged = Money.parse("50")!.amount
                $0.months[CalendarMonth(year: 2026, month: 10)] = month
            }
            $0.calls = [SampleCall(to: "FR")]
            $0.expected = [
                "! acme recharge_failed 2026-10-05T10:00:00Z 10.00 balance 0.00 limit", "blocked 60 = 0 + 0 + 60, no_credit", "balance acme 0.00",
            ]
        },
        Scenario("fundings do not count towards it") {
            $0.organizations = ["acme,5,10,10,agreement:77"]
            $0.fundings = ["f,acme,1,2026-10-05"]
            $0.calls = [SampleCall(callClass: .free, rate: nil)]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 11.00 recharge-1", "free", "balance acme 11.00",
                "lot acme #0 f 1.00 of 1.00 until 2027-10-05T00:00:00Z", "lot acme #1 recharge-1 10.00 of 10.00 \(october)",
            ]
        },
    ]

    @Test("§8: the monthly limit", arguments: limits)
    func monthlyLimit(_ row: Scenario) throws { try row.check() }

    static let payments = [
        Scenario("a card is approved up to and including the month of its expiry") {
            $0.organizations = ["acme,5,10,,card:2026-10"]
            $0.calls = [SampleCall(callClass: .free, rate: nil, at: "2026-10-31T23:59:59Z")]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-31T23:59:59Z 10.00 balance 10.00 recharge-1", "free", "balance acme 10.00",
                "lot acme #0 recharge-1 10.00 of 10.00 until 2027-10-31T23:59:59Z",
            ]
        },
        Scenario("and declined after; auto-recharge then rests for the remainder of the run, even at an earlier start") {
            $0.organizations = ["acme,5,10,,card:2026-10"]
            $0.balance = "4"
            $0.calls = [
                SampleCall(callClass: .free, rate: nil, at: "2026-11-01T00:00:00Z"), SampleCall(to: "FR", rate: "dear", at: "2026-10-05T10:00:00Z"),
                SampleCall(to: "FR"),
            ]
            $0.expected = [
                "! acme recharge_failed 2026-11-01T00:00:00Z 10.00 balance 4.00 declined", "free",
                "! acme balance_exhausted 2026-10-05T10:00:00Z 60.00 balance -56.00", "charged 60 = 0 + 60 + 0, fee 0.00 charge 60.00",
                "blocked 60 = 0 + 0 + 60, no_credit", "balance acme -56.00",
            ]
        },
        Scenario("a declined payment names the amount that was asked for; another organization does not rest") {
            $0.organizations = ["acme,5,10,,card:2026-09", "globex,5,10,,card:2026-10"]
            $0.users = ["ada,acme,IT,CREDITS", "ben,globex,IT,CREDITS"]
            $0.balance = "-20"
            $0.calls = [SampleCall(to: "FR"), SampleCall("ben", to: "FR")]
            $0.expected = [
                "! acme recharge_failed 2026-10-05T10:00:00Z 30.00 balance -20.00 declined", "blocked 60 = 0 + 0 + 60, no_credit",
                "! globex recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 10.00 recharge-1", "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60",
                "balance acme -20.00", "balance globex 9.40", "lot globex #0 recharge-1 9.40 of 10.00 \(october)",
            ]
        },
        Scenario("what is asked for is what the limit leaves") {
            $0.organizations = ["acme,15,10,10,card:2026-09"]
            $0.calls = [SampleCall(to: "FR")]
            $0.expected = [
                "! acme recharge_failed 2026-10-05T10:00:00Z 10.00 balance 0.00 declined", "blocked 60 = 0 + 0 + 60, no_credit", "balance acme 0.00",
            ]
        },
        Scenario("a program is asked before the call and after it; the ordinal counts all attempts") {
            $0.organizations = ["acme,5,10,,command"]
            $0.account = {
                $0.attemptCount = 4
                $0.rechargeCount = 2
            }
            $0.answers = ["yes", "yes"]
            $0.calls = [SampleCall(to: "FR", seconds: 600)]
            $0.expected = [
                "? acme/5 10.00 EUR at 2026-10-05T10:00:00Z", "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 10.00 recharge-3",
                "? acme/6 10.00 EUR at 2026-10-05T10:00:00Z", "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 14.00 recharge-4",
                "charged 600 = 0 + 600 + 0, fee 0.00 charge 6.00", "balance acme 14.00", "lot acme #0 recharge-3 4.00 of 10.00 \(october)",
                "lot acme #1 recharge-4 10.00 of 10.00 \(october)",
            ]
        },
        Scenario("declined: it rests, and is not asked again in this run") {
            $0.organizations = ["acme,5,10,,command"]
            $0.answers = ["no"]
            $0.calls = [SampleCall(to: "FR"), SampleCall(to: "FR")]
            $0.expected = [
                "? acme/1 10.00 EUR at 2026-10-05T10:00:00Z", "! acme recharge_failed 2026-10-05T10:00:00Z 10.00 balance 0.00 declined",
                "blocked 60 = 0 + 0 + 60, no_credit", "blocked 60 = 0 + 0 + 60, no_credit", "balance acme 0.00",
            ]
        },
        Scenario("declined after the call: exhausted") {
            $0.organizations = ["acme,0.01,10,,command"]
            $0.answers = ["yes", "no"]
            $0.calls = [SampleCall(to: "FR", rate: "dear")]
            $0.expected = [
                "? acme/1 10.00 EUR at 2026-10-05T10:00:00Z", "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 10.00 recharge-1",
                "? acme/2 60.00 EUR at 2026-10-05T10:00:00Z", "! acme recharge_failed 2026-10-05T10:00:00Z 60.00 balance -50.00 declined",
                "! acme balance_exhausted 2026-10-05T10:00:00Z 60.00 balance -50.00", "charged 60 = 0 + 60 + 0, fee 0.00 charge 60.00",
                "balance acme -50.00",
            ]
        },
        Scenario("a recorded approval counts with its amount and is not asked for; what is still missing is another attempt") {
            $0.organizations = ["acme,25,10,,command"]
            $0.approvals = ["1,10,command:psp-7"]
            $0.answers = ["yes"]
            $0.calls = [SampleCall(callClass: .free, rate: nil)]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 10.00 recharge-1", "? acme/2 20.00 EUR at 2026-10-05T10:00:00Z",
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 20.00 balance 30.00 recharge-2", "free",
                "balance acme 30.00", "lot acme #0 recharge-1 10.00 of 10.00 \(october)", "lot acme #1 recharge-2 20.00 of 20.00 \(october)",
            ]
        },
        Scenario("what was paid is taken even by a card that has run out since, and by the attempt of its ordinal alone") {
            $0.organizations = ["acme,25,10,,card:2026-09"]
            $0.approvals = ["1,10,card:2026-12", "3,10,card:2026-12"]
            $0.calls = [SampleCall(callClass: .free, rate: nil)]
            $0.expected = [
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 10.00 recharge-1",
                "! acme recharge_failed 2026-10-05T10:00:00Z 20.00 balance 10.00 declined", "free",
                "balance acme 10.00", "lot acme #0 recharge-1 10.00 of 10.00 \(october)",
            ]
        },
        Scenario("a question in the midst of a call leaves what its pools gave") {
            $0.organizations = ["acme,5,10,,command"]
            $0.balance = "5"
            $0.used = ["PSTN/0/IT/2026-10": 540]
            $0.answers = ["yes"]
            $0.calls = [SampleCall(seconds: 120)]
            $0.expected = [
                "! acme pool_80 2026-10-05T10:00:00Z balance 5.00 PSTN/0/IT/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 5.00 PSTN/0/IT/2026-10",
                "? acme/1 10.00 EUR at 2026-10-05T10:00:00Z", "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 14.40 recharge-1",
                "split 120 = 60 + 60 + 0, fee 0.00 charge 0.60, by PSTN", "pool acme PSTN/0/IT/2026-10 600 of 600, 80, 100", "balance acme 14.40",
                "lot acme #0 opening 4.40 of 5.00 until 2027-01-15T00:00:00Z", "lot acme #1 recharge-1 10.00 of 10.00 \(october)",
            ]
        },
        Scenario("notices of one call: expiry, recharge, pools, recharge after, exhausted last") {
            $0.organizations = ["acme,5,10,10,agreement:77"]
            $0.fundings = ["old,acme,3,2025-10-01"]
            $0.used = ["PSTN/0/IT/2026-10": 540]
            $0.calls = [SampleCall(seconds: 120, rate: "dear")]
            $0.expected = [
                "! acme credit_expired 2026-10-05T10:00:00Z 3.00 balance 0.00 old",
                "! acme recharge_succeeded 2026-10-05T10:00:00Z 10.00 balance 10.00 recharge-1",
                "! acme pool_80 2026-10-05T10:00:00Z balance 10.00 PSTN/0/IT/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 10.00 PSTN/0/IT/2026-10",
                "! acme recharge_failed 2026-10-05T10:00:00Z 10.00 balance -50.00 limit",
                "! acme balance_exhausted 2026-10-05T10:00:00Z 60.00 balance -50.00",
                "split 120 = 60 + 60 + 0, fee 0.00 charge 60.00, by PSTN", "pool acme PSTN/0/IT/2026-10 600 of 600, 80, 100", "balance acme -50.00",
            ]
        },
    ]

    @Test("§8: payments, §10: the order of notices", arguments: payments)
    func paymentsOfRecharges(_ row: Scenario) throws { try row.check() }
}
