import CallModel
import Testing

/// rating-rules.md §7: included seconds and pools.
struct PoolTests {
    static let sharing = [
        Scenario("a pool gives what it has left, credits the rest") {
            $0.used = ["PSTN/0/IT/2026-10": 540]
            $0.balance = "5"
            $0.calls = [SampleCall(seconds: 120)]
            $0.expected = [
                "! acme pool_80 2026-10-05T10:00:00Z balance 5.00 PSTN/0/IT/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 5.00 PSTN/0/IT/2026-10",
                "split 120 = 60 + 60 + 0, fee 0.00 charge 0.60, by PSTN", "pool acme PSTN/0/IT/2026-10 600 of 600, 80, 100", "balance acme 4.40",
                "lot acme #0 opening 4.40 of 5.00 until 2027-01-15T00:00:00Z",
            ]
        },
        Scenario("country: users of one plan and location share, the sizes added up") {
            $0.users = ["ada,acme,IT,PSTN", "ben,acme,IT,PSTN", "cleo,acme,DE,PSTN", "dan,acme,IT,"]
            $0.calls = [SampleCall(seconds: 900), SampleCall("ben", seconds: 360), SampleCall("cleo", to: "DE", seconds: 60), SampleCall("dan")]
            $0.expected = [
                "included 900 = 900 + 0 + 0, by PSTN", "! acme pool_80 2026-10-05T10:00:00Z balance 0.00 PSTN/0/IT/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 0.00 PSTN/0/IT/2026-10", "disconnected 360 = 300 + 0 + 60, by PSTN, no_credits_licence",
                "included 60 = 60 + 0 + 0, by PSTN", "blocked 60 = 0 + 0 + 60, no_credits_licence",
                "pool acme PSTN/0/IT/2026-10 1200 of 1200, 80, 100",
                "pool acme PSTN/0/DE/2026-10 60 of 600", "balance acme 0.00",
            ]
        },
        Scenario("country: organizations do not share") {
            $0.organizations = ["acme", "globex"]
            $0.users = ["ada,acme,IT,PSTN", "ben,globex,IT,PSTN"]
            $0.calls = [SampleCall(seconds: 300), SampleCall("ben", seconds: 240)]
            $0.expected = [
                "included 300 = 300 + 0 + 0, by PSTN", "included 240 = 240 + 0 + 0, by PSTN", "pool acme PSTN/0/IT/2026-10 300 of 600",
                "pool globex PSTN/0/IT/2026-10 240 of 600", "balance acme 0.00", "balance globex 0.00",
            ]
        },
        Scenario("country: a shared group is one pool, named by its first country, minutes by each user's location") {
            $0.yaml = "sharedPools: [[US, PR]]\ndomestic: { US: [US, PR], PR: [US, PR] }"
            $0.plans = ["PSTN: { allowances: [{ calls: calling, to: domestic, minutes: 1, minutesIn: { US: 3, PR: 2 }, pool: country }] }"]
            $0.users = ["ada,acme,PR,PSTN", "ben,acme,US,PSTN"]
            $0.used = ["PSTN/0/US/2026-10": 30]
            $0.calls = [SampleCall(to: "PR", seconds: 180), SampleCall("ben", to: "PR", seconds: 30)]
            $0.expected = [
                "included 180 = 180 + 0 + 0, by PSTN", "! acme pool_80 2026-10-05T10:00:00Z balance 0.00 PSTN/0/US/2026-10",
                "included 30 = 30 + 0 + 0, by PSTN", "pool acme PSTN/0/US/2026-10 240 of 300, 80", "balance acme 0.00",
            ]
        },
        Scenario("organization: all its users with that plan, wherever they are") {
            $0.plans = ["PSTN: { allowances: [{ id: all, calls: calling, to: [FR], minutes: 2, minutesIn: { DE: 3 }, pool: organization }] }"]
            $0.users = ["ada,acme,IT,PSTN", "ben,acme,DE,PSTN", "cleo,acme,DE,"]
            $0.calls = [SampleCall(to: "FR", seconds: 200), SampleCall("ben", to: "FR", seconds: 40), SampleCall("ben", to: "DE", seconds: 40)]
            $0.expected = [
                "included 200 = 200 + 0 + 0, by PSTN", "! acme pool_80 2026-10-05T10:00:00Z balance 0.00 PSTN/all/*/2026-10",
                "included 40 = 40 + 0 + 0, by PSTN", "blocked 40 = 0 + 0 + 40, no_credits_licence", "pool acme PSTN/all/*/2026-10 240 of 300, 80",
                "balance acme 0.00",
            ]
        },
        Scenario("user: each has its own, also over runs, the user's name in any case") {
            $0.plans = ["PSTN: { allowances: [{ calls: calling, to: domestic, minutes: 2, pool: user }] }"]
            $0.users = ["ada,acme,IT,PSTN", "ben,acme,IT,PSTN"]
            $0.used = ["PSTN/0/ADA/2026-10": 60]
            $0.calls = [SampleCall(seconds: 90), SampleCall("ben", seconds: 90)]
            $0.expected = [
                "! acme pool_80 2026-10-05T10:00:00Z balance 0.00 PSTN/0/ada/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 0.00 PSTN/0/ada/2026-10",
                "disconnected 90 = 60 + 0 + 30, by PSTN, no_credits_licence", "included 90 = 90 + 0 + 0, by PSTN",
                "pool acme PSTN/0/ada/2026-10 120 of 120, 80, 100", "pool acme PSTN/0/ben/2026-10 90 of 120", "balance acme 0.00",
            ]
        },
        Scenario("unlimited gives all, and no notice") {
            $0.plans = ["PSTN: { allowances: [{ calls: calling, to: domestic, minutes: unlimited, pool: user }] }"]
            $0.calls = [SampleCall(seconds: 31_536_000)]
            $0.users = ["ada,acme,IT,PSTN"]
            $0.expected = [
                "included 31536000 = 31536000 + 0 + 0, by PSTN", "pool acme PSTN/0/ada/2026-10 31536000 of unlimited", "balance acme 0.00",
            ]
        },
        Scenario("a pool that one location makes unlimited is unlimited") {
            $0.plans = ["PSTN: { allowances: [{ calls: calling, to: [FR], minutes: 1, minutesIn: { DE: unlimited }, pool: organization }] }"]
            $0.users = ["ada,acme,IT,PSTN", "ben,acme,DE,PSTN"]
            $0.calls = [SampleCall(to: "FR", seconds: 600)]
            $0.expected = ["included 600 = 600 + 0 + 0, by PSTN", "pool acme PSTN/0/*/2026-10 600 of unlimited", "balance acme 0.00"]
        },
        Scenario("a pool that shrank below its use has nothing left, and raises nothing") {
            $0.used = ["PSTN/0/IT/2026-10": 900]
            $0.balance = "5"
            $0.calls = [SampleCall()]
            $0.expected = [
                "charged 60 = 0 + 60 + 0, fee 0.00 charge 0.60", "balance acme 4.40", "lot acme #0 opening 4.40 of 5.00 until 2027-01-15T00:00:00Z",
            ]
        },
        Scenario("an allowance of no minutes gives nothing") {
            $0.plans = ["PSTN: { allowances: [{ calls: calling, to: domestic, pool: country }] }"]
            $0.users = ["ada,acme,IT,PSTN"]
            $0.calls = [SampleCall()]
            $0.expected = ["blocked 60 = 0 + 0 + 60, no_credits_licence", "balance acme 0.00"]
        },
        Scenario("months do not share, and are those of the catalogue's time zone") {
            $0.yaml = "timeZone: Europe/Rome"
            $0.users = ["ada,acme,IT,PSTN"]
            $0.used = ["PSTN/0/IT/2026-10": 100, "PSTN/0/IT/2026-09": 20]
            $0.calls = [SampleCall(at: "2026-09-30T21:59:59Z"), SampleCall(at: "2026-09-30T22:00:00Z"), SampleCall(at: "2026-10-31T23:00:00Z")]
            $0.expected = [
                "included 60 = 60 + 0 + 0, by PSTN", "included 60 = 60 + 0 + 0, by PSTN", "included 60 = 60 + 0 + 0, by PSTN",
                "pool acme PSTN/0/IT/2026-09 80 of 600", "pool acme PSTN/0/IT/2026-10 160 of 600", "pool acme PSTN/0/IT/2026-11 60 of 600",
                "balance acme 0.00",
            ]
        },
        Scenario("pools that the catalogue no longer has are left alone") {
            $0.users = ["ada,acme,IT,PSTN"]
            $0.used = ["GONE/0/IT/2026-10": 600, "PSTN/1/IT/2026-10": 600, "PSTN/0/*/2026-10": 600, "PSTN/0/nobody/2026-10": 600]
            $0.calls = [SampleCall()]
            $0.expected = ["included 60 = 60 + 0 + 0, by PSTN", "pool acme PSTN/0/IT/2026-10 60 of 600", "balance acme 0.00"]
        },
        Scenario("at the group's first country what was used of the others' own pools no longer counts") {
            $0.yaml = "sharedPools: [[US, PR]]"
            $0.users = ["ada,acme,US,PSTN"]
            $0.used = ["PSTN/0/US/2026-10": 60, "PSTN/0/PR/2026-10": 300]
            $0.calls = [SampleCall(to: "US")]
            $0.expected = ["included 60 = 60 + 0 + 0, by PSTN", "pool acme PSTN/0/US/2026-10 120 of 600", "balance acme 0.00"]
        },
        Scenario("pool_80 comes once, at 80 % and not before; pool_100 later") {
            $0.users = ["ada,acme,IT,PSTN"]
            $0.calls = [SampleCall(seconds: 479), SampleCall(seconds: 1), SampleCall(seconds: 119), SampleCall(seconds: 1), SampleCall(seconds: 1)]
            $0.expected = [
                "included 479 = 479 + 0 + 0, by PSTN", "! acme pool_80 2026-10-05T10:00:00Z balance 0.00 PSTN/0/IT/2026-10",
                "included 1 = 1 + 0 + 0, by PSTN", "included 119 = 119 + 0 + 0, by PSTN",
                "! acme pool_100 2026-10-05T10:00:00Z balance 0.00 PSTN/0/IT/2026-10", "included 1 = 1 + 0 + 0, by PSTN",
                "blocked 1 = 0 + 0 + 1, no_credits_licence", "pool acme PSTN/0/IT/2026-10 600 of 600, 80, 100", "balance acme 0.00",
            ]
        },
    ]

    @Test("§7: pools", arguments: sharing)
    func pools(_ row: Scenario) throws { try row.check() }

    static let order = [
        Scenario("plans in the catalogue's order, allowances in theirs, until nothing is left to cover") {
            $0.plans = [
                "FIRST: { allowances: [{ calls: calling, to: [IT], minutes: 1, pool: user }, { calls: calling, to: domestic, minutes: 2, pool: user }] }",
                "SECOND: { allowances: [{ calls: calling, to: [IT, FR], minutes: 3, pool: user }] }",
            ]
            $0.users = ["ada,acme,IT,SECOND;FIRST"]
            $0.calls = [SampleCall(seconds: 30), SampleCall(seconds: 250), SampleCall(seconds: 90)]
            $0.expected = [
                "included 30 = 30 + 0 + 0, by FIRST", "! acme pool_80 2026-10-05T10:00:00Z balance 0.00 FIRST/0/ada/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 0.00 FIRST/0/ada/2026-10",
                "! acme pool_80 2026-10-05T10:00:00Z balance 0.00 FIRST/1/ada/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 0.00 FIRST/1/ada/2026-10", "included 250 = 250 + 0 + 0, by FIRST+SECOND",
                "! acme pool_80 2026-10-05T10:00:00Z balance 0.00 SECOND/0/ada/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 0.00 SECOND/0/ada/2026-10",
                "disconnected 90 = 80 + 0 + 10, by SECOND, no_credits_licence", "pool acme FIRST/0/ada/2026-10 60 of 60, 80, 100",
                "pool acme FIRST/1/ada/2026-10 120 of 120, 80, 100", "pool acme SECOND/0/ada/2026-10 180 of 180, 80, 100", "balance acme 0.00",
            ]
        },
        Scenario("a plan held by licence and by inclusion counts once, in its own place") {
            $0.plans = [
                "SUITE: { includes: [PSTN] }", "OTHER: { allowances: [{ calls: calling, to: domestic, minutes: 1, pool: user }] }", Scenario.PSTN,
            ]
            $0.users = ["ada,acme,IT,PSTN;SUITE;OTHER;PSTN"]
            $0.calls = [SampleCall(seconds: 90)]
            $0.expected = [
                "! acme pool_80 2026-10-05T10:00:00Z balance 0.00 OTHER/0/ada/2026-10",
                "! acme pool_100 2026-10-05T10:00:00Z balance 0.00 OTHER/0/ada/2026-10",
                "included 90 = 90 + 0 + 0, by OTHER+PSTN", "pool acme OTHER/0/ada/2026-10 60 of 60, 80, 100", "pool acme PSTN/0/IT/2026-10 30 of 600",
                "balance acme 0.00",
            ]
        },
        Scenario("`calls` must be the class, and a rate that is not in plans is no allowance's") {
            $0.plans = [
                "CALLS: { allowances: [{ calls: calling, to: [IT], minutes: 9, pool: user }] }",
                "MEETS: { allowances: [{ calls: conferencing, to: [IT], minutes: 9, pool: user }] }",
            ]
            $0.users = ["ada,acme,IT,CALLS;MEETS"]
            $0.calls = [SampleCall(), SampleCall(callClass: .conferencing), SampleCall(callClass: .voiceApplication), SampleCall(rate: "in no plan")]
            $0.expected = [
                "included 60 = 60 + 0 + 0, by CALLS", "included 60 = 60 + 0 + 0, by MEETS", "blocked 60 = 0 + 0 + 60, no_credit",
                "blocked 60 = 0 + 0 + 60, no_credits_licence", "pool acme CALLS/0/ada/2026-10 60 of 540", "pool acme MEETS/0/ada/2026-10 60 of 540",
                "balance acme 0.00",
            ]
        },
    ]

    @Test("§7: the order of plans and allowances", arguments: order)
    func allowancesInOrder(_ row: Scenario) throws { try row.check() }

    /// What `to` and `except` say, for a user in the US, whose domestic group is US and PR; and to which countries calls are included.
    static let destinations: [(allowance: String, included: [String])] = [
        ("to: domestic", ["US", "PR"]), ("to: international", ["CA", "CU", ""]), ("to: [US, CU]", ["US", "CU"]), ("to: north", ["US", "CA"]),
        ("to: domestic, except: [PR]", ["US"]), ("to: international, except: [CU]", ["CA", ""]), ("to: international, except: north", ["CU", ""]),
        ("to: north, except: [US]", ["CA"]), ("to: [US], except: north", []),
    ]

    @Test("§7: the countries of an allowance", arguments: destinations)
    func countries(_ row: (allowance: String, included: [String])) throws {
        let included = try ["US", "PR", "CA", "CU", ""].filter { country in
            let scenario = Scenario("to \(country)") {
                $0.yaml = "domestic: { US: [US, PR] }\nzones: { north: [US, CA] }"
                $0.plans = ["PSTN: { allowances: [{ calls: calling, \(row.allowance), minutes: 9, pool: user }] }"]
                $0.users = ["ada,acme,US,PSTN"]
                $0.calls = [SampleCall(to: country)]
            }
            return try scenario.run()[0] == "included 60 = 60 + 0 + 0, by PSTN"
        }
        #expect(included == row.included)
    }

    @Test("Without a domestic group a location is domestic alone, also from a group that names it")
    func domesticByDefault() throws {
        let scenario = Scenario("from PR") {
            $0.yaml = "domestic: { US: [US, PR] }"
            $0.users = ["ada,acme,PR,PSTN"]
            $0.calls = [SampleCall(to: "PR"), SampleCall(to: "US")]
        }
        #expect(try scenario.run().prefix(2) == ["included 60 = 60 + 0 + 0, by PSTN", "blocked 60 = 0 + 0 + 60, no_credits_licence"])
    }
}
