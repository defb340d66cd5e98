import Foundation
import Testing

/// `scatto verify` as people and scripts meet it.
@Suite struct VerifyCommandTests {
    typealias Answer = Command.Answer

    private func rated(_ options: String...) async throws -> Command {
        let command = try Command()
        _ = try await command.scatto(
            ["rate", "--catalogue", "samples/catalogue", "--ledger", "ledger.sqlite", "--output", "out", "samples/calls/2026-10-01.csv.gz"] + options)
        return command
    }

    private func verify(_ command: Command, catalogue: String = "samples/catalogue", output: String = "out") async throws -> Answer {
        try await command.scatto("verify", "--catalogue", catalogue, "--ledger", "ledger.sqlite", "--output", output)
    }

    @Test func `a run that is proved is status 0, and what was proved`() async throws {
        let command = try await rated("--locale", "it-IT", "--seal")
        #expect(
            try await verify(command)
                == Answer(
                    status: 0,
                    output: """
                        Run 1, in DIR/out
                          read 214 = settled 203 + suspended 9 + duplicate 2
                          5 files read; each settled row attributed, priced and found in the ledger again
                          organization     calls  charged calls  charged  included s  balance
                          flying-snail        47             12  50.6950        5620  -4.4360 EUR
                          paper-rocket        30              6     2.22        3600    -0.22 USD
                          moonlit-library    126              0   0.0000       27266   0.0000 EUR
                          ledger: 1 run, 0 of them taken back; 203 settled records, 5 lots, 8 movements, 10 pools add up
                          SHA-256 of all 5 outputs agree
                        OK

                        """, errors: ""))
    }

    @Test func `one changed digit is status 1, its line and its column`() async throws {
        let command = try await rated("--dialect", "plain")
        let report = try command.text("out/pstn-usage.csv")
        try command.write(report.replacing("0.5940", with: "0.5941"), "out/pstn-usage.csv")
        #expect(
            try await verify(command)
                == Answer(
                    status: 1, output: "",
                    errors: """
                        scatto: DIR/out/pstn-usage.csv:2: Charge is 0.5941, and 1980 s at 0.018 a minute make 0.5940
                        scatto: run 1 is not proved: this does not agree; the report or the ledger was changed after the run, or the run was wrong: compare both \
                        with a backup

                        """))
    }

    @Test func `another catalogue, folder or ledger is status 2, 3 or 4, and one line`() async throws {
        let command = try await rated()
        #expect(
            try await verify(command, output: "elsewhere")
                == Answer(
                    status: 3, output: "",
                    errors: "scatto: elsewhere: cannot be read (No such file or directory); check the path and its permissions\n"))
        let other = try await verify(command, output: "samples")
        #expect(other.status == 2)
        #expect(other.errors.hasSuffix("/samples: no run of ledger.sqlite wrote into this folder; name the folder and the ledger of one run\n"))
        let faulty = try await verify(command, catalogue: "out")
        #expect(faulty.status == 2)
        #expect(faulty.errors.hasPrefix("scatto: out/catalogue.yaml:1:1: the file cannot be read: "))
        try command.write("no ledger", "ledger.sqlite")
        #expect(
            try await verify(command)
                == Answer(
                    status: 4, output: "",
                    errors: "scatto: ledger.sqlite: this file is no ledger of Scatto; name another file; this one was not changed\n"))
    }
}
