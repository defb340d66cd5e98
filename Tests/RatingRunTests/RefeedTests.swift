import Foundation
import Ledger
import Settlement
import Testing

@testable import RatingRun

/// Suspended records that are fed again once their cause is mended: what they come to, and where the order makes a difference (Reports, “Suspense”).
@Suite struct RefeedTests {
    static let users = SmallCatalogue.files["users.csv"] ?? ""
    static let withDan = users + "dan@alder.example,alder,IE,Dan Alder,,LOCAL;CREDITS\n"
    /// Credits enough for any night, so that no recharge depends on the order.
    static let rich =
        "reference,organization,amount,date,payment\nA-1,alder,9000.00,2026-09-01,agreement:EA-1\nB-1,birch,9000.00,2026-09-02,card:2026-12\n"

    /// The rows of a report without its header, sorted.
    private func rows(_ folder: RunFolder, _ outputs: String...) throws -> [String] {
        try outputs.flatMap { try folder.text($0 + "/pstn-usage.csv").split(separator: "\n").dropFirst().map(String.init) }.sorted()
    }

    /// The accounts and pools of a ledger.
    private func lasting(_ folder: RunFolder, _ ledger: String) throws -> RunFolder.LedgerContent {
        var content = try folder.ledgerContent(ledger)
        // These are told run by run, and in the order of the runs.
        (content.notices, content.movements, content.seen, content.usage, content.planNames) = ([], [], [:], [], [])
        return content
    }

    @Test(arguments: 1...8)
    func `a night that is settled in two parts comes to what it would have come to in one`(seed: Int) async throws {
        var random = SeededRandom(state: UInt64(seed))
        let people = ["ann@alder.example", "dan@alder.example", "cat@birch.example", "bob@alder.example"]
        let calls = (0..<60).map { k in
            // To places that no allowance covers: pools are another matter, below.
            SmallCatalogue.call(
                "c-\(k)", second: k * 60, seconds: random.below(900), to: ["+33199000504", "+447946000000"][random.below(2)],
                by: people[random.below(3)])
        }
        let folder = try RunFolder(replacing: ["users.csv": Self.users, "fundings.csv": Self.rich])
        try folder.write(SmallCatalogue.header + calls.joined(), "night.csv")
        try await folder.rate("night.csv", output: "first", ledger: "parts.sqlite")
        try folder.write(Self.withDan, "catalogue/users.csv")
        #expect(try folder.proof("first").suspended > 5)
        try await folder.rate("first/suspended", output: "second", ledger: "parts.sqlite")
        let second = try folder.proof("second")
        #expect(second.counts == [try folder.proof("first").suspended, try folder.proof("first").suspended, 0, 0])
        try await folder.rate("night.csv", output: "whole", ledger: "whole.sqlite")
        #expect(try rows(folder, "first", "second") == rows(folder, "whole"))
        #expect(try lasting(folder, "parts.sqlite") == lasting(folder, "whole.sqlite"))
        // Each call is known, once.
        try await folder.rate("night.csv", output: "again", ledger: "parts.sqlite")
        #expect(try folder.proof("again").counts == [60, 0, 0, 60])
    }

    @Test func `what a pool has left goes to the calls that are settled first: which of them it covers depends on the order, the sums do not`()
        async throws
    {
        let folder = try RunFolder(replacing: ["users.csv": Self.users, "fundings.csv": Self.rich])
        // Ireland's pool has thirty minutes for each of the users with LOCAL: ann and bob, then dan too.
        let calls = [
            SmallCatalogue.call("early", second: 0, seconds: 3600, to: "+353209109950", by: "dan@alder.example"),
            SmallCatalogue.call("late", second: 7200, seconds: 3600, to: "+353209109950", by: "ann@alder.example"),
        ]
        try folder.write(SmallCatalogue.header + calls.joined(), "night.csv")
        func included(_ output: String, _ id: String) throws -> String {
            let row = try #require(try rows(folder, output).first { $0.hasPrefix(id + ",") })
            return row.components(separatedBy: ",")[22...24].joined(separator: " ")
        }
        try await folder.rate("night.csv", output: "first", ledger: "parts.sqlite")
        try folder.write(Self.withDan, "catalogue/users.csv")
        try await folder.rate("first/suspended", output: "second", ledger: "parts.sqlite")
        try await folder.rate("night.csv", output: "whole", ledger: "whole.sqlite")
        // Billed, included, charged.
        #expect(try included("whole", "early") == "3600 3600 0")
        #expect(try included("whole", "late") == "3600 1800 1800")
        #expect(try included("first", "late") == "3600 3600 0")
        #expect(try included("second", "early") == "3600 1800 1800")
        let (parts, whole) = (try lasting(folder, "parts.sqlite"), try lasting(folder, "whole.sqlite"))
        #expect(parts.pools.map(\.usedSeconds) == whole.pools.map(\.usedSeconds))
        #expect(parts.accounts.map(\.balance) == whole.accounts.map(\.balance))
    }
}
