import CallModel
import Foundation
import Ledger
import Settlement
import Testing

@testable import RatingRun

/// Auto-recharge through a program, which each test writes itself (file-formats.md "Payment command", rating-rules.md §8 "Payments").
@Suite struct PaymentTests {
    /// A call that takes 4.00 and 0.10 from 8.00, below the trigger of 5; and another an hour later.
    static let night = SmallCatalogue.header + SmallCatalogue.call("c-1", second: 30_000, seconds: 1920)

    /// For programs that answer at once: other tests may keep them waiting.
    private static let longPatience = Duration.seconds(600)

    /// A folder with a program that keeps each question it is asked in `asked` and then does `answer`, in the language of sh.
    private func folder(answering answer: String) throws -> RunFolder {
        let folder = try RunFolder(replacing: ["organizations.csv": SmallCatalogue.payingByCommand])
        try write("cat >> \"$(dirname \"$0\")/asked\"\n" + answer, to: folder)
        try folder.write(Self.night, "night.csv")
        return folder
    }

    private func write(_ script: String, to folder: RunFolder) throws {
        try folder.write("#!/bin/sh\n" + script + "\n", "pay")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path + "/pay")
    }

    private func rate(_ folder: RunFolder, _ input: String = "night.csv", output: String = "out") async throws -> RunSummary {
        try await folder.rate(input, output: output) {
            $0.paymentCommand = folder.path + "/pay"
            $0.paymentPatience = Self.longPatience
        }
    }

    private func refused(_ folder: RunFolder, _ input: String = "night.csv", patience: Duration = longPatience) async throws -> RunFolder.Refused {
        try await folder.fault(input, output: "refused") {
            $0.paymentCommand = folder.path + "/pay"
            $0.paymentPatience = patience
        }
    }

    static let question =
        #"{"amount":"10.0000","at":"2026-10-01T08:20:00Z","currency":"EUR","idempotencyKey":"alder/1","organization":"alder"}"# + "\n"

    @Test func `an approval buys a lot, and the question says for whom, how much, when`() async throws {
        let folder = try folder(answering: #"echo '{"approved":true,"reference":"PAY-77"}'"#)
        #expect(try await rate(folder).exitStatus == 0)
        #expect(try folder.text("asked") == Self.question)
        #expect(
            try folder.text("out/notices.csv")
                == "Organization,Kind,At,Amount,Balance,Detail\nalder,recharge_succeeded,2026-10-01T08:20:00Z,10.0000,13.9000,recharge-1\n")
        let account = try #require(try folder.ledgerContent().accounts.first)
        #expect(account.lots.map(\.reference) == ["A-1", "recharge-1"])
        #expect(account.attemptCount == 1)
    }

    @Test func `a refusal rests for the remainder of the run, and the next run asks with the next key`() async throws {
        let folder = try folder(answering: #"echo '{"approved":false,"reason":"card blocked"}'"#)
        try folder.write(Self.night + SmallCatalogue.call("c-2", second: 34_000), "night.csv")
        _ = try await rate(folder)
        #expect(try folder.text("asked") == Self.question)
        #expect(
            try folder.text("out/notices.csv")
                == "Organization,Kind,At,Amount,Balance,Detail\nalder,recharge_failed,2026-10-01T08:20:00Z,10.0000,3.9000,declined\n")
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-3", second: 36_000), "next.csv")
        _ = try await rate(folder, "next.csv", output: "next")
        #expect(
            try folder.text("asked").split(separator: "\n").last?.contains(
                #""at":"2026-10-01T10:00:00Z","currency":"EUR","idempotencyKey":"alder/2""#) == true)
    }

    @Test(arguments: [
        ("echo hello", "its answer is not a JSON object with “approved”"),
        ("echo '[true]'", "its answer is not a JSON object with “approved”"),
        (#"echo '{"approved":"yes"}'"#, "its answer is not a JSON object with “approved”"),
        (#"echo '{"approved":true} and more'"#, "its answer is not a JSON object with “approved”"),
        ("true", "its answer is not a JSON object with “approved”"),
        (#"echo '{"approved":true}'; exit 7"#, "it ended with status 7"),
        ("kill -9 $$", "a signal ended it"),
    ])
    func `any other answer ends the run`(answer: String, reason: String) async throws {
        let folder = try folder(answering: answer)
        let refused = try await refused(folder)
        #expect(refused.text == "pay: \(reason); mend the payment program, then run again; nothing was settled")
        #expect(refused.status == 3)
        // The question stays, as the payment may have been made.
        #expect(refused.changed == ["asked", "ledger.sqlite"])
    }

    @Test func `an answer longer than 64 KiB ends the run, and the program with it`() async throws {
        let folder = try folder(answering: "exec yes")
        let refused = try await refused(folder)
        #expect(refused.text == "pay: its answer is longer than 65536 bytes; mend the payment program, then run again; nothing was settled")
        #expect(refused.status == 3)
    }

    @Test func `what the program leaves behind may keep its output open`() async throws {
        let folder = try folder(answering: #"sleep 600 & echo $! > "$(dirname "$0")/left"; echo '{"approved":true,"reference":"PAY-1"}'"#)
        #expect(try await rate(folder).exitStatus == 0)
        #expect(try folder.proof().organizations.first?.recharged == "10.0000")
        let left = try #require(pid_t(try folder.text("left").trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(left, SIGKILL) == 0)
    }

    @Test func `a program that takes too long is ended with what it started`() async throws {
        let folder = try folder(answering: #"sleep 600 & echo $! > "$(dirname "$0")/left"; wait"#)
        let refused = try await refused(folder, patience: .seconds(1))
        #expect(refused.text == "pay: it did not answer within 1 seconds; mend the payment program, then run again; nothing was settled")
        let left = try #require(pid_t(try folder.text("left").trimmingCharacters(in: .whitespacesAndNewlines)))
        // It has its signal; the system may take a moment.
        for _ in 0..<200 where kill(left, 0) == 0 && !isZombie(left) { try await Task.sleep(for: .milliseconds(20)) }
        #expect(kill(left, 0) != 0 || isZombie(left))
    }

    /// Whether a process has ended and only waits for its parent to take notice.
    private func isZombie(_ process: pid_t) -> Bool {
        (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8))?.contains(") Z ") ?? true
    }

    @Test func `a question is put again as it was put first, and its lot is of the amount that was paid`() async throws {
        // It charges, and dies before its answer.
        let folder = try folder(answering: "exit 7")
        #expect(try await refused(folder).text.contains("it ended with status 7"))
        // By now the catalogue asks for more at once, and the calls come from elsewhere.
        try folder.write(SmallCatalogue.payingByCommand.replacing("alder,5,10", with: "alder,5,25"), "catalogue/organizations.csv")
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-0", second: 40_000, seconds: 2400), "night.csv")
        try write("cat >> \"$(dirname \"$0\")/asked\"\n" + #"echo '{"approved":true,"reference":"PAY-1"}'"#, to: folder)
        #expect(try await rate(folder).exitStatus == 0)
        #expect(try folder.text("asked") == Self.question + Self.question)
        #expect(try folder.proof().organizations.first?.recharged == "10.0000")
    }

    @Test func `an organization whose payment is under way keeps its place and its currency`() async throws {
        let folder = try folder(answering: "exit 7")
        _ = try await refused(folder)
        let tariffs = try #require(SmallCatalogue.files["catalogue.yaml"])
        try folder.write(tariffs.replacing("currency: EUR", with: "currency: USD"), "catalogue/catalogue.yaml")
        let otherCurrency = try await refused(folder)
        #expect(otherCurrency.status == 2)
        #expect(
            otherCurrency.text
                == "catalogue/organizations.csv:2:1: the tariff of organization alder is in USD, and its payment alder/1 was asked for in EUR; "
                + "give it a tariff in EUR until a run has recharged it")
    }

    @Test func `no answer in time ends the run, whatever the program has begun`() async throws {
        let folder = try folder(answering: "sleep 600")
        let refused = try await refused(folder, patience: .seconds(1))
        #expect(refused.text == "pay: it did not answer within 1 seconds; mend the payment program, then run again; nothing was settled")
        #expect(refused.status == 3)
        #expect(refused.changed == ["asked", "ledger.sqlite"])
    }

    @Test func `a program that is missing, or may not be run, ends the run`() async throws {
        let folder = try folder(answering: "true")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path + "/pay")
        let forbidden = try await refused(folder)
        #expect(forbidden.text.hasPrefix("pay: it cannot be run ("))
        #expect(forbidden.status == 3)
        #expect(forbidden.changed == [])
        try folder.remove("pay")
        let missing = try await refused(folder)
        #expect(missing.text.hasPrefix("pay: it cannot be run ("))
        #expect(missing.text.split(separator: "\n").count == 1)
        #expect(missing.status == 3)
        #expect(missing.changed == [])
    }

    @Test func `a program that does not read the question may answer all the same`() async throws {
        let folder = try folder(answering: "")
        try write(#"exec <&-; echo '{"approved":true}'"#, to: folder)
        #expect(try await rate(folder).exitStatus == 0)
        #expect(try folder.proof().organizations.first?.recharged == "10.0000")
    }

    @Test func `without a program, a catalogue that needs one is refused before anything else`() async throws {
        let folder = try folder(answering: "true")
        let refused = try await folder.fault("night.csv")
        #expect(refused == RunFolder.Refused(text: "organization alder pays by command; name the program with --payment-command", status: 2))
    }

    @Test func `an approval outlives a run that fails, and the next run takes it with its amount and does not ask again`() async throws {
        let folder = try folder(answering: #"echo '{"approved":true,"reference":"PAY-1"}'"#)
        // The payment is made while the first chunks are settled; the end of the input turns out to be damaged.
        var bytes = try gzipped([Array(Self.night.utf8), Array(repeating: UInt8(ascii: "\n"), count: 100_000)])
        bytes[bytes.count - 8] ^= 1
        try folder.write(bytes, "damaged.csv.gz")
        let refused = try await folder.fault("damaged.csv.gz", output: "refused") {
            $0.paymentCommand = folder.path + "/pay"
            $0.paymentPatience = Self.longPatience
            $0.chunkByteCount = 200
            $0.workers = 1
        }
        #expect(refused.status == 3)
        #expect(refused.changed == ["asked", "ledger.sqlite"])
        let ledger = try LedgerFile.openForReading(folder.path + "/ledger.sqlite")
        #expect(
            try ledger.approvals() == [
                PaymentApproval(organization: "alder", attempt: 1, amount: try #require(Money.parse("10")).amount, payment: "command:PAY-1")
            ])
        #expect(try ledger.lastRun() == nil)
        try ledger.close()

        // By now the catalogue asks for more at once; what was approved is what is bought.
        try folder.write(SmallCatalogue.payingByCommand.replacing("alder,5,10", with: "alder,5,25"), "catalogue/organizations.csv")
        try write("echo asked again >&2; exit 1", to: folder)
        #expect(try await rate(folder).exitStatus == 0)
        #expect(try folder.text("asked") == Self.question)
        #expect(try folder.proof().organizations.first?.recharged == "10.0000")
        let after = try LedgerFile.openForReading(folder.path + "/ledger.sqlite")
        #expect(try after.approvals() == [])
        try after.close()
    }
}
