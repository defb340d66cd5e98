import CallModel
import Crypto
import Foundation
import Ledger
import Settlement
import Testing
import UsageReport

@testable import RatingRun

/// What a run writes, and what becomes of runs that stop halfway.
@Suite struct OutputTests {
    static let night = SmallCatalogue.header + (0..<10).map { SmallCatalogue.call("c-\($0)", second: $0) }.joined()

    @Test(arguments: [1, 3, 10, 11])
    func `the report for Excel goes on in further files`(rowsPerFile: Int) async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        try await folder.rate("night.csv", output: "whole") { $0.style = .excel() }
        let whole = try folder.text("whole/pstn-usage.csv")
        let header = try #require(whole.split(separator: "\r\n").first) + "\r\n"
        // On a ledger of its own, so that the calls count again.
        try await folder.rate("night.csv", ledger: "other.sqlite") {
            $0.style = .excel()
            $0.rowsPerFileMax = rowsPerFile
            $0.chunkByteCount = 300
        }
        let files = (10 + rowsPerFile - 1) / rowsPerFile
        let names = (1...files).map { $0 == 1 ? "pstn-usage.csv" : "pstn-usage-\($0).csv" }
        #expect(try folder.tree("out").keys.filter { $0.hasPrefix("pstn") }.sorted() == names.sorted())
        var rows = ""
        for name in names {
            let text = try folder.text("out/" + name)
            #expect(text.hasPrefix(header))
            #expect(text.utf8.count { $0 == 10 } <= 1 + rowsPerFile)
            rows += text.dropFirst(header.count)
        }
        #expect(header + rows == whole)
        let listed = try folder.proof().outputs.filter { $0.path.hasPrefix("pstn") }
        #expect(listed.map(\.path).sorted() == names.sorted())
        #expect(listed.map(\.rows).reduce(0, +) == 10)
    }

    @Test func `run_json tells what was read and written`() async throws {
        let folder = try RunFolder()
        let text = Self.night + SmallCatalogue.call("c-3", second: 3) + "x,user_out\n"
        try folder.write(text, "night.csv")
        try await folder.rate("night.csv") { $0.seals = true }
        var proof = try folder.proof()
        #expect(proof.milliseconds >= 0)
        proof.milliseconds = 0
        func digest(_ bytes: [UInt8]) -> String { SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
        func output(_ name: String, _ rows: Int) throws -> Proof.Output {
            let bytes = try folder.bytes("out/" + name)
            return Proof.Output(path: name, bytes: bytes.count, rows: rows, sha256: digest(bytes))
        }
        #expect(proof.catalogueSha256.count == 64)
        // Ten minutes to France at 0.1250 and 0.10 each, from 8.00; 10.00 more as soon as it is below 5.
        #expect(
            proof
                == Proof(
                    run: 1, version: "1.2.3", catalogueSha256: proof.catalogueSha256, read: 12, settled: 10, suspended: 1, duplicates: 1,
                    milliseconds: 0,
                    inputs: [
                        Proof.Input(
                            path: folder.path + "/night.csv", sha256: digest(Array(text.utf8)), bytes: text.utf8.count, records: 12, skipped: false)
                    ],
                    outputs: [
                        try output("duplicates.csv", 1), try output("notices.csv", 0), try output("pstn-usage.csv", 10),
                        try output("suspended/night.csv", 1),
                        try output("suspense.csv", 1),
                    ],
                    organizations: [
                        Proof.Organization(
                            organization: "alder", currency: "EUR", calls: 10, charged: "2.2500", recharged: "0.0000", expired: "0.0000",
                            balance: "5.7500"),
                        Proof.Organization(
                            organization: "birch", currency: "EUR", calls: 0, charged: "0.0000", recharged: "0.0000", expired: "0.0000",
                            balance: "3.0000"),
                    ]))
    }

    @Test func `the catalogue's digest changes with any of its files`() async throws {
        func digest(_ files: [String: String?]) throws -> String {
            let folder = try RunFolder(replacing: files)
            return try withExtendedLifetime(folder) { try LoadedCatalogue.load(folder.path + "/catalogue").sha256 }
        }
        let digests = try SmallCatalogue.files.keys.sorted().map { try digest([$0: (SmallCatalogue.files[$0] ?? "") + "\n"]) }
        let unchanged = try digest([:])
        #expect(try digest([:]) == unchanged)
        #expect(Set(digests + [unchanged]).count == digests.count + 1)
    }

    /// Sums of the report's columns Connection Fee and Charge by organization, in ten-thousandths, from a plain reading of the cells.
    private func sums(_ report: String) -> [String: Int] {
        var sums: [String: Int] = [:]
        for line in report.split(separator: "\n").dropFirst() {
            // Rows that are cut by a line break in a cell have no such columns; the tests that sum have none.
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            for cell in cells[16...17] { sums[String(cells[20]), default: 0] += Int(cell.replacing(".", with: "")) ?? 0 }
        }
        return sums
    }

    @Test func `the report adds up to what the ledger charged, and what came in to what is left`() async throws {
        let folder = try RunFolder()
        let night = SmallCatalogue.night(seed: 3, count: 600).filter { !$0.contains("\"") }
        try folder.write(SmallCatalogue.header + night.joined(), "night.csv")
        try await folder.rate("night.csv")
        let proof = try folder.proof()
        #expect(proof.read == proof.settled + proof.suspended + proof.duplicates)
        func units(_ amount: String) -> Int { Int(amount.replacing(".", with: "")) ?? .min }
        let sums = sums(try folder.text("out/pstn-usage.csv"))
        let funded = ["alder": 80_000, "birch": 30_000]
        let ledger = try folder.ledgerContent()
        for organization in proof.organizations {
            #expect(units(organization.charged) == sums[organization.organization])
            #expect(
                units(organization.balance)
                    == (funded[organization.organization] ?? 0) + units(organization.recharged) - units(organization.charged)
                    - units(organization.expired))
            let account = try #require(ledger.accounts.first { $0.organization == organization.organization })
            #expect(account.balance.text(decimals: 4) == organization.balance)
        }
        #expect(proof.organizations.map(\.calls).reduce(0, +) == proof.settled)
    }

    @Test(arguments: [(FileAccess.owner, 0o700, 0o600), (.group, 0o750, 0o640)])
    func `everything is for its owner alone, or for the group if that is asked for`(access: FileAccess, folderMode: Int, fileMode: Int) async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + "x\n", "night.csv")
        try await folder.rate("night.csv", output: "new/out") { $0.access = access }
        for name in ["new", "new/out", "new/out/suspended"] { #expect(try folder.mode(name) == folderMode, "\(name)") }
        for name in ["ledger.sqlite", "new/out/run.json", "new/out/pstn-usage.csv", "new/out/suspended/night.csv", "new/out/notices.csv"] {
            #expect(try folder.mode(name) == fileMode, "\(name)")
        }
    }

    @Test(arguments: [FileAccess.owner, .group])
    func `a stricter umask is kept`(access: FileAccess) async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + "x\n", "night.csv")
        let isGroup: Bool = access == .group
        try await #require(processExitsWith: .success) { [path = folder.path as String, isGroup = isGroup as Bool] in
            umask(0o077)
            var options = RunOptions(
                catalogue: path + "/catalogue", ledger: path + "/ledger.sqlite", output: path + "/new/out", inputs: [path + "/night.csv"],
                version: "1")
            options.access = isGroup ? .group : .owner
            _ = try await RatingRun(options).start()
        }
        for name in ["new", "new/out", "new/out/suspended"] { #expect(try folder.mode(name) == 0o700, "\(name)") }
        for name in ["ledger.sqlite", "new/out/run.json", "new/out/pstn-usage.csv"] { #expect(try folder.mode(name) == 0o600, "\(name)") }
    }

    // MARK: Runs that stopped halfway

    /// The name of the staging folder of a run on a folder's ledger.
    private func staging(_ run: Int, _ folder: RunFolder, output: String = "out", ledger: String = "ledger.sqlite") throws -> String {
        let place = try OutputFolder(folder.path + "/" + output, ledger: folder.path + "/" + ledger, lastRun: run)
        return output + "/" + (place.staging(run).split(separator: "/").last ?? "")
    }

    @Test(arguments: [0, 1])
    func `what a killed run left is taken away by the next`(runsBefore: Int) async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        try folder.write(SmallCatalogue.header, "before.csv")
        try await folder.rate("before.csv", output: "before")
        if runsBefore == 0 { try folder.remove("ledger.sqlite") }
        // Of run 1 or 2 on this ledger, which was never committed, with half a report and with a proof.
        try folder.write("half", staging(runsBefore + 1, folder) + "/pstn-usage.csv")
        try folder.write("half", staging(runsBefore + 1, folder) + "/run.json")
        try await folder.rate("night.csv")
        #expect(try folder.proof().settled == 10)
        #expect(try folder.tree("out").keys.sorted() == ["duplicates.csv", "notices.csv", "pstn-usage.csv", "run.json", "suspense.csv"])
    }

    @Test func `what a killed run left is taken away even if its number was used for another since`() async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        try folder.write(SmallCatalogue.header, "other.csv")
        try folder.write("half", staging(1, folder) + "/pstn-usage.csv")
        try await folder.rate("other.csv", output: "other")
        try await folder.rate("night.csv")
        #expect(try folder.proof().run == 2)
    }

    @Test func `what a run on another ledger left is not touched`() async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        try folder.write("a report", staging(1, folder, ledger: "other.sqlite") + "/pstn-usage.csv")
        let refused = try await folder.fault("night.csv")
        #expect(refused.status == 2)
        #expect(refused.changed == [])
    }

    @Test func `a committed run whose output is not in its place is finished by the next, whatever that does`() async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        try folder.write(SmallCatalogue.header, "other.csv")
        try await folder.rate("night.csv")
        let finished = try folder.tree("out")
        // As if the machine had stopped between two renames.
        let staging = try staging(1, folder)
        try FileManager.default.createDirectory(atPath: folder.path + "/" + staging, withIntermediateDirectories: true)
        for name in ["run.json", "suspense.csv", "pstn-usage.csv"] {
            try FileManager.default.moveItem(atPath: folder.path + "/out/" + name, toPath: folder.path + "/" + staging + "/" + name)
        }
        #expect(try folder.tree("out") != finished)
        try await folder.rate("other.csv", output: "other")
        #expect(try folder.tree("out") == finished)
        #expect(try await folder.rate("night.csv").wasDone)
    }

    @Test func `a run whose output cannot be put in its place says that it is committed`() async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        let path = folder.path
        // A folder of that name comes into the way while the run is under way.
        let refused = try await folder.fault("night.csv") {
            $0.progress = { _ in
                try? FileManager.default.createDirectory(atPath: path + "/out/pstn-usage.csv/in-the-way", withIntermediateDirectories: true)
            }
        }
        #expect(
            refused.text
                == "out: run 1 is committed, but its output could not be put in its place (pstn-usage.csv: Is a directory); mend that, then run again: "
                + "it is finished first")
        #expect(refused.status == 3)
        #expect(!folder.exists("out/run.json"))
        let ledger = try folder.ledgerContent()
        #expect(ledger.accounts.first?.balance.text(decimals: 4) == "5.7500")
        // Not mended: said again. Mended: finished, and nothing settled twice.
        #expect(try await folder.fault("night.csv").text == refused.text)
        try folder.remove("out/pstn-usage.csv")
        let summary = try await folder.rate("night.csv")
        #expect(summary.wasDone)
        #expect(try folder.tree("out").keys.sorted() == ["duplicates.csv", "notices.csv", "pstn-usage.csv", "run.json", "suspense.csv"])
        #expect(try folder.ledgerContent() == ledger)
    }

    @Test func `a folder into which another run writes is left alone`() async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        let other = try OutputFolder(folder.path + "/out", ledger: folder.path + "/other.sqlite", lastRun: 0)
        _ = try other.createStaging(1)
        let refused = try await folder.fault("night.csv")
        #expect(
            refused
                == RunFolder.Refused(
                    text: "out: another run writes into this folder; wait until it has ended, or name another; nothing was settled", status: 3))
        other.discard(1)
        #expect(!folder.exists("out"))
    }
}
