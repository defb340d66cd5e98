import ArgumentParser
import NoticeMail
import RatingRun

/// The options that say how notices reach people.
struct DeliveryArguments: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("The program that takes mail, called as sendmail is, for organizations with addresses in notify.", valueName: "program"))
    var sendmail: String?
    @Option(name: .long, help: ArgumentHelp("The Maildir for all other mail; default: the ledger's path and .maildir.", valueName: "dir"))
    var maildir: String?
    @Option(name: .long, help: ArgumentHelp("Who sends mail; default: scatto at this host.", valueName: "address"))
    var from: MailAddress?

    /// As a run takes them.
    var options: DeliveryOptions {
        var options = DeliveryOptions()
        options.sendmail = sendmail
        options.maildir = maildir
        options.sender = from
        return options
    }

    /// Says what could not be delivered, a line each.
    static func tell(_ report: DeliveryReport) {
        for fault in report.faults { Failure.write("scatto: \(fault)\n") }
    }
}
