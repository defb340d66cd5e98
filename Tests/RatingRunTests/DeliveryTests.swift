import Foundation
import Ledger
import NoticeMail
import Testing

@testable import RatingRun

/// How notices leave: the Maildir by default, a program where there are addresses; and that they wait until they have left.
@Suite struct DeliveryTests {
    /// Makes alder recharge and uses up what birch has.
    static let night =
        SmallCatalogue.header + SmallCatalogue.call("c-1", second: 30_000, seconds: 1920)
        + SmallCatalogue.call("c-2", second: 30_060, seconds: 1800, by: "cat@birch.example")
    static let organizations = """
        organization,name,notify,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment
        alder,Alder Works,pay@alder.example;cfo@alder.example,5,10,40,agreement:EA-1
        birch,,,,,,

        """

    /// A folder with the night's calls, and organizations of whom alder has addresses.
    private func folder(notify: String = "pay@alder.example;cfo@alder.example") throws -> RunFolder {
        let organizations = Self.organizations.replacingOccurrences(of: "pay@alder.example;cfo@alder.example", with: notify)
        let folder = try RunFolder(replacing: ["organizations.csv": organizations])
        try folder.write(Self.night, "night.csv")
        return folder
    }

    /// Writes a program, in the language of sh, that takes mail.
    private func write(_ script: String, to folder: RunFolder) throws {
        try folder.write("#!/bin/sh\ncd \"$(dirname \"$0\")\" || exit 1\n" + script + "\n", "mail")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path + "/mail")
    }

    /// Rates the night. What has to take its time gets plenty, as other tests may keep this one waiting.
    private func rate(_ folder: RunFolder, patience: Duration = .seconds(3600), _ change: (inout DeliveryOptions) -> Void = { _ in }) async throws
        -> DeliveryReport
    {
        var options = DeliveryOptions()
        options.sendmail = folder.path + "/mail"
        options.patience = patience
        options.totalPatience = .seconds(7200)
        change(&options)
        let delivery = options
        return try #require(try await folder.rate("night.csv") { $0.delivery = delivery }.delivery)
    }

    private func send(_ folder: RunFolder, _ change: (inout DeliveryOptions) -> Void = { _ in }) async throws -> DeliveryReport {
        var options = DeliveryOptions()
        options.sendmail = folder.path + "/mail"
        options.patience = .seconds(3600)
        options.totalPatience = .seconds(7200)
        change(&options)
        return try await NoticeDelivery(options).start(ledger: folder.path + "/ledger.sqlite")
    }

    /// The faults of a delivery, paths relative to the test's folder.
    private func faults(_ report: DeliveryReport, _ folder: RunFolder) -> [String] {
        report.faults.map { $0.replacingOccurrences(of: folder.path + "/", with: "") }
    }

    /// Messages that are not delivered.
    private func waiting(_ folder: RunFolder) throws -> [String] {
        let ledger = try LedgerFile.openForReading(folder.path + "/ledger.sqlite")
        defer { try? ledger.close() }
        return try ledger.undeliveredMessages().map { "\($0.run) \($0.envelope.organization)" }
    }

    private func mail(_ folder: RunFolder, _ maildir: String = "ledger.sqlite.maildir") throws -> [String] {
        try folder.tree(maildir + "/new").keys.sorted()
    }

    private static let remedy = "mend that, then run scatto notices send --ledger ledger.sqlite, or wait for the next run"

    // MARK: The Maildir

    @Test func `by default all mail goes into the Maildir beside the ledger, for its owner alone`() async throws {
        let folder = try folder()
        let report = try #require(try await folder.rate("night.csv").delivery)
        #expect(report.faults == [])
        #expect(report.text.replacingOccurrences(of: folder.path, with: "DIR") == "messages about notices: 2 in DIR/ledger.sqlite.maildir/new/")
        let names = try mail(folder)
        #expect(names.count == 2)
        for name in names {
            let isDigest = name.wholeMatch(of: /run-1\.[0-9a-f]{32}\.eml/) != nil
            #expect(isDigest)
            #expect(try folder.mode("ledger.sqlite.maildir/new/" + name) == 0o600)
        }
        #expect(try folder.mode("ledger.sqlite.maildir") == 0o700)
        let texts = try names.map { try folder.text("ledger.sqlite.maildir/new/" + $0) }
        #expect(
            texts.count { $0.contains("\r\nTo: pay@alder.example,\r\n cfo@alder.example\r\nSubject: Alder Works: credits bought (run 1)\r\n") } == 1)
        #expect(texts.count { !$0.contains("\r\nTo:") && $0.contains("\r\nSubject: birch: credits used up (run 1)\r\n") } == 1)
        #expect(try waiting(folder) == [])
        // The same command again has nothing to tell.
        let again = try await folder.rate("night.csv")
        #expect(again.wasDone)
        #expect(again.delivery?.text == "")
    }

    @Test func `a run that has nothing to tell creates no Maildir`() async throws {
        let folder = try folder()
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-1", to: "+353209109950"), "quiet.csv")
        let report = try #require(try await folder.rate("quiet.csv").delivery)
        #expect(report.text == "")
        #expect(!folder.exists("ledger.sqlite.maildir"))
    }

    @Test func `who dies between the delivery and the mark delivers again, in the same place`() async throws {
        let folder = try folder()
        // There is no Maildir to be had, so the ledger is as if the process had died before the mark.
        _ = try await folder.rate("night.csv") { $0.delivery?.maildir = folder.path + "/absent/mail" }
        #expect(try waiting(folder) == ["1 alder", "1 birch"])
        let unmarked = try folder.bytes("ledger.sqlite")
        _ = try await send(folder) { $0.sendmail = nil }
        let delivered = try mail(folder)
        #expect(delivered.count == 2)
        try folder.write(unmarked, "ledger.sqlite")
        #expect(try await send(folder) { $0.sendmail = nil }.filedCount == 2)
        #expect(try mail(folder) == delivered)
        #expect(try folder.tree("ledger.sqlite.maildir/tmp").isEmpty)
        // What was read meanwhile is not put in again.
        try FileManager.default.moveItem(
            atPath: folder.path + "/ledger.sqlite.maildir/new/" + delivered[0], toPath: folder.path + "/ledger.sqlite.maildir/cur/\(delivered[0]):2,S"
        )
        try folder.write(unmarked, "ledger.sqlite")
        #expect(try await send(folder) { $0.sendmail = nil }.undeliveredCount == 0)
        #expect(try mail(folder) == [delivered[1]])
    }

    @Test func `the same run of the same inputs has the same message identifiers, another one has others`() async throws {
        let (first, second, third) = (try folder(), try folder(), try folder())
        try third.write(Self.night + "\n", "night.csv")
        for folder in [first, second, third] { _ = try await folder.rate("night.csv") }
        #expect(try mail(first) == mail(second))
        #expect(try Set(mail(first)).isDisjoint(with: mail(third)))
    }

    @Test func `an identifier that no header can have, as an old ledger may hold one, has a stable one in its place`() {
        func identifier(_ text: String) -> String {
            MessageEnvelope(organization: "alder", messageID: text, name: "", currency: "", recipients: []).usableMessageID(run: 3).description
        }
        #expect(identifier("run-3.616c646572@scatto.invalid") == "run-3.616c646572@scatto.invalid")
        let long = "run-3." + String(repeating: "61", count: 300) + "@scatto.invalid"
        #expect(identifier(long) == identifier(long))
        #expect(identifier(long) != identifier("x\r\nBcc: y"))
        let isDigest = identifier("x\r\nBcc: y").wholeMatch(of: /run-3\.[0-9a-f]{32}@scatto\.invalid/) != nil
        #expect(isDigest)
    }

    // MARK: The program

    @Test func `the program is called as sendmail is, and has the message on standard input`() async throws {
        let folder = try folder()
        try write("for argument; do echo \"[$argument]\"; done > arguments; cat > message", to: folder)
        let report = try await rate(folder)
        #expect(report.faults == [])
        #expect((report.sentCount, report.filedCount) == (1, 1))
        #expect(try folder.text("arguments") == "[-i]\n[--]\n[pay@alder.example]\n[cfo@alder.example]\n")
        let lines = try folder.text("message").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.prefix(4).dropFirst() == ["To: pay@alder.example,", " cfo@alder.example", "Subject: Alder Works: credits bought (run 1)"])
        let isSender = lines[0].wholeMatch(of: /From: Scatto <scatto@[A-Za-z0-9.-]+>/) != nil
        #expect(isSender)
        #expect(try !folder.bytes("message").contains(13))
        // birch has no address.
        #expect(try mail(folder).count == 1)
    }

    @Test func `whom --from names is the sender, of the envelope too`() async throws {
        let folder = try folder(notify: "pay@alder.example")
        try write("echo \"$*\" > arguments; head -n 1 > first", to: folder)
        _ = try await rate(folder) { $0.sender = MailAddress("billing@host.example") }
        #expect(try folder.text("arguments") == "-i -f billing@host.example -- pay@alder.example\n")
        #expect(try folder.text("first") == "From: Scatto <billing@host.example>\n")
    }

    @Test(arguments: [
        ("exit 75", 3600, "mail ended with status 75"),
        ("cat > /dev/null; exit 1", 3600, "mail ended with status 1"),
        ("kill -9 $$", 3600, "a signal ended mail"),
        ("sleep 600", 1, "mail did not end within 1 seconds"),
        ("while :; do :; done", 1, "mail did not end within 1 seconds"),
        ("trap '' TERM; while :; do :; done", 1, "mail did not end within 1 seconds"),
        ("yes; exit 1", 1, "mail did not end within 1 seconds"),
    ])
    func `a program that does not take the message: the run is done all the same, and the next delivery tries again`(
        script: String, patience: Int, reason: String
    ) async throws {
        let folder = try folder()
        try write(script, to: folder)
        let report = try await rate(folder, patience: .seconds(patience))
        #expect(faults(report, folder) == ["notices of organization alder, run 1, could not be delivered (\(reason)); \(Self.remedy)"])
        #expect(try folder.proof().read == 2)
        #expect(try waiting(folder) == ["1 alder"])
        try write("cat > message", to: folder)
        // The next run, though it has nothing to do.
        let next = try await rate(folder)
        #expect((next.sentCount, next.filedCount, next.faults) == (1, 0, []))
        #expect(try folder.text("message").contains("\nSubject: Alder Works: credits bought (run 1)\n"))
        #expect(try waiting(folder) == [])
        #expect(try await send(folder).text == "")
    }

    @Test(arguments: ["exit 0", "exec <&-; exit 0", "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; exit 0"])
    func `a program that does not read, or prints much, has taken the message if it says so`(script: String) async throws {
        let folder = try folder()
        try write(script, to: folder)
        let report = try await rate(folder)
        #expect((report.sentCount, report.faults) == (1, []))
        #expect(try waiting(folder) == [])
    }

    @Test func `a program that is missing, or may not be run`() async throws {
        let folder = try folder()
        let missing = try await rate(folder)
        #expect(missing.undeliveredCount == 1)
        #expect(faults(missing, folder)[0].hasPrefix("notices of organization alder, run 1, could not be delivered (mail cannot be run: "))
        try folder.write("#!/bin/sh\n", "mail")
        let forbidden = try await send(folder)
        #expect(forbidden.undeliveredCount == 1)
        #expect(faults(forbidden, folder).count == 1)
        #expect(!faults(forbidden, folder)[0].contains("\n"))
        #expect(try waiting(folder) == ["1 alder"])
    }

    @Test func `messages that wait for the same reason share a line, those of another reason have their own`() {
        var report = DeliveryReport(DeliveryOptions(), ledger: "ledger.sqlite")
        func message(_ run: Int, _ organization: String) -> StoredMessage {
            StoredMessage(
                run: run, envelope: MessageEnvelope(organization: organization, messageID: "", name: "", currency: "", recipients: []), notices: [],
                state: .undelivered)
        }
        report.addFault(message(1, "alder"), "one", ledger: "ledger.sqlite")
        report.addFault(message(1, "birch"), "two", ledger: "ledger.sqlite")
        report.addRefused("a@", message(1, "birch"))
        for (run, organization) in [(1, "cedar"), (2, "alder")] { report.addFault(message(run, organization), "one", ledger: "ledger.sqlite") }
        #expect(report.undeliveredCount == 4)
        #expect(
            report.faults == [
                "notices of organization alder, run 1, and 2 more, could not be delivered (one); \(Self.remedy)",
                "notices of organization birch, run 1, could not be delivered (two); \(Self.remedy)",
                "notices of organization birch, run 1: “a@” is no e-mail address that can be used, and was left out; mend notify in organizations.csv",
            ])
    }

    @Test func `a Maildir that cannot be written`() async throws {
        let folder = try folder()
        try folder.write("", "file")
        let report = try await folder.rate("night.csv") { $0.delivery?.maildir = folder.path + "/file" }.delivery
        #expect(
            try faults(#require(report), folder) == [
                "notices of organization alder, run 1, and 1 more, could not be delivered (file/tmp: Not a directory); \(Self.remedy)"
            ])
        #expect(report?.undeliveredCount == 2)
        #expect(try waiting(folder) == ["1 alder", "1 birch"])
    }

    @Test func `addresses that are none are left out and named; without any other, the message goes into the Maildir`() async throws {
        let folder = try folder(notify: "-oQ/tmp@x;pay@alder.example;Alder <a@b>")
        try write("echo \"$*\" > arguments", to: folder)
        let report = try await rate(folder)
        let left = "was left out; mend notify in organizations.csv"
        #expect(
            report.faults == [
                "notices of organization alder, run 1: “-oQ/tmp@x” is no e-mail address that can be used, and \(left)",
                "notices of organization alder, run 1: “Alder <a@b>” is no e-mail address that can be used, and \(left)",
            ])
        #expect(report.undeliveredCount == 0)
        #expect(try folder.text("arguments") == "-i -- pay@alder.example\n")

        let none = try self.folder(notify: "nobody")
        try write("touch called", to: none)
        let filed = try await rate(none)
        #expect((filed.filedCount, filed.sentCount, filed.faults.count) == (2, 0, 1))
        #expect(!none.exists("called"))
    }

    // MARK: What waits, and what does not

    @Test func `what earlier runs left undelivered is delivered with the next, the oldest first`() async throws {
        let folder = try folder()
        try write("exit 75", to: folder)
        _ = try await rate(folder)
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-3", second: 40_000, seconds: 5_400), "next.csv")
        try write("cat >> messages", to: folder)
        let report = try await folder.rate("next.csv", output: "next") {
            $0.delivery?.sendmail = folder.path + "/mail"
            $0.delivery?.patience = .seconds(3600)
        }.delivery
        #expect(report?.sentCount == 2)
        let subjects = try folder.text("messages").split(separator: "\n").filter { $0.hasPrefix("Subject: ") }
        #expect(subjects == ["Subject: Alder Works: credits bought (run 1)", "Subject: Alder Works: credits bought (run 2)"])
    }

    @Test func `what a run that was taken back had to tell is not sent`() async throws {
        let folder = try folder()
        try write("exit 75", to: folder)
        _ = try await rate(folder)
        let ledger = try LedgerFile.openForRun(folder.path + "/ledger.sqlite")
        try ledger.undo(run: 1)
        try ledger.close()
        try write("touch called", to: folder)
        let report = try await send(folder)
        #expect((report.sentCount, report.undeliveredCount, report.text) == (0, 0, ""))
        #expect(!folder.exists("called"))
    }

    @Test func `once the time for all messages is over, or a signal came, the rest waits`() async throws {
        let folder = try folder()
        try write("exit 0", to: folder)
        let late = try await rate(folder) { $0.totalPatience = .zero }
        #expect(
            faults(late, folder).map { $0.prefix { $0 != ";" } } == [
                "notices of organization alder, run 1, and 1 more, could not be delivered (the time for all messages, 0 seconds, was over)"
            ])
        let interruption = Interruption()
        interruption.interrupt(signal: 15)
        let ledger = try LedgerFile.openForChange(folder.path + "/ledger.sqlite")
        let interrupted = await NoticeDelivery(DeliveryOptions(), interruption: interruption).deliver(from: ledger)
        try ledger.close()
        #expect(interrupted.undeliveredCount == 2)
        #expect(interrupted.faults[0].contains("could not be delivered (signal 15 interrupted it); "))
        #expect(try waiting(folder) == ["1 alder", "1 birch"])
    }

    @Test func `sending while another process works with the ledger`() async throws {
        let folder = try folder()
        _ = try await folder.rate("night.csv")
        let held = try LedgerFile.openForRun(folder.path + "/ledger.sqlite")
        do throws(RunFault) {
            _ = try await NoticeDelivery(DeliveryOptions()).start(ledger: folder.path + "/ledger.sqlite")
            Issue.record("it was delivered")
        } catch {
            #expect(error.exitStatus == 4)
        }
        try held.close()
    }
}
