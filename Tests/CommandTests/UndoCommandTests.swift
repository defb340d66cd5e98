import Foundation
import Testing

/// `scatto undo` and `scatto runs list` as people and scripts meet them.
@Suite struct UndoCommandTests {
    private func rate(_ command: Command, output: String) async throws -> Command.Answer {
        try await command.scatto(
            "rate", "--catalogue", "samples/catalogue", "--ledger", "ledger.sqlite", "--output", output, "--dialect", "plain",
            "samples/calls/2026-10-01.csv.gz")
    }

    @Test func `a run is taken back, listed as such, and made again with the same report`() async throws {
        let command = try Command()
        #expect(try await rate(command, output: "first").status == 1)
        let undone = try await command.scatto("undo", "--ledger", "ledger.sqlite", "--run", "1")
        #expect(undone.status == 0 && undone.errors.isEmpty)
        #expect(undone.output.hasPrefix("Run 1 was taken back: its 214 records from 1 input can be rated again.\n"))
        #expect(
            undone.output.hasSuffix("Its reports in DIR/first do not count any more: move them away, and rate again into that folder or another.\n"))
        let again = try await command.scatto("undo", "--ledger", "ledger.sqlite", "--run", "1")
        #expect(again == Command.Answer(status: 0, output: "Nothing to do: run 1 was taken back before.\n", errors: ""))
        #expect(try await rate(command, output: "second").status == 1)
        for report in ["pstn-usage.csv", "duplicates.csv", "suspense.csv", "notices.csv"] {
            #expect(try command.text("second/" + report) == command.text("first/" + report))
        }
        #expect(
            try await command.scatto("runs", "list", "--ledger", "ledger.sqlite").output == """
                run  inputs  read  settled  suspended  duplicates  state       output
                  1       1   214      203          9           2  taken back  DIR/first
                  2       1   214      203          9           2  stands      DIR/second

                """)
        let json = try await command.scatto("runs", "list", "--ledger", "ledger.sqlite", "--json").output
        struct Run: Decodable, Equatable {
            var run: Int
            var undone: Bool
            var settled: Int
            var output: String
        }
        #expect(
            try JSONDecoder().decode([Run].self, from: Data(json.utf8)) == [
                Run(run: 1, undone: true, settled: 203, output: "DIR/first"), Run(run: 2, undone: false, settled: 203, output: "DIR/second"),
            ])
    }

    @Test(arguments: [
        (
            ["undo", "--ledger", "none.sqlite", "--run", "1"], 3,
            "none.sqlite: there is no such ledger; check the path; the first run of scatto rate creates the ledger"
        ),
        (
            ["undo", "--ledger", "samples/catalogue/catalogue.yaml", "--run", "1"], 4,
            "samples/catalogue/catalogue.yaml: this file is no ledger of Scatto; name another file; this one was not changed"
        ),
        (["undo", "--ledger", "ledger.sqlite"], 2, "Missing expected argument '--run <n>'; see scatto undo --help"),
        (["undo", "--ledger", "ledger.sqlite", "--run", "7"], 2, "ledger.sqlite: there is no run 7; scatto runs list shows which there are"),
        (
            ["runs", "list", "--ledger", "none.sqlite"], 3,
            "none.sqlite: there is no such ledger; check the path; the first run of scatto rate creates the ledger"
        ),
    ])
    func `what cannot be taken back is said on one line`(arguments: [String], status: Int, text: String) async throws {
        let command = try Command()
        _ = try await rate(command, output: "out")
        let answer = try await command.scatto(arguments)
        #expect(answer == Command.Answer(status: Int32(status), output: "", errors: "scatto: " + text + "\n"))
    }
}
