import Foundation
import Testing

@testable import Verification

/// Ledgers that were changed behind Scatto's back: what is said of them, to the letter.
@Suite struct TamperedLedgerTests {
    static let changes: [(sql: String, said: [String])] = [
        (
            "UPDATE lots SET remaining = 1 WHERE reference = 'recharge-1'",
            ["ledger.sqlite: flying-snail has a debt of 4.4360, and 0.00000001 in its lots"]
        ),
        (
            "UPDATE lots SET remaining = -1 WHERE reference = 'recharge-1'",
            [
                "ledger.sqlite: the balance of flying-snail is -4.43600001 (-0.00000001 in lots, less a debt of 4.4360), and its movements make -4.4360: 11.0000 funded + 40.0000 recharged - 4.7410 expired - 50.6950 charged",
                "ledger.sqlite: lot recharge-1 of flying-snail has -0.00000001 left of 20.0000",
            ]
        ),
        (
            "UPDATE lots SET amount = amount + 1 WHERE reference = 'SNAIL-2026'",
            ["ledger.sqlite: lot SNAIL-2026 of flying-snail is of 5.00000001, and its movement of 5.0000"]
        ),
        (
            "UPDATE lots SET forfeited = 1 WHERE reference = 'SNAIL-2026'",
            ["ledger.sqlite: lot SNAIL-2026 of flying-snail is forfeited with 0.0000 left, and its movements forfeit 0.0000"]
        ),
        (
            "UPDATE lots SET forfeited = 0 WHERE reference = 'SNAIL-2025'",
            ["ledger.sqlite: lot SNAIL-2025 of flying-snail is not forfeited, and its movements forfeit 4.7410"]
        ),
        (
            "UPDATE lots SET expires = expires + 1 WHERE reference = 'SNAIL-2026'",
            [
                "ledger.sqlite: lot SNAIL-2026 of flying-snail expires at 2027-09-14T23:00:01Z, and 12 months after its purchase is 2027-09-14T23:00:00Z"
            ]
        ),
        (
            "UPDATE lots SET reference = 'recharge-3' WHERE reference = 'recharge-2'",
            ["ledger.sqlite: lot recharge-3 of flying-snail is the one in the place of recharge-2"]
        ),
        (
            "UPDATE lots SET kind = 'recharge' WHERE reference = 'SNAIL-2026'",
            [
                "ledger.sqlite: the account of flying-snail counts 2 recharges, and there are 3",
                "ledger.sqlite: lot SNAIL-2026 of flying-snail is a recharge",
            ]
        ),
        (
            "DELETE FROM lots WHERE reference = 'recharge-1'",
            [
                "ledger.sqlite: the account of flying-snail counts 4 lots, and there are 3",
                "ledger.sqlite: lot recharge-2 of flying-snail is number 3, and the next one is 2",
            ]
        ),
        (
            "UPDATE accounts SET debt = debt + 1 WHERE organization = 'paper-rocket'",
            [
                "ledger.sqlite: the balance of paper-rocket is -0.22000001 (0.00 in lots, less a debt of 0.22000001), and its movements make -0.22: 2.00 funded + 0.00 recharged - 0.00 expired - 2.22 charged"
            ]
        ),
        (
            "UPDATE accounts SET lots = lots + 1 WHERE organization = 'paper-rocket'",
            ["ledger.sqlite: the account of paper-rocket counts 2 lots, and there are 1"]
        ),
        (
            "UPDATE accounts SET recharges = 3 WHERE organization = 'flying-snail'",
            ["ledger.sqlite: the account of flying-snail counts 3 recharges, and there are 2"]
        ),
        (
            "UPDATE accounts SET attempts = 1 WHERE organization = 'flying-snail'",
            ["ledger.sqlite: the account of flying-snail counts 1 attempt at payment, and 2 recharges succeeded"]
        ),
        (
            "UPDATE account_months SET recharged = recharged + 1",
            ["ledger.sqlite: flying-snail recharged 40.00000001 in 2026-10, and its lots of that month are of 40.0000"]
        ),
        ("DELETE FROM account_months", ["ledger.sqlite: flying-snail recharged nothing in 2026-10, and its lots of that month are of 40.0000"]),
        (
            "UPDATE movements SET amount = amount + 1 WHERE kind = 'charge' AND organization = 'flying-snail'",
            [
                "out/pstn-usage.csv: fees and charges of flying-snail on 2026-10-01 are 50.6950 in 12 calls, and the ledger has 50.69500001 in 12 calls",
                "out/run.json: charged of flying-snail is 50.6950, and the ledger has 50.69500001",
                "ledger.sqlite: the balance of flying-snail is -4.4360 (0.0000 in lots, less a debt of 4.4360), and its movements make -4.43600001: 11.0000 funded + 40.0000 recharged - 4.7410 expired - 50.69500001 charged",
                "ledger.sqlite: flying-snail was charged 50.6950 by user and 50.6950 by destination on 2026-10-01 in run 1, and its movements charge 50.69500001",
            ]
        ),
        (
            "UPDATE movements SET calls = 11 WHERE kind = 'charge' AND organization = 'flying-snail'",
            ["out/pstn-usage.csv: fees and charges of flying-snail on 2026-10-01 are 50.6950 in 12 calls, and the ledger has 50.6950 in 11 calls"]
        ),
        (
            "UPDATE movements SET organization = 'moonlit-library' WHERE kind = 'charge' AND organization = 'paper-rocket'",
            [
                "out/pstn-usage.csv: fees and charges of paper-rocket on 2026-10-01 are 2.22 in 6 calls, and the ledger has 0.00 in 0 calls",
                "out/run.json: charged of paper-rocket is 2.22, and the ledger has 0.00",
                "ledger.sqlite: the balance of moonlit-library is 0.0000 (0.0000 in lots, less a debt of 0.0000), and its movements make -2.2200: 0.0000 funded + 0.0000 recharged - 0.0000 expired - 2.2200 charged",
                "ledger.sqlite: moonlit-library was charged 0.0000 by user and 0.0000 by destination on 2026-10-01 in run 1, and its movements charge 2.2200",
            ]
        ),
        (
            "UPDATE movements SET at = at - 86400 WHERE kind = 'charge' AND organization = 'paper-rocket'",
            [
                "out/pstn-usage.csv: fees and charges of paper-rocket on 2026-09-30 are 0.00 in 0 calls, and the ledger has 2.22 in 6 calls",
                "ledger.sqlite: paper-rocket was charged 0.00 by user and 0.00 by destination on 2026-09-30 in run 1, and its movements charge 2.22",
            ]
        ),
        (
            "UPDATE movements SET amount = amount - 1 WHERE kind = 'expiry'",
            [
                "out/run.json: expired of flying-snail is 4.7410, and the ledger has 4.74099999",
                "ledger.sqlite: the balance of flying-snail is -4.4360 (0.0000 in lots, less a debt of 4.4360), and its movements make -4.43599999: 11.0000 funded + 40.0000 recharged - 4.74099999 expired - 50.6950 charged",
            ]
        ),
        (
            "DELETE FROM movements WHERE kind = 'expiry'",
            [
                "out/run.json: expired of flying-snail is 4.7410, and the ledger has 0.0000",
                "ledger.sqlite: the balance of flying-snail is -4.4360 (0.0000 in lots, less a debt of 4.4360), and its movements make 0.3050: 11.0000 funded + 40.0000 recharged - 0.0000 expired - 50.6950 charged",
                "ledger.sqlite: lot SNAIL-2025 of flying-snail is forfeited with 0.0000 left, and its movements forfeit 0.0000",
            ]
        ),
        (
            "UPDATE movements SET lot = 7 WHERE kind = 'recharge' AND lot = 2",
            ["ledger.sqlite: lot recharge-1 of flying-snail is of 20.0000, and its movement of 0.0000"]
        ),
        (
            "UPDATE movements SET amount = -amount WHERE kind = 'funding' AND lot = 0 AND organization = 'paper-rocket'",
            [
                "out/run.json: balance of paper-rocket is -0.22, and the ledger has -4.22",
                "ledger.sqlite: run 1: a funding of paper-rocket is below zero",
                "ledger.sqlite: the balance of paper-rocket is -0.22 (0.00 in lots, less a debt of 0.22), and its movements make -4.22: -2.00 funded + 0.00 recharged - 0.00 expired - 2.22 charged",
                "ledger.sqlite: lot ROCKET-2026 of paper-rocket is of 2.00, and its movement of -2.00",
            ]
        ),
        (
            "UPDATE pools SET used_seconds = used_seconds - 1 WHERE allowance = 'home'",
            ["ledger.sqlite: pool MCOPSTN2/home/GB/2026-10 of flying-snail has 1719 s used, and runs drew 1720 s from it"]
        ),
        (
            "UPDATE pools SET minutes = 28 WHERE allowance = 'home'",
            ["ledger.sqlite: pool MCOPSTN2/home/GB/2026-10 of flying-snail has 1720 s used, and 28 minutes are 1680 s"]
        ),
        (
            "DELETE FROM pools WHERE allowance = 'home'",
            ["ledger.sqlite: runs drew 1720 s from pool MCOPSTN2/home/GB/2026-10, and there is no such pool"]
        ),
        (
            "UPDATE draws SET seconds = seconds + 1 WHERE allowance = 'home'",
            [
                "out/pstn-usage.csv: included seconds of flying-snail in 2026-10 are 5620, and the ledger has drawn 5621 from its pools",
                "ledger.sqlite: pool MCOPSTN2/home/GB/2026-10 of flying-snail has 1720 s used, and runs drew 1721 s from it",
                "ledger.sqlite: flying-snail was included 5620 s by user and 5620 s by destination in 2026-10 in run 1, which drew 5621 s from its pools",
            ]
        ),
        (
            "UPDATE draws SET month = '2026-09' WHERE allowance = 'home'",
            [
                "out/pstn-usage.csv: included seconds of flying-snail in 2026-09 are 0, and the ledger has drawn 1720 from its pools",
                "ledger.sqlite: pool MCOPSTN2/home/GB/2026-10 of flying-snail has 1720 s used, and runs drew 0 s from it",
                "ledger.sqlite: flying-snail was included 0 s by user and 0 s by destination in 2026-09 in run 1, which drew 1720 s from its pools",
            ]
        ),
        (
            "DELETE FROM draws WHERE allowance = 'home'",
            [
                "out/pstn-usage.csv: included seconds of flying-snail in 2026-10 are 5620, and the ledger has drawn 3900 from its pools",
                "ledger.sqlite: pool MCOPSTN2/home/GB/2026-10 of flying-snail has 1720 s used, and runs drew 0 s from it",
                "ledger.sqlite: flying-snail was included 5620 s by user and 5620 s by destination in 2026-10 in run 1, which drew 3900 s from its pools",
            ]
        ),
        (
            "UPDATE runs SET settled = 204",
            [
                "out/pstn-usage.csv: it has 203 rows, and the ledger has 204 settled records of run 1",
                "out/run.json: settled is 203, and the ledger has 204",
                "ledger.sqlite: run 1 read 214 records, and settled 204 + suspended 9 + duplicate 2 make 215",
                "ledger.sqlite: run 1 settled 204 records, and the duplicate index has 203",
                "ledger.sqlite: run 1 settled 204 records, and its usage has 203 by user and 203 by destination",
            ]
        ),
        (
            "UPDATE runs SET records = 215",
            [
                "out/run.json: read is 214, and the ledger has 215",
                "ledger.sqlite: run 1 read 215 records, and settled 203 + suspended 9 + duplicate 2 make 214",
            ]
        ),
        ("UPDATE runs SET status = 0", ["ledger.sqlite: run 1 ended with status 0, and suspended 9 records"]),
        (
            "UPDATE inputs SET suspended = 8",
            [
                "out/suspense.csv:10: Source is samples/calls/2026-10-01.csv.gz, and the ledger has no more suspended records",
                "out/suspended/2026-10-01.csv: it goes on behind the 8 records of suspense.csv",
                "ledger.sqlite: run 1 suspended 9 records, and of its inputs 8 are",
            ]
        ),
        (
            "UPDATE inputs SET records = 213",
            ["out/run.json: records of input 1 is 214, and the ledger has 213", "ledger.sqlite: run 1 read 214 records, and its inputs have 213"]
        ),
        (
            "UPDATE inputs SET sha256 = '00'",
            ["out/run.json: sha256 of input 1 is f4b848a40f224daa8b3045c526e46ef983b2767a474936df275add1631892ab0, and the ledger has 00"]
        ),
        ("UPDATE notices SET balance = balance + 1 WHERE position = 3", ["out/notices.csv:5: Balance is 10.3310, and the ledger has 10.33100001"]),
        ("DELETE FROM notices WHERE position = 15", ["out/notices.csv:17: the ledger has only 15 notices of the run"]),
        (
            "UPDATE seen SET entries = CAST(substr(entries, 1, 4040) AS BLOB)",
            [
                "out/pstn-usage.csv:204: UsageId, Start Time or Organization is not that of a call which the ledger has: it has no more of 2026-10-01 (UTC)",
                "ledger.sqlite: run 1 settled 203 records, and the duplicate index has 202",
            ]
        ),
        (
            "UPDATE seen SET entries = CAST(substr(entries, 1, 200) || substr(entries, 221, 20) || substr(entries, 221) AS BLOB)",
            [
                "out/pstn-usage.csv:12: UsageId, Start Time or Organization is not that of the call which the ledger has in this place",
                "ledger.sqlite: a call of 2026-10-01 (UTC) was settled twice: the duplicate index has it in two places",
            ]
        ),
        (
            "UPDATE seen SET entries = CAST(substr(entries, 1, 218) || x'0000' || substr(entries, 221) AS BLOB)",
            ["out/pstn-usage.csv:12: Call Type, UPN, Caller ID, Destination Number or Duration Seconds is not what the ledger keeps of this call"]
        ),
        (
            "UPDATE seen SET day = day + 1",
            [
                "out/pstn-usage.csv:2: UsageId, Start Time or Organization is not that of a call which the ledger has: it has no more of 2026-10-01 (UTC)"
            ]
        ),
        (
            "INSERT INTO seen SELECT day, 2, 0, entries FROM seen",
            ["ledger.sqlite: the duplicate index has records of run 2, and there is no such run"]
        ),
        (
            "DELETE FROM usage WHERE organization = 'paper-rocket'",
            [
                "ledger.sqlite: run 1 settled 203 records, and its usage has 173 by user and 173 by destination"
            ]
        ),
        (
            // The first row by user: the last byte of its first number, how many calls, becomes one more.
            "UPDATE usage SET by_user = CAST(substr(by_user, 1, 4) || x'09' || substr(by_user, 6) AS BLOB) WHERE organization = 'paper-rocket'",
            ["ledger.sqlite: run 1 settled 203 records, and its usage has 209 by user and 203 by destination"]
        ),
        (
            "UPDATE usage SET uncovered = x'' WHERE organization = 'paper-rocket'",
            ["ledger.sqlite: nothing covered 700 s of run 1, and its uncovered calls have 400 s"]
        ),
        (
            "UPDATE usage SET texts = x'01'",
            [
                "ledger.sqlite: this ledger is damaged (the usage of a run cannot be read); restore it from a backup, with the outputs of the later runs kept aside"
            ]
        ),
        (
            "UPDATE usage SET month = '2026-09'",
            [
                "ledger.sqlite: flying-snail was charged 50.6950 by user and 50.6950 by destination on 2026-09-01 in run 1, and its movements charge 0.0000"
            ]
        ),
        (
            "INSERT INTO approvals VALUES ('flying-snail', 1, 2000000000, 'agreement:EA-0001/PO-7', 1)",
            [
                "Run 1, in out", "  read 214 = settled 203 + suspended 9 + duplicate 2",
                "  5 files read; each settled row attributed, priced and found in the ledger again",
                "  organization     calls  charged calls  charged  included s  balance",
                "  flying-snail        47             12  50.6950        5620  -4.4360 EUR",
                "  paper-rocket        30              6     2.22        3600    -0.22 USD",
                "  moonlit-library    126              0   0.0000       27266   0.0000 EUR",
                "  ledger: 1 run, 0 of them taken back; 203 settled records, 5 lots, 8 movements, 10 pools add up",
                "  SHA-256 of 0 of 5 outputs agree; the others are not in run.json (scatto rate --seal puts them there)", "OK",
            ]
        ),
        (
            "INSERT INTO approvals VALUES ('flying-snail', 1, 2000000001, 'agreement:EA-0001/PO-7', 1)",
            [
                "ledger.sqlite: attempt 1 of flying-snail was approved (agreement:EA-0001/PO-7) and taken by run 1, which has no lot of that amount and payment for it"
            ]
        ),
        (
            "INSERT INTO undos (run) SELECT 1 FROM runs WHERE run = 1",
            ["out: run 1, which wrote into this folder, was taken back; there is nothing to verify"]
        ),
        (
            "UPDATE runs SET catalogue = '00'",
            [
                "catalogue: this is not the catalogue of run 1 (its SHA-256 is d7719e674220…, and the run's was 00…); name a folder with the catalogue as it was then"
            ]
        ),
        (
            "UPDATE accounts SET decimals = 9",
            [
                "ledger.sqlite: this ledger is damaged (column decimals does not hold 0 to 8 decimals); restore it from a backup, with the outputs of the later runs kept aside"
            ]
        ),
    ]

    @Test func `each change of the ledger is found`() async throws {
        let run = try await VerifiedRun.make()
        let before = try run.bytes("ledger.sqlite")
        for (sql, said) in Self.changes {
            try run.sql(sql)
            let found = try run.verify().text.components(separatedBy: "\n").filter { !$0.isEmpty }.map {
                $0.replacing(VerifiedRun.samples + "/", with: "samples/")
            }.filter {
                !$0.hasPrefix("run 1 is not proved: ")
            }
            #expect(found == said, "\(sql)")
            try run.write(before, "ledger.sqlite")
        }
        #expect(try run.disagreements() == [])
    }
}
