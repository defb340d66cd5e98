import Foundation
import Testing

/// The command as people and scripts meet it: a process with arguments, two streams and a status.
@Suite struct CommandTests {
    typealias Answer = Command.Answer

    private func rateSample(_ command: Command, output: String = "out", ledger: String = "ledger.sqlite") async throws -> Answer {
        try await command.scatto(
            "rate", "--catalogue", "samples/catalogue", "--ledger", ledger, "--output", output, "--dialect", "plain",
            "samples/calls/2026-10-01.csv.gz")
    }

    @Test func `--help says what it is and how it ends`() async throws {
        let answer = try await Command().scatto("--help")
        #expect(
            answer
                == Answer(
                    status: 0,
                    output: """
                        OVERVIEW: Rates call detail records: exactly, once, and fast.

                        A run reads gzip'd call detail records, finds each call's price by the longest
                        prefix, draws on the minutes of licences and then on prepaid communications
                        credits, and writes the PSTN usage report as CSV that opens in Excel without
                        damage.

                        Exit status: 0 done; 1 done, but some records were suspended; 2 the command
                        line or the catalogue is wrong; 3 an input or output could not be read or
                        written; 4 the ledger is locked or damaged. With 2, 3 and 4 nothing was settled.

                        USAGE: scatto <subcommand>

                        OPTIONS:
                          --version               Show the version.
                          -h, --help              Show help information.

                        SUBCOMMANDS:
                          rate                    Rate and settle calls, and write the usage report.
                          verify                  Prove a run with a second method.
                          explain                 Show why a call cost what it did, rule by rule.
                          rerate                  Show what the last run would come to with another
                                                  catalogue.
                          undo                    Take the last run back, so that its inputs can be
                                                  rated again.
                          runs                    Show the runs that a ledger knows.
                          report                  Write a month's report for finance: usage, pools,
                                                  credits, blocked calls.
                          advise                  How much to fund: trigger, recharge, lots that will
                                                  expire, plans that would have been cheaper.
                          ledger                  Hand the ledger's money on to bookkeeping.
                          credits                 Show communications credits.
                          pools                   Show pools of minutes.
                          notices                 Show and deliver what runs have to tell organizations.
                          suspense                Look at suspended records.
                          catalogue               Look after a catalogue.
                          formats                 List and print the formats of call detail records.
                          tariff                  Look after rate decks.
                          generate                Generate calls, or a whole catalogue, from a seed.

                          See 'scatto help <subcommand>' for detailed help.

                        """, errors: ""))
    }

    @Test func `rate --help lists every option`() async throws {
        let answer = try await Command().scatto("rate", "--help")
        #expect(answer.status == 0)
        #expect(answer.errors == "")
        for option in [
            "--catalogue <dir>", "--ledger <file>", "--output <dir>", "--format <name>", "--time-zone <name>", "--dialect <name>",
            "--locale <name>", "--workers <n>",
            "--split-by <whom>", "--seal", "--sync", "--group-readable", "--payment-command <program>", "--sendmail <program>", "--maildir <dir>",
            "--from <address>", "<input>",
        ] {
            #expect(answer.output.contains("\n  \(option)"), "\(option)")
        }
        #expect(answer.output.split(separator: "\n").filter { !$0.hasPrefix("USAGE") }.allSatisfy { $0.count <= 80 })
    }

    @Test func `--version names the version and the library that inflates`() async throws {
        let answer = try await Command().scatto("--version")
        #expect(answer.status == 0)
        #expect(answer.errors == "")
        #expect(answer.output.wholeMatch(of: /scatto \d+\.\d+\.\d+ \(inflates with (zlib|ISA-L) [\d.]+\)\n/) != nil)
    }

    @Test(arguments: [
        (["rate"], "Missing expected argument '--catalogue <dir>'; see scatto rate --help"),
        (["rate", "--catalogue", "c"], "Missing expected argument '--ledger <file>'; see scatto rate --help"),
        (["rate", "--catalogue", "c", "--ledger", "l", "--output", "o"], "Missing expected argument '<input> ...'; see scatto rate --help"),
        (["frobnicate"], "Unexpected argument 'frobnicate'; see scatto --help"),
        (
            ["rate", "--workers", "0", "--catalogue", "c", "--ledger", "l", "--output", "o", "i"],
            "--workers is 0; give a number from 1 to 256; see scatto rate --help"
        ),
        (
            ["rate", "--format", "asn1", "--catalogue", "c", "--ledger", "l", "--output", "o", "i"],
            "unknown format “asn1”; use one of native, teams-graph, asterisk, asterisk-custom, freeswitch, freeswitch-asterisk, cucm, "
                + "or a file whose name ends in .yaml; see scatto rate --help"
        ),
        (
            ["rate", "--dialect", "word", "--catalogue", "c", "--ledger", "l", "--output", "o", "i"],
            "The value 'word' is invalid for '--dialect <name>'. Please provide one of 'excel', 'plain' or 'xlsx'; see scatto rate --help"
        ),
        (
            ["rate", "--locale", "it-IT", "--dialect", "xlsx", "--catalogue", "c", "--ledger", "l", "--output", "o", "i"],
            "--locale has no meaning with --dialect xlsx; leave one of them out; see scatto rate --help"
        ),
        (
            ["rate", "--dialect", "xlsx", "--catalogue", "c", "--ledger", "l", "--output", "o", "i"],
            "this scatto was built without workbooks; build it with --traits XLSX, or use --dialect excel; see scatto rate --help"
        ),
        (
            ["rate", "--split-by", "user", "--catalogue", "c", "--ledger", "l", "--output", "o", "i"],
            "The value 'user' is invalid for '--split-by <whom>'. Please provide one of 'organization'; see scatto rate --help"
        ),
        (
            ["rate", "--locale", "it-IT", "--dialect", "plain", "--catalogue", "c", "--ledger", "l", "--output", "o", "i"],
            "--locale has no meaning with --dialect plain; leave one of them out; see scatto rate --help"
        ),
        (["credits", "show", "--ledger", "l", "--at", "noon"], "The value 'noon' is invalid for '--at <time>'; see scatto credits show --help"),
    ])
    func `a wrong command line is status 2 and one line`(arguments: [String], message: String) async throws {
        let command = try Command()
        let answer = try await command.scatto(arguments)
        #expect(answer == Answer(status: 2, output: "", errors: "scatto: \(message)\n"))
        #expect(try command.names() == ["samples"])
    }

    @Test func `faults go to standard error, a line each, with the status of their kind`() async throws {
        let command = try Command()
        let missing = try await command.scatto("rate", "--catalogue", "samples/catalogue", "--ledger", "l", "--output", "o", "absent.csv")
        #expect(
            missing
                == Answer(
                    status: 3, output: "",
                    errors: "scatto: absent.csv: cannot be opened: No such file or directory; check the name and the permissions\n"))
        let catalogue = try await command.scatto("catalogue", "check", "--catalogue", "samples")
        #expect(
            catalogue
                == Answer(
                    status: 2, output: "",
                    errors: "scatto: samples/catalogue.yaml:1:1: the file cannot be read: no such file; name a folder that has a catalogue.yaml\n"))
        let ledger = try await command.scatto("credits", "show", "--ledger", "absent")
        #expect(
            ledger
                == Answer(
                    status: 3, output: "",
                    errors: "scatto: absent: there is no such ledger; check the path; the first run of scatto rate creates the ledger\n"))
        try command.write("my notes", "notes.txt")
        let notes = try await command.scatto("pools", "show", "--ledger", "notes.txt")
        #expect(
            notes
                == Answer(
                    status: 4, output: "",
                    errors: "scatto: notes.txt: this file is no ledger of Scatto; name another file; this one was not changed\n"))
        #expect(try command.names() == ["notes.txt", "samples"])
    }

    // MARK: The sample

    static let summary = """
        Run 1: read 214 records from 1 input in 0.00 s
          settled 203, suspended 9, duplicate 2
          suspended records and their reasons: DIR/out/suspense.csv; their bytes: DIR/out/suspended/
          messages about notices: 2 in ledger.sqlite.maildir/new/
          organization     calls  charged  recharged  expired  balance
          flying-snail        47  50.6950    40.0000   4.7410  -4.4360  EUR
          paper-rocket        30     2.22       0.00     0.00    -0.22  USD
          moonlit-library    126   0.0000     0.0000   0.0000   0.0000  EUR

        """

    @Test func `the sample comes out as its README says`() async throws {
        let command = try Command()
        #expect(try await rateSample(command) == Answer(status: 1, output: Self.summary, errors: ""))
        let readme = try String(contentsOfFile: Command.samples + "/README.md", encoding: .utf8)
        // What came of each record whose id the README has a row for.
        var rows: [Substring: [Substring]] = [:]
        for line in try command.text("out/pstn-usage.csv").split(separator: "\n").dropFirst() {
            // No cell before the outcome that has a quote in the sample.
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            rows[cells[0]] = cells
        }
        var checked = 0
        for line in readme.split(separator: "\n") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 7, let row = rows[Substring(cells[0])] else { continue }
            #expect(cells[3] == row[21], "\(cells[0])")
            let seconds = row[22] == "0" ? "0" : "\(row[22]) = \(row[23]) + \(row[24]) + \(row[25])"
            #expect(cells[4] == seconds, "\(cells[0])")
            checked += 1
        }
        #expect(checked == 43)
        var outcomes: [Substring: Int] = [:]
        for row in rows.values { outcomes[row[21], default: 0] += 1 }
        #expect(outcomes == ["unanswered": 31, "free": 59, "included": 88, "charged": 15, "split": 3, "disconnected": 1, "blocked": 6])
        #expect(try command.text("out/notices.csv").split(separator: "\n").count == 1 + 16)
        #expect(try command.names("out/suspended") == ["2026-10-01.csv"])
    }

    @Test func `the same command again has nothing to do, and answers as then`() async throws {
        let command = try Command()
        _ = try await rateSample(command)
        let again = try await rateSample(command)
        #expect(
            again == Answer(status: 1, output: "Nothing to do: DIR/out holds the finished output of these inputs (run 1).\n", errors: ""))
    }

    @Test func `standard input is an input like any other`() async throws {
        let command = try Command()
        let text = """
            usage_id,call_type,start_time,duration_seconds,caller,callee,user
            a,user_out,2026-10-01T08:00:00Z,60,,+353209109950,ada@flying-snail.example
            b,user_out

            """
        let answer = try await command.scatto(
            "rate", "--catalogue", "samples/catalogue", "--ledger", "l", "--output", "out", "--dialect", "plain", "-", input: text)
        #expect(answer.status == 1)
        #expect(answer.errors == "")
        #expect(try command.text("out/suspense.csv").contains("\n-,3,\(text.utf8.count - 11),malformed,"))
        #expect(try command.names("out/suspended") == ["stdin.csv"])
        let missing = try await command.scatto(
            "rate", "--catalogue", "samples/catalogue", "--ledger", "l", "--output", "new", "-", input: "usage_id,call_type\n")
        #expect(missing.status == 3)
        #expect(missing.errors.hasPrefix("scatto: -: the header has no columns start_time (or “Start Time”), "))
        #expect(try command.names() == ["l", "out", "samples"])
    }

    @Test func `credits and pools are shown as text and as JSON`() async throws {
        let command = try Command()
        _ = try await rateSample(command)
        let credits = try await command.scatto("credits", "show", "--ledger", "ledger.sqlite")
        #expect(
            credits
                == Answer(
                    status: 0,
                    output: """
                        As of the last run

                        organization     currency  lot      purchased  expires  amount  remaining
                        flying-snail     EUR       balance                                -4.4360
                        moonlit-library  EUR       balance                                 0.0000
                        paper-rocket     USD       balance                                  -0.22

                        """, errors: ""))
        let json = try await command.scatto("credits", "show", "--ledger", "ledger.sqlite", "--organization", "paper-rocket", "--json")
        #expect(json.status == 0)
        let decoded = try JSONDecoder().decode([Shown].self, from: Data(json.output.utf8))
        #expect(decoded == [Shown(organization: "paper-rocket", currency: "USD", balance: "-0.22", lots: [])])
        let pools = try await command.scatto("pools", "show", "--ledger", "ledger.sqlite", "--organization", "paper-rocket", "--month", "2026-10")
        #expect(
            pools
                == Answer(
                    status: 0,
                    output: """
                        As of the last run

                        organization  plan      allowance  scope  month    minutes   used
                        paper-rocket  MCOPSTN1  0          US     2026-10       60  60:00

                        """, errors: ""))
        let none = try await command.scatto("pools", "show", "--ledger", "ledger.sqlite", "--month", "2026-11", "--json")
        #expect(none.output.filter { !$0.isWhitespace } == "[]")
    }

    /// An organization of `credits show --json`.
    struct Shown: Decodable, Hashable {
        var organization: String
        var currency: String
        var balance: String
        var lots: [[String: String]]
    }

    @Test func `catalogue check counts what it read`() async throws {
        let answer = try await Command().scatto("catalogue", "check", "--catalogue", "samples/catalogue")
        #expect(
            answer
                == Answer(
                    status: 0,
                    output:
                        "samples/catalogue: no fault; 3 organizations, 14 users, 6 plans, 2 tariffs with 20 rates, 5 service numbers, 3 fundings\n",
                    errors: ""))
    }

    // MARK: Generated calls

    @Test func `the same seed gives the same bytes, and what is generated can be rated`() async throws {
        let command = try Command()
        let catalogue = try await command.scatto("generate", "catalogue", "--prefixes", "300", "--users", "100", "--organizations", "5", "-o", "made")
        #expect(catalogue == Answer(status: 0, output: "made: 5 organizations, 100 users, 300 rates\n", errors: ""))
        for (name, seed, workers) in [("a", "7", "1"), ("b", "7", "2"), ("c", "8", "2")] {
            let answer = try await command.scatto(
                "generate", "--catalogue", "made", "--count", "2000", "--seed", seed, "--duplicates", "0.02", "--faulty", "0.02", "--workers",
                workers, "-o",
                name + ".csv.gz")
            #expect(answer.status == 0)
            #expect(answer.output.hasPrefix("\(name).csv.gz: 2000 records, "))
        }
        let bytes = try ["a", "b", "c"].map { try Data(contentsOf: URL(fileURLWithPath: command.path + "/\($0).csv.gz")) }
        #expect(bytes[0] == bytes[1])
        #expect(bytes[0] != bytes[2])
        let rated = try await command.scatto("rate", "--catalogue", "made", "--ledger", "l", "--output", "out", "a.csv.gz", "b.csv.gz", "c.csv.gz")
        #expect(rated.status == 1)
        #expect(rated.errors == "")
        #expect(rated.output.contains("Run 1: read 4,000 records from 2 inputs in"))
        #expect(rated.output.contains("skipped b.csv.gz: its very bytes are those of a.csv.gz"))
    }

    @Test(arguments: [
        ["--count", "0x5"], ["--count", "5", "--duplicates", "nan"], ["--count", "5", "--faulty", "7"], ["--count", "5", "--days", "0"],
        ["--count", "5", "--level", "10"], ["--count", "5", "--first-day", "2026-02-30"], ["--count", "-5"],
    ])
    func `what cannot be generated is refused`(arguments: [String]) async throws {
        let command = try Command()
        let answer = try await command.scatto(["generate", "--catalogue", "samples/catalogue", "-o", "x.csv"] + arguments)
        #expect(answer.status == 2)
        #expect(answer.errors.hasPrefix("scatto: "))
        #expect(answer.errors.split(separator: "\n").count == 1)
        #expect(try command.names() == ["samples"])
    }
}
