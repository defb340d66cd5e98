import Foundation
import GRDB
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A sequence of small runs on one ledger that recharge by agreement, by card and by a program, expire, deduplicate and suspend; and what it leaves.
///
/// Each of its folders holds one course of the sequence. What does not change, the catalogue and the inputs, lies beside them in `fixed`.
final class CrashScenario: Sendable {
    /// The folder of all.
    let base: String

    /// One command: its inputs, its output folder, its options, and the status that it ends with if nobody kills it.
    struct Step: Sendable {
        var output: String
        var inputs: [String]
        var status: Int32
        var options: [String] = []
        var ledger = "ledger.sqlite"
    }

    /// Six commands, of which the third fails after a payment, and the fourth takes up what it left; the last fails on a new ledger before anything is
    /// settled.
    static let steps = [
        Step(output: "out/1", inputs: ["../fixed/1.csv"], status: 1),
        Step(output: "out/2", inputs: ["../fixed/1.csv", "../fixed/2.csv", "-"], status: 1),
        Step(output: "out/3", inputs: ["../fixed/damaged.csv.gz"], status: 3),
        Step(output: "out/3", inputs: ["../fixed/3.csv"], status: 0, options: ["--seal", "--sync", "--split-by", "organization"]),
        Step(output: "out/4", inputs: ["../fixed/4.csv"], status: 0),
        Step(output: "out/5", inputs: ["../fixed/headless.csv"], status: 3, ledger: "other.sqlite"),
    ]

    private static let catalogue = [
        "catalogue.yaml": "tariffs: { euro: { currency: EUR, decimals: 4, outbound: rates.csv } }\nplans: { CREDITS: { credits: yes } }\n",
        "rates.csv": "prefix,destination,rate_per_minute\n33,France,1\n",
        "organizations.csv": """
        organization,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment
        alder,5,10,40,agreement:EA-1
        birch,5,10,,card:2026-10
        cedar,5,10,,command
        dogwood,,,,

        """,
        "users.csv": """
        user,organization,usage_location,licences
        ann,alder,IE,CREDITS
        bob,birch,IE,CREDITS
        cat,cedar,IE,CREDITS
        dan,dogwood,IE,CREDITS

        """,
        "fundings.csv": """
        reference,organization,amount,date,payment
        A-1,alder,8,2026-09-01,agreement:EA-1
        D-1,dogwood,30,2025-10-02,card:2026-12
        D-2,dogwood,50,2025-11-01,card:2026-12

        """,
    ]

    private static let header = "usage_id,call_type,start_time,duration_seconds,caller,callee,user\n"

    /// Records: id, day, user, minutes.
    private static func records(_ calls: [(String, String, String, Int)]) -> String {
        calls.map { id, day, user, minutes in "\(id),user_out,\(day)T08:00:00Z,\(60 * minutes),,+33199000504,\(user)\n" }.joined()
    }

    private static let night3 = records([
        ("31", "2026-11-02", "ann", 12), ("32", "2026-11-02", "bob", 12), ("33", "2026-11-02", "cat", 12), ("34", "2026-11-02", "dan", 1),
    ])

    private static let inputs = [
        // A duplicate within, a malformed record, one of nobody.
        "1.csv": header
            + records([
                ("11", "2026-10-01", "ann", 5), ("12", "2026-10-01", "bob", 3), ("13", "2026-10-01", "cat", 4), ("14", "2026-10-01", "dan", 2),
                ("11", "2026-10-01", "ann", 5), ("15", "2026-10-01", "nobody", 2),
            ]) + "16,user_out\n",
        "2.csv": header + records([("21", "2026-10-02", "ann", 40), ("22", "2026-10-02", "bob", 30), ("24", "2026-10-02", "dan", 1)]),
        // Through standard input: a duplicate of the first run, and a new one of another day.
        "stdin.csv": header + records([("12", "2026-10-01", "bob", 3), ("23", "2026-10-03", "cat", 7)]),
        // What follows the records is more than one piece of work, so they are settled before the end turns out to be damaged.
        "damaged.csv": header + night3 + String(repeating: "\n", count: 200_000),
        "3.csv": header + night3,
        "headless.csv": night3,
        "4.csv": header + records([("41", "2026-11-03", "cat", 9), ("42", "2026-11-03", "dan", 60), ("34", "2026-11-02", "dan", 2)]),
    ]

    /// The script that Tests/Crash/kill-anywhere has as a payment gateway.
    private static let gateway = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Crash/gateway.py")

    init() async throws {
        base = NSTemporaryDirectory() + "crash-" + UUID().uuidString
        for (folder, files) in [("fixed/catalogue", Self.catalogue), ("fixed", Self.inputs)] {
            try FileManager.default.createDirectory(atPath: base + "/" + folder, withIntermediateDirectories: true)
            for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(base)/\(folder)/\(name)")) }
        }
        _ = try await Subprocess.run(
            .name("gzip"), arguments: ["damaged.csv"], workingDirectory: FilePath(base + "/fixed"), output: .discarded, error: .discarded)
        let damaged = URL(filePath: base + "/fixed/damaged.csv.gz")
        var bytes = try Data(contentsOf: damaged)
        bytes[bytes.count - 8] ^= 1
        try bytes.write(to: damaged)
    }

    deinit { try? FileManager.default.removeItem(atPath: base) }

    /// Begins a course with nothing but the gateway.
    func begin(_ course: String) throws {
        try FileManager.default.createDirectory(atPath: base + "/" + course, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.gateway.path, toPath: "\(base)/\(course)/gateway.py")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(base)/\(course)/gateway.py")
    }

    /// Begins a course with all that another has left so far.
    func copy(_ course: String, to other: String) throws {
        try FileManager.default.copyItem(atPath: base + "/" + course, toPath: base + "/" + other)
    }

    func remove(_ course: String) throws { try FileManager.default.removeItem(atPath: base + "/" + course) }

    /// What a command ended with: its status, or minus the signal that ended it; and its messages.
    struct End: Hashable {
        var status: Int32
        var errors: String
    }

    /// Runs a step in a course, with more in its environment.
    func run(_ step: Int, in course: String, environment: [Environment.Key: String?] = [:]) async throws -> End {
        let step = Self.steps[step]
        let arguments =
            [
                "rate", "--catalogue", "../fixed/catalogue", "--ledger", step.ledger, "--output", step.output, "--dialect", "plain", "--workers",
                "1",
            ]
            + ["--payment-command", "./gateway.py"] + step.options + step.inputs
        let isReading = step.inputs.contains("-")
        let result = try await Subprocess.run(
            .path(FilePath(Command.program)), arguments: Arguments(arguments), environment: .inherit.updating(environment),
            workingDirectory: FilePath(base + "/" + course), input: .string(isReading ? Self.inputs["stdin.csv"] ?? "" : ""),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        let errors = result.standardError
        switch result.terminationStatus {
        case .exited(let status): return End(status: status, errors: errors)
        case .signaled(let signal): return End(status: -signal, errors: errors)
        }
    }

    /// All that a course has left: every row of every table, every byte of every file but the time in run.json, and the gateway's book.
    func state(of course: String) throws -> [String: [String]] {
        let folder = base + "/" + course
        var state: [String: [String]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            _ = unsafe FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
            if isFolder.boolValue {
                state[name + "/"] = []
            } else if name == "ledger.sqlite" {
                state.merge(try tables(folder + "/" + name)) { first, _ in first }
            } else if name == "other.sqlite" {
                // A ledger without a row is as good as none: a killed run that made it may leave it to the repeated one, which did not.
                for (table, rows) in try tables(folder + "/" + name) where !rows.isEmpty { state["other " + table] = rows }
            } else {
                let text = String(decoding: try Data(contentsOf: URL(filePath: folder + "/" + name)), as: UTF8.self)
                // Reports say how long a run took, and messages when they were sent.
                state[name] = text.split(whereSeparator: \.isNewline).filter { !$0.contains("\"milliseconds\" : ") && !$0.hasPrefix("Date: ") }.map(
                    String.init)
            }
        }
        return state
    }

    private func tables(_ ledger: String) throws -> [String: [String]] {
        let queue = try DatabaseQueue(path: ledger)
        defer { try? queue.close() }
        return try queue.read { database in
            var tables: [String: [String]] = [:]
            for table in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") {
                tables["table " + table] = try Row.fetchAll(database, sql: "SELECT * FROM \(table.quotedDatabaseIdentifier)").map {
                    // Courses lie in folders of their own.
                    let row = $0.databaseValues.map(\.description).joined(separator: " ")
                    return row.contains("crash-") ? row.replacing(/\/[^ ]*crash-[^\/]*\/[^\/]*/, with: "HERE") : row
                }.sorted()
            }
            return tables
        }
    }

    /// Where two states are not the same.
    static func differences(_ expected: [String: [String]], _ found: [String: [String]]) -> [String] {
        Set(expected.keys).union(found.keys).sorted().compactMap { name in
            guard let before = expected[name] else { return "\(name) should not be there" }
            guard let after = found[name] else { return "\(name) is missing" }
            if before == after { return nil }
            return "\(name): \(after.filter { !before.contains($0) }.prefix(3)) instead of \(before.filter { !after.contains($0) }.prefix(3))"
        }
    }
}
