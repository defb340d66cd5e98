import CallModel
import Ledger

@testable import NoticeMail

/// An invented organization, and what a run may have to tell it.
enum MailSample {
    static let id = MessageID("run-7.0123456789abcdef@scatto.invalid")!
    static let sender = MailAddress("scatto@host.example")!
    /// Thursday, 1 October 2026.
    static let night = Instant(CivilDate(year: 2026, month: 10, day: 1), secondOfDay: 72_000)

    static func money(_ text: String) -> Money {
        text.hasPrefix("-") ? -Money.parse(String(text.dropFirst()))!.amount : Money.parse(text)!.amount
    }

    /// A notice, so many minutes after 20:00.
    static func notice(_ kind: Notice.Kind, minute: Int = 0, amount: String? = nil, balance: String, detail: String = "", decimals: Int = 2) -> Notice
    {
        Notice(
            organization: "rocket", kind: kind, at: Instant(epochSeconds: night.epochSeconds + Int64(60 * minute)), amount: amount.map(money),
            balance: money(balance), detail: detail, decimals: decimals)
    }

    static func message(_ notices: [Notice], key: String = "rocket", name: String = "Paper Rocket Company", currency: String = "USD") -> StoredMessage
    {
        StoredMessage(
            run: 7, envelope: MessageEnvelope(organization: key, messageID: id.description, name: name, currency: currency, recipients: []),
            notices: notices, state: .undelivered)
    }

    /// The body of a message, as a person reads it.
    static func body(_ notices: Notice...) -> String { NoticeText(message(notices)).body.map { $0 + "\n" }.joined() }

    /// The lines of a whole message, which are ended by CRLF.
    static func lines(_ message: StoredMessage, to recipients: [String] = ["office@rocket.example"]) -> [String] {
        let mail = NoticeMessage(message, from: sender, to: recipients.compactMap(MailAddress.init), id: id, date: night)
        return String(decoding: mail.bytes(.crlf), as: UTF8.self).components(separatedBy: "\r\n")
    }

    /// The header of a message, folded fields on one line (RFC 5322 §2.2.3).
    static func header(_ lines: [String]) -> [String] {
        var fields: [String] = []
        for line in lines.prefix(while: { !$0.isEmpty }) {
            if line.hasPrefix(" ") { fields[fields.count - 1] += line } else { fields.append(line) }
        }
        return fields
    }
}

extension String {
    /// The parts between separators.
    func components(separatedBy separator: String) -> [String] { split(separator: separator, omittingEmptySubsequences: false).map(String.init) }
}
