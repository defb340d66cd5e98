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
        let began = ContinuousClock.now
        for message in messages {
            do throws(MailProgram.Fault) {
                if let signal = interruption.signal { throw MailProgram.Fault(reason: "signal \(signal) interrupted it") }
                if .now - began >= options.totalPatience {
                    throw MailProgram.Fault(reason: "the time for all messages, \(options.totalPatience.components.seconds) seconds, was over")
                }
                try await deliver(message, ledger: ledger.path, &report)
                try mark(message, ledger)
            } catch {
                report.addFault(message, error.reason, ledger: ledger.path)
            }
        }
        return report
    }

    private func deliver(_ message: StoredMessage, ledger: String, _ report: inout DeliveryReport) async throws(MailProgram.Fault) {
        let recipients = message.envelope.recipients.compactMap(MailAddress.init)
        let id = message.envelope.usableMessageID(run: message.run)
        let mail = NoticeMessage(message, from: options.from, to: recipients, id: id, date: Instant(epochSeconds: Int64(time(nil))))
        // Nobody can be told by mail who has no address.
        if let sendmail = options.sendmail, !recipients.isEmpty {
            try await MailProgram(path: sendmail, patience: options.patience).send(mail.bytes(.lf), from: options.sender, to: recipients)
            report.sentCount += 1
        } else {
            do throws(MaildirFault) {
                try Maildir(options.maildir(ledger: ledger)).deliver(mail.bytes(.crlf), name: MessageEnvelope.fileName(id, run: message.run))
            } catch {
                throw MailProgram.Fault(reason: error.description)
            }
            report.filedCount += 1
        }
        for address in message.envelope.recipients where MailAddress(address) == nil { report.addRefused(address, message) }
    }

    private func mark(_ message: StoredMessage, _ ledger: LedgerFile) throws(MailProgram.Fault) {
        do throws(LedgerFault) {
            try ledger.markDelivered(run: message.run, organization: message.envelope.organization)
        } catch {
            throw MailProgram.Fault(reason: "it was, but the ledger cannot remember it: \(error)")
        }
    }
}
