import Foundation
import Testing

/// `scatto suspense summary`, to the letter.
@Suite struct SuspenseCommandTests {
    static let calls = """
        usage_id,call_type,start_time,duration_seconds,caller,callee,user
        a,user_out,2026-10-01T08:00:00Z,60,,+999199000504,ann
        b,user_out,2026-10-01T08:01:00Z,90,,+999199000505,ann
        c,user_out,2026-10-01T08:02:00Z,600,,+999199000506,bea
        d,user_out,2026-10-01T08:03:00Z,30,+353209100009,+33199000504,
        e,user_in,2026-10-01T08:04:00Z,30,+33199000504,+353209100008,
        f,user_out,yesterday,60,,+33199000504,ann
        g,user_out,2026-10-01T08:05:00Z,60,,+33199000504,ann

        """

    private func rated(_ dialect: String = "plain") async throws -> Command {
        let command = try Command()
        try FileManager.default.createDirectory(atPath: command.path + "/c", withIntermediateDirectories: true)
        for (name, text) in [
            "catalogue.yaml": "tariffs: { t: { currency: EUR, outbound: rates.csv } }\nplans: { CREDITS: { credits: yes } }\n",
            "rates.csv": "prefix,destination,rate_per_minute\n33,France,0.1\n", "organizations.csv": "organization\nalder\n",
            "users.csv": "user,organization,usage_location,licences\nann,alder,IE,CREDITS\nbea,alder,IE,CREDITS\n",
        ] {
            try command.write(text, "c/" + name)
        }
        try command.write(Self.calls, "calls.csv")
        let answer = try await command.scatto("rate", "--catalogue", "c", "--ledger", "l", "--output", "out", "--dialect", dialect, "calls.csv")
        #expect(answer.status == 1)
        return command
    }

    static let summary = """
        6 suspended records of 810 seconds in 1 folder

        no_rate: 3 records, 750 seconds
          add rates to the deck; scatto tariff check --suspense lists the prefixes that are missing
          records  seconds  destination  user
                2      150  ? +999…      ann
                1      600  ? +999…      bea

        unknown_user: 2 records, 60 seconds
          add the users, or their numbers, to users.csv
          records  seconds  destination  user
                1       30  FR +331…     +353*********
                1       30  IE +353…     +353*********

        malformed: 1 record, 0 seconds
          mend the lines in suspended/ as the column Detail of suspense.csv says, or name the right --format
          records  seconds  destination  user
                1        0  –            –

        """

    @Test(arguments: ["plain", "excel"])
    func `reasons come with the largest first, their remedy, and the largest groups`(dialect: String) async throws {
        let command = try await rated(dialect)
        #expect(try await command.scatto("suspense", "summary", "out/") == Command.Answer(status: 0, output: Self.summary, errors: ""))
    }

    @Test func `several folders are one summary, and --json has all of it`() async throws {
        let command = try await rated()
        let answer = try await command.scatto("suspense", "summary", "--json", "out", "out")
        #expect(answer.status == 0)
        let reasons = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [[String: Any]])
        #expect(reasons.map { $0["reason"] as? String } == ["no_rate", "unknown_user", "malformed"])
        #expect(reasons.map { $0["records"] as? Int } == [6, 4, 2])
        #expect(reasons.map { $0["seconds"] as? Int } == [1500, 120, 0])
    }

    @Test func `a run that suspended nothing has nothing to show`() async throws {
        let command = try await rated()
        try command.write(
            Self.calls.split(separator: "\n").filter { $0.hasPrefix("usage_id") || $0.hasPrefix("g,") }.joined(separator: "\n"), "good.csv")
        _ = try await command.scatto("rate", "--catalogue", "c", "--ledger", "k", "--output", "good", "good.csv")
        #expect(
            try await command.scatto("suspense", "summary", "good")
                == Command.Answer(status: 0, output: "0 suspended records of 0 seconds in 1 folder\n", errors: ""))
    }

    @Test func `what cannot be read is named, with what to do`() async throws {
        let command = try await rated()
        #expect(
            try await command.scatto("suspense", "summary", "absent")
                == Command.Answer(
                    status: 3, output: "",
                    errors: "scatto: absent/suspense.csv: cannot be read (No such file or directory); check the path and its permissions\n"))
        try command.write("usage_id,call_type,start_time,duration_seconds,caller,callee,user\n", "out/suspended/calls.csv")
        #expect(
            try await command.scatto("suspense", "summary", "out")
                == Command.Answer(
                    status: 2, output: "",
                    errors: "scatto: out/suspended/calls.csv: it has 0 records, and suspense.csv has 6 of this input; give the file as the run has "
                        + "written it, and with --format its format\n"))
    }
}
