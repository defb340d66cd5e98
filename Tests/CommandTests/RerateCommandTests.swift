import Foundation
import Testing

/// `scatto rerate --dry-run` on the sample: what another catalogue would change, and that nothing is changed by asking.
@Suite struct RerateCommandTests {
    /// A folder in which the sample was rated, with another catalogue in `new` in which the calls to some destination cost other prices.
    private func rated(replacing old: String, with new: String, in file: String = "rates-eur.csv") async throws -> Command {
        let command = try Command()
        let answer = try await command.scatto(
            "rate", "--catalogue", "samples/catalogue", "--ledger", "ledger.sqlite", "--output", "out", "samples/calls/2026-10-01.csv.gz")
        #expect(answer.status == 1)
        try FileManager.default.copyItem(atPath: Command.samples + "/catalogue", toPath: command.path + "/new")
        let text = try command.text("new/" + file)
        #expect(text.contains(old))
        try command.write(text.replacingOccurrences(of: old, with: new), "new/" + file)
        return command
    }

    private func state(_ command: Command) throws -> [Data] {
        try ["ledger.sqlite", "out/pstn-usage.csv", "out/run.json"].map { try Data(contentsOf: URL(fileURLWithPath: command.path + "/" + $0)) }
    }

    /// Reads `scatto rerate --json`.
    private struct Difference: Decodable, Equatable {
        struct Counts: Decodable, Equatable {
            var settled: Int
            var suspended: Int
            var duplicates: Int
        }
        struct Line: Decodable, Equatable {
            var organization: String
            var destination: String
            var currency: String
            var callsBefore: Int
            var callsAfter: Int
            var chargedBefore: String
            var chargedAfter: String
            var difference: String
        }
        var run: Int
        var before: Counts
        var after: Counts
        var organizations: [Line]
        var destinations: [Line]
    }

    @Test func `a cheaper rate shows by organization and destination, and nothing is changed by asking`() async throws {
        // Calls to premium numbers of the United Kingdom at a third of the price.
        let command = try await rated(replacing: "United Kingdom premium,1.2000", with: "United Kingdom premium,0.4000")
        let before = try state(command)
        let answer = try await command.scatto("rerate", "--dry-run", "--ledger", "ledger.sqlite", "--catalogue", "new")
        #expect(answer.status == 0 && answer.errors.isEmpty)
        #expect(
            answer.output == """
                Run 1 as it stands, and with new: nothing was posted
                  settled 203 → 203, suspended 9 → 9, duplicate 2 → 2

                organization     destination             calls  then  charged     then  difference
                flying-snail     Sweden                      1     1   0.0000   0.0500     +0.0500  EUR
                flying-snail     United Kingdom premium      4     4  49.4000  17.4000    -32.0000  EUR
                flying-snail     in all                     47    47  50.6950  18.7450    -31.9500  EUR
                moonlit-library  the same everywhere       126   126   0.0000   0.0000      0.0000  EUR
                paper-rocket     the same everywhere        30    30     2.22     2.22        0.00  USD

                To post it: scatto undo --ledger ledger.sqlite --run 1, then scatto rate with that catalogue, the same inputs and another output folder.

                """)
        #expect(try state(command) == before)
        #expect(try command.names() == ["ledger.sqlite", "ledger.sqlite.maildir", "new", "out", "samples"])
    }

    @Test func `undo and rate with that catalogue give what was shown`() async throws {
        let command = try await rated(replacing: "United Kingdom premium,1.2000", with: "United Kingdom premium,0.4000")
        let shown = try await command.scatto("rerate", "--dry-run", "--ledger", "ledger.sqlite", "--catalogue", "new", "--json")
        let difference = try JSONDecoder().decode(Difference.self, from: Data(shown.output.utf8))
        #expect(difference.run == 1)
        #expect(difference.before == Difference.Counts(settled: 203, suspended: 9, duplicates: 2) && difference.after == difference.before)
        #expect(try await command.scatto("undo", "--ledger", "ledger.sqlite", "--run", "1").status == 0)
        let answer = try await command.scatto(
            "rate", "--catalogue", "new", "--ledger", "ledger.sqlite", "--output", "again", "samples/calls/2026-10-01.csv.gz")
        #expect(answer.status == 1)
        struct Proof: Decodable {
            struct Organization: Decodable {
                var organization: String
                var calls: Int
                var charged: String
            }
            var organizations: [Organization]
        }
        let proof = try JSONDecoder().decode(Proof.self, from: Data(try command.text("again/run.json").utf8))
        #expect(proof.organizations.count == 3)
        for organization in proof.organizations {
            let line = try #require(difference.organizations.first { $0.organization == organization.organization })
            #expect(line.callsAfter == organization.calls && line.chargedAfter == organization.charged)
        }
    }

    @Test func `the same catalogue makes no difference`() async throws {
        let command = try await rated(replacing: "353,Ireland,0.0150", with: "353,Ireland,0.0150")
        let answer = try await command.scatto("rerate", "--dry-run", "--ledger", "ledger.sqlite", "--catalogue", "new", "samples/calls")
        #expect(answer.output.contains("same everywhere"))
        #expect(!answer.output.contains("+"))
    }

    @Test(arguments: [
        (
            ["--ledger", "ledger.sqlite", "--catalogue", "new"], 2,
            "rerate needs --dry-run; to post the difference, use scatto undo, then scatto rate with the other catalogue; see scatto rerate --help"
        ),
        (
            ["--dry-run", "--ledger", "ledger.sqlite", "--catalogue", "new", "new/users.csv"], 2,
            "the inputs are not those of run 1, byte by byte; name the same files in the same order"
        ),
        (
            ["--dry-run", "--ledger", "none.sqlite", "--catalogue", "new"], 3,
            "none.sqlite: there is no such ledger; check the path; the first run of scatto rate creates the ledger"
        ),
        (
            ["--dry-run", "--ledger", "ledger.sqlite", "--catalogue", "new", "--output", "elsewhere"], 3,
            "elsewhere/pstn-usage.csv: cannot be read (No such file or directory); check the path and its permissions"
        ),
        (
            ["--dry-run", "--ledger", "ledger.sqlite", "--catalogue", "new", "--output", "other"], 2,
            "other: its report has 0 calls, and run 1 settled 203; name the folder with the reports of run 1"
        ),
    ])
    func `what cannot be compared is said on one line`(arguments: [String], status: Int, text: String) async throws {
        let command = try await rated(replacing: "353,Ireland,0.0150", with: "353,Ireland,0.0160")
        let header = try #require(try command.text("out/pstn-usage.csv").split(separator: "\r\n").first)
        try FileManager.default.createDirectory(atPath: command.path + "/other", withIntermediateDirectories: true)
        try command.write(header + "\r\n", "other/pstn-usage.csv")
        let answer = try await command.scatto(["rerate"] + arguments)
        #expect(answer == Command.Answer(status: Int32(status), output: "", errors: "scatto: " + text + "\n"))
    }
}
