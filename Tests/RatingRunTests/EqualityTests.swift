import CallModel
import Foundation
import GzipStream
import Testing

@testable import RatingRun

// The three equalities: neither workers, nor cuts, nor a second run change anything.

@Suite struct EqualityTests {
    static let night = SmallCatalogue.night(seed: 7, count: 900)

    struct Outcome {
        var outputs: [String: [UInt8]?]
        var ledger: RunFolder.LedgerContent
        var proof: Proof

        /// The outputs' names that differ, and `ledger`, `totals`, `counts` where those do.
        func differences(_ other: Outcome, less ignored: Set<String> = []) -> [String] {
            var names = Set(outputs.keys).union(other.outputs.keys).filter { outputs[$0] != other.outputs[$0] }.subtracting(ignored).sorted()
            if ledger != other.ledger { names.append("ledger") }
            if proof.organizations != other.proof.organizations { names.append("totals") }
            if (proof.read, proof.settled, proof.suspended, proof.duplicates)
                != (other.proof.read, other.proof.settled, other.proof.suspended, other.proof.duplicates)
            {
                names.append("counts")
            }
            return names
        }
    }

    /// The outputs and the ledger of one run over one file; the sources in them are named without their folder.
    private func outcome(_ text: String, workers: Int = 2, chunkByteCount: Int = InputReader.chunkByteCount) async throws -> Outcome {
        let folder = try RunFolder()
        try folder.write(text, "night.csv")
        try await folder.rate("night.csv") {
            $0.workers = workers
            $0.chunkByteCount = chunkByteCount
        }
        var outputs = try folder.outputs()
        for name in ["duplicates.csv", "suspense.csv"] {
            outputs[name] = Array(try folder.text("out/" + name).replacingOccurrences(of: folder.path + "/", with: "").utf8)
        }
        return Outcome(outputs: outputs, ledger: try folder.ledgerContent(), proof: try folder.proof())
    }

    @Test func `the night of the tests has every outcome and most reasons`() async throws {
        let whole = try await outcome(SmallCatalogue.header + Self.night.joined())
        func text(_ name: String) throws -> String { String(decoding: try #require(whole.outputs[name] ?? nil), as: UTF8.self) }
        for outcome in CallModel.Outcome.allCases { #expect(try text("pstn-usage.csv").contains(",\(outcome.name),"), "no call is \(outcome.name)") }
        for reason in ["malformed", "no_usage_id", "unknown_call_type", "unknown_user", "organization_mismatch", "bad_number", "no_rate"] {
            #expect(try text("suspense.csv").contains(",\(reason),"), "no record is \(reason)")
        }
        #expect(try text("duplicates.csv").contains(",yes\n"))
        #expect(try text("duplicates.csv").contains(",no\n"))
        #expect(try text("notices.csv").contains("recharge_succeeded"))
    }

    @Test(arguments: [1, 3, 8])
    func `any number of workers gives the same bytes`(workers: Int) async throws {
        let text = SmallCatalogue.header + Self.night.joined()
        // Small chunks, so that there are many to be done at once.
        let two = try await outcome(text, workers: 2, chunkByteCount: 4096)
        #expect(try await outcome(text, workers: workers, chunkByteCount: 4096).differences(two) == [])
    }

    @Test(arguments: [1, 7, 64, 1000])
    func `any size of chunks gives the same bytes`(chunkByteCount: Int) async throws {
        let text = "\u{FEFF}\r\n\n" + SmallCatalogue.header + SmallCatalogue.night(seed: 11, count: 250).joined()
        let whole = try await outcome(text)
        #expect(try await outcome(text, chunkByteCount: chunkByteCount).differences(whole) == [])
    }

    @Test(arguments: [2, 5, 40])
    func `any cut into files gives the same report, notices and ledger`(count: Int) async throws {
        // A quote that is left open may reach into the record after it: where it does, the two cannot be cut apart.
        let night = Self.night.filter { !$0.contains("\"open") && !$0.contains("x\"y") }
        let whole = try await outcome(SmallCatalogue.header + night.joined())
        let folder = try RunFolder()
        var random = SeededRandom(state: UInt64(count))
        var start = 0
        for (i, end) in ((0..<(count - 1)).map { _ in random.below(night.count) }.sorted() + [night.count]).enumerated() {
            let text = Array((SmallCatalogue.header + night[start..<end].joined()).utf8)
            try folder.write(i % 2 == 0 ? text : gzipped([text]), "calls/part-\(i < 10 ? "0" : "")\(i)." + (i % 2 == 0 ? "csv" : "csv.gz"))
            start = end
        }
        try await folder.rate("calls") { $0.workers = 8 }
        let parts = Outcome(outputs: try folder.outputs(), ledger: try folder.ledgerContent(), proof: try folder.proof())
        let exceptions = ["duplicates.csv": 2, "suspense.csv": 3]
        let ignored = Set(whole.outputs.keys).union(parts.outputs.keys).filter { $0.hasPrefix("suspended") }.union(exceptions.keys)
        #expect(parts.differences(whole, less: ignored) == [])
        // The exceptions are the same, less where each stands.
        for (name, columns) in exceptions {
            #expect(Self.rows(parts.outputs[name] ?? nil, less: columns) == Self.rows(whole.outputs[name] ?? nil, less: columns), "\(name)")
        }
    }

    /// The lines of a file less the first cells of those that begin a row.
    private static func rows(_ bytes: [UInt8]?, less columns: Int) -> [String] {
        String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n").map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return cells.count > columns && cells[1].allSatisfy(\.isNumber) ? cells.dropFirst(columns).joined(separator: ",") : String(line)
        }
    }

    @Test func `a second run of the same input changes nothing`() async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + Self.night.joined(), "night.csv")
        let first = try await folder.rate("night.csv")
        let before = try folder.tree(".")
        let second = try await folder.rate("night.csv")
        #expect(try folder.tree(".") == before)
        #expect(second.wasDone)
        #expect(first.exitStatus == 1)
        #expect(second.exitStatus == 1)
        #expect(second.text == "Nothing to do: \(folder.path)/out holds the finished output of these inputs (run 1).\n")
    }

    @Test func `the same records in another file settle nothing`() async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + Self.night.joined(), "night.csv")
        try await folder.rate("night.csv")
        let before = try folder.ledgerContent()
        try folder.write("\n" + SmallCatalogue.header + Self.night.joined(), "again.csv")
        try await folder.rate("again.csv", output: "again")
        let (first, again) = (try folder.proof(), try folder.proof("again"))
        #expect(again.settled == 0)
        #expect(again.suspended == first.suspended)
        #expect(again.duplicates == first.settled + first.duplicates)
        #expect(try folder.ledgerContent() == before)
        #expect(try folder.text("again/pstn-usage.csv").split(separator: "\n").count == 1)
        #expect(try folder.text("again/notices.csv").split(separator: "\n").count == 1)
    }
}

/// A gzip file with one member for each of `parts`.
func gzipped(_ parts: [[UInt8]]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
        let path = NSTemporaryDirectory() + "member-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let writer = try GzipWriter(try OutputFile(path: path))
        try writer.append(GzipPiece.compress(part.span))
        try writer.finish()
        bytes += try Data(contentsOf: URL(fileURLWithPath: path))
    }
    return bytes
}
