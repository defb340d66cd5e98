import Foundation
import GRDB
import Ledger
import UsageReport

@testable import RatingRun
@testable import Verification

/// A folder with a run over the repository's sample (samples/README.md), to be verified, and to be tampered with. It goes away with the test.
final class VerifiedRun {
    let path: String

    /// The repository's sample.
    static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("samples").path

    private init() throws {
        // The temporary folder may lie behind a link; messages name the folder itself.
        let base = try RealPath.of(NSTemporaryDirectory())
        path = base + "/verify-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Rates the sample's night into `out`, and then what was suspended of it into `again`, so that the ledger has two runs.
    static func make(
        _ style: ReportStyle = .plain, seals: Bool = false, rowsPerFileMax: Int? = nil, splits: Bool = false
    ) async throws -> VerifiedRun {
        let run = try VerifiedRun()
        try await run.rate([samples + "/calls"], "out", style, seals: seals, rowsPerFileMax: rowsPerFileMax, splits: splits)
        return run
    }

    /// Rates inputs into an output folder.
    func rate(
        _ inputs: [String], _ output: String, _ style: ReportStyle = .plain, seals: Bool = false, rowsPerFileMax: Int? = nil, splits: Bool = false
    ) async throws {
        var options = RunOptions(
            catalogue: Self.samples + "/catalogue", ledger: path + "/ledger.sqlite", output: path + "/" + output, inputs: inputs, version: "1.2.3")
        options.style = style
        options.seals = seals
        options.rowsPerFileMax = rowsPerFileMax
        options.splitsByOrganization = splits
        _ = try await RatingRun(options).start()
    }

    /// What a person reads of a verification, paths relative to the folder, and the status.
    func verify(_ output: String = "out", catalogue: String = samples + "/catalogue") throws -> (text: String, status: Int32) {
        let (loaded, sha256) = try LoadedCatalogue.load(catalogue)
        let ledger = try LedgerFile.openForReading(path + "/ledger.sqlite")
        defer { try? ledger.close() }
        let verification = Verification(
            catalogue: loaded, sha256: sha256, loadedFrom: "catalogue", ledger: ledger, folder: path + "/" + output
        ) { (path) throws(ReportFault) in
            do {
                return try FileDigest.sha256(ofFile: path)
            } catch {
                throw .cannotRead(path: path, reason: "\(error)")
            }
        }
        do {
            let result = try verification.verify()
            return (plain(result.text), result.exitStatus)
        } catch {
            return (plain(error.description), error.exitStatus)
        }
    }

    /// What does not agree, a line each.
    func disagreements(_ output: String = "out") throws -> [String] {
        var lines = try verify(output).text.split(separator: "\n").map(String.init)
        if lines.last == "OK" { return [] }
        lines.removeLast()
        return lines
    }

    private func plain(_ text: String) -> String { text.replacingOccurrences(of: path + "/", with: "") }

    // MARK: Tampering

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))) }

    func write(_ bytes: [UInt8], _ name: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name)) }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }

    /// Changes the lines of a file, their line ends aside.
    func edit(_ name: String, _ change: (inout [String]) -> Void) throws {
        let text = String(decoding: try bytes(name), as: UTF8.self)
        var lines = text.components(separatedBy: "\n")
        change(&lines)
        try write(Array(lines.joined(separator: "\n").utf8), name)
    }

    /// Replaces the only place in a file where a text stands.
    func replace(_ text: String, with other: String, in name: String) throws {
        let before = String(decoding: try bytes(name), as: UTF8.self)
        precondition(before.components(separatedBy: text).count == 2, "\(text) does not stand once in \(name)")
        try write(Array(before.replacingOccurrences(of: text, with: other).utf8), name)
    }

    /// Changes the ledger behind Scatto's back.
    func sql(_ statement: String) throws {
        let queue = try DatabaseQueue(path: path + "/ledger.sqlite")
        try queue.write { try $0.execute(sql: statement) }
        try queue.close()
    }

    /// Takes a run back.
    func undo(_ run: Int) throws {
        let ledger = try LedgerFile.openForRun(path + "/ledger.sqlite")
        try ledger.undo(run: run)
        try ledger.close()
    }
}
