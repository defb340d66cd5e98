internal import CallModel
internal import Ledger

/// What a message says, for somebody who pays and does not know Scatto: the state first, then what happened, then what to do.
struct NoticeText {
    /// The organization, and up to three of the things that happened.
    let subject: String
    /// Lines of any length, without their ends.
    let body: [String]

    /// Notices of one topic that are listed one by one.
    private static let listedMax = 100
    /// Headlines in the subject, and characters of a name in it.
    private static let headlinesMax = 3
    private static let nameMax = 80

    init(_ message: StoredMessage) {
        let key = message.envelope.organization.withoutLineBreaks
        let name = message.envelope.name.withoutLineBreaks
        let topics = NoticeTopic.allCases.filter { topic in message.notices.contains { NoticeTopic($0) == topic } }
        let headlines = topics.prefix(NoticeText.headlinesMax).map(\.headline).joined(separator: ", ")
        subject = "\((name.isEmpty ? key : name).shortened(to: NoticeText.nameMax)): \(headlines) (run \(message.run))"

        var lines = [name.isEmpty ? key : "\(name) (\(key))", "Notices of run \(message.run)", ""]
        let balance = message.notices.last?.balance ?? .zero
        lines += NoticeText.state(message, topics, balance: balance)
        for topic in topics {
            lines += ["", topic.headline.capitalizedFirst]
            let notices = message.notices.filter { NoticeTopic($0) == topic }
            let currency = message.envelope.currency.withoutLineBreaks
            lines += notices.prefix(NoticeText.listedMax).map { "  " + NoticeText.fact($0, topic, currency: currency) }
            if notices.count > NoticeText.listedMax {
                lines.append("  and \(notices.count - NoticeText.listedMax) more: notices.csv of run \(message.run)")
            }
            lines += topic.meaning(balance: balance)
        }
        lines += ["", "What to do"] + NoticeText.remedies(topics, key: key, balance: balance).map { "  " + $0 }
        lines += ["", "A second message with the same Message-ID is this one, delivered once more."]
        body = lines
    }

    /// The balance, and what it means for calls from now on (rating-rules.md §8).
    private static func state(_ message: StoredMessage, _ topics: [NoticeTopic], balance: Money) -> [String] {
        guard let last = message.notices.last else { return [] }
        var lines = ["Balance after these notices: " + amount(balance, last, currency: message.envelope.currency.withoutLineBreaks)]
        if balance <= .zero, topics.contains(where: \.isAboutCredits) {
            lines.append("Calls that credits pay for are refused from now on, until credits are added.")
        } else if topics.contains(.declined) || topics.contains(.limit) {
            lines.append("As soon as the balance is used up, calls that credits pay for are refused.")
        } else {
            return lines
        }
        return lines + ["Calls that licences include, and calls that cost nothing, go on."]
    }

    /// When and what: a line for each notice.
    private static func fact(_ notice: Notice, _ topic: NoticeTopic, currency: String) -> String {
        let at = notice.at.description.dropLast().split(separator: "T").joined(separator: " ") + " UTC"
        let about = notice.amount.map { amount($0, notice, currency: currency) } ?? ""
        let balance = "balance " + amount(notice.balance, notice, currency: currency)
        let what =
            switch topic {
            case .declined: "a payment of \(about) was declined; \(balance)"
            case .usedUp: "a call cost \(about); \(balance)"
            case .limit: "a recharge of \(about) would pass the limit; \(balance)"
            case .expired: "\(about) of \(notice.detail.withoutLineBreaks) expired; \(balance)"
            // PLAN/ALLOWANCE/SCOPE/MONTH, as “pools show” names them.
            case .minutesUsedUp, .minutesRunLow: notice.detail.withoutLineBreaks
            case .bought: "\(about) as \(notice.detail.withoutLineBreaks); \(balance)"
            }
        return "\(at): \(what)"
    }

    private static func amount(_ amount: Money, _ notice: Notice, currency: String) -> String {
        amount.text(decimals: notice.decimals) + (currency.isEmpty ? "" : " " + currency)
    }

    /// What the reader can do about it.
    private static func remedies(_ topics: [NoticeTopic], key: String, balance: Money) -> [String] {
        var remedies: [String] = []
        if topics.contains(.declined) {
            remedies.append("Mend the payment method: the column payment of organizations.csv. The next run asks for the payment again.")
        }
        if topics.contains(.limit) {
            remedies.append("Raise the limit: the column monthly_limit of organizations.csv. Next month credits are bought again in any case.")
        }
        let lacksCredits = topics.contains(.declined) || topics.contains(.limit) || balance <= .zero && topics.contains(where: \.isAboutCredits)
        if lacksCredits {
            remedies.append(
                "Add credits: a row in fundings.csv with a new reference, the organization \(key), the amount and the date. The next run counts them."
            )
        }
        if topics.contains(.minutesUsedUp) || topics.contains(.minutesRunLow) {
            remedies.append("For more minutes, give more users licences with minutes, or larger ones: the column licences of users.csv.")
        }
        return remedies.isEmpty ? ["Nothing: this is for your records."] : remedies
    }
}

extension String {
    /// Without control characters and line breaks, which a blank takes the place of, so that no name can add a line.
    var withoutLineBreaks: String {
        let scalars = unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: Unicode.Scalar(" ")
            default: scalar
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// The first so many code points, and `…` if there are more.
    func shortened(to count: Int) -> String {
        unicodeScalars.count <= count ? self : String(unicodeScalars.prefix(count)) + "…"
    }

    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
