import Ledger
import Testing

@testable import RatingRun

/// What may not change between runs, once a ledger holds money or use (rating-rules.md §8 "Funding", §11).
@Suite struct CatalogueHistoryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var file: String
        var from: String
        var to: String
        var text: String

        var testDescription: String { what }
    }

    static let cases = [
        Case(
            what: "another time zone", file: "catalogue.yaml", from: "timeZone: Europe/Dublin", to: "timeZone: UTC",
            text:
                "catalogue/catalogue.yaml:1:1: the time zone is UTC, and the ledger was kept in Europe/Dublin; put timeZone: Europe/Dublin back, or begin a new "
                + "ledger"),
        Case(
            what: "another currency", file: "catalogue.yaml", from: "currency: EUR", to: "currency: CHF",
            text: """
                catalogue/organizations.csv:2:1: the tariff of organization alder is in CHF, and its credits are in EUR; give it a tariff in EUR
                catalogue/organizations.csv:3:1: the tariff of organization birch is in CHF, and its credits are in EUR; give it a tariff in EUR
                2 faults in the catalogue; nothing was settled
                """),
        Case(
            what: "fewer decimals", file: "catalogue.yaml", from: "decimals: 4", to: "decimals: 2",
            text: """
                catalogue/catalogue.yaml:4:3: tariff euro has 2 decimals, and the credits of organization alder were kept with 4; put decimals: 4 back
                catalogue/catalogue.yaml:4:3: tariff euro has 2 decimals, and the credits of organization birch were kept with 4; put decimals: 4 back
                2 faults in the catalogue; nothing was settled
                """),
        Case(
            what: "another amount of a funding", file: "fundings.csv", from: "A-1,alder,8.00", to: "A-1,alder,8.01",
            text:
                "catalogue/fundings.csv:2:1: funding A-1 was applied with another organization, amount, date or payment; put the row back as it was, and give "
                + "a new funding a reference of its own"),
        Case(
            what: "another organization of a funding", file: "fundings.csv", from: "A-1,alder", to: "A-1,birch",
            text:
                "catalogue/fundings.csv:2:1: funding A-1 was applied with another organization, amount, date or payment; put the row back as it was, and give "
                + "a new funding a reference of its own"),
        Case(
            what: "another date of a funding", file: "fundings.csv", from: "2026-09-02", to: "2026-09-02T01:00:00Z",
            text:
                "catalogue/fundings.csv:3:1: funding B-1 was applied with another organization, amount, date or payment; put the row back as it was, and give "
                + "a new funding a reference of its own"),
        Case(
            what: "another payment of a funding", file: "fundings.csv", from: "card:2026-12", to: "card:2027-12",
            text:
                "catalogue/fundings.csv:3:1: funding B-1 was applied with another organization, amount, date or payment; put the row back as it was, and give "
                + "a new funding a reference of its own"),
    ]

    private func changed(_ file: String, _ from: String, _ to: String, in folder: RunFolder) throws {
        let text = try folder.text("catalogue/" + file)
        try #require(text.contains(from))
        try folder.write(text.replacing(from, with: to), "catalogue/" + file)
    }

    private func folderWithRun() async throws -> RunFolder {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-1"), "night.csv")
        try await folder.rate("night.csv")
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-2", second: 1), "next.csv")
        return folder
    }

    @Test(arguments: cases)
    func `what the ledger was kept with may not change`(change: Case) async throws {
        let folder = try await folderWithRun()
        try changed(change.file, change.from, change.to, in: folder)
        let refused = try await folder.fault("next.csv", output: "next")
        #expect(refused == RunFolder.Refused(text: change.text, status: 2))
        // Put back, it goes on.
        try changed(change.file, change.to, change.from, in: folder)
        #expect(try await folder.rate("next.csv", output: "next").record.settled == 1)
    }

    @Test func `an organization with a balance may not be gone`() async throws {
        let folder = try await folderWithRun()
        try changed("organizations.csv", "birch,,,,\n", "", in: folder)
        try changed("users.csv", "cat@birch.example,birch,GB,Cat Birch,+44 20 7946 0101,LOCAL;CREDITS\n", "", in: folder)
        try changed("fundings.csv", "B-1,birch,3.00,2026-09-02,card:2026-12\n", "", in: folder)
        let refused = try await folder.fault("next.csv", output: "next")
        #expect(
            refused
                == RunFolder.Refused(
                    text:
                        "catalogue/organizations.csv:1:1: organization birch is gone, and its balance is 3.0000 EUR; put it back until its balance is zero",
                    status: 2))
    }

    @Test func `more decimals, another name of the zone's file, an amount written otherwise are no changes`() async throws {
        let folder = try await folderWithRun()
        try changed("catalogue.yaml", "decimals: 4", "decimals: 6", in: folder)
        try changed("fundings.csv", "8.00", "8", in: folder)
        try changed("fundings.csv", "2026-09-02", "2026-09-02T00:00:00+01:00", in: folder)
        try await folder.rate("next.csv", output: "next")
        #expect(try folder.proof("next").organizations.first?.balance == "7.550000")
        #expect(try folder.ledgerContent().accounts.count == 2)
    }

    @Test func `a ledger without money or use takes any zone`() async throws {
        let folder = try RunFolder(replacing: ["fundings.csv": "reference,organization,amount,date\n"])
        try folder.write(SmallCatalogue.header + "x,user_out\n", "night.csv")
        try await folder.rate("night.csv")
        try changed("catalogue.yaml", "timeZone: Europe/Dublin", "timeZone: UTC", in: folder)
        #expect(try await folder.rate("night.csv", output: "again").exitStatus == 1)
    }
}
