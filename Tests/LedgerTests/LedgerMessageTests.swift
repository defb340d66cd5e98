import CallModel
import Ledger
import Testing

@Suite("Messages wait until they are delivered")
struct LedgerMessageTests {
    let folder: LedgerFolder

    init() throws { folder = try LedgerFolder() }

    private func notice(_ organization: String, _ kind: Notice.Kind, detail: String = "") -> Notice {
        Notice(
            organization: organization, kind: kind, at: Sample.start, amount: kind == .pool80 ? nil : Sample.money("10"),
            balance: Sample.money("2.5"),
            detail: detail, decimals: 4)
    }

    private func envelope(_ organization: String, run: Int, recipients: [String] = []) -> MessageEnvelope {
        MessageEnvelope(
            organization: organization, messageID: "run-\(run).\(organization)@scatto.invalid", name: "", currency: "EUR", recipients: recipients)
    }

    /// Commits a run with a notice for each organization, and two for `birch`.
    private func commitRun(_ ledger: LedgerFile, _ organizations: [String]) throws {
        try ledger.commitRun { number in
            var changes = Sample.changes(Sample.run(number), accounts: organizations.map { Sample.account($0) })
            changes.notices = organizations.map { notice($0, .rechargeFailed, detail: "declined") }
            if organizations.contains("birch") { changes.notices.append(notice("birch", .pool80, detail: "P/0/*/2026-10")) }
            changes.messages = organizations.map { envelope($0, run: number, recipients: $0 == "alder" ? ["a@x.example", "b@x.example"] : []) }
            return changes
        }
    }

    private func waiting(_ ledger: LedgerFile) throws -> [String] {
        try ledger.undeliveredMessages().map { "\($0.run) \($0.envelope.organization) \($0.notices.count)" }
    }

    private func markDelivered(_ ledger: LedgerFile, run: Int, _ organization: String) throws {
        try ledger.markDelivered(ledger.undeliveredMessages().filter { $0.run == run && $0.envelope.organization == organization })
    }

    @Test func `a message is what the run had to tell one organization, and waits until it is marked`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        try commitRun(ledger, ["birch", "alder"])
        try commitRun(ledger, ["alder"])
        #expect(try waiting(ledger) == ["1 alder 1", "1 birch 2", "2 alder 1"])
        #expect(
            try ledger.undeliveredMessages()[1]
                == StoredMessage(
                    run: 1, envelope: envelope("birch", run: 1),
                    notices: [notice("birch", .rechargeFailed, detail: "declined"), notice("birch", .pool80, detail: "P/0/*/2026-10")],
                    state: .undelivered))
        #expect(try ledger.undeliveredMessages()[2].envelope.recipients == ["a@x.example", "b@x.example"])
        try markDelivered(ledger, run: 1, "alder")
        #expect(try waiting(ledger) == ["1 birch 2", "2 alder 1"])
        try ledger.close()
        // The mark lasts.
        let again = try LedgerFile.openForReading(folder.path)
        #expect(try again.allMessages().map(\.state) == [.delivered, .undelivered, .undelivered])
        try again.close()
    }

    @Test func `what a run that was taken back had to tell is not to be delivered any more`() throws {
        let ledger = try LedgerFile.openForRun(folder.path)
        try commitRun(ledger, ["alder"])
        try commitRun(ledger, ["alder", "birch"])
        try markDelivered(ledger, run: 2, "birch")
        try ledger.undo(run: 2)
        #expect(try waiting(ledger) == ["1 alder 1"])
        #expect(try ledger.allMessages().map(\.state) == [.undelivered, .takenBack, .delivered])
        try ledger.close()
    }

    // MARK: The listing

    private func listing(showsState: Bool) throws -> NoticesListing {
        let ledger = try LedgerFile.openForRun(folder.path)
        try commitRun(ledger, ["alder", "birch"])
        try commitRun(ledger, ["birch"])
        try markDelivered(ledger, run: 1, "alder")
        try ledger.undo(run: 2)
        let messages = try showsState ? ledger.allMessages() : ledger.undeliveredMessages()
        let listing = try NoticesListing(messages: messages, accounts: ledger.accounts(), showsState: showsState)
        try ledger.close()
        return listing
    }

    @Test func `text for people`() throws {
        #expect(
            try listing(showsState: false).text == """
                run  organization  notices  kinds                     recipients
                  1  birch               2  recharge_failed, pool_80  none

                """)
    }

    @Test func `text for people, with what is delivered`() throws {
        #expect(
            try listing(showsState: true).text == """
                run  organization  notices  kinds                     recipients               state
                  1  alder               1  recharge_failed           a@x.example;b@x.example  delivered
                  1  birch               2  recharge_failed, pool_80  none                     undelivered
                  2  birch               2  recharge_failed, pool_80  none                     taken back

                """)
    }

    @Test func `JSON`() throws {
        #expect(
            try listing(showsState: false).json == """
                [
                  {"run": 1, "organization": "birch", "state": "undelivered", "messageId": "run-1.birch@scatto.invalid", "recipients": [], "currency": "EUR", "notices": [
                    {"kind": "recharge_failed", "at": "2026-10-01T08:15:30Z", "amount": "10.0000", "balance": "2.5000", "detail": "declined"},
                    {"kind": "pool_80", "at": "2026-10-01T08:15:30Z", "amount": null, "balance": "2.5000", "detail": "P/0/*/2026-10"}
                  ]}
                ]

                """)
    }

    @Test func `nothing, and an organization that the ledger does not know`() throws {
        #expect(try NoticesListing(messages: [], accounts: [], showsState: false).text == "Nothing is undelivered.\n")
        #expect(try NoticesListing(messages: [], accounts: [], showsState: true).text == "No run had anything to tell.\n")
        #expect(try NoticesListing(messages: [], accounts: [Sample.account("alder")], organization: "alder", showsState: false).messages == [])
        #expect(throws: ListingFault.unknownOrganization("elm")) {
            try NoticesListing(messages: [], accounts: [Sample.account("alder")], organization: "elm", showsState: false)
        }
    }
}
