import Foundation
import Testing

/// `scatto tariff` as people and scripts meet it.
@Suite struct TariffCommandTests {
    private static let deck = "Code,Destination,Connect Cost,Included Seconds,Per Minute Cost,Increment,Precedence\n"
    private static let header =
        "prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country,effective_from,effective_until,band,in_plans\n"

    @Test func `a deck is imported whole, for its owner alone, and replaces nothing`() async throws {
        let command = try Command()
        try command.write(Self.deck + "44,UK,0,0,0.02,60,0\n447,UK mobile,0,0,0.1,1,0\n", "deck.csv")
        let arguments = ["tariff", "import", "deck.csv", "--as", "ASTPP", "-o", "rates.csv"]
        let first = try await command.scatto(arguments)
        #expect(
            first
                == Command.Answer(
                    status: 0, output: "rates.csv: 2 rates of 2 rows of deck.csv\n  columns not used: Precedence\n", errors: ""))
        let rates = Self.header + "44,UK,0.02,0,60,60,,,,,yes\n447,UK mobile,0.1,0,1,1,,,,,yes\n"
        #expect(try command.text("rates.csv") == rates)
        let attributes = try FileManager.default.attributesOfItem(atPath: command.path + "/rates.csv")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(
            try await command.scatto(arguments)
                == Command.Answer(
                    status: 2, output: "", errors: "scatto: rates.csv: there is such a file already; name another, or replace it with --force\n"))
        #expect(try await command.scatto(arguments + ["--force"]).status == 0)
        let piped = try await command.scatto(["tariff", "import", "-", "--as", "astpp", "-o", "-"], input: Self.deck + "44,UK,0,0,0.02,60,0\n")
        #expect(piped.status == 0 && piped.output == Self.header + "44,UK,0.02,0,60,60,,,,,yes\n")
        #expect(piped.errors == "-: 1 rate of 1 row of -\n  columns not used: Precedence\n")
        #expect(try command.names().filter { $0.contains("partial") } == [])
    }

    @Test func `of a deck with faults nothing is imported, unless they are to be skipped`() async throws {
        let command = try Command()
        try command.write(Self.deck + "44,UK,0,0,0.02,60,0\n45,Denmark,0,30,0.1,1,0\n46,Sweden,0,0,,1,0\n", "deck.csv")
        let faults = """
            scatto: deck.csv:3:14: Included Seconds is '30': seconds that cost nothing at the beginning of a call have no place in a rate deck of Scatto; \
            set it to 0, or leave the row out
            scatto: deck.csv:4:15: Per Minute Cost is empty; fill it in, or remove the row

            """
        let arguments = ["tariff", "import", "deck.csv", "--as", "astpp", "-o", "rates.csv"]
        #expect(
            try await command.scatto(arguments)
                == Command.Answer(
                    status: 2, output: "",
                    errors: faults
                        + "scatto: deck.csv: 2 rows of 3 cannot be taken; nothing was written; mend them, or leave them out with --skip-faulty\n"))
        #expect(try command.names() == ["deck.csv", "samples"])
        #expect(
            try await command.scatto(arguments + ["--skip-faulty"])
                == Command.Answer(
                    status: 1, output: "rates.csv: 1 rate of 3 rows of deck.csv; 2 skipped\n  columns not used: Precedence\n", errors: faults))
        #expect(try command.text("rates.csv") == Self.header + "44,UK,0.02,0,60,60,,,,,yes\n")
    }

    @Test func `vocabularies are shown, copied and changed`() async throws {
        let command = try Command()
        #expect(
            try await command.scatto("tariff", "vocabularies")
                == Command.Answer(status: 0, output: "a2billing\nastpp\ndidww\nkazoo\nnative\ntcxc\n", errors: ""))
        let shown = try await command.scatto("tariff", "vocabularies", "kazoo")
        #expect(try await command.scatto("tariff", "import", "--as", "kazoo", "--show") == shown)
        try command.write(shown.output.replacingOccurrences(of: "[rate_cost]", with: "[price]"), "own.yaml")
        try command.write("prefix,price\n44,0.02\n", "deck.csv")
        let answer = try await command.scatto("tariff", "import", "deck.csv", "--as", "own.yaml", "-o", "-")
        #expect(answer.status == 0 && answer.output == Self.header + "44,+44,0.02,0,60,60,,,,,yes\n")
    }

    @Test(arguments: [
        (
            ["import", "deck.csv", "--as", "none", "-o", "x.csv"], 2,
            "there is no vocabulary 'none'; name a2billing, astpp, didww, kazoo, native, tcxc, or a file whose name ends in .yaml"
        ),
        (
            ["import", "none.csv", "--as", "astpp", "-o", "x.csv"], 3,
            "none.csv: cannot be opened: No such file or directory; check the name and the permissions"
        ),
        (
            ["import", "deck.csv", "--as", "none.yaml", "-o", "x.csv"], 3,
            "none.yaml: cannot be opened: No such file or directory; check the name and the permissions"
        ),
        (["import", "deck.csv", "--as", "astpp"], 2, "Missing expected argument '--output <file>'; see scatto tariff import --help"),
        (["check"], 2, "Name either a deck or --catalogue <dir>; see scatto tariff check --help"),
        (["check", "deck.csv", "--factor", "1"], 2, "--factor is 1; give a number from 2 to 1000000; see scatto tariff check --help"),
        (["check", "deck.csv"], 2, "deck.csv:1:1: the column prefix is missing; add it to the header and to every row"),
        (["lookup", "x", "--deck", "deck.csv"], 2, "'x' is no number; write it in international form, such as +442079460990"),
        (
            ["lookup", "44", "--catalogue", "samples/catalogue", "--tariff", "x"], 2,
            "samples/catalogue: there is no tariff 'x'; name one of europe, america"
        ),
        (["diff", "deck.csv", "deck.csv", "--json", "--csv"], 2, "Give either --json or --csv; see scatto tariff diff --help"),
    ])
    func `what cannot be done is said on one line`(arguments: [String], status: Int, text: String) async throws {
        let command = try Command()
        try command.write("a,destination,rate_per_minute\n1,2,3\n", "deck.csv")
        let answer = try await command.scatto(["tariff"] + arguments)
        #expect(answer == Command.Answer(status: Int32(status), output: "", errors: "scatto: " + text + "\n"))
    }

    @Test func `a check ends with 1 where it finds something, and tells calls without a rate`() async throws {
        let command = try Command()
        try command.write(Self.header + "44,UK,0.02,0,60,60,,,,,\n044,UK,0.02,0,60,60,,,,,\n", "deck.csv")
        let found = try await command.scatto("tariff", "check", "deck.csv", "--toll-free")
        #expect(
            found
                == Command.Answer(
                    status: 1,
                    output: """
                        deck.csv:3:1: 044 can price no call: no number begins with 0; write the country code in front, or remove the row
                        deck.csv: 2 rates; found: unreachable 1

                        """, errors: ""))
        try command.write(Self.header + "44,UK,0.02,0,60,60,,,,,\n", "deck.csv")
        let clean = try await command.scatto("tariff", "check", "deck.csv", "--toll-free")
        #expect(clean == Command.Answer(status: 0, output: "deck.csv: 1 rate; nothing found\n", errors: ""))
        // A run suspends one call for want of a rate; both ways of looking find it.
        let run = try await command.scatto(
            "rate", "--catalogue", "samples/catalogue", "--ledger", "l.sqlite", "--output", "out", "--dialect", "plain", "samples/calls")
        #expect(run.status == 1)
        let unrated = "999555 (unknown country): 1 call of 60 seconds has no rate; add a rate for 999555, or for a shorter prefix of it"
        for arguments in [["--calls", "samples/calls"], ["--suspense", "out"]] {
            let answer = try await command.scatto(["tariff", "check", "--catalogue", "samples/catalogue"] + arguments)
            #expect(answer.status == 1 && answer.output.contains("samples/catalogue/rates-eur.csv:1:1: \(unrated)\n"))
        }
    }

    @Test func `a difference and a lookup`() async throws {
        let command = try Command()
        let lookup = try await command.scatto(
            "tariff", "lookup", "+442079460990", "--catalogue", "samples/catalogue", "--at", "2026-10-01T08:00:00Z")
        #expect(
            lookup
                == Command.Answer(
                    status: 0,
                    output: """
                        +442079460990 at 2026-10-01T08:00:00Z
                        samples/catalogue/rates-eur.csv:3:1: 0.018 EUR a minute to United Kingdom (GB), by the prefix 44
                          connection fee  0.00
                          increments      60/1 s
                          in plans        yes
                        longer prefixes of the number:
                          442 to 442079460990: not in the deck

                        """, errors: ""))
        #expect(try await command.scatto("tariff", "lookup", "999", "--catalogue", "samples/catalogue").status == 1)
        try command.write(Self.header + "44,UK,0.02,0,60,60,,,,,\n", "old.csv")
        try command.write(Self.header + "44,UK,0.03,0,60,60,,,,,\n", "new.csv")
        let diff = try await command.scatto("tariff", "diff", "old.csv", "new.csv", "--calls", "samples/calls")
        #expect(diff.status == 0 && diff.output.hasPrefix("old.csv to new.csv: new 0, ended 0, dearer 1, cheaper 0, terms 0, the same 0\n"))
        #expect(diff.output.contains("\nwhat the calls cost, before allowances:\n"))
    }
}
