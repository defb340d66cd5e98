import Foundation
import Testing

@testable import Verification

/// Ledgers that were changed behind Scatto's back: what is said of them, to the letter.
@Suite struct TamperedLedgerTests {
    static let changes: [(sql: String, said: [String])] = [
        ("UPDATE lots SET remaining = 1 WHERE reference = 'recharge-1'", []),
        ("UPDATE lots SET remaining = -1 WHERE reference = 'recharge-1'", []),
        ("UPDATE lots SET amount = amount + 1 WHERE reference = 'SNAIL-2026'", []),
        ("UPDATE lots SET forfeited = 1 WHERE reference = 'SNAIL-2026'", []),
        ("UPDATE lots SET forfeited = 0 WHERE reference = 'SNAIL-2025'", []),
        ("UPDATE lots SET expires = expires + 1 WHERE reference = 'SNAIL-2026'", []),
        ("UPDATE lots SET reference = 'recharge-3' WHERE reference = 'recharge-2'", []),
        ("UPDATE lots SET kind = 'recharge' WHERE reference = 'SNAIL-2026'", []),
        ("DELETE FROM lots WHERE reference = 'recharge-1'", []),
        ("UPDATE accounts SET debt = debt + 1 WHERE organization = 'paper-rocket'", []),
        ("UPDATE accounts SET lots = lots + 1 WHERE organization = 'paper-rocket'", []),
        ("UPDATE accounts SET recharges = 3 WHERE organization = 'flying-snail'", []),
        ("UPDATE accounts SET attempts = 1 WHERE organization = 'flying-snail'", []),
        ("UPDATE account_months SET recharged = recharged + 1", []),
        ("DELETE FROM account_months", []),
        ("UPDATE movements SET amount = amount + 1 WHERE kind = 'charge' AND organization = 'flying-snail'", []),
        ("UPDATE movements SET calls = 11 WHERE kind = 'charge' AND organization = 'flying-snail'", []),
        ("UPDATE movements SET organization = 'moonlit-library' WHERE kind = 'charge' AND organization = 'paper-rocket'", []),
        ("UPDATE movements SET at = at - 86400 WHERE kind = 'charge' AND organization = 'paper-rocket'", []),
        ("UPDATE movements SET amount = amount - 1 WHERE kind = 'expiry'", []),
        ("DELETE FROM movements WHERE kind = 'expiry'", []),
        ("UPDATE movements SET lot = 7 WHERE kind = 'recharge' AND lot = 2", []),
        ("UPDATE movements SET amount = -amount WHERE kind = 'funding' AND lot = 0 AND organization = 'paper-rocket'", []),
        ("UPDATE pools SET used_seconds = used_seconds - 1 WHERE allowance = 'home'", []),
        ("UPDATE pools SET minutes = 28 WHERE allowance = 'home'", []),
        ("DELETE FROM pools WHERE allowance = 'home'", []),
        ("UPDATE draws SET seconds = seconds + 1 WHERE allowance = 'home'", []),
        ("UPDATE draws SET month = '2026-09' WHERE allowance = 'home'", []),
        ("DELETE FROM draws WHERE allowance = 'home'", []),
        ("UPDATE runs SET settled = 204", []),
        ("UPDATE runs SET records = 215", []),
        ("UPDATE runs SET status = 0", []),
        ("UPDATE inputs SET suspended = 8", []),
        ("UPDATE inputs SET records = 213", []),
        ("UPDATE inputs SET sha256 = '00'", []),
        ("UPDATE notices SET balance = balance + 1 WHERE position = 3", []),
        ("DELETE FROM notices WHERE position = 15", []),
        ("UPDATE seen SET entries = CAST(substr(entries, 1, 4040) AS BLOB)", []),
        ("UPDATE seen SET entries = CAST(substr(entries, 1, 200) || substr(entries, 221, 20) || substr(entries, 221) AS BLOB)", []),
        ("UPDATE seen SET entries = CAST(substr(entries, 1, 218) || x'0000' || substr(entries, 221) AS BLOB)", []),
        ("UPDATE seen SET day = day + 1", []),
        ("INSERT INTO seen SELECT day, 2, 0, entries FROM seen", []),
        ("INSERT INTO approvals VALUES ('flying-snail', 1, 2000000000, 'agreement:EA-0001/PO-7', 1)", []),
        ("INSERT INTO approvals VALUES ('flying-snail', 1, 2000000001, 'agreement:EA-0001/PO-7', 1)", []),
        ("INSERT INTO undos (run) SELECT 1 FROM runs WHERE run = 1", []),
        ("UPDATE runs SET catalogue = '00'", []),
        ("UPDATE accounts SET decimals = 9", []),
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
            print("@@SQL|\(sql)|" + found.joined(separator: "¶"))
            #expect(found == said, "\(sql)")
            try run.write(before, "ledger.sqlite")
        }
        #expect(try run.disagreements() == [])
    }
}
