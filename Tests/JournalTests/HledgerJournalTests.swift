import CallModel
import Foundation
import RatingRun
import Settlement
import Testing
import UsageSummary

@testable import Journal

/// What the journal says, and that it adds up. Tests/Journal/check has hledger read it.
@Suite struct HledgerJournalTests {
    @Test func `funding, charges, expiry, recharge, and a payment that is no lot`() async throws {
        let folder = try JournalFolder()
        let ada = "ada@maple.example"
        try await folder.rate("one", [(ada, "+33199000504", "2026-10-02T09:00:00Z", 60)])
        // The lot of 2025 forfeits 8.0000 - 0.2250; then ten are bought.
        try await folder.rate("two", [(ada, "+33199000504", "2026-10-12T09:00:00Z", 1200), (ada, "+33199000504", "2026-10-12T22:30:00Z", 0)])
        // 7.4000 - 7.6000 is a debt, for which ten are bought; the run is taken back, and they stay paid.
        try await folder.rate("three", [(ada, "+33199000504", "2026-11-01T09:00:00Z", 3600)])
        _ = try RunUndo.undo(run: 3, ledger: folder.ledger)
        #expect(
            try folder.journal() == """
                ; Credits from Scatto's ledger, in the books of the organizations that prepay. Days are those of Europe/Rome.
                decimal-mark .
                commodity 1000.0000 EUR
                account assets:approved payments:maple
                account assets:bank:maple
                account assets:credits:maple
                account expenses:calls:maple
                account expenses:forfeited credits:maple
                account liabilities:card:maple

                2025-10-10 * (M-1) funding
                    ; run: 1, at: 2025-10-10T00:00:00Z, expires: 2026-10-10T00:00:00Z
                    assets:credits:maple  8.0000 EUR
                    assets:bank:maple  -8.0000 EUR

                2026-10-02 * (run-1) charges
                    ; calls: 1
                    expenses:calls:maple  0.2250 EUR
                    assets:credits:maple  -0.2250 EUR

                2026-10-12 * (M-1) expiry
                    ; run: 2, at: 2026-10-12T09:00:00Z
                    expenses:forfeited credits:maple  7.7750 EUR
                    assets:credits:maple  -7.7750 EUR

                2026-10-12 * (recharge-1) recharge
                    ; run: 2, at: 2026-10-12T09:00:00Z, payment: card:2027-01, expires: 2027-10-12T09:00:00Z
                    assets:credits:maple  10.0000 EUR
                    liabilities:card:maple  -10.0000 EUR

                2026-10-12 * (run-2) charges
                    ; calls: 1
                    expenses:calls:maple  2.6000 EUR
                    assets:credits:maple  -2.6000 EUR

                2026-10-12 * (attempt-2) approved payment
                    ; payment: card:2027-01, undated: the ledger keeps no date of a payment that is no lot yet
                    assets:approved payments:maple  10.0000 EUR
                    liabilities:card:maple  -10.0000 EUR

                2026-10-12 * balance of credits
                    assets:credits:maple  0.0000 EUR = 7.4000 EUR

                """)
    }

    @Test func `a currency without decimals, keys with a meaning, one organization alone`() async throws {
        let folder = try JournalFolder([
            "organizations.csv": "organization,tariff\n\"a:b;  (c)\",yen\na%3Ab,euro\n",
            "users.csv": "user,organization,usage_location,licences\nu@x.example,\"a:b;  (c)\",IT,CREDITS\n",
            "fundings.csv": """
            reference,organization,amount,date,payment
            "R ) 1, [x]","a:b;  (c)",50,2026-10-01T12:00:00Z,"agreement:7, [2026-01-01]"
            E-1,a%3Ab,0.5000,2026-10-01T12:00:00Z,card:2030-01

            """,
        ])
        try await folder.rate("one", [("u@x.example", "+39021234567", "2026-10-02T09:00:00Z", 90)])
        let text = try folder.journal(organization: "a:b;  (c)")
        #expect(
            text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).joined(separator: "\n") == """
                commodity 1000. JPY
                account assets:credits:a%3Ab%3B%20%20%28c%29
                account expenses:calls:a%3Ab%3B%20%20%28c%29
                account liabilities:invoices:a%3Ab%3B%20%20%28c%29

                2026-10-01 * (R %29 1%2C %5Bx%5D) funding
                    ; run: 1, at: 2026-10-01T12:00:00Z, payment: agreement:7%2C %5B2026-01-01%5D, expires: 2027-10-01T12:00:00Z
                    assets:credits:a%3Ab%3B%20%20%28c%29  50 JPY
                    liabilities:invoices:a%3Ab%3B%20%20%28c%29  -50 JPY

                2026-10-02 * (run-1) charges
                    ; calls: 1
                    expenses:calls:a%3Ab%3B%20%20%28c%29  6 JPY
                    assets:credits:a%3Ab%3B%20%20%28c%29  -6 JPY

                2026-10-02 * balance of credits
                    assets:credits:a%3Ab%3B%20%20%28c%29  0 JPY = 44 JPY

                """)
        let all = try folder.journal()
        #expect(
            all.contains(
                "commodity 1000.0000 EUR\ncommodity 1000. JPY\naccount assets:credits:a%253Ab\naccount assets:credits:a%3Ab%3B%20%20%28c%29\n"))
        #expect(all.contains("\n2026-10-01 * balance of credits\n    assets:credits:a%253Ab  0.0000 EUR = 0.5000 EUR\n"))
    }

    @Test func `an organization that is not there, and a ledger in which nothing happened`() async throws {
        let folder = try JournalFolder(["fundings.csv": "reference,organization,amount,date\n"])
        try await folder.rate("one", [("ada@maple.example", "+33199000504", "2026-10-02T09:00:00Z", 0)])
        #expect(
            throws: SummaryFault.unknownOrganization(path: folder.ledger, key: "oak", known: ["maple"])
        ) { try folder.journal(organization: "oak") }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every transaction is balanced, and what it does to credits is the balance`(seed: UInt64) async throws {
        let folder = try JournalFolder([
            "organizations.csv": """
            organization,tariff,auto_recharge_trigger,auto_recharge_amount,payment
            maple,euro,5,10,card:2027-01
            "o:a;k",yen,100,300,agreement:EA-7

            """,
            "users.csv": """
            user,organization,usage_location,licences
            ada@maple.example,maple,IT,CREDITS
            ben@oak.example,"o:a;k",IT,CREDITS

            """,
        ])
        var random = SeededRandom(state: seed)
        for night in 1...4 {
            try await folder.rate(
                "night-\(night)",
                (0..<40).map { _ in
                    let day = 1 + random.below(28)
                    let start = "2026-\(["09", "10", "11"][random.below(3)])-\(day < 10 ? "0" : "")\(day)T10:00:00Z"
                    return (
                        ["ada@maple.example", "ben@oak.example"][random.below(2)], ["+33199000504", "+39021234567"][random.below(2)], start,
                        random.below(4000)
                    )
                })
            if night == 2 { _ = try RunUndo.undo(run: 2, ledger: folder.ledger) }
        }
        let text = try folder.journal()
        var credits: [String: Int64] = [:]
        var transactionCount = 0
        for transaction in text.split(separator: "\n\n").dropFirst() {
            var sum: Int64 = 0
            for line in transaction.split(separator: "\n").dropFirst() where !line.hasPrefix("    ;") {
                let parts = line.split(separator: "  ").map(String.init)
                let amount = parts[1].split(separator: " ")[0]
                let units = Money.parse(String(amount.drop { $0 == "-" }))!.amount.units * (amount.hasPrefix("-") ? -1 : 1)
                sum += units
                if parts[0].hasPrefix("assets:credits:") { credits[String(parts[0].dropFirst("assets:credits:".count)), default: 0] += units }
            }
            #expect(sum == 0, "\(transaction)")
            transactionCount += 1
        }
        try UsageRecords.read(folder.ledger) { (records) throws(SummaryFault) in
            #expect(credits == ["maple": records.credits[0].balance.units, "o%3Aa%3Bk": records.credits[1].balance.units])
            let expected = records.credits.reduce(0) { $0 + $1.movements.count + $1.approvals.count + 1 }
            #expect(transactionCount == expected && records.credits.allSatisfy { $0.movements.contains { $0.kind == .recharge } })
        }
    }
}
