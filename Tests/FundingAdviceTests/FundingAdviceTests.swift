import CallModel
import Foundation
import RatingRun
import Testing
import UsageSummary

@testable import FundingAdvice

/// What is advised, with figures worked out by hand.
@Suite struct FundingAdviceTests {
    static let closing =
        "Plans are compared by an estimate: seconds by destination are on record for an organization, not for a user; blocked calls and prices of "
        + "toll-free calls are left out.\n"

    /// Charges of 40 days: 36 of nothing, 0.60, 3.00, 6.00, 12.00. The 95th percentile is the 38th, the median the 20th. The last 30 days cost 15.60, so
    /// 10.92 in the 21 days that F-1 has left. September with WIDE: of 900 seconds to France 300 stay, at 0.60 a minute, and the 600 to Italy that were
    /// charged at 0.06.
    @Test func `forty days, a lot that expires, a plan that is cheaper`() async throws {
        let folder = try AdviceFolder()
        try await folder.rateAutumn()
        #expect(
            try folder.advice().text == """
                maple (EUR): 40 days on record, 2026-09-01 to 2026-10-10 (UTC), 4 of them with charges
                  spending per day: median 0.00, 95th percentile 3.00, most 12.00; days without charges count as 0
                  trigger: 9.00, as 3 days of heavy use come to 9.00
                  recharge: 10.00, as a month comes to 9.60, the whole month on record
                  lot F-1: about 17.48 of 28.40 will expire unused on 2026-11-01 at the rate of the last 30 days, 15.60 in all
                  plan of 1 user in IT with LOCAL;CREDITS: WIDE would have cost about 18.60 (15.00 a month each, 3.60 of charges) instead of LOCAL's 21.60 (12.00 a month each, 9.60 of charges; 21.60 by the same estimate); 2026-09
                oak (EUR): no calls are on record; nothing can be advised yet

                """ + Self.closing)
    }

    @Test func `the same for programs`() async throws {
        let folder = try AdviceFolder()
        try await folder.rateAutumn()
        #expect(
            try folder.advice(organization: "maple", triggerDays: 5).json == """
                {"timeZone": "UTC", "triggerDays": 5, "plansCompared": true, "organizations": [
                  {"organization": "maple", "currency": "EUR", "daysOnRecord": 40, "daysWithCharges": 4, "firstDay": "2026-09-01", "lastDay": "2026-10-10", "history": "enough", "dayMedian": "0.00", "day95": "3.00", "dayMost": "12.00", "heavyUse": "15.00", "trigger": "15.00", "triggerNow": null, "month": "9.60", "wholeMonths": 1, "recharge": "10.00", "rechargeNow": null, "spentLately": "15.60", "latelyDays": 30, "expiringLots": [
                    {"reference": "F-1", "expires": "2026-11-01", "remaining": "28.40", "unused": "17.48"}
                  ], "comparedMonths": ["2026-09"], "plans": [
                    {"location": "IT", "users": 1, "held": ["LOCAL", "CREDITS"], "plan": "LOCAL", "price": "12.00", "charged": "9.60", "paid": "21.60", "paidByEstimate": "21.60", "other": "WIDE", "otherPrice": "15.00", "otherCharged": "3.60", "otherPaid": "18.60", "isCheaper": true, "hasOwnDestinations": true, "secondsWithoutPrice": 0}
                  ]}
                ]}

                """)
        #expect(
            try folder.advice(plans: false, organization: "oak").json == """
                {"timeZone": "UTC", "triggerDays": 3, "plansCompared": false, "organizations": [
                  {"organization": "oak", "currency": "EUR", "daysOnRecord": 0, "daysWithCharges": 0, "firstDay": null, "lastDay": null, "history": "tooLittle", "dayMedian": null, "day95": null, "dayMost": null, "heavyUse": null, "trigger": null, "triggerNow": null, "month": null, "wholeMonths": null, "recharge": null, "rechargeNow": null, "spentLately": null, "latelyDays": null, "expiringLots": null, "comparedMonths": [], "plans": []}
                ]}

                """)
    }

    @Test func `a dearer plan is not advised, and prices may have more decimals than the tariff`() async throws {
        let yaml = AdviceFolder.small["catalogue.yaml"]!.replacing("15.00", with: "18.00125")
        let folder = try AdviceFolder(["catalogue.yaml": yaml])
        try await folder.rateAutumn()
        #expect(
            try folder.advice(organization: "maple").text.contains(
                "  plan of 1 user in IT with LOCAL;CREDITS: keep LOCAL, 21.60 (12.00 a month each, 9.60 of charges; 21.60 by the same estimate); the best "
                    + "other, WIDE, would have cost about 21.60125 (18.00125 a month each, 3.60 of charges); 2026-09\n"))
    }

    /// With Ben's 1,500 seconds to France, 1,200 of 3,600 seconds of September went to Italy and 2,400 to France.
    @Test func `users whose destinations are not on record are taken to call as all do, and that is said`() async throws {
        let folder = try AdviceFolder([
            "users.csv": "user,organization,usage_location,licences\nAda@maple.example,maple,IT,LOCAL;CREDITS\nben@maple.example,maple,DE,CREDITS\n"
        ])
        try await folder.rateAutumn()
        try await folder.rate("late", [("ben@maple.example", "+33199000504", "2026-09-20", 1500)])
        let comparison = try #require(try folder.advice(organization: "maple").organizations[0].comparisons.first)
        // Ada's 2,100 seconds of 3,600: 700 to Italy, 1,400 to France. LOCAL leaves 100 × 0.001 + 1,400 × 0.01; WIDE 100 × 0.001 + 800 × 0.01.
        #expect(!comparison.hasOwnDestinations)
        #expect(comparison.charged.text(decimals: 2) == "9.60")
        #expect(comparison.paidByEstimate.text(decimals: 2) == "26.10")
        #expect(comparison.otherPaid.text(decimals: 2) == "23.10" && !comparison.isCheaper)
        #expect(
            try folder.advice(organization: "maple").text.contains(
                "would have cost about 23.10 (15.00 a month each, 8.10 of charges); 2026-09; destinations taken to be those of all users\n"))
    }

    @Test func `what is set now is told beside it`() async throws {
        let folder = try AdviceFolder()
        try await folder.rateAutumn()
        try folder.write(
            "organization,auto_recharge_trigger,auto_recharge_amount,payment\nmaple,4.5,20,card:2030-01\noak,,,\n", "catalogue/organizations.csv")
        let text = try folder.advice(organization: "maple").text
        #expect(text.contains("\n  trigger: 9.00, as 3 days of heavy use come to 9.00; it is 4.50 now\n"))
        #expect(text.contains("\n  recharge: 10.00, as a month comes to 9.60, the whole month on record; it is 20.00 now\n"))
    }

    @Test func `six days are too few for amounts`() async throws {
        let folder = try AdviceFolder()
        let ada = "ada@maple.example"
        try await folder.rate("one", [(ada, "+33199000504", "2026-10-03", 60), (ada, "+33199000504", "2026-10-08", 60)])
        #expect(
            try folder.advice(plans: false, organization: "maple").text == """
                maple (EUR): 6 days on record, 2026-10-03 to 2026-10-08 (UTC), 2 of them with charges
                  spending per day: median 0.00, 95th percentile 0.60, most 0.60; days without charges count as 0
                  too little history: no amounts are advised with less than 7 days on record
                Plans are left out, as no catalogue is given; add --catalogue.

                """)
    }

    /// 1.20 in seven days are 5.14 in thirty.
    @Test func `seven days are enough for amounts that may be far off`() async throws {
        let folder = try AdviceFolder()
        let ada = "ada@maple.example"
        try await folder.rate("one", [(ada, "+33199000504", "2026-10-03", 60), (ada, "+33199000504", "2026-10-09", 60)])
        #expect(
            try folder.advice(organization: "maple").text == """
                maple (EUR): 7 days on record, 2026-10-03 to 2026-10-09 (UTC), 2 of them with charges
                  spending per day: median 0.00, 95th percentile 0.60, most 0.60; days without charges count as 0
                  little history: with less than 28 days on record the amounts may be far off
                  trigger: 2.00, as 3 days of heavy use come to 1.80
                  recharge: 6.00, as a month comes to 5.14, 30 times the mean of a day, as no whole month is on record
                  lot F-1: about 45.03 of 48.80 will expire unused on 2026-11-01 at the rate of the last 7 days, 1.20 in all
                  lot F-2: about 47.89 of 100.00 will expire unused on 2027-09-01 at the rate of the last 7 days, 1.20 in all
                  plans are not compared: no whole month is completely on record

                """ + Self.closing)
    }

    @Test func `nothing was charged`() async throws {
        let folder = try AdviceFolder()
        let ada = "ada@maple.example"
        try await folder.rate("one", [(ada, "+39021234567", "2026-09-01", 60), (ada, "+39021234567", "2026-09-30", 0)])
        let text = try folder.advice(plans: false, organization: "maple").text
        #expect(
            text.contains(
                "\n  nothing was charged: neither trigger nor recharge is needed\n  lot F-1: about 50.00 of 50.00 will expire unused on 2026-11-01"))
    }

    @Test func `months without a call are not on record, and a run that was taken back is not`() async throws {
        let folder = try AdviceFolder()
        let ada = "ada@maple.example"
        try await folder.rate("one", [(ada, "+33199000504", "2026-07-31", 60), (ada, "+33199000504", "2026-09-02", 60)])
        try await folder.rate("two", [(ada, "+33199000504", "2026-12-24", 60)])
        _ = try RunUndo.undo(run: 2, ledger: folder.ledger)
        let record = try #require(try folder.advice(organization: "maple").organizations[0].record)
        #expect(record.days.map(FundingAdvice.date) == ["2026-07-31", "2026-09-01", "2026-09-02"] && record.wholeMonths.isEmpty)
    }

    @Test func `an organization that is not there`() async throws {
        let folder = try AdviceFolder()
        try await folder.rateAutumn()
        #expect(throws: SummaryFault.unknownOrganization(path: folder.ledger, key: "pine", known: ["maple", "oak"])) {
            try folder.advice(organization: "pine")
        }
    }

    @Test func `months whose usage an older ledger did not keep are not compared; their charges count`() async throws {
        let folder = try AdviceFolder()
        try await folder.rateAutumn()
        try folder.forgetUsage(throughRun: 1)
        let text = try folder.advice(organization: "maple").text
        #expect(text.contains("\n  recharge: 10.00, as a month comes to 9.60, the whole month on record\n"))
        #expect(text.contains("\n  plans are not compared: no whole month is completely on record\n"))
    }

    @Test(arguments: [
        ("organizations.csv", "organization\noak\n", "the catalogue has no such organization"),
        (
            "catalogue.yaml", AdviceFolder.small["catalogue.yaml"]!.replacing("EUR", with: "USD"),
            "the organization's tariff in the catalogue is in USD"
        ),
    ]) func `a catalogue that is not the ledger's`(file: String, text: String, reason: String) async throws {
        let folder = try AdviceFolder()
        try await folder.rateAutumn()
        try folder.write(text, "catalogue/" + file)
        if file == "organizations.csv" {
            try folder.write("user,organization,usage_location\n", "catalogue/users.csv")
            try folder.write("reference,organization,amount,date\n", "catalogue/fundings.csv")
        }
        let advice = try folder.advice(organization: "maple")
        #expect(advice.text.contains("\n  plans are not compared: \(reason)\n") && advice.organizations[0].comparisons.isEmpty)
    }

    @Test func `users without a plan that has a price`() async throws {
        let folder = try AdviceFolder(["users.csv": "user,organization,usage_location,licences\nada@maple.example,maple,IT,CREDITS\n"])
        try await folder.rateAutumn()
        #expect(
            try folder.advice(organization: "maple").text.contains(
                "\n  plans are not compared: no user holds a plan with a monthly_price that could be another\n"))
    }
}
