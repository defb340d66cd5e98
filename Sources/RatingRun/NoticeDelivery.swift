import CallModel
import Glibc
import Ledger
import NoticeMail

/// Delivers what the runs of a ledger had to tell, each message at least once: a message is delivered first, and marked as delivered after.
///
/// With a program, mail for organizations that have addresses goes to it; all other mail goes into the Maildir.
public struct NoticeDelivery: Sendable {
    private let options: DeliveryOptions
    private let interruption: Interruption

    /// A delivery, which ``start(ledger:organization:)`` begins.
    public init(_ options: DeliveryOptions) { self.init(options, interruption: Interruption()) }

    init(_ options: DeliveryOptions, interruption: Interruption) {
        self.options = options
        self.interruption = interruption
    }

    /// Opens a ledger, holds it as a run does, and delivers what its runs have left undelivered.
    ///
    /// - Parameter organization: Only the messages to this one.
    public func start(ledger path: String, organization: String? = nil) async throws(RunFault) -> DeliveryReport {
        let ledger = try reading { () throws(LedgerFault) in try LedgerFile.openForChange(path) }
        defer { try? ledger.close() }
        let accounts = try reading { () throws(LedgerFault) in try ledger.accounts() }
        let waiting = try reading { () throws(LedgerFault) in try ledger.undeliveredMessages() }
        do throws(ListingFault) {
            let listing = try NoticesListing(messages: waiting, accounts: accounts, organization: organization, showsState: false)
            return await deliver(listing.messages, of: ledger)
        } catch {
            throw .command(error.description)
        }
    }

    /// Delivers what the runs of a ledger that is open have left undelivered. Nothing that fails here takes anything back.
    func deliver(from ledger: LedgerFile) async -> DeliveryReport {
        do throws(LedgerFault) {
            return await deliver(try ledger.undeliveredMessages(), of: ledger)
        } catch {
            var report = DeliveryReport(options, ledger: ledger.path)
            report.faults.append("\(error); notices wait until then")
            return report
        }
    }

    private func deliver(_ messages: [StoredMessage], of ledger: LedgerFile) async -> DeliveryReport {
        var report = DeliveryReport(options, ledger: ledger.path)
        let maildir = Maildir(options.maildir(ledger: ledger.path))
        var filing: MaildirDelivery?
        var (written, filed): ([StoredMessage], [StoredMessage]) = ([], [])
        let began = ContinuousClock.now
        for message in messages {
            do throws(MailProgram.Fault) {
                if let signal = interruption.signal { throw MailProgram.Fault(reason: "signal \(signal) interrupted it") }
                if .now - began >= options.totalPatience {
                    throw MailProgram.Fault(reason: "the time for all messages, \(options.totalPatience.components.seconds) seconds, was over")
                }
                let recipients = message.envelope.recipients.compactMap(MailAddress.init)
                // Nobody can be told by mail who has no address.
                if let sendmail = options.sendmail, !recipients.isEmpty {
                    let program = MailProgram(path: sendmail, patience: options.patience)
                    try await program.send(mail(message, to: recipients).bytes(.lf), from: options.sender, to: recipients)
                    try mark([message], ledger)
                    report.sentCount += 1
                } else {
                    let delivery = if let filing { filing } else { try toMaildir { () throws(MaildirFault) in try maildir.begin() } }
                    filing = delivery
                    let bytes = mail(message, to: recipients).bytes(.crlf)
                    let isWritten = try toMaildir { () throws(MaildirFault) in try delivery.write(bytes, name: fileName(message)) }
                    if isWritten { written.append(message) } else { filed.append(message) }
                }
                for address in message.envelope.recipients where MailAddress(address) == nil { report.addRefused(address, message) }
            } catch {
                report.addFault(message, error.reason, ledger: ledger.path)
            }
        }
        guard let filing else { return report }
        for (message, fault) in zip(written, filing.force(names: written.map(fileName))) {
            do throws(MailProgram.Fault) {
                try toMaildir { () throws(MaildirFault) in
                    if let fault { throw fault }
                    try filing.put(name: fileName(message))
                }
                filed.append(message)
            } catch {
                report.addFault(message, error.reason, ledger: ledger.path)
            }
        }
        if filed.isEmpty { return report }
        // Files are many at a time: their names are forced to the disk once, and they are marked in one commit.
        do throws(MailProgram.Fault) {
            try toMaildir { () throws(MaildirFault) in try filing.forceNames() }
            try mark(filed, ledger)
            report.filedCount = filed.count
        } catch {
            for message in filed { report.addFault(message, error.reason, ledger: ledger.path) }
        }
        return report
    }

    private func mail(_ message: StoredMessage, to recipients: [MailAddress]) -> NoticeMessage {
        NoticeMessage(
            message, from: options.from, to: recipients, id: message.envelope.usableMessageID(run: message.run),
            date: Instant(epochSeconds: Int64(time(nil))))
    }

    private func fileName(_ message: StoredMessage) -> String {
        MessageEnvelope.fileName(message.envelope.usableMessageID(run: message.run), run: message.run)
    }

    /// A fault of the Maildir as one of a message.
    private func toMaildir<Result>(_ body: () throws(MaildirFault) -> Result) throws(MailProgram.Fault) -> Result {
        do throws(MaildirFault) {
            return try body()
        } catch {
            throw MailProgram.Fault(reason: error.description)
        }
    }

    private func mark(_ messages: [StoredMessage], _ ledger: LedgerFile) throws(MailProgram.Fault) {
        do throws(LedgerFault) {
            try ledger.markDelivered(messages)
        } catch {
            throw MailProgram.Fault(reason: "it was, but the ledger cannot remember it: \(error)")
        }
    }
}
