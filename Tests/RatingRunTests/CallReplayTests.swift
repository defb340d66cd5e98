import CallExplanation
import CallModel
import Foundation
import Ledger
import Settlement
import Testing

@testable import RatingRun

/// Calls that are settled again to be explained: the figures are those of the run, whatever they depend on.
@Suite struct CallReplayTests {
    /// The figures of an explanation in JSON.
    private struct Figures: Decodable {
        struct Allowance: Decodable {
            var applies: Bool
            var leftBefore: Int64?
            var gaveSeconds: Int64
            var leftAfter: Int64?
        }
        struct Step: Decodable {
            var step: String
            var amount: String
            var balance: String
        }
        struct Rate: Decodable {
            struct Found: Decodable {
                var prefix: String
                var destination: String
            }
            var rate: Found?
        }
        struct Overage: Decodable {
            var seconds: Int64
            var charge: String
            var connectionFee: String
        }
        var outcome: String
        var organization: String?
        var user: String?
        var billedSeconds: Int64
        var includedSeconds: Int64
        var chargedSeconds: Int64
        var uncoveredSeconds: Int64
        var connectionFee: String
        var charge: String
        var refusal: String?
        var rate: Rate?
        var allowances: [Allowance]
        var overage: Overage?
        var balanceBefore: String
        var credits: [Step]
        var balanceAfter: String
    }

    private static func units(_ text: String) throws -> Int64 {
        let isNegative = text.hasPrefix("-")
        let amount = try #require(Money.parse(isNegative ? String(text.dropFirst()) : text)).amount.units
        return isNegative ? -amount : amount
    }

    private func figures(_ replay: CallReplay) throws -> Figures {
        try JSONDecoder().decode(Figures.self, from: Data(CallExplanation(replay).json.utf8))
    }

    /// Explains every row of a run's usage report and compares: the figures are the row's, steps add up, and balances go on from call to call.
    private func compareAll(_ folder: RunFolder, run: Int, output: String, inputs: [String]) async throws -> Int {
        let rows = CSVText.rows(try folder.text(output + "/pstn-usage.csv"))
        let columns = Dictionary(uniqueKeysWithValues: try #require(rows.first).enumerated().map { ($1, $0) })
        var balances: [String: String] = [:]
        for row in rows.dropFirst() {
            func cell(_ name: String) throws -> String { row[try #require(columns[name])] }
            func seconds(_ name: String) throws -> Int64 { try #require(Int64(try cell(name))) }
            var query = CallReplay.Query(usageId: try cell("UsageId"))
            query.organization = try cell("Organization")
            query.start = Instant(try cell("Start Time"))
            query.run = run
            let replay = try await CallReplay.settled(query, folder.options([], output: "unused"))
            let found = try figures(replay)
            #expect(try found.outcome == cell("Outcome"), "\(query)")
            #expect(try found.organization == query.organization && found.user ?? "" == cell("UPN"), "\(query)")
            #expect(try found.billedSeconds == seconds("Billed Seconds"), "\(query)")
            #expect(try found.includedSeconds == seconds("Included Seconds"), "\(query)")
            #expect(try found.chargedSeconds == seconds("Charged Seconds"), "\(query)")
            #expect(try found.uncoveredSeconds == seconds("Uncovered Seconds"), "\(query)")
            #expect(try found.connectionFee == cell("Connection Fee") && found.charge == cell("Charge"), "\(query)")
            #expect(try found.rate?.rate?.prefix ?? "" == cell("Matched Prefix"), "\(query)")
            #expect(try found.rate?.rate?.destination ?? "" == cell("Destination Dialed"), "\(query)")
            #expect(try cell("Rate Note").split(separator: ";").map(String.init).filter { $0 != "masked" } == (found.refusal.map { [$0] } ?? []))
            #expect(found.allowances.reduce(0) { $0 + $1.gaveSeconds } == found.includedSeconds, "\(query)")
            for step in found.allowances {
                #expect(step.applies || step.gaveSeconds == 0)
                if let before = step.leftBefore, let after = step.leftAfter { #expect(before - step.gaveSeconds == after) }
            }
            if let overage = found.overage {
                #expect(overage.seconds == found.chargedSeconds + found.uncoveredSeconds)
                if found.chargedSeconds > 0 { #expect(overage.charge == found.charge && overage.connectionFee == found.connectionFee) }
            } else {
                #expect(found.chargedSeconds == 0 && found.uncoveredSeconds == 0)
            }
            var balance = try Self.units(found.balanceBefore)
            for step in found.credits {
                balance += try Self.units(step.amount)
                #expect(try Self.units(step.balance) == balance, "\(query)")
            }
            #expect(try Self.units(found.balanceAfter) == balance, "\(query)")
            let key = try cell("Organization")
            if let known = balances[key] { #expect(found.balanceBefore == known, "\(query)") }
            balances[key] = found.balanceAfter
        }
        let proof = try folder.proof(output)
        for organization in proof.organizations {
            if let last = balances[organization.organization] { #expect(last == organization.balance) }
        }
        return rows.count - 1
    }

    @Test(arguments: [UInt64(3), 11])
    func `every settled call of a seeded night is explained with the figures of its row`(seed: UInt64) async throws {
        let folder = try RunFolder()
        let records = SmallCatalogue.night(seed: seed, count: 90)
        try folder.write(SmallCatalogue.header + records.prefix(40).joined(), "1.csv")
        try folder.write(SmallCatalogue.header + records.dropFirst(40).joined(), "2.csv")
        try await folder.rate("1.csv", "2.csv")
        let before = try folder.bytes("ledger.sqlite")
        let count = try await compareAll(folder, run: 1, output: "out", inputs: [])
        #expect(count >= 30)
        #expect(try folder.bytes("ledger.sqlite") == before)
    }

    @Test func `calls of an earlier run, with payments that a program approved in one run and declined in the other`() async throws {
        let folder = try RunFolder(replacing: ["organizations.csv": SmallCatalogue.payingByCommand])
        func calls(_ name: String, _ second: Int) -> String {
            SmallCatalogue.header
                + (0..<6).map { SmallCatalogue.call("\(name)-\($0)", second: second + 1000 * $0, seconds: 1200) }.joined()
        }
        for (name, second, answer) in [("1", 1000, #"{"approved":true,"reference":"PAY-1"}"#), ("2", 30_000, #"{"approved":false,"reason":"no"}"#)] {
            try folder.write("#!/bin/sh\ncat > /dev/null\necho '\(answer)'\n", "pay")
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path + "/pay")
            try folder.write(calls(name, second), name + ".csv")
            try await folder.rate(name + ".csv", output: "out-" + name) {
                $0.paymentCommand = folder.path + "/pay"
                $0.paymentPatience = .seconds(600)
            }
        }
        #expect(try folder.text("out-1/notices.csv").contains("recharge_succeeded"))
        #expect(try folder.text("out-2/notices.csv").contains("declined"))
        #expect(try await compareAll(folder, run: 1, output: "out-1", inputs: []) == 6)
        #expect(try await compareAll(folder, run: 2, output: "out-2", inputs: []) == 6)
    }

    @Test func `a call that is thought up is settled as the next run would settle it`() async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-1", seconds: 1700, to: "+353209109950"), "1.csv")
        try await folder.rate("1.csv")
        // Ann has 30 minutes of her own and 30 of Bob's in one pool: 1900 seconds are left, and 2500 are asked for.
        var call = CallReplay.ThoughtUpCall(
            start: try #require(Instant("2026-10-01T12:00:00Z")), durationSeconds: 2500, callee: "+353209109950")
        call.user = "ann@alder.example"
        let replay = try await CallReplay.thoughtUp(call, folder.options([]))
        let found = try figures(replay)
        #expect(replay.run == 1 && replay.isThoughtUp)
        #expect(found.outcome == "split" && found.includedSeconds == 1900 && found.chargedSeconds == 600)
        #expect(found.charge == "0.1500" && found.balanceBefore == "8.0000" && found.balanceAfter == "7.8500")
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-2", second: 43_200, seconds: 2500, to: "+353209109950"), "2.csv")
        try await folder.rate("2.csv", output: "next")
        let row = try #require(CSVText.rows(try folder.text("next/pstn-usage.csv")).last)
        #expect(row[16...18] == ["0.0000", "0.1500", "EUR"] && row[21] == "split")
    }

    /// The fault with which explaining ends, paths relative to the folder.
    private func fault(
        _ folder: RunFolder, _ query: CallReplay.Query, _ change: (inout RunOptions) -> Void = { _ in }
    ) async throws -> RunFolder.Refused {
        var options = folder.options([])
        change(&options)
        do throws(RunFault) {
            _ = try await CallReplay.settled(query, options)
            return RunFolder.Refused(text: "no fault", status: 0)
        } catch {
            return RunFolder.Refused(text: error.description.replacingOccurrences(of: folder.path + "/", with: ""), status: error.exitStatus)
        }
    }

    private static func refused(_ text: String, status: Int32 = 2) -> RunFolder.Refused { RunFolder.Refused(text: text, status: status) }

    @Test func `what cannot be explained is said on one line`() async throws {
        let folder = try RunFolder()
        let records =
            SmallCatalogue.call("c-1") + SmallCatalogue.call("c-1", second: 60) + SmallCatalogue.call("c-1", by: "cat@birch.example")
            + SmallCatalogue.call("c-2")
        try folder.write(SmallCatalogue.header + records, "1.csv")
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-9", second: 70), "2.csv")
        let none = try await fault(folder, .init(usageId: "c-2"))
        #expect(
            none
                == Self.refused(
                    "ledger.sqlite: there is no such ledger; check the path; the first run of scatto rate creates the ledger", status: 3))
        try await folder.rate("1.csv")
        try await folder.rate("2.csv", output: "out-2")
        var first = CallReplay.Query(usageId: "c-1")
        #expect(
            try await fault(folder, first)
                == Self.refused(
                    "run 2 has no record with the usage id “c-1”; a malformed record has none that can be read, and another run may have it: "
                        + "give its number with --run"))
        first.run = 1
        #expect(
            try await fault(folder, first)
                == Self.refused(
                    "run 1 has several calls with the usage id “c-1”; choose one with --organization and --at: "
                        + "alder 2026-10-01T00:00:00Z, alder 2026-10-01T00:01:00Z, birch 2026-10-01T00:00:00Z"))
        first.organization = "birch"
        #expect(try await fault(folder, first) == Self.refused("no fault", status: 0))
        first.start = Instant("2026-10-01T00:01:00Z")
        #expect(
            try await fault(folder, first)
                == Self.refused(
                    "run 1 has no record of organization birch with the usage id “c-1” at 2026-10-01T00:01:00Z; a malformed record has none that can be "
                        + "read, and another run may have it: give its number with --run"))
        first.organization = "elm"
        #expect(
            try await fault(folder, first) == Self.refused("catalogue: there is no organization “elm”; organizations.csv has the keys"))
        var later = CallReplay.Query(usageId: "c-9")
        later.run = 3
        #expect(
            try await fault(folder, later) == Self.refused("ledger.sqlite: there is no run 3; scatto runs list shows which there are"))
        later.run = 2
        #expect(
            try await fault(folder, later) { $0.inputs = [folder.path + "/1.csv"] }
                == Self.refused("the inputs are not those of run 2, byte by byte; name the same files in the same order with --input"))
        #expect(try await fault(folder, later) { $0.inputs = [folder.path + "/2.csv"] } == Self.refused("no fault", status: 0))
        try folder.remove("2.csv")
        #expect(
            try await fault(folder, later)
                == Self.refused(
                    "2.csv: run 2 read it, and it cannot be opened: No such file or directory; put it back, "
                        + "or name the run's inputs in their order with --input"))
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-9", second: 71), "2.csv")
        #expect(
            try await fault(folder, later)
                == Self.refused("the inputs are not those of run 2, byte by byte; name the same files in the same order with --input"))
        try folder.write(try #require(SmallCatalogue.files["rates.csv"]).replacing("0.0150", with: "0.0160"), "catalogue/rates.csv")
        #expect(
            try await fault(folder, later)
                == Self.refused(
                    "catalogue: this is not the catalogue with which run 2 was rated, or it has changed since; "
                        + "name the catalogue as it was, for example from a backup"))
        try folder.write("", "catalogue/organizations.csv")
        #expect(try await fault(folder, later).status == 2)
    }

    @Test func `runs that were taken back, and a ledger without runs`() async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-1"), "1.csv")
        try await folder.rate("1.csv")
        _ = try RunUndo.undo(run: 1, ledger: folder.path + "/ledger.sqlite")
        #expect(
            try await fault(folder, .init(usageId: "c-1"))
                == Self.refused("ledger.sqlite: there is no run that stands; scatto runs list shows which there are"))
        try await folder.rate("1.csv", output: "again")
        var query = CallReplay.Query(usageId: "c-1")
        #expect(try await fault(folder, query) == Self.refused("no fault", status: 0))
        query.run = 1
        #expect(
            try await fault(folder, query)
                == Self.refused("ledger.sqlite: run 1 was taken back, and its calls do not count; scatto runs list shows which runs stand"))
    }

    @Test func `a run that read standard input needs its inputs named`() async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-1"), "1.csv")
        try await folder.rate("1.csv")
        let ledger = try LedgerFile.openForReading(folder.path + "/ledger.sqlite")
        var run = try #require(try ledger.lastStandingRun())
        try ledger.close()
        run.inputs[0].path = "-"
        var options = folder.options([])
        #expect(throws: RunFault.self) { _ = try CallReplay.inputs(of: run, &options, Interruption()) }
        do throws(RunFault) {
            _ = try CallReplay.inputs(of: run, &options, Interruption())
        } catch {
            #expect(error.description == "run 1 read standard input, which is gone; name its inputs in their order with --input")
        }
        options.inputs = [folder.path + "/1.csv"]
        #expect(try CallReplay.inputs(of: run, &options, Interruption()).count == 1)
    }

    @Test func `of very many records with one usage id the first are kept, and the others counted`() async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + String(repeating: SmallCatalogue.call("c-1"), count: CallWitness.keptMax + 30), "1.csv")
        try await folder.rate("1.csv")
        let replay = try await CallReplay.settled(.init(usageId: "c-1"), folder.options([]))
        #expect(replay.call.settled.disposition == .settled && replay.call.line == 2)
        #expect(replay.others.count == CallWitness.keptMax - 1 && replay.furtherCount == 30)
        #expect(replay.others.allSatisfy { $0.settled.disposition == .duplicateSame && $0.before == $0.after })
        #expect(CallExplanation(replay).text.hasSuffix("\n    and 30 more records of the run have this usage id\n"))
    }

    @Test func `a duplicate in a later run is explained as one`() async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-1"), "1.csv")
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-0") + SmallCatalogue.call("c-1", seconds: 61), "2.csv")
        try await folder.rate("1.csv")
        try await folder.rate("2.csv", output: "out-2")
        let replay = try await CallReplay.settled(.init(usageId: "c-1"), folder.options([]))
        #expect(replay.call.settled.disposition == .duplicateDifferent && replay.call.line == 3 && replay.others.isEmpty)
        #expect(replay.call.before == replay.call.after)
        let text = CallExplanation(replay).text.replacingOccurrences(of: folder.path + "/", with: "")
        #expect(
            text == """
                Call c-1 of run 2: duplicate
                  2.csv, line 3: user_out at 2026-10-01T00:00:00Z, 61 s
                §2 Class: user_out is of the class calling: draws on allowances for calling, then on credits
                §3 Whose: the user field names ann@alder.example of alder, in IE
                    there is no caller
                    so alder pays, tariff euro; user ann@alder.example of alder, in IE
                §11 Duplicate: an earlier run settled a call of alder with this usage id and this start, with another call type, user, caller, callee \
                or duration: this record changes nothing; --run names another run

                """)
    }
}
