import CallModel
import Foundation
import Ledger
import Settlement
import Testing

@testable import RatingRun

/// Taking a run back: afterwards the ledger is what it was, and the same run again gives the same bytes.
@Suite struct UndoTests {
    /// Organization alder pays as said, birch has what it has.
    private func folder(payingBy payment: String) throws -> RunFolder {
        let organizations = "organization,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment\nalder,5,10,,\(payment)\nbirch,,,,\n"
        let folder = try RunFolder(replacing: ["organizations.csv": organizations])
        // It counts how often it is asked.
        try folder.write("#!/bin/sh\necho x >> \"$(dirname \"$0\")/asked\"\necho '{\"approved\":true,\"reference\":\"PAY\"}'\n", "pay")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path + "/pay")
        for (night, seed) in [("1", UInt64(41)), ("2", 42), ("3", 43)] {
            try folder.write(SmallCatalogue.header + SmallCatalogue.night(seed: seed, count: 150).joined(), "night-\(night).csv")
        }
        // Some of the calls before once more, and alder's lot of the funding expires.
        let late = SmallCatalogue.call("late", second: 100).replacingOccurrences(of: "2026-10-01T", with: "2027-09-20T")
        try folder.write(try folder.text("night-3.csv") + SmallCatalogue.night(seed: 41, count: 20).joined() + late, "night-3.csv")
        return folder
    }

    private func rate(_ folder: RunFolder, _ night: String, output: String) async throws -> RunSummary {
        try await folder.rate("night-\(night).csv", output: output) {
            $0.paymentCommand = folder.path + "/pay"
            $0.paymentPatience = .seconds(600)
        }
    }

    private func undo(_ folder: RunFolder, _ run: Int) throws -> RunUndo.Summary {
        try RunUndo.undo(run: run, ledger: folder.path + "/ledger.sqlite")
    }

    /// What a run begins with, less what is written of the past.
    private func state(_ folder: RunFolder) throws -> RunFolder.LedgerContent {
        var content = try folder.ledgerContent()
        content.notices = []
        content.movements = []
        return content
    }

    @Test(arguments: ["agreement:EA-1", "card:2027-12", "card:2026-09", "command"])
    func `after undo the ledger is what it was before, and the same run again gives the same bytes`(payment: String) async throws {
        let folder = try folder(payingBy: payment)
        var states = [RunFolder.LedgerContent()]
        for night in ["1", "2", "3"] {
            _ = try await rate(folder, night, output: "out-" + night)
            states.append(try state(folder))
        }
        #expect(states[1] != states[2] && states[2] != states[3])
        let asked = folder.exists("asked") ? try folder.text("asked") : ""
        // The last one first, and from its end on the one before.
        for run in [3, 2] {
            #expect(try undo(folder, run).wasDone == false)
            #expect(try state(folder) == states[run - 1])
        }
        for (run, night) in [(4, "2"), (5, "3")] {
            let summary = try await rate(folder, night, output: "again-" + night)
            #expect(summary.record.number == run)
            #expect(try folder.outputs("again-" + night) == folder.outputs("out-" + night))
            #expect(try state(folder) == states[run - 2])
        }
        // What was paid is not paid again.
        #expect(try folder.exists("asked") ? folder.text("asked") == asked : asked.isEmpty)
        let ledger = try LedgerFile.openForReading(folder.path + "/ledger.sqlite")
        #expect(try ledger.approvals().isEmpty)
        #expect(try ledger.undoneRuns() == [2, 3])
        try ledger.close()
    }

    @Test func `with every run taken back the ledger is as good as new`() async throws {
        let folder = try folder(payingBy: "agreement:EA-1")
        _ = try await rate(folder, "1", output: "out")
        let totals = try undo(folder, 1).totals
        #expect(totals.map(\.organization) == ["alder", "birch"])
        let content = try folder.ledgerContent()
        #expect(content.pools.isEmpty && content.seen.isEmpty)
        #expect(content.accounts.map(\.hasHistory) == [false, false])
        #expect(content.accounts.map(\.isInCatalogue) == [false, false])
        // Even another currency is possible again.
        let yaml = try folder.text("catalogue/catalogue.yaml").replacingOccurrences(of: "currency: EUR", with: "currency: USD")
        try folder.write(yaml, "catalogue/catalogue.yaml")
        #expect(try await rate(folder, "1", output: "dollars").record.number == 2)
    }

    @Test func `what was paid for a run that was taken back becomes a lot when the next needs one`() async throws {
        let folder = try folder(payingBy: "agreement:EA-1")
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-1", second: 10, seconds: 1920), "night-1.csv")
        _ = try await rate(folder, "1", output: "out")
        #expect(try folder.text("out/notices.csv").contains("alder,recharge_succeeded,2026-10-01T00:00:10Z,10.0000,"))
        _ = try undo(folder, 1)
        // At a tenth of the price no recharge is needed; what is paid waits.
        let rates = try folder.text("catalogue/rates.csv").replacingOccurrences(of: "0.1250,0.10", with: "0.0125,0.01")
        try folder.write(rates, "catalogue/rates.csv")
        _ = try await rate(folder, "1", output: "cheaper")
        #expect(try folder.text("cheaper/notices.csv") == "Organization,Kind,At,Amount,Balance,Detail\n")
        var waiting = try LedgerFile.openForReading(folder.path + "/ledger.sqlite")
        #expect(
            try waiting.approvals() == [
                PaymentApproval(organization: "alder", attempt: 1, amount: try #require(Money.parse("10")).amount, payment: "agreement:EA-1")
            ])
        try waiting.close()
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-2", second: 20, seconds: 19_200), "night-2.csv")
        _ = try await rate(folder, "2", output: "next")
        #expect(try folder.text("next/notices.csv").contains("alder,recharge_succeeded,2026-10-01T00:00:20Z,10.0000,"))
        waiting = try LedgerFile.openForReading(folder.path + "/ledger.sqlite")
        #expect(try waiting.approvals().isEmpty)
        try waiting.close()
    }

    @Test func `the summary says what is given back, what stays paid, and where the void reports are`() async throws {
        let folder = try folder(payingBy: "agreement:EA-1")
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-1", second: 10, seconds: 1920), "night-1.csv")
        _ = try await rate(folder, "1", output: "out")
        #expect(
            try undo(folder, 1).text.replacingOccurrences(of: folder.path, with: "DIR") == """
                Run 1 was taken back: its 1 records from 1 input can be rated again.
                  alder: 4.1000 EUR charged for 1 calls is given back; 8.0000 EUR of fundings is applied again by the next run; 10.0000 EUR recharged \
                stays paid: the next recharges take it and nobody pays again
                  birch: 3.0000 EUR of fundings is applied again by the next run
                Its reports in DIR/out do not count any more: move them away, and rate again into that folder or another.

                """)
        #expect(try undo(folder, 1).text == "Nothing to do: run 1 was taken back before.\n")
    }

    @Test func `only the last run that stands can be taken back, and the void reports are no finished output`() async throws {
        let folder = try folder(payingBy: "agreement:EA-1")
        for night in ["1", "2"] { _ = try await rate(folder, night, output: "out-" + night) }
        func refusal(_ run: Int) -> String {
            do throws(RunFault) {
                return try RunUndo.undo(run: run, ledger: folder.path + "/ledger.sqlite").text
            } catch {
                return "\(error.exitStatus) \(error.description.replacingOccurrences(of: folder.path + "/", with: ""))"
            }
        }
        #expect(refusal(1) == "2 ledger.sqlite: run 1 is not the last one that stands; take run 2 back first")
        #expect(refusal(3) == "2 ledger.sqlite: there is no run 3; scatto runs list shows which there are")
        _ = try undo(folder, 2)
        let refused = try await folder.fault("night-2.csv", output: "out-2")
        #expect(
            refused.text
                == "out-2: the output folder is not empty, and holds no finished output of these inputs on this ledger; name an empty or a new folder"
        )
        #expect(refused.changed == [])
        try folder.remove("ledger.sqlite")
        #expect(refusal(1) == "3 ledger.sqlite: there is no such ledger; check the path; the first run of scatto rate creates the ledger")
        #expect(!folder.exists("ledger.sqlite"))
    }

    @Test func `an output that was left behind is finished before its run is taken back`() async throws {
        let folder = try folder(payingBy: "agreement:EA-1")
        _ = try await rate(folder, "1", output: "out")
        let finished = try folder.tree("out")
        // As if the run had died after its commit.
        let staging = OutputFolder.stagingName(run: 1, ledger: folder.path + "/ledger.sqlite")
        try FileManager.default.createDirectory(atPath: folder.path + "/out/" + staging, withIntermediateDirectories: false)
        for name in ["run.json", "pstn-usage.csv"] {
            try FileManager.default.moveItem(atPath: folder.path + "/out/" + name, toPath: folder.path + "/out/\(staging)/" + name)
        }
        _ = try undo(folder, 1)
        #expect(try folder.tree("out") == finished)
    }
}
