import Foundation
import Testing

/// `scatto ledger export` and `scatto advise` as processes: what they print, their statuses, and what they leave.
@Suite struct FinanceCommandTests {
    /// The sample, rated.
    private func sample() async throws -> Command {
        let command = try Command()
        let rated = try await command.scatto("rate", "--catalogue", "samples/catalogue", "--ledger", "l.sqlite", "--output", "out", "samples/calls")
        #expect(rated.status == 1)
        return command
    }

    @Test func `a journal goes to standard output or into a new file`() async throws {
        let command = try await sample()
        let printed = try await command.scatto("ledger", "export", "--format", "hledger", "--ledger", "l.sqlite", "--organization", "paper-rocket")
        #expect(
            printed
                == Command.Answer(
                    status: 0,
                    output: """
                        ; Credits from Scatto's ledger, in the books of the organizations that prepay. Days are those of Europe/Dublin.
                        decimal-mark .
                        commodity 1000.00 USD
                        account assets:credits:paper-rocket
                        account expenses:calls:paper-rocket
                        account liabilities:card:paper-rocket

                        2026-09-20 * (ROCKET-2026) funding
                            ; run: 1, at: 2026-09-19T23:00:00Z, payment: card:2026-08, expires: 2027-09-19T23:00:00Z
                            assets:credits:paper-rocket  2.00 USD
                            liabilities:card:paper-rocket  -2.00 USD

                        2026-10-01 * (run-1) charges
                            ; calls: 6
                            expenses:calls:paper-rocket  2.22 USD
                            assets:credits:paper-rocket  -2.22 USD

                        2026-10-01 * balance of credits
                            assets:credits:paper-rocket  0.00 USD = -0.22 USD

                        """, errors: ""))
        let written = try await command.scatto(
            "ledger", "export", "--format", "hledger", "--ledger", "l.sqlite", "--organization", "paper-rocket", "-o", "new.journal")
        #expect(written == Command.Answer(status: 0, output: "", errors: ""))
        #expect(try command.text("new.journal") == printed.output)
        let mode = try FileManager.default.attributesOfItem(atPath: command.path + "/new.journal")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try command.names().filter { $0.hasPrefix("new") } == ["new.journal"])
    }

    @Test func `faults of both are one line, and leave nothing`() async throws {
        let command = try await sample()
        try command.write("no ledger", "text")
        try command.write("kept", "there")
        let before = try command.names()
        func answers(_ arguments: [String], _ status: Int32, _ message: String) async throws {
            let found = try await command.scatto(arguments)
            #expect(found == Command.Answer(status: status, output: "", errors: "scatto: \(message)\n"), "\(arguments)")
        }
        for arguments in [["ledger", "export", "--format", "hledger"], ["advise"]] {
            try await answers(
                arguments + ["--ledger", "none"], 3, "none: there is no such ledger; check the path; the first run of scatto rate creates the ledger")
            try await answers(
                arguments + ["--ledger", "text"], 4, "text: this file is no ledger of Scatto; name another file; this one was not changed")
            try await answers(
                arguments + ["--ledger", "l.sqlite", "--organization", "pine"], 2,
                "l.sqlite: there is no organization 'pine'; it has flying-snail, moonlit-library, paper-rocket")
        }
        let export = ["ledger", "export", "--format", "hledger", "--ledger", "l.sqlite", "-o"]
        try await answers(export + ["there"], 2, "there: there is such a file already; name another")
        #expect(try command.text("there") == "kept")
        let absent = try await command.scatto(export + ["absent/journal"])
        #expect(absent.status == 3 && absent.errors.hasPrefix("scatto: absent/journal: ") && absent.errors.split(separator: "\n").count == 1)
        try await answers(
            ["advise", "--ledger", "l.sqlite", "--days", "0"], 2, "--days is 0; give a number from 1 to 366; see scatto advise --help")
        let folder = try await command.scatto("advise", "--ledger", "l.sqlite", "--catalogue", "absent")
        #expect(folder.status == 2 && folder.errors.hasPrefix("scatto: absent/catalogue.yaml"))
        #expect(try command.names() == before)
    }

    @Test func `a day of the sample is too little to advise`() async throws {
        let command = try await sample()
        let answer = try await command.scatto("advise", "--ledger", "l.sqlite", "--organization", "flying-snail")
        #expect(
            answer
                == Command.Answer(
                    status: 0,
                    output: """
                        flying-snail (EUR): 2 days on record, 2026-10-01 to 2026-10-02 (Europe/Dublin), 1 of them with charges
                          spending per day: median 0.0000, 95th percentile 50.6950, most 50.6950; days without charges count as 0
                          too little history: no amounts are advised with less than 7 days on record
                        Plans are left out, as no catalogue is given; add --catalogue.

                        """, errors: ""))
        let json = try await command.scatto("advise", "--ledger", "l.sqlite", "--json")
        #expect((try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])?["triggerDays"] as? Int == 3)
    }
}
