internal import CallModel

/// What a notice is about, the most important first: what stops calls before what only costs, and that before what went well.
enum NoticeTopic: Int, CaseIterable {
    case declined, usedUp, limit, expired, minutesUsedUp, minutesRunLow, bought

    /// The topic of a notice (rating-rules.md §10).
    init(_ notice: Notice) {
        self =
            switch notice.kind {
            case .rechargeFailed: notice.detail == "limit" ? .limit : .declined
            case .balanceExhausted: .usedUp
            case .creditExpired: .expired
            case .pool100: .minutesUsedUp
            case .pool80: .minutesRunLow
            case .rechargeSucceeded: .bought
            }
    }

    /// For the subject, and above what happened.
    var headline: String {
        switch self {
        case .declined: "payment declined"
        case .usedUp: "credits used up"
        case .limit: "monthly limit reached"
        case .expired: "credits expired"
        case .minutesUsedUp: "included minutes used up"
        case .minutesRunLow: "included minutes used to 80 %"
        case .bought: "credits bought"
        }
    }

    /// Whether calls are refused once the balance is zero or below, because nothing buys credits or pays for the calls any more.
    var isAboutCredits: Bool {
        switch self {
        case .declined, .usedUp, .limit, .expired, .minutesUsedUp: true
        case .minutesRunLow, .bought: false
        }
    }

    /// What it means (rating-rules.md §7 and §8).
    ///
    /// - Parameter balance: The balance after the last notice of the message.
    func meaning(balance: Money) -> [String] {
        switch self {
        case .declined: ["No credits were bought."]
        case .usedUp:
            balance > .zero
                ? ["Credits were added since."] : balance < .zero ? ["What is below zero is taken from the next credits that are added."] : []
        case .limit: ["Auto-recharge buys no more credits in that calendar month."]
        case .expired: ["Credits expire 12 calendar months after they were bought; those that expire first are used first."]
        case .minutesUsedUp: NoticeTopic.minutes("From now on")
        case .minutesRunLow: NoticeTopic.minutes("Once they are used up,")
        case .bought: []
        }
    }

    private static func minutes(_ when: String) -> [String] {
        [
            "A line names the licence, its allowance, who shares its minutes, and the month.",
            "\(when) further minutes of that month are charged to credits for users whose licences allow credits, and are refused to others.",
        ]
    }
}
