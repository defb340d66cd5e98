import Ledger

/// What came of delivering notices.
public struct DeliveryReport: Sendable {
    /// Messages that the program took.
    public internal(set) var sentCount = 0
    /// Messages that were put into the Maildir.
    public internal(set) var filedCount = 0
    /// Messages that wait for the next time.
    public internal(set) var undeliveredCount = 0
    /// For standard error, a line each: what could not be delivered and why, and addresses that are none.
    public internal(set) var faults: [String] = []
    /// Messages that wait for the same reason.
    private struct Waiting {
        let reason: String
        let first: StoredMessage
        /// Where their line is in ``faults``.
        let place: Int
        var count = 1
    }

    private var waiting: [Waiting] = []
    /// The program and the Maildir.
    let sendmail: String
    let maildir: String

    init(_ options: DeliveryOptions, ledger: String) {
        sendmail = options.sendmail ?? ""
        maildir = options.maildir(ledger: ledger)
    }

    /// For people: where the messages went; empty if there were none.
    public var text: String {
        var places: [String] = []
        if sentCount > 0 { places.append("\(sentCount) to \(sendmail)") }
        if filedCount > 0 { places.append("\(filedCount) in \(maildir)/new/") }
        return places.isEmpty ? "" : "messages about notices: " + places.joined(separator: ", ")
    }

    /// Adds a message that waits. Those that wait for the same reason share a line, which names the first of them.
    mutating func addFault(_ message: StoredMessage, _ reason: String, ledger: String) {
        undeliveredCount += 1
        let known = waiting.firstIndex { $0.reason == reason } ?? waiting.endIndex
        if known == waiting.endIndex {
            waiting.append(Waiting(reason: reason, first: message, place: faults.count))
            faults.append("")
        } else {
            waiting[known].count += 1
        }
        let of = waiting[known]
        faults[of.place] =
            "notices of organization \(DeliveryReport.line(of.first.envelope.organization)), run \(of.first.run), "
            + (of.count > 1 ? "and \(of.count - 1) more, " : "")
            + "could not be delivered (\(DeliveryReport.line(reason))); mend that, then run scatto notices send --ledger \(ledger), or wait for the next run"
    }

    mutating func addRefused(_ address: String, _ message: StoredMessage) {
        faults.append(
            "notices of organization \(DeliveryReport.line(message.envelope.organization)), run \(message.run): “\(DeliveryReport.line(address))” is no "
                + "e-mail address that can be used, and was left out; mend notify in organizations.csv")
    }

    /// Without line breaks, and not endless.
    private static func line(_ text: String) -> String {
        let line = text.unicodeScalars.prefix(200).map { $0.properties.generalCategory == .control ? " " : String($0) }.joined()
        return text.unicodeScalars.count > 200 ? line + "…" : line
    }
}
