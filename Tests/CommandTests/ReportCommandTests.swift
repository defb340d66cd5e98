import Foundation
import Testing

/// `scatto report` as people and scripts meet it.
@Suite struct ReportCommandTests {
    private func rated() async throws -> Command {
        let command = try Command()
        let answer = try await command.scatto(
            "rate", "--catalogue", "samples/catalogue", "--ledger", "ledger.sqlite", "--output", "out", "--dialect", "plain",
            "samples/calls/2026-10-01.csv.gz")
        #expect(answer.status == 1)
        return command
    }

    @Test func `the sample's month is written, and says what was`() async throws {
        let command = try await rated()
        let answer = try await command.scatto(
            "report", "--ledger", "ledger.sqlite", "--month", "2026-10", "--dialect", "plain", "-o", "reports/2026-10")
        #expect(
            answer
                == Command.Answer(status: 0, output: "Report of 2026-10 (Europe/Dublin) in reports/2026-10: 3 organizations, 203 calls\n", errors: "")
        )
        #expect(
            try command.names("reports/2026-10") == [
                "blocked-calls.csv", "credits-statement.csv", "overview", "pstn-minute-pools.csv", "usage-by-day.csv", "usage-by-destination.csv",
                "usage-by-user.csv",
            ])
        #expect(try command.names("reports") == ["2026-10"])
        let days = try command.text("reports/2026-10/usage-by-day.csv").split(separator: "\n").dropFirst()
        // By organization and day in Dublin: calls, charged. The run's summary has their sums.
        #expect(
            days.map { line in
                let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                return "\(cells[0]) \(cells[1]) \(cells[2]) \(cells[15])"
            } == [
                "flying-snail 2026-10-01 46 50.6950", "flying-snail 2026-10-02 1 0.0000", "moonlit-library 2026-10-01 119 0.0000",
                "moonlit-library 2026-10-02 7 0.0000", "paper-rocket 2026-10-01 26 2.22", "paper-rocket 2026-10-02 4 0.00",
            ])
        let statement = try command.text("reports/2026-10/credits-statement.csv")
        #expect(statement.contains("\nflying-snail,2026-10-31,closing balance,,,-4.4360,EUR,,,,,,,\n"))
        #expect(try command.names("reports/2026-10/overview") == ["flying-snail.html", "moonlit-library.html", "paper-rocket.html"])
        #expect(try command.text("reports/2026-10/overview/flying-snail.html").contains("<b>50.6950</b>"))
        let one = try await command.scatto(
            "report", "--ledger", "ledger.sqlite", "--month", "2026-10", "--organization", "paper-rocket", "--locale", "it-IT", "-o", "rocket")
        #expect(one.output == "Report of 2026-10 (Europe/Dublin) in rocket: 1 organization, 30 calls\n")
        #expect(try command.text("rocket/usage-by-day.csv").contains("paper-rocket;2026-10-01;26;"))
        #expect(try command.text("rocket/overview.html").contains("ottobre 2026"))
    }

    @Test(arguments: [
        (["--month", "2026-12", "-o", "new"], 2, "ledger.sqlite: nothing of 2026-12 is on record; choose a month from 2025-10 to 2026-10"),
        (
            ["--month", "2026-10", "--organization", "nobody", "-o", "new"], 2,
            "ledger.sqlite: there is no organization 'nobody'; it has flying-snail, moonlit-library, paper-rocket"
        ),
        (["--month", "2026-10", "-o", "out"], 2, "out: the output folder is not empty; name an empty or a new folder"),
        (["--month", "2026-10", "-o", "ledger.sqlite"], 2, "ledger.sqlite: the output is not a folder; name another"),
        (
            ["--month", "2026-10", "-o", "/proc/new"], 3,
            "/proc/new: cannot write (No such file or directory); free space or mend the permissions, then try again"
        ),
        (
            ["--month", "2026-10", "--locale", "tlh", "-o", "new"], 2,
            "--locale: unknown locale “tlh”; use one such as en-US, it-IT, de-CH; see scatto report --help"
        ),
        (["--month", "October", "-o", "new"], 2, "The value 'October' is invalid for '--month <month>'; see scatto report --help"),
    ])
    func `what cannot be written is said on one line, and nothing is`(arguments: [String], status: Int, text: String) async throws {
        let command = try await rated()
        let answer = try await command.scatto(["report", "--ledger", "ledger.sqlite"] + arguments)
        #expect(answer == Command.Answer(status: Int32(status), output: "", errors: "scatto: " + text + "\n"))
        #expect(try command.names() == ["ledger.sqlite", "ledger.sqlite.maildir", "out", "samples"])
    }

    @Test(arguments: [
        ("none.sqlite", 3, "none.sqlite: there is no such ledger; check the path; the first run of scatto rate creates the ledger"),
        (
            "samples/catalogue/catalogue.yaml", 4,
            "samples/catalogue/catalogue.yaml: this file is no ledger of Scatto; name another file; this one was not changed"
        ),
    ])
    func `a ledger that is none is said on one line`(ledger: String, status: Int, text: String) async throws {
        let command = try Command()
        let answer = try await command.scatto("report", "--ledger", ledger, "--month", "2026-10", "-o", "new")
        #expect(answer == Command.Answer(status: Int32(status), output: "", errors: "scatto: " + text + "\n"))
        #expect(try command.names() == ["samples"])
    }
}
