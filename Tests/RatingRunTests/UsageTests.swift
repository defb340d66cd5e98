import CallModel
import Foundation
import Ledger
import Testing

@testable import RatingRun

/// What the ledger keeps of usage, against sums over the rows of the reports that are made here in another way.
@Suite struct UsageTests {
    /// Sums of a group of calls: calls, seconds connected, included, charged, uncovered, and units of 10⁻⁸ of money.
    typealias Sums = [Int64]

    /// Groups of calls, each named by its key, cells joined by `|`.
    struct Groups: Equatable {
        var byUser: [String: Sums] = [:]
        var byDestination: [String: Sums] = [:]
        /// Calls, uncovered seconds, and what they would have cost.
        var uncovered: [String: Sums] = [:]
    }

    /// The fees of the small catalogue's rates, by prefix, in units of 10⁻⁸.
    private static let fees = ["44": Int64(5_000_000), "33": 10_000_000]

    private static func add(_ sums: Sums, to groups: inout [String: Sums], _ key: [String]) {
        let name = key.joined(separator: "|")
        groups[name] = zip(groups[name] ?? Sums(repeating: 0, count: sums.count), sums).map { $0 + $1 }
    }

    /// The class by the call type (rating-rules.md §2).
    private static func callClass(_ type: String) -> String {
        switch type {
        case "user_out": "calling"
        case "conf_out": "conferencing"
        case "ucap_out": "voiceApplication"
        case "user_in": "inbound"
        default: "free"
        }
    }

    /// Sums over the rows of a report in the dialect `plain`.
    static func groups(ofReport text: String) -> Groups {
        var groups = Groups()
        let lines = CSVText.rows(text)
        let columns = Dictionary(uniqueKeysWithValues: lines[0].enumerated().map { ($1, $0) })
        for row in lines.dropFirst() {
            func cell(_ name: String) -> String { row[columns[name]!] }
            func number(_ name: String) -> Int64 { Int64(cell(name))! }
            let units = Money.parse(cell("Connection Fee"))!.amount.units + Money.parse(cell("Charge"))!.amount.units
            // Dublin is an hour ahead of UTC until 25 October.
            let start = Instant(cell("Start Time"))!
            let day = Instant(epochSeconds: start.epochSeconds + (start < Instant("2026-10-25T01:00:00Z")! ? 3600 : 0)).description.prefix(10)
            let callClass = callClass(cell("Call Type"))
            let sums = [
                1, number("Duration Seconds"), number("Included Seconds"), number("Charged Seconds"), number("Uncovered Seconds"), units,
            ]
            let outcome = cell("Outcome")
            let user = cell("UPN")
            add(
                sums, to: &groups.byUser,
                [cell("Organization"), String(day), callClass, outcome, user, cell("User Display Name"), cell("User Location"), cell("Capability")])
            let destination = cell("Destination Dialed")
            let country = ["Ireland": "IE", "United Kingdom": "GB", "France": "FR", "Toll-free United Kingdom": "GB"][destination] ?? ""
            add(
                sums, to: &groups.byDestination,
                [cell("Organization"), String(day), callClass, outcome, cell("Domestic/International"), destination, country, cell("Capability")])
            let uncovered = number("Uncovered Seconds")
            if uncovered == 0 { continue }
            // Prices have at most four decimals, as charges have: half up on the exact value.
            let perMinute = Money.parse(cell("Rate Per Minute"))!.amount.units / 10_000
            let charge = (perMinute * uncovered + 30) / 60 * 10_000
            let fee = number("Included Seconds") == 0 ? fees[cell("Matched Prefix")] ?? 0 : 0
            let note = cell("Rate Note").split(separator: ";").first { $0 != "masked" } ?? ""
            add(
                [1, uncovered, charge + fee], to: &groups.uncovered,
                [cell("Organization"), String(day), callClass, outcome, String(note), user])
        }
        return groups
    }

    /// The same of what the ledger keeps.
    static func groups(_ usage: [UsageAggregates]) -> Groups {
        var groups = Groups()
        for part in usage {
            func day(_ day: UInt8) -> String { "\(part.month)-" + (day < 10 ? "0" : "") + "\(day)" }
            func capability(_ index: Int32) -> String { index < 0 ? "" : part.capabilities[Int(index)] }
            func list(_ sum: UsageSum) -> Sums {
                [sum.calls, sum.durationSeconds, sum.includedSeconds, sum.chargedSeconds, sum.uncoveredSeconds, sum.charged.units]
            }
            for row in part.byUser {
                let user = row.user < 0 ? UsageUser(name: "", displayName: "", location: .unknown) : part.users[Int(row.user)]
                add(
                    list(row.sum), to: &groups.byUser,
                    [
                        part.organization, day(row.day), "\(row.callClass)", "\(row.outcome.name)", user.name, user.displayName,
                        user.location.description,
                        capability(row.capability),
                    ])
            }
            for row in part.byDestination {
                add(
                    list(row.sum), to: &groups.byDestination,
                    [
                        part.organization, day(row.day), "\(row.callClass)", "\(row.outcome.name)", "\(row.reach.name)",
                        row.destination < 0 ? "" : part.destinations[Int(row.destination)], row.country.description, capability(row.capability),
                    ])
            }
            for row in part.uncovered {
                add(
                    [row.calls, row.uncoveredSeconds, row.costWhole * Money.unitsPerOne + row.costUnits], to: &groups.uncovered,
                    [
                        part.organization, day(row.day), "\(row.callClass)", "\(row.outcome.name)", "\(row.refusal.name)",
                        row.user < 0 ? "" : part.users[Int(row.user)].name,
                    ])
            }
        }
        return groups
    }

    @Test(arguments: [(seed: UInt64(21), workers: 1, chunk: 1000), (22, 2, 4096), (23, 8, 64), (24, 3, 65_536)])
    func `usage in the ledger is the sum over the rows of the report`(seed: UInt64, workers: Int, chunk: Int) async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + SmallCatalogue.night(seed: seed, count: 900).joined(), "night.csv")
        try await folder.rate("night.csv") {
            $0.workers = workers
            $0.chunkByteCount = chunk
        }
        let found = Self.groups(try folder.ledgerContent().usage)
        let expected = Self.groups(ofReport: try folder.text("out/pstn-usage.csv"))
        #expect(found == expected)
        // The night has what there is to sum.
        #expect(expected.uncovered.keys.contains { $0.contains("|blocked|no_credits_licence|") })
        #expect(expected.uncovered.keys.contains { $0.contains("|disconnected|") })
        #expect(
            expected.byDestination.keys.contains { $0.contains("|Domestic|") }
                && expected.byDestination.keys.contains { $0.contains("|International|") })
        #expect(expected.byUser.keys.contains { $0.hasSuffix("|CREDITS") } && expected.byUser.keys.contains { $0.hasSuffix("|LOCAL") })
        #expect(expected.byUser.keys.contains { $0.hasSuffix("|MCOPSTNPP") })
    }

    @Test func `each row of usage has its own key, and rows are in the order of the catalogue`() async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + SmallCatalogue.night(seed: 25, count: 500).joined(), "night.csv")
        try await folder.rate("night.csv")
        for part in try folder.ledgerContent().usage {
            let users = part.byUser.map { "\($0.day) \($0.callClass) \($0.outcome) \($0.user) \($0.capability)" }
            #expect(Set(users).count == users.count)
            let destinations = part.byDestination.map {
                "\($0.day) \($0.callClass) \($0.outcome) \($0.reach) \($0.destination) \($0.country) \($0.capability)"
            }
            #expect(Set(destinations).count == destinations.count)
            #expect(part.byUser.map(\.day) == part.byUser.map(\.day).sorted())
            #expect(Set(part.users).count == part.users.count && Set(part.destinations).count == part.destinations.count)
        }
    }

    @Test func `a day of a summer night is Dublin's, and a month ends with it`() async throws {
        let folder = try RunFolder()
        let late = SmallCatalogue.call("late", seconds: 60).replacing("2026-10-01T00:00:00Z", with: "2026-08-31T22:59:59Z")
        let next = SmallCatalogue.call("next", seconds: 60).replacing("2026-10-01T00:00:00Z", with: "2026-08-31T23:00:00Z")
        try folder.write(SmallCatalogue.header + late + next, "night.csv")
        try await folder.rate("night.csv")
        let usage = try folder.ledgerContent().usage
        #expect(usage.map { "\($0.organization) \($0.month) \($0.byUser.map(\.day))" } == ["alder 2026-08 [31]", "alder 2026-09 [1]"])
    }

    @Test func `a run that was taken back counts no more, and done again leaves the same`() async throws {
        let folder = try RunFolder()
        for (night, seed) in [("1", UInt64(31)), ("2", 32)] {
            try folder.write(SmallCatalogue.header + SmallCatalogue.night(seed: seed, count: 200).joined(), "night-\(night).csv")
            try await folder.rate("night-\(night).csv", output: "out-\(night)")
        }
        let both = try folder.ledgerContent()
        _ = try RunUndo.undo(run: 2, ledger: folder.path + "/ledger.sqlite")
        let one = try folder.ledgerContent()
        #expect(Self.groups(one.usage) == Self.groups(ofReport: try folder.text("out-1/pstn-usage.csv")))
        try await folder.rate("night-2.csv", output: "again")
        #expect(try folder.ledgerContent().usage == both.usage)
        #expect(try folder.ledgerContent().planNames == both.planNames)
    }
}
