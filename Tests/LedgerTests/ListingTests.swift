import CallModel
import Ledger
import Settlement
import Testing

@Suite("credits show")
struct CreditsListingTests {
    private let accounts: [AccountState] = {
        var debtor = AccountState(organization: "fabrikam", currency: "USD", decimals: 2)
        debtor.debt = Sample.money("26.27")
        var gone = Sample.account("away")
        gone.isInCatalogue = false
        var later = Sample.lot(3, "recharge-1", amount: "10", remaining: "10")
        later.expires = later.expires.adding(months: 1)
        return [debtor, gone, Sample.account("contoso", lots: [Sample.lot(0, "F \"1\"", amount: "25", remaining: "4.0652"), later])]
    }()

    @Test func `JSON has the organizations in byte order, and lots in the order recorded`() throws {
        #expect(
            try CreditsListing(accounts: accounts).json == """
                [
                  {"organization": "contoso", "currency": "EUR", "balance": "14.0652", "lots": [
                    {"reference": "F \\"1\\"", "amount": "25.0000", "remaining": "4.0652", "purchased": "2026-10-01T08:15:30Z", "expires": "2027-10-01T08:15:30Z"},
                    {"reference": "recharge-1", "amount": "10.0000", "remaining": "10.0000", "purchased": "2026-10-01T08:15:30Z", "expires": "2027-11-01T08:15:30Z"}
                  ]},
                  {"organization": "fabrikam", "currency": "USD", "balance": "-26.27", "lots": []}
                ]

                """)
        #expect(try CreditsListing(accounts: []).json == "[]\n")
    }

    @Test(arguments: [
        (-1, "14.0652"),
        (0, "10.0000"),
        (31 * 86_400 - 1, "10.0000"),
        (31 * 86_400, "0.0000"),
    ])
    func `--at takes off the lots that have expired by then`(secondsAfterExpiry: Int64, balance: String) throws {
        let at = Instant(epochSeconds: Sample.start.adding(months: 12).epochSeconds + secondsAfterExpiry)
        let listing = try CreditsListing(accounts: accounts, organization: "contoso", at: at)
        #expect(listing.accounts.map { $0.balance.text(decimals: 4) } == [balance])
    }

    @Test func `text for people`() throws {
        #expect(
            try CreditsListing(accounts: accounts).text == """
                As of the last run

                organization  currency  lot         purchased             expires                amount  remaining
                contoso       EUR       F "1"       2026-10-01T08:15:30Z  2027-10-01T08:15:30Z  25.0000     4.0652
                contoso       EUR       recharge-1  2026-10-01T08:15:30Z  2027-11-01T08:15:30Z  10.0000    10.0000
                contoso       EUR       balance                                                            14.0652
                fabrikam      USD       balance                                                             -26.27

                """)
        #expect(try CreditsListing(accounts: [], at: Sample.start).text == "At 2026-10-01T08:15:30Z: no organizations.\n")
    }

    @Test(arguments: ["away", "CONTOSO", "", "x\ny"])
    func `an organization that the last run's catalogue does not have is an error of the command line`(key: String) {
        let fault = #expect(throws: ListingFault.unknownOrganization(key)) { try CreditsListing(accounts: accounts, organization: key) }
        #expect(fault?.exitStatus == 2)
    }

    @Test func `that error is one line`() {
        #expect(
            ListingFault.unknownOrganization("x\n\u{1}y").description
                == #"the ledger knows no organization "x\n\u0001y"; scatto credits show without --organization lists those of the last run"#)
    }
}

@Suite("pools show")
struct PoolsListingTests {
    private let pools = [
        Sample.pool("contoso", "MCOPSTN1", "0", "US", minutes: 30, used: 1747),
        Sample.pool("contoso", "MCOPSTN2", "abroad", "anna@contoso.example", minutes: nil, used: 60),
    ]

    @Test func `JSON`() throws {
        #expect(
            try PoolsListing(pools: pools, accounts: []).json == """
                [
                  {"organization": "contoso", "plan": "MCOPSTN1", "allowance": "0", "scope": "US", "month": "2026-10", "minutes": 30, "usedSeconds": 1747},
                  {"organization": "contoso", "plan": "MCOPSTN2", "allowance": "abroad", "scope": "anna@contoso.example", "month": "2026-10", "minutes": null, "usedSeconds": 60}
                ]

                """)
    }

    @Test func `text for people`() throws {
        #expect(
            try PoolsListing(pools: pools, accounts: []).text == """
                As of the last run

                organization  plan      allowance  scope                 month      minutes   used
                contoso       MCOPSTN1  0          US                    2026-10         30  29:07
                contoso       MCOPSTN2  abroad     anna@contoso.example  2026-10  unlimited   1:00

                """)
        #expect(try PoolsListing(pools: [], accounts: []).text == "As of the last run: no pools were drawn on.\n")
    }

    @Test func `an organization is known as long as the ledger has its account`() throws {
        var gone = Sample.account("contoso")
        gone.isInCatalogue = false
        #expect(try PoolsListing(pools: pools, accounts: [gone], organization: "contoso").pools == pools)
        #expect(throws: ListingFault.unknownOrganization("other")) { try PoolsListing(pools: [], accounts: [gone], organization: "other") }
    }
}
