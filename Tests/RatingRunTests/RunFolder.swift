import CallModel
import Foundation
import Ledger
import Rating
import Settlement
import UsageReport

@testable import RatingRun

/// A folder of its own for a test: a catalogue, inputs, a ledger, outputs. It goes away with the test.
final class RunFolder {
    let path: String

    /// A folder with the small catalogue, some of its files replaced or, with `nil`, left out.
    init(replacing files: [String: String?] = [:]) throws {
        path = NSTemporaryDirectory() + "rating-run-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path + "/catalogue", withIntermediateDirectories: true)
        for (name, text) in SmallCatalogue.files.mapValues(Optional.some).merging(files, uniquingKeysWith: { $1 }) {
            if let text { try write(text, "catalogue/" + name) }
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    // MARK: Files

    func write(_ text: String, _ name: String) throws { try write(Array(text.utf8), name) }

    func write(_ bytes: [UInt8], _ name: String) throws {
        let place = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))) }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

    /// The content of each file below a folder, by its path in it, with `nil` for a folder; empty if there is no such folder.
    func tree(_ name: String) throws -> [String: [UInt8]?] {
        guard exists(name) else { return [:] }
        var tree: [String: [UInt8]?] = [:]
        for entry in try FileManager.default.subpathsOfDirectory(atPath: path + "/" + name) {
            var isFolder: ObjCBool = false
            _ = unsafe FileManager.default.fileExists(atPath: path + "/" + name + "/" + entry, isDirectory: &isFolder)
            tree.updateValue(isFolder.boolValue ? nil : try bytes(name + "/" + entry), forKey: entry)
        }
        return tree
    }

    /// The permissions of a file or folder.
    func mode(_ name: String) throws -> Int { try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int ?? -1 }

    // MARK: Runs

    /// Options with which inputs of this folder are rated into `out`, in the dialect `plain`.
    func options(_ inputs: [String], output: String = "out", ledger: String = "ledger.sqlite") -> RunOptions {
        var options = RunOptions(
            catalogue: path + "/catalogue", ledger: path + "/" + ledger, output: path + "/" + output,
            inputs: inputs.map { $0.hasPrefix("/") || $0 == "-" ? $0 : path + "/" + $0 }, version: "1.2.3")
        options.style = .plain
        return options
    }

    /// Rates inputs of this folder.
    @discardableResult
    func rate(
        _ inputs: String..., output: String = "out", ledger: String = "ledger.sqlite", _ change: (inout RunOptions) -> Void = { _ in }
    ) async throws -> RunSummary {
        var options = options(inputs, output: output, ledger: ledger)
        change(&options)
        return try await RatingRun(options).start()
    }

    /// A run that ended with a fault.
    struct Refused: Hashable {
        /// What a person reads, paths relative to the test's folder.
        var text: String
        /// What the process answers with.
        var status: Int32
        /// Files and folders that the run left changed.
        var changed: [String] = []
    }

    /// The fault with which rating ends, and what it changed.
    func fault(
        _ inputs: String..., output: String = "out", ledger: String = "ledger.sqlite", _ change: (inout RunOptions) -> Void = { _ in }
    ) async throws -> Refused {
        var options = options(inputs, output: output, ledger: ledger)
        change(&options)
        let before = try tree(".")
        do throws(RunFault) {
            _ = try await RatingRun(options).start()
            return Refused(text: "no fault", status: 0)
        } catch {
            let after = try tree(".")
            let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
            return Refused(text: error.description.replacingOccurrences(of: path + "/", with: ""), status: error.exitStatus, changed: changed)
        }
    }

    /// What lasts, less the runs' own rows.
    struct LedgerContent: Hashable {
        var accounts: [AccountState] = []
        var pools: [PoolState] = []
        var seen: [Int: [UInt8]] = [:]
        var notices: [String] = []
        var movements: [String] = []
        var usage: [UsageAggregates] = []
        var planNames: [PlanName] = []
    }

    /// The content of the ledger, whatever the names of inputs and outputs.
    func ledgerContent(_ name: String = "ledger.sqlite") throws -> LedgerContent {
        let ledger = try LedgerFile.openForReading(path + "/" + name)
        defer { try? ledger.close() }
        var content = LedgerContent(accounts: try ledger.accounts(), pools: try ledger.allPools())
        for day in try ledger.seenDays() {
            var entries: [UInt8] = []
            try ledger.forEachSeenEntries(day: day) { part in for i in part.indices { entries.append(part[i]) } }
            content.seen[day] = entries
        }
        for run in stride(from: 1, through: try ledger.lastRun()?.number ?? 0, by: 1) {
            content.notices += try ledger.notices(ofRun: run).map { "\($0)" }
            content.movements += try ledger.movements(ofRun: run).map { "\($0)" }
        }
        try ledger.forEachUsage { _, usage in content.usage.append(usage) }
        content.planNames = try ledger.planNames()
        return content
    }
}

/// run.json, as a program that checks a run reads it.
struct Proof: Decodable, Hashable {
    struct Input: Decodable, Hashable {
        var path: String
        var sha256: String
        var bytes: Int
        var records: Int
        var skipped: Bool
    }
    struct Output: Decodable, Hashable {
        var path: String
        var bytes: Int
        var rows: Int
        var sha256: String?
    }
    struct Organization: Decodable, Hashable {
        var organization: String
        var currency: String
        var calls: Int
        var charged: String
        var recharged: String
        var expired: String
        var balance: String
    }
    var run: Int
    var version: String
    var catalogueSha256: String
    var read: Int
    var settled: Int
    var suspended: Int
    var duplicates: Int
    var milliseconds: Int
    var inputs: [Input]
    var outputs: [Output]
    var organizations: [Organization]

    /// Read, settled, suspended, duplicates.
    var counts: [Int] { [read, settled, suspended, duplicates] }
}

extension RunFolder {
    /// What run.json in an output folder says.
    func proof(_ output: String = "out") throws -> Proof {
        try JSONDecoder().decode(Proof.self, from: Data(try bytes(output + "/run.json")))
    }

    /// An output folder less run.json, which has the time that the run took.
    func outputs(_ output: String = "out") throws -> [String: [UInt8]?] {
        var tree = try tree(output)
        tree["run.json"] = nil
        return tree
    }
}

extension RunSlot {
    /// A slot with the catalogue of a folder.
    static func forReading(_ folder: RunFolder) throws -> RunSlot {
        RunSlot(Rater(try LoadedCatalogue.load(folder.path + "/catalogue").catalogue))
    }
}
