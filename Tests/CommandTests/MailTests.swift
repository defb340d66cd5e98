import Foundation
import Testing

/// Notices on their way to people: through a program that is called as sendmail is, to a mail server that listens on this machine.
@Suite struct MailTests {
    static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Mail").path

    /// A folder with a catalogue of three organizations, a night of calls, and the program. The first two calls use up what `birch` has and make
    /// `alder` recharge; nobody of `cedar` can be told by mail.
    private func prepare(birch: String = "cfo@birch.example;office@birch.example") throws -> Command {
        let command = try Command()
        try FileManager.default.createDirectory(atPath: command.path + "/c", withIntermediateDirectories: true)
        let files = [
            "c/catalogue.yaml": "tariffs: { t: { currency: EUR, decimals: 2, outbound: rates.csv } }\nplans: { CREDITS: { credits: yes } }\n",
            "c/rates.csv": "prefix,destination,rate_per_minute\n33,France,0.1\n",
            "c/organizations.csv": """
            organization,name,notify,auto_recharge_trigger,auto_recharge_amount,payment
            alder,"Alder & Söhne, Köln",pay@alder.example,5,10,agreement:EA-1
            birch,Birch Ltd.,\(birch),,,
            cedar,,,1,5,card:2026-01

            """,
            "c/users.csv": """
            user,organization,usage_location,licences
            ann,alder,DE,CREDITS
            bob,birch,GB,CREDITS
            cat,cedar,FR,CREDITS

            """,
            "c/fundings.csv": "reference,organization,amount,date\nB-1,birch,3,2026-09-01\n",
            "calls.csv": """
            usage_id,call_type,start_time,duration_seconds,caller,callee,user
            a,user_out,2026-10-01T08:00:00Z,60,,+33199000504,ann
            b,user_out,2026-10-01T08:01:00Z,2400,,+33199000504,bob
            c,user_out,2026-10-01T08:02:00Z,60,,+33199000504,cat

            """,
        ]
        for (name, text) in files { try command.write(text, name) }
        for name in ["server.py", "sendmail.py", "read.py"] {
            try command.write(try String(contentsOfFile: Self.fixtures + "/" + name, encoding: .utf8), name, mode: 0o700)
        }
        return command
    }

    /// Does `steps`, in the language of sh, with the mail server listening, and answers what they print. `scatto` and `rate` are at hand.
    private func withServer(_ command: Command, _ steps: String) async throws -> String {
        try command.write(
            """
            #!/bin/sh
            program="$1"
            scatto() { "$program" "$@" 2>&1; }
            rate() { scatto rate --catalogue c --ledger l --output out --dialect plain --from billing@host.example --sendmail ./sendmail.py calls.csv; }
            python3 server.py received &
            server=$!
            trap 'kill $server' EXIT
            while [ ! -e received/port ]; do sleep 0.02; done
            \(steps)
            """, "script", mode: 0o700)
        return try await named(try await command.shell("./script"), command)
    }

    static let toBirch = """
        MAIL FROM:<billing@host.example>
        RCPT TO:<cfo@birch.example>
        RCPT TO:<office@birch.example>
        From: Scatto <billing@host.example>
        To: cfo@birch.example, office@birch.example
        Subject: Birch Ltd.: credits used up (run 1)
        Date: DATE
        Message-ID: <run-1.BIRCH@scatto.invalid>
        Auto-Submitted: auto-generated
        MIME-Version: 1.0
        Content-Type: text/plain; charset="utf-8"
        Content-Transfer-Encoding: quoted-printable

        Birch Ltd. (birch)
        Notices of run 1

        Balance after these notices: -1.00 EUR
        Calls that credits pay for are refused from now on, until credits are added.
        Calls that licences include, and calls that cost nothing, go on.

        Credits used up
          2026-10-01 08:01:00 UTC: a call cost 4.00 EUR; balance -1.00 EUR
        What is below zero is taken from the next credits that are added.

        What to do
          Add credits: a row in fundings.csv with a new reference, the organization birch, the amount and the date. The next run counts them.

        A second message with the same Message-ID is this one, delivered once more.

        """

    static let toAlder = """
        MAIL FROM:<billing@host.example>
        RCPT TO:<pay@alder.example>
        From: Scatto <billing@host.example>
        To: pay@alder.example
        Subject: Alder & Söhne, Köln: credits bought (run 1)
        Date: DATE
        Message-ID: <run-1.ALDER@scatto.invalid>
        Auto-Submitted: auto-generated
        MIME-Version: 1.0
        Content-Type: text/plain; charset="utf-8"
        Content-Transfer-Encoding: quoted-printable

        Alder & Söhne, Köln (alder)
        Notices of run 1

        Balance after these notices: 10.00 EUR

        Credits bought
          2026-10-01 08:00:00 UTC: 10.00 EUR as recharge-1; balance 10.00 EUR

        What to do
          Nothing: this is for your records.

        A second message with the same Message-ID is this one, delivered once more.

        """

    /// Puts names in the place of the identifiers of messages, which are digests: those of the first two organizations in the ledger.
    private func named(_ text: String, _ command: Command) async throws -> String {
        struct Message: Decodable {
            var organization: String
            var messageId: String
        }
        let list = try await command.scatto("notices", "list", "--all", "--json", "--ledger", "l")
        var text = text
        for message in try JSONDecoder().decode([Message].self, from: Data(list.output.utf8)) {
            let isDigest = message.messageId.wholeMatch(of: /run-1\.[0-9a-f]{32}@scatto\.invalid/) != nil
            #expect(isDigest)
            text = text.replacing(message.messageId, with: "run-1.\(message.organization.uppercased())@scatto.invalid")
        }
        return text
    }

    private static let summary = """
          organization  calls  charged  recharged  expired  balance
          alder             1     0.10      10.00     0.00     9.90  EUR
          birch             1     4.00       0.00     0.00    -1.00  EUR
          cedar             1     0.00       0.00     0.00     0.00  EUR

        """

    @Test func `a mail server receives one message for each organization that has addresses; the others' lie in the Maildir`() async throws {
        let command = try prepare()
        let seen = try await withServer(
            command,
            """
            rate
            python3 read.py received
            scatto notices list --ledger l
            scatto notices send --ledger l --sendmail ./sendmail.py
            """)
        #expect(
            seen == """
                Run 1: read 3 records from 1 input in 0.00 s
                  settled 3, suspended 0, duplicate 0
                  messages about notices: 2 to ./sendmail.py, 1 in l.maildir/new/
                \(Self.summary)== 1
                \(Self.toAlder)== 2
                \(Self.toBirch)Nothing is undelivered.
                Nothing is undelivered.

                """)
        let names = try command.names("l.maildir/new")
        #expect(names.count == 1)
        let text = try command.text("l.maildir/new/\(names[0])")
        #expect(text.hasPrefix("From: Scatto <billing@host.example>\r\nSubject: cedar: payment declined (run 1)\r\nDate: "))
    }

    @Test func `killed right after the server took a message, it is delivered once more, under the same Message-ID`() async throws {
        let command = try prepare()
        let seen = try await withServer(
            command,
            """
            touch kill
            rate
            echo "status $?"
            scatto notices list --ledger l
            rate
            python3 read.py received
            """)
        #expect(
            seen.replacing(/Killed.*\n/, with: "") == """
                status 137
                run  organization  notices  kinds               recipients
                  1  alder               1  recharge_succeeded  pay@alder.example
                  1  birch               1  balance_exhausted   cfo@birch.example;office@birch.example
                  1  cedar               1  recharge_failed     none
                Nothing to do: DIR/out holds the finished output of these inputs (run 1).
                  messages about notices: 2 to ./sendmail.py, 1 in l.maildir/new/
                == 1
                \(Self.toAlder)== 2
                \(Self.toAlder)== 3
                \(Self.toBirch)
                """)
    }

    @Test func `what a server refuses stays undelivered, the run is none the worse, and later it is sent`() async throws {
        let command = try prepare(birch: "cfo@full.example")
        let seen = try await withServer(
            command,
            """
            rate
            echo "status $?"
            scatto notices list --ledger l
            scatto notices send --ledger l --sendmail ./sendmail.py --organization birch
            echo "status $?"
            sed -i 's/full.example/vast.example/' server.py
            kill $server
            rm received/port
            python3 server.py later &
            server=$!
            while [ ! -e later/port ]; do sleep 0.02; done
            cp later/port received/port
            scatto notices send --ledger l --sendmail ./sendmail.py --from billing@host.example
            echo "status $?"
            python3 read.py later
            scatto notices list --ledger l --all
            """)
        let fault = """
            scatto: notices of organization birch, run 1, could not be delivered (./sendmail.py ended with status 75); mend that, then run scatto notices send \
            --ledger l, or wait for the next run
            """
        #expect(
            seen == """
                \(fault)
                Run 1: read 3 records from 1 input in 0.00 s
                  settled 3, suspended 0, duplicate 0
                  messages about notices: 1 to ./sendmail.py, 1 in l.maildir/new/
                \(Self.summary)status 0
                run  organization  notices  kinds              recipients
                  1  birch               1  balance_exhausted  cfo@full.example
                \(fault)
                status 3
                messages about notices: 1 to ./sendmail.py
                status 0
                == 1
                \(Self.toBirch.replacing("RCPT TO:<office@birch.example>\n", with: "").replacing(", office@birch.example", with: "")
                    .replacing("cfo@birch.example", with: "cfo@full.example"))\
                run  organization  notices  kinds               recipients         state
                  1  alder               1  recharge_succeeded  pay@alder.example  delivered
                  1  birch               1  balance_exhausted   cfo@full.example   delivered
                  1  cedar               1  recharge_failed     none               delivered

                """)
    }

    @Test(arguments: [
        (
            ["rate", "--from", "me", "--catalogue", "c", "--ledger", "l", "--output", "o", "i"],
            "The value 'me' is invalid for '--from <address>'; see scatto rate --help", 2
        ),
        (
            ["notices", "send", "--ledger", "absent"],
            "absent: there is no such ledger; check the path; the first run of scatto rate creates the ledger", 3
        ),
        (
            ["notices", "list", "--ledger", "absent"],
            "absent: there is no such ledger; check the path; the first run of scatto rate creates the ledger", 3
        ),
    ])
    func `what cannot be done is one line`(arguments: [String], message: String, status: Int32) async throws {
        let command = try Command()
        #expect(try await command.scatto(arguments) == Command.Answer(status: status, output: "", errors: "scatto: \(message)\n"))
        #expect(try command.names() == ["samples"])
    }

    @Test(arguments: ["list", "send"])
    func `an organization that the ledger does not know`(verb: String) async throws {
        let command = try prepare()
        _ = try await command.scatto("rate", "--catalogue", "c", "--ledger", "l", "--output", "out", "calls.csv")
        #expect(
            try await command.scatto("notices", verb, "--ledger", "l", "--organization", "elm")
                == Command.Answer(
                    status: 2, output: "",
                    errors:
                        "scatto: the ledger knows no organization \"elm\"; scatto credits show without --organization lists those of the last run\n"))
        #expect(
            try await command.scatto("notices", verb, "--ledger", "l", "--organization", "alder")
                == Command.Answer(status: 0, output: "Nothing is undelivered.\n", errors: ""))
    }

    @Test func `notices send has its help`() async throws {
        let answer = try await Command().scatto("notices", "send", "--help")
        #expect(answer.status == 0)
        for option in ["--ledger <file>", "--sendmail <program>", "--maildir <dir>", "--from <address>", "--organization <key>"] {
            #expect(answer.output.contains("\n  \(option)"), "\(option)")
        }
    }
}
