import Foundation
import Testing

/// `scatto explain` on the sample: its README says what becomes of each record, and the explanation why.
@Suite struct ExplainCommandTests {
    /// A folder in which the sample was rated.
    private func rated() async throws -> Command {
        let command = try Command()
        let answer = try await command.scatto(
            "rate", "--catalogue", "samples/catalogue", "--ledger", "ledger.sqlite", "--output", "out", "samples/calls/2026-10-01.csv.gz")
        #expect(answer.status == 1)
        return command
    }

    private func explain(_ command: Command, _ arguments: String...) async throws -> Command.Answer {
        try await command.scatto(["explain"] + arguments + ["--ledger", "ledger.sqlite", "--catalogue", "samples/catalogue"])
    }

    @Test func `a call that its pool covers in part, and credits the rest`() async throws {
        let command = try await rated()
        let before = try Data(contentsOf: URL(fileURLWithPath: command.path + "/ledger.sqlite"))
        let answer = try await explain(command, "S-005")
        #expect(answer.status == 0 && answer.errors.isEmpty)
        #expect(
            answer.output == """
                Call S-005 of run 1: split, 0.0750 EUR
                  samples/calls/2026-10-01.csv.gz, line 19: user_out at 2026-10-01T16:40:00Z, 900 s
                §2 Class: user_out is of the class calling: draws on allowances for calling, then on credits
                §3 Whose: the user field names ada@flying-snail.example of flying-snail, in IE
                    the caller +353209100001 is the number of ada@flying-snail.example of flying-snail, in IE
                    so flying-snail pays, tariff europe; user ada@flying-snail.example of flying-snail, in IE
                §4 Number: the callee +353209109904 is clean
                    the destination is IE, as the row of its rate says
                §5 Rate: samples/catalogue/rates-eur.csv:2:1: 0.015 EUR a minute to Ireland (IE), by the prefix 353
                      connection fee  0.00
                      increments      60/1 s
                      in plans        yes
                    longer prefixes of the number:
                      3532 to 353209109904: not in the deck
                §6 Billed: 900 s connected, increments 60/1 s: 60 + ceil((900 − 60) / 1) × 1 = 900 s billed
                §7 Included: MCOPSTN1/0 applies: pool MCOPSTN1/0/IE/2026-10 of 2400 s had 600 s left, gave 600 s, has 0 s left
                    MCOMEETADD/0 does not apply: it is for conferencing calls, and this is a calling call
                    600 s of 900 s are included
                §8 Credits: overage 300 s: 0.015 × 300 / 60 = 0.075, rounded to 4 decimals, halves away from zero: charge 0.0750 EUR
                    connection fee: none, because seconds were included
                    licence: MCOPSTNPP grants credits
                    balance before 10.4060 EUR
                    charge and fee are taken: -0.0750 EUR, balance 10.3310 EUR
                    balance after 10.3310 EUR
                §9 Outcome: split: billed 900 s = included 600 + charged 300 + uncovered 0 s; fee 0.0000 EUR, charge 0.0750 EUR
                §10 Notices: pool_80 (MCOPSTN1/0/IE/2026-10), balance 10.4060 EUR
                    pool_100 (MCOPSTN1/0/IE/2026-10), balance 10.4060 EUR
                §11 Order: the first record of flying-snail with this usage id and this start, so no duplicate

                """)
        #expect(try Data(contentsOf: URL(fileURLWithPath: command.path + "/ledger.sqlite")) == before)
        #expect(try command.names() == ["ledger.sqlite", "ledger.sqlite.maildir", "out", "samples"])
    }

    @Test func `a toll-free call that comes in: whole minutes, no allowance, no licence`() async throws {
        let command = try await rated()
        let answer = try await explain(command, "S-016", "--run", "1", "--organization", "flying-snail", "--input", "samples/calls")
        #expect(answer.status == 0 && answer.errors.isEmpty)
        #expect(
            answer.output == """
                Call S-016 of run 1: charged, 0.1400 EUR
                  samples/calls/2026-10-01.csv.gz, line 104: ucap_in at 2026-10-01T19:10:00Z, 200 s
                §2 Class: ucap_in is of the class inbound: toll-free if the called number has a rate in the toll-free deck, else free
                §3 Whose: the callee +448081570001 is the service number “Orders” of flying-snail
                    so flying-snail pays, tariff europe; no user
                §4 Number: the callee +448081570001 is clean
                    the destination is GB, as the row of its rate says
                §5 Rate: samples/catalogue/toll-free-eur.csv:2:1: 0.035 EUR a minute to Toll-free United Kingdom (GB), by the prefix 44808
                      connection fee  0.00
                      increments      60/60 s
                      in plans        yes
                    longer prefixes of the number:
                      448081 to 448081570001: not in the deck
                §6 Billed: 200 s connected, increments 60/60 s: 60 + ceil((200 − 60) / 60) × 60 = 240 s billed
                §7 Included: calls of the class inbound draw on no allowance
                §8 Credits: overage 240 s: 0.035 × 240 / 60 = 0.14, rounded to 4 decimals, halves away from zero: charge 0.1400 EUR
                    connection fee 0.0000 EUR
                    licence: none is needed for the class inbound
                    balance before 10.1610 EUR
                    charge and fee are taken: -0.1400 EUR, balance 10.0210 EUR
                    balance after 10.0210 EUR
                §9 Outcome: charged: billed 240 s = included 0 + charged 240 + uncovered 0 s; fee 0.0000 EUR, charge 0.1400 EUR
                §10 Notices: none
                §11 Order: the first record of flying-snail with this usage id and this start, so no duplicate

                """)
    }

    @Test func `a call that is thought up meets the ledger as it stands now`() async throws {
        let command = try await rated()
        let answer = try await explain(
            command, "--user", "ada@flying-snail.example", "--callee", "+353 20 910 9904", "--at", "2026-10-02T10:00:00Z", "--duration", "100")
        #expect(answer.status == 0 && answer.errors.isEmpty)
        #expect(
            answer.output == """
                A call that is thought up, settled after run 1: blocked; nothing was posted
                  user_out at 2026-10-02T10:00:00Z, 100 s
                §2 Class: user_out is of the class calling: draws on allowances for calling, then on credits
                §3 Whose: the user field names ada@flying-snail.example of flying-snail, in IE
                    there is no caller
                    so flying-snail pays, tariff europe; user ada@flying-snail.example of flying-snail, in IE
                §4 Number: the callee “+353 20 910 9904” is +353209109904, cleaned
                    the destination is IE, as the row of its rate says
                §5 Rate: samples/catalogue/rates-eur.csv:2:1: 0.015 EUR a minute to Ireland (IE), by the prefix 353
                      connection fee  0.00
                      increments      60/1 s
                      in plans        yes
                    longer prefixes of the number:
                      3532 to 353209109904: not in the deck
                §6 Billed: 100 s connected, increments 60/1 s: 60 + ceil((100 − 60) / 1) × 1 = 100 s billed
                §7 Included: MCOPSTN1/0 applies: pool MCOPSTN1/0/IE/2026-10 of 2400 s had 0 s left, gave 0 s, has 0 s left
                    MCOMEETADD/0 does not apply: it is for conferencing calls, and this is a calling call
                    0 s of 100 s are included
                §8 Credits: overage 100 s: 0.015 × 100 / 60 = 0.025, rounded to 4 decimals, halves away from zero: charge 0.0250 EUR
                    connection fee 0.0000 EUR
                    licence: MCOPSTNPP grants credits
                    balance before -4.4360 EUR
                    the balance is not above 0, so it stays uncovered; auto-recharge may buy 40.0000 EUR in a month, and has bought 40.0000 EUR in 2026-10
                    balance after -4.4360 EUR
                §9 Outcome: blocked (no_credit): billed 100 s = included 0 + charged 0 + uncovered 100 s; fee 0.0000 EUR, charge 0.0000 EUR
                §10 Notices: none
                §11 Order: it is no duplicate of any call

                """)
    }

    @Test func `what decides shows in a line of its own`() async throws {
        let command = try await rated()
        let lines = [
            // A usage id, and what the explanation must say of it.
            ("S-001", "§7 Included: MCOPSTN1/0 does not apply: it is for domestic calls, and GB is not domestic from IE (IE)"),
            ("S-002", "    samples/calls/2026-10-01.csv.gz, line 214 is a duplicate, with the same content, and changes nothing"),
            ("S-003", "§4–7: nobody answered: number, rate and allowances are not looked at"),
            ("S-004", "§4 Number: the callee “+353 (20) 910-9903” is +353209109903, cleaned"),
            ("S-006", "    licence: no plan of the user grants credits, so it stays uncovered"),
            ("S-007", "§7 Included: MCOMEETADD/0 applies: pool MCOMEETADD/0/*/2026-10 of 900 s had 900 s left, gave 600 s, has 300 s left"),
            (
                "S-013",
                "    samples/calls/2026-10-01.csv.gz, line 215 is a duplicate, with another call type, user, caller, callee or duration, and changes nothing"
            ),
            ("S-014", "    a call of this type has no own number: its caller may be an outside party"),
            ("S-018", "    its masked digits match nothing; the deck has longer prefixes that begin with the visible ones"),
            ("S-020", "§4–7: calls of the class free cost nothing: number, rate and allowances are not looked at"),
            ("S-022", "    auto-recharge bought lot recharge-1: +20.0000 EUR, balance 29.7410 EUR"),
            ("S-023", "    lot SNAIL-2025 expired: -4.7410 EUR, balance 25.0000 EUR"),
            ("S-024", "      band            night"),
            ("S-025", "§7 Included: the rate is not in plans: no allowance covers it"),
            ("S-027", "    auto-recharge of 20.0000 EUR failed, because the month's limit leaves nothing, balance 1.9140 EUR"),
            ("R-003", "    the destination is CA, by the longest prefix of the numbering plan"),
            (
                "R-004", "§8 Credits: overage 60 s: 0.013 × 60 / 60 = 0.013, rounded to 2 decimals, up: charge 0.02 USD"
            ),
            ("R-008", "    auto-recharge of 10.00 USD failed, because the payment was declined, balance 0.83 USD"),
            (
                "R-010",
                "    the balance is not above 0, so it stays uncovered; auto-recharge rests for the remainder of the run, because a payment was declined"
            ),
            ("R-012", "§5 Rate: samples/catalogue/toll-free-usd.csv: no rate: the call is not toll-free, and nothing is billed"),
            (
                "X-004",
                "§11 Suspended: unknown_call_type: call type “fax_out” is unknown; correct it to one of the rating rules; "
                    + "it does not count until it is fed again and settled"
            ),
            ("X-005", "    so nobody is known to pay it"),
            ("X-007", "    the organization field names paper-rocket"),
            ("X-008", "§4 Number: the callee “sip:reception@flying-snail.example” is no number"),
            ("X-009", "    prefixes of the number:"),
        ]
        for (usageId, line) in lines {
            let answer = try await explain(command, usageId)
            #expect(answer.status == 0 && answer.errors.isEmpty, "\(usageId)")
            #expect(answer.output.split(separator: "\n").contains { $0 == line }, "\(usageId): \(answer.output)")
        }
    }

    @Test func `as JSON, the same figures`() async throws {
        struct Explanation: Decodable, Equatable {
            var usageId: String
            var run: Int
            var outcome: String
            var billedSeconds: Int
            var charge: String
            var connectionFee: String
            var balanceBefore: String
            var balanceAfter: String
        }
        let command = try await rated()
        let answer = try await explain(command, "S-025", "--json")
        #expect(answer.status == 0)
        #expect(
            try JSONDecoder().decode(Explanation.self, from: Data(answer.output.utf8))
                == Explanation(
                    usageId: "S-025", run: 1, outcome: "charged", billedSeconds: 600, charge: "12.0000", connectionFee: "0.3500",
                    balanceBefore: "24.9640", balanceAfter: "12.6140"))
    }

    private static let choice =
        "Give either the usage id of a settled call, or --callee, --at and --duration of one that is thought up; see scatto explain --help"

    @Test func `what cannot be explained is said on one line`() async throws {
        let command = try await rated()
        struct Proof: Decodable {
            var version: String
        }
        let version = try JSONDecoder().decode(Proof.self, from: Data(try command.text("out/run.json").utf8)).version
        let faults: [([String], Int32, String)] = [
            ([], 2, Self.choice),
            (["S-001", "--callee", "+353209109904"], 2, Self.choice),
            (["--callee", "+353209109904", "--duration", "5"], 2, Self.choice),
            ([" "], 2, "The usage id is empty; give that of a settled call; see scatto explain --help"),
            (
                ["--callee", "+1", "--at", "2026-10-01", "--duration", "5", "--run", "1"], 2,
                "--run, --input, --format and --time-zone are for a settled call; name its usage id; see scatto explain --help"
            ),
            (
                ["--callee", "+1", "--at", "2026-10-01", "--duration", "31536001"], 2,
                "--duration is 31536001; give seconds from 0 to 31536000; see scatto explain --help"
            ),
            (
                ["--callee", "+1", "--at", "3000-01-01", "--duration", "5"], 2,
                "The value '3000-01-01' is invalid for '--at <time>'; see scatto explain --help"
            ),
            (["S-001", "--run", "0"], 2, "--run is 0; give a number from 1; see scatto explain --help"),
            (["S-001", "--workers", "0"], 2, "--workers is 0; give a number from 1 to 256; see scatto explain --help"),
            (["S-001", "--input", "-"], 2, "--input: name files or folders; standard input is gone; see scatto explain --help"),
            (["S-001", "--input", "/dev/null"], 2, "/dev/null: it can be read only once; name files or folders with --input"),
            (
                ["S-001", "--input", "none.csv"], 3, "none.csv: cannot be opened: No such file or directory; check the name and the permissions"
            ),
            (["S-001", "--run", "7"], 2, "ledger.sqlite: there is no run 7; scatto runs list shows which there are"),
            (
                ["X-001"], 2,
                "run 1 has no record with the usage id “X-001”; a malformed record has none that can be read, and another run may have it: "
                    + "give its number with --run"
            ),
            (
                ["--callee", "+1", "--at", "2026-10-01", "--duration", "5", "--format", "asterisk"], 2,
                "--run, --input, --format and --time-zone are for a settled call; name its usage id; see scatto explain --help"
            ),
            (
                ["S-001", "--format", "asterisk"], 2,
                "run 1 came to something else when it was done again, so that nothing can be said of its calls; give the --format and --time-zone with "
                    + "which it was rated, or ask Scatto \(version), which rated it"
            ),
            (["S-001", "--organization", "elm"], 2, "samples/catalogue: there is no organization “elm”; organizations.csv has the keys"),
        ]
        for (arguments, status, text) in faults {
            let answer = try await command.scatto(["explain"] + ["--ledger", "ledger.sqlite", "--catalogue", "samples/catalogue"] + arguments)
            #expect(answer == Command.Answer(status: status, output: "", errors: "scatto: " + text + "\n"))
        }
    }
}
