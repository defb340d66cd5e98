internal import CallModel
public import Settlement

/// What `scatto notices list` answers: whom the runs had to tell what, and whether that was delivered.
public struct NoticesListing: Sendable {
    /// In the order in which they are listed.
    public let messages: [StoredMessage]
    private let showsState: Bool

    /// Takes what a ledger holds.
    ///
    /// - Parameters:
    ///   - messages: ``LedgerFile/undeliveredMessages()``, or ``LedgerFile/allMessages()``.
    ///   - accounts: All of ``LedgerFile/accounts()``; an organization that has left the catalogue is still to be told.
    ///   - organization: Only this one.
    ///   - showsState: Whether people are told the state of each message.
    public init(messages: [StoredMessage], accounts: [AccountState], organization: String? = nil, showsState: Bool) throws(ListingFault) {
        self.showsState = showsState
        guard let organization else {
            self.messages = messages
            return
        }
        // Strings compare by canonical equivalence, keys byte by byte.
        let listed = messages.filter { $0.envelope.organization.utf8.elementsEqual(organization.utf8) }
        if listed.isEmpty, !accounts.contains(where: { $0.organization.utf8.elementsEqual(organization.utf8) }) {
            throw .unknownOrganization(organization)
        }
        self.messages = listed
    }

    /// For programs: an array of objects, and a line break.
    public var json: String { JSONText.array(messages.map(JSONText.object(of:))) + "\n" }

    /// For people: a line for every message.
    public var text: String {
        if messages.isEmpty { return showsState ? "No run had anything to tell.\n" : "Nothing is undelivered.\n" }
        var columns: [(title: String, alignment: TextTable.Alignment)] = [
            ("run", .trailing), ("organization", .leading), ("notices", .trailing), ("kinds", .leading), ("recipients", .leading),
        ]
        if showsState { columns.append(("state", .leading)) }
        var table = TextTable(columns)
        for message in messages {
            let recipients = message.envelope.recipients.isEmpty ? "none" : message.envelope.recipients.joined(separator: ";")
            let row = [String(message.run), message.envelope.organization, String(message.notices.count), message.kinds, recipients]
            table.append(showsState ? row + [message.state.rawValue.replacing("_", with: " ")] : row)
        }
        return table.text
    }
}

extension StoredMessage {
    /// Each kind once, with how many there are if more than one, in the order in which they were first raised.
    fileprivate var kinds: String {
        var kinds: [(kind: Notice.Kind, count: Int)] = []
        for notice in notices {
            if let k = kinds.firstIndex(where: { $0.kind == notice.kind }) { kinds[k].count += 1 } else { kinds.append((notice.kind, 1)) }
        }
        return kinds.map { $0.count == 1 ? $0.kind.rawValue : "\($0.count) \($0.kind.rawValue)" }.joined(separator: ", ")
    }
}

extension JSONText {
    fileprivate static func object(of message: StoredMessage) -> String {
        object([
            "run": String(message.run),
            "organization": string(message.envelope.organization),
            "state": string(message.state.rawValue),
            "messageId": string(message.envelope.messageID),
            "recipients": "[" + message.envelope.recipients.map(string).joined(separator: ", ") + "]",
            "currency": string(message.envelope.currency),
            "notices": array(message.notices.map(object(of:)), depth: 1),
        ])
    }

    private static func object(of notice: Notice) -> String {
        object([
            "kind": string(notice.kind.rawValue),
            "at": string(notice.at.description),
            "amount": notice.amount.map { string($0.text(decimals: notice.decimals)) } ?? "null",
            "balance": string(notice.balance.text(decimals: notice.decimals)),
            "detail": string(notice.detail),
        ])
    }
}
