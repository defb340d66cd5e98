public import CallModel
public import Ledger

/// One e-mail: what a run has to tell one organization (RFC 5322; MIME, RFC 2045; RFC 3834 for mail that a program sends).
public struct NoticeMessage: Sendable {
    /// What stands between lines.
    public enum LineEnd: String, Sendable {
        /// In files, and between servers (RFC 5322 §2.1).
        case crlf = "\r\n"
        /// For sendmail, which takes the lines of its own system.
        case lf = "\n"
    }

    /// The lines without their ends, each of ASCII alone.
    private let lines: [String]

    /// Composes the message.
    ///
    /// - Parameters:
    ///   - message: What is told.
    ///   - sender: Who tells it.
    ///   - recipients: Whom to tell. Without any the message has no `To`, which RFC 5322 §3.6 allows.
    ///   - id: The same whenever the same message is delivered.
    ///   - date: When it is delivered: the ledger keeps no wall clock.
    public init(_ message: StoredMessage, from sender: MailAddress, to recipients: [MailAddress], id: MessageID, date: Instant) {
        let text = NoticeText(message)
        var lines = ["From: Scatto <\(sender)>"]
        for (i, recipient) in recipients.enumerated() {
            // An address for each line: no line gets too long.
            lines.append((i == 0 ? "To: " : " ") + recipient.description + (i + 1 < recipients.count ? "," : ""))
        }
        lines += EncodedWord.field("Subject", text.subject)
        lines += [
            "Date: " + MailDate.text(date),
            "Message-ID: <\(id)>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "",
        ]
        lines += text.body.flatMap(QuotedPrintable.lines)
        self.lines = lines
    }

    /// The message, the last line ended too.
    public func bytes(_ lineEnd: LineEnd) -> [UInt8] { Array(lines.map { $0 + lineEnd.rawValue }.joined().utf8) }
}
