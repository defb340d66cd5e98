internal import CallModel
internal import CrashPoints
internal import GRDB
internal import Synchronization

extension LedgerFile {
    /// The messages that have to be delivered, run by run, within a run in byte order of the organizations.
    ///
    /// Those of runs that were taken back are not among them: what they would tell is no longer so.
    public func undeliveredMessages() throws(LedgerFault) -> [StoredMessage] {
        try messages(
            "WHERE (run, organization) IN (SELECT run, organization FROM notices WHERE delivered = 0) AND run NOT IN (SELECT run FROM undos)")
    }

    /// All messages there ever were, run by run, within a run in byte order of the organizations.
    public func allMessages() throws(LedgerFault) -> [StoredMessage] { try messages("") }

    /// Remembers that messages were delivered, all of them in a transaction of its own.
    ///
    /// It is called after the delivery: whoever dies in between delivers again, and never not at all.
    ///
    /// - Precondition: No run has begun.
    public func markDelivered(_ messages: [StoredMessage]) throws(LedgerFault) {
        precondition(openRun.withLock { $0 == nil }, "a run has begun")
        CrashPoint.reach(.mailMarkBefore)
        try withDatabase { database in
            for message in messages {
                try database.change(
                    "UPDATE notices SET delivered = 1 WHERE run = ? AND organization = ?", [message.run, message.envelope.organization])
            }
        }
        CrashPoint.reach(.mailMarkAfter)
        noteCommit()
    }

    private func messages(_ clause: String) throws(LedgerFault) -> [StoredMessage] {
        try withDatabase { database in
            try database.rows(
                """
                SELECT run, organization, message_id, name, currency, recipients, run IN (SELECT run FROM undos)
                FROM messages \(clause) ORDER BY run, organization
                """
            ) { row in
                let (run, organization) = (try row.count(0), try row.text(1))
                let (notices, isDelivered) = try database.notices(ofRun: run, to: organization)
                let envelope = MessageEnvelope(
                    organization: organization, messageID: try row.text(2), name: try row.text(3), currency: try row.text(4),
                    recipients: try row.text(5).split(separator: ";").map(String.init))
                return StoredMessage(
                    run: run, envelope: envelope, notices: notices, state: isDelivered ? .delivered : try row.flag(6) ? .takenBack : .undelivered)
            }
        }
    }
}

extension Database {
    /// The notices of a run to one organization, in order, and whether all were delivered.
    fileprivate func notices(ofRun run: Int, to organization: String) throws -> ([Notice], isDelivered: Bool) {
        var isDelivered = true
        let notices = try rows(
            "SELECT organization, kind, at, amount, balance, detail, decimals, delivered FROM notices WHERE run = ? AND organization = ? ORDER BY position",
            [run, organization]
        ) { row in
            if try !row.flag(7) { isDelivered = false }
            return try Notice(row)
        }
        return (notices, isDelivered)
    }
}

extension Notice {
    /// Reads organization, kind, moment, amount, balance, detail and decimals, in this order.
    init(_ row: StoredRow) throws {
        self.init(
            organization: try row.text(0), kind: try row.word(1, Notice.Kind.self), at: try row.instant(2),
            amount: try row.optionalInteger(3).map(Money.init(units:)), balance: try row.money(4), detail: try row.text(5),
            decimals: try row.decimals(6))
    }
}
