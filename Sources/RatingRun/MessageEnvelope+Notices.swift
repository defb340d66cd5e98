import CallModel
import Catalogue
import Ledger
import NoticeMail
import Settlement

extension MessageEnvelope {
    /// To whom the notices of a run go: an envelope for each organization that has any, in the order of its first one.
    static func forNotices(_ notices: [Notice], of run: RunRecord, _ catalogue: Catalogue) -> [MessageEnvelope] {
        if notices.isEmpty { return [] }
        let organizations = Dictionary(catalogue.organizations.map { (ByteKey($0.key), $0) }, uniquingKeysWith: { first, _ in first })
        var told: Set<ByteKey> = []
        var envelopes: [MessageEnvelope] = []
        for notice in notices where told.insert(ByteKey(notice.organization)).inserted {
            // The settler raises notices of the catalogue's organizations alone.
            guard let organization = organizations[ByteKey(notice.organization)] else { continue }
            envelopes.append(
                MessageEnvelope(
                    organization: organization.key, messageID: messageID(of: run, to: organization.key).description, name: organization.name,
                    currency: catalogue.tariffs[organization.tariff].currency, recipients: organization.notify))
        }
        return envelopes
    }

    /// The same for the same run of the same inputs with the same catalogue. Its domain never is anybody's (RFC 2606 §2).
    static func messageID(of run: RunRecord, to organization: String) -> MessageID {
        let digest = MessageEnvelope.digest([run.catalogueSHA256] + run.inputs.map(\.sha256) + [organization])
        return messageID(run: run.number, digest)
    }

    /// The message's identifier; if the ledger holds none that a header can have, one that is made of what it holds.
    func usableMessageID(run: Int) -> MessageID {
        MessageID(messageID) ?? MessageEnvelope.messageID(run: run, MessageEnvelope.digest([messageID, organization]))
    }

    /// The file's name in a Maildir: the same for the same message.
    static func fileName(_ id: MessageID, run: Int) -> String { "run-\(run).\(digest([id.description])).eml" }

    private static func messageID(run: Int, _ digest: String) -> MessageID {
        guard let id = MessageID("run-\(run).\(digest)@scatto.invalid") else { preconditionFailure("no message identifier") }
        return id
    }

    /// 32 hexadecimal digits, which differ if any of the parts does.
    private static func digest(_ parts: [String]) -> String {
        var digest = InputDigest()
        // The parts but the last have no NUL in them.
        digest.update(Array(parts.joined(separator: "\u{0}").utf8))
        return String(digest.hexadecimal.prefix(32))
    }
}
