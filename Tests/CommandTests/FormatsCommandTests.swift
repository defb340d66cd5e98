import Foundation
import Testing

/// `scatto formats`, `--format` and `--time-zone`.
@Suite(.serialized) struct FormatsCommandTests {
    /// The article's example, and the text blocks of it in order: the log, the format, the command, the report.
    private static let blocks: [String] = {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let article = try? String(contentsOf: sources.appendingPathComponent("Sources/CallRecords/CallRecords.docc/Formats.md"), encoding: .utf8)
        return (article ?? "").components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map { block in
            String(block.element[(block.element.firstIndex(of: "\n") ?? block.element.startIndex)...].dropFirst())
        }
    }()

    @Test func `the example of the article comes to what the article says`() async throws {
        let command = try Command()
        let blocks = Self.blocks
        try #require(blocks.count == 4)
        try command.write(blocks[0], "cellar.log")
        try command.write(blocks[1], "cellar.yaml")
        let lines = blocks[2].split(separator: "\n")
        let rate = lines[0].split(separator: " ").dropFirst().map(String.init)
        let answer = try await command.scatto(rate)
        #expect(answer.status == 1)
        #expect(answer.output.contains("settled 3, suspended 1, duplicate 0"))
        let cut = lines[1].split(separator: " ").dropFirst().map(String.init)
        let shown = try await command.program("cut", cut)
        #expect(shown.output == blocks[3])
        #expect(try command.text("out/suspense.csv").contains("callee “* hello” is no phone number"))
        #expect(try command.text("out/suspended/cellar.log") == blocks[0].split(separator: "\n", omittingEmptySubsequences: true)[3] + "\n")
        // Proved, though the file of suspended records has no header; and fed again it comes to the same.
        let proof = try await command.scatto("verify", "--ledger", "ledger.sqlite", "--catalogue", "samples/catalogue", "--output", "out")
        #expect(proof.status == 0, "\(proof.errors)")
        let again = try await command.scatto(
            "rate", "--catalogue", "samples/catalogue", "--ledger", "ledger.sqlite", "--output", "again", "--format", "cellar.yaml", "out/suspended")
        #expect(again.output.contains("read 1 record"))
    }

    @Test func `a built-in format is printed byte for byte, and its copy works`() async throws {
        let command = try Command()
        for name in ["native", "teams-graph", "asterisk", "asterisk-custom", "freeswitch", "freeswitch-asterisk", "cucm"] {
            let shown = try await command.scatto("formats", "show", name)
            #expect(shown.status == 0)
            try command.write(shown.output, "copy.yaml")
            #expect(try await command.scatto("formats", "show", "copy.yaml").output == shown.output)
            #expect(try await command.scatto("formats", "list").output.contains(name + " "))
        }
    }

    static let wrong: [(arguments: [String], message: String)] = [
        (["--format", "asterix"], "scatto: unknown format “asterix”; use asterisk, or a file whose name ends in .yaml; see scatto rate --help\n"),
        (["--format", "none.yaml"], "scatto: none.yaml: the format file cannot be read; check its name and its permissions\n"),
        (
            ["--format", "asterisk", "--time-zone", "Rome"],
            "scatto: --time-zone: there is no time zone “Rome”; write an IANA name such as Europe/Rome; see scatto rate --help\n"
        ),
        (
            ["--format", "cucm", "--time-zone", "Europe/Rome"],
            "scatto: --time-zone: format cucm says itself in which zone its times are; leave the option out\n"
        ),
        (
            ["--format", "wrong.yaml"],
            "scatto: wrong.yaml:1:1: the format has no key 'kolumns'; write 'columns', or remove it\n"
                + "scatto: wrong.yaml:1:1: the format has no fields: 'usage_id', 'call_type', 'start_time', 'duration_seconds', 'caller', 'callee'; "
                + "say under fields where each comes from\n"
        ),
    ]

    @Test(arguments: wrong)
    func `a format that there is not`(_ arguments: [String], _ message: String) async throws {
        let command = try Command()
        try command.write("kolumns: header\n", "wrong.yaml")
        let answer = try await command.scatto(
            ["rate", "--catalogue", "samples/catalogue", "--ledger", "l", "--output", "o"] + arguments + ["samples/calls"])
        #expect(answer.status == 2)
        #expect(answer.errors == message)
        #expect(try command.names() == ["samples", "wrong.yaml"])
    }
}
