import Foundation
import Testing

/// What the outside does to a run: each ends with the right status and one line, nothing is settled, and the next run does the work.
@Suite(.serialized) struct OutsideFaultTests {
    typealias Answer = Command.Answer

    /// A folder with 3,000 calls in `night.csv`, the same in another order of bytes in `again.csv`, and as many faulty records in `faulty.csv`.
    private func folder() async throws -> Command {
        let command = try Command()
        for (name, faulty) in [("night", "0"), ("faulty", "0.8")] {
            let made = try await command.scatto(
                "generate", "--catalogue", "samples/catalogue", "--count", "3000", "--seed", "5", "--faulty", faulty, "-o", name + ".csv")
            #expect(made.status == 0)
        }
        try command.write(try command.text("night.csv") + "\n", "again.csv")
        // Runs the rest of its arguments with a limit on the size of files.
        try command.write(
            "import os, resource, sys\nsize = int(sys.argv[1])\nresource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\nos.execv(sys.argv[2], sys.argv[2:])\n",
            "limited.py")
        return command
    }

    private func arguments(_ inputs: [String], ledger: String = "l", output: String = "out") -> [String] {
        ["rate", "--catalogue", "samples/catalogue", "--ledger", ledger, "--output", output, "--dialect", "plain"] + inputs
    }

    /// The one line that a run says, its staging folder's mark left out.
    private func line(_ answer: Answer) -> String {
        answer.errors.replacing(/run-1-[0-9a-f]{16}/, with: "run-1").replacing(/run-2-[0-9a-f]{16}/, with: "run-2")
    }

    /// A file that may not grow beyond so many bytes, as on a full disk: the ledger is smaller.
    private static let limit = 500_000

    @Test(arguments: [
        (inputs: ["night.csv"], file: "pstn-usage.csv", before: [String]()), (inputs: ["-"], file: ".input-0", before: []),
        (inputs: ["again.csv"], file: "duplicates.csv", before: ["night.csv"]), (inputs: ["faulty.csv"], file: "suspense.csv", before: []),
    ])
    func `an output that cannot grow is named, and the next run writes it`(inputs: [String], file: String, before: [String]) async throws {
        let command = try await folder()
        // What is written is large enough only many times over.
        if file == "duplicates.csv" || file == "suspense.csv" || file == ".input-0" {
            for name in ["night.csv", "again.csv", "faulty.csv"] {
                let lines = try command.text(name).split(separator: "\n", maxSplits: 1)
                try command.write(lines[0] + "\n" + String(repeating: String(lines[1]), count: 4), name)
            }
        }
        if !before.isEmpty { #expect(try await command.scatto(arguments(before, output: "first")).status == 0) }
        let names = try command.names()
        let reading = inputs == ["-"] ? "night.csv" : nil
        let answer = try await command.program("python3", ["limited.py", String(Self.limit), Command.program] + arguments(inputs), reading: reading)
        let staging = "DIR/out/.scatto-run-\(before.isEmpty ? 1 : 2)"
        #expect(answer.status == 3)
        #expect(
            line(answer)
                == "scatto: \(staging)/\(file): cannot write (File too large); free space or mend the permissions, then run again; nothing was settled\n"
        )
        #expect(try command.names() == names)
        let again = try await command.program(Command.program, arguments(inputs), reading: reading)
        #expect(again.status == (file == "suspense.csv" ? 1 : 0))
        #expect(again.errors == "")
    }

    @Test func `a ledger that cannot grow ends the run, wherever it stops growing`() async throws {
        let command = try await folder()
        for limit in [0, 1, 4096, 16_384, 20_000, 65_536, 300_000, 425_984] {
            let answer = try await command.program("python3", ["limited.py", String(limit), Command.program] + arguments(["night.csv"]))
            #expect(answer.status == 3 || answer.status == 4, "\(limit): \(answer)")
            #expect(answer.errors.hasPrefix("scatto: ") && answer.errors.split(separator: "\n").count == 1, "\(limit): \(answer)")
            #expect(try command.names() == ["again.csv", "faulty.csv", "limited.py", "night.csv", "samples"], "\(limit)")
        }
        #expect(try await command.scatto(arguments(["night.csv"])).status == 0)
    }

    @Test func `an input that cannot be read on ends the run`() async throws {
        let command = try await folder()
        // The first byte of a process's memory is nowhere, which the system answers with EIO.
        let answer = try await command.scatto(arguments(["night.csv", "/proc/self/mem"]))
        #expect(
            answer
                == Answer(
                    status: 3, output: "",
                    errors:
                        "scatto: /proc/self/mem: cannot be read on from byte 0: Input/output error; check the disk or the connection, then run again\n"
                ))
        #expect(try command.names() == ["again.csv", "faulty.csv", "limited.py", "night.csv", "samples"])
        #expect(try await command.scatto(arguments(["night.csv"])).status == 0)
    }

    @Test func `a gzip file that is cut, or of which a byte has changed, is never half settled`() async throws {
        let command = try await folder()
        _ = try await command.program("gzip", ["-k", "night.csv"])
        let whole = try Data(contentsOf: URL(filePath: command.path + "/night.csv.gz"))
        var random = SeededRandom(state: 3)
        let cuts = [1, 5, 18, whole.count - 1, whole.count - 8] + (0..<10).map { _ in random.below(whole.count - 2) + 1 }
        // Time and system in the header do not matter; nothing else may change unnoticed.
        let flips = [0, 1, 2, 3] + (0..<25).map { _ in 10 + 9 + random.below(whole.count - 19) }
        for (number, length) in cuts.enumerated() { try whole.prefix(length).write(to: URL(filePath: "\(command.path)/damaged-\(number).csv.gz")) }
        for (number, place) in flips.enumerated() {
            var bytes = whole
            bytes[place] ^= UInt8(1 + random.below(255))
            try bytes.write(to: URL(filePath: "\(command.path)/damaged-\(cuts.count + number).csv.gz"))
        }
        for number in 0..<(cuts.count + flips.count) {
            let answer = try await command.scatto(arguments(["damaged-\(number).csv.gz"]))
            let isOneLine = answer.errors.hasPrefix("scatto: damaged-\(number).csv.gz: the ") && answer.errors.split(separator: "\n").count == 1
            #expect(answer.status == 3 && isOneLine, "\(number): \(answer)")
        }
        #expect(try command.names().filter { ["l", "out"].contains($0) } == [])
    }

    @Test(arguments: [
        (
            ledger: "l", output: "night.csv/out", status: 3,
            says: "night.csv/out: cannot write (Not a directory); free space or mend the permissions, then run again; nothing was settled"
        ),
        (
            ledger: "l", output: "/proc/out", status: 3,
            says: "/proc/out: cannot write (No such file or directory); free space or mend the permissions, then run again; nothing was settled"
        ),
        (ledger: "l", output: "night.csv", status: 2, says: "night.csv: the output is not a folder; name another"),
        (
            ledger: "night.csv/l", output: "out", status: 3,
            says: "night.csv/l: the ledger cannot be opened (Not a directory); check the path and its permissions"
        ),
        (
            ledger: "absent/l", output: "out", status: 3,
            says: "absent/l: the ledger cannot be opened (No such file or directory); check the path and its permissions"
        ),
        (
            ledger: "samples", output: "out", status: 3,
            says: "samples: the ledger cannot be opened (Is a directory); check the path and its permissions"
        ),
    ])
    func `what cannot be written at all is named, and nothing is left`(ledger: String, output: String, status: Int, says: String) async throws {
        let command = try await folder()
        let names = try command.names()
        let answer = try await command.scatto(arguments(["night.csv"], ledger: ledger, output: output))
        #expect(answer == Answer(status: Int32(status), output: "", errors: "scatto: \(says)\n"))
        #expect(try command.names() == names)
    }

    @Test func `what its owner may not write is named, and nothing is left`() async throws {
        let command = try await folder()
        // The administrator may write everywhere: then somebody else tries, with a copy of the program that everybody may run.
        try FileManager.default.copyItem(atPath: Command.program, toPath: command.path + "/scatto")
        for name in ["scatto", "."] { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: command.path + "/" + name) }
        for name in ["night.csv"] { try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: command.path + "/" + name) }
        try command.write("timeZone: UTC\n", "c.yaml")
        for (folder, mode) in [("open", 0o777), ("closed", 0o555)] {
            try FileManager.default.createDirectory(atPath: command.path + "/" + folder, withIntermediateDirectories: false)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: command.path + "/" + folder)
        }
        try FileManager.default.removeItem(atPath: command.path + "/samples")
        try FileManager.default.copyItem(atPath: Command.samples, toPath: command.path + "/samples")
        let somebody = geteuid() == 0 ? ["--reuid=65534", "--regid=65534", "--clear-groups"] : []
        for (ledger, output, says) in [
            (
                "open/l", "closed/out",
                "closed/out: cannot write (Permission denied); free space or mend the permissions, then run again; nothing was settled"
            ),
            ("closed/l", "open/out", "closed/l: the ledger cannot be opened (Permission denied); check the path and its permissions"),
        ] {
            let answer = try await command.program("setpriv", somebody + ["./scatto"] + arguments(["night.csv"], ledger: ledger, output: output))
            #expect(answer == Answer(status: 3, output: "", errors: "scatto: \(says)\n"))
            #expect(try command.names("open") == [])
            #expect(try command.names("closed") == [])
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: command.path + "/closed")
    }
}
