import Foundation
import Testing

/// The command among other processes: a second one on its ledger, signals, standard input that does not end, a terminal.
@Suite struct ProcessTests {
    typealias Answer = Command.Answer

    /// A catalogue whose organization pays by command, and a call that makes it pay.
    private func prepareToPay(_ command: Command, program: String) throws {
        try FileManager.default.createDirectory(atPath: command.path + "/c", withIntermediateDirectories: true)
        let files = [
            "catalogue.yaml": "tariffs: { t: { currency: EUR, outbound: rates.csv } }\nplans: { CREDITS: { credits: yes } }\n",
            "rates.csv": "prefix,destination,rate_per_minute\n33,France,0.1\n",
            "organizations.csv": "organization,auto_recharge_trigger,auto_recharge_amount,payment\nalder,5,10,command\n",
            "users.csv": "user,organization,usage_location,licences\nann,alder,IE,CREDITS\n",
        ]
        for (name, text) in files { try command.write(text, "c/" + name) }
        try command.write(
            "usage_id,call_type,start_time,duration_seconds,caller,callee,user\na,user_out,2026-10-01T08:00:00Z,60,,+33199000504,ann\n", "calls.csv")
        try command.write("#!/bin/sh\n" + program, "pay", mode: 0o700)
    }

    private func pay(_ command: Command, output: String = "out") async throws -> Answer {
        try await command.scatto("rate", "--catalogue", "c", "--ledger", "l", "--output", output, "--payment-command", "./pay", "calls.csv")
    }

    @Test func `a second process on the same ledger is turned away while the first works`() async throws {
        let command = try Command()
        // The program that the first run asks for its payment is what starts the second: nothing depends on which of them is faster.
        try prepareToPay(
            command,
            program: """
                \(Command.program) rate --catalogue c --ledger l --output other --payment-command /bin/false calls.csv > answer 2>&1
                echo "status $?" >> answer
                echo '{"approved":true}'
                """ + "\n")
        #expect(try await pay(command).status == 0)
        #expect(
            try command.text("answer") == "scatto: l: another process works with this ledger; wait until it has ended, then try again\nstatus 4\n")
        #expect(try command.names() == ["answer", "c", "calls.csv", "l", "l.maildir", "out", "pay", "samples"])
    }

    @Test(arguments: [("INT", 130), ("TERM", 143)])
    func `a signal ends a run between two steps, and nothing stays but the approval`(signal: String, status: Int) async throws {
        let command = try Command()
        try prepareToPay(command, program: "kill -\(signal) $PPID\nsleep 0.2\necho '{\"approved\":true,\"reference\":\"P-1\"}'\n")
        #expect(try await pay(command) == Answer(status: Int32(status), output: "", errors: "scatto: interrupted; nothing was settled; run again\n"))
        #expect(try command.names() == ["c", "calls.csv", "l", "pay", "samples"])
        // The approval is there: the next run does not ask.
        try command.write("#!/bin/sh\nexit 1\n", "pay", mode: 0o700)
        #expect(try await pay(command).status == 0)
    }

    @Test func `a run that waits for standard input ends on a signal`() async throws {
        let command = try Command()
        try command.write(
            """
            #!/bin/sh
            "$1" rate --catalogue samples/catalogue --ledger l --output out - < pipe 2> errors &
            run=$!
            exec 3> pipe
            while [ ! -e l ] || [ ! -e out ]; do sleep 0.02; done
            kill -TERM $run
            wait $run
            echo "status $?"
            """, "script", mode: 0o700)
        let made = unsafe mkfifo(command.path + "/pipe", 0o600)
        #expect(made == 0)
        #expect(try await command.shell("./script") == "status 143\n")
        #expect(try command.text("errors") == "scatto: interrupted; nothing was settled; run again\n")
        #expect(try command.names() == ["errors", "pipe", "samples", "script"])
    }

    @Test func `a terminal sees how far the run is, a pipe does not`() async throws {
        let command = try Command()
        let python = """
            import pty, sys, os
            status = pty.spawn([sys.argv[1], "rate", "--catalogue", "samples/catalogue", "--ledger", "l", "--output", "out", "samples/calls"])
            sys.exit(os.waitstatus_to_exitcode(status))
            """
        try command.write(python, "terminal.py")
        let seen = try await command.shell("python3", "terminal.py")
        #expect(seen.contains("\r\u{1B}[K"))
        #expect(seen.firstMatch(of: /\d+ of \d+ MB, \d+ records, \d+ records\/s/) != nil)
        #expect(seen.contains("settled 203, suspended 9, duplicate 2"))
    }
}
