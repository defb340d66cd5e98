import CallModel
import Testing

@testable import NoticeMail

/// What people read: the exact text for each kind of notice (rating-rules.md §10), and for a night on which all of them were raised.
@Suite struct NoticeTextTests {
    static let end = "\nA second message with the same Message-ID is this one, delivered once more.\n"

    @Test func `a payment that was declined, while there still are credits`() {
        #expect(
            MailSample.body(MailSample.notice(.rechargeFailed, amount: "10", balance: "0.92", detail: "declined")) == """
                Paper Rocket Company (rocket)
                Notices of run 7

                Balance after these notices: 0.92 USD
                As soon as the balance is used up, calls that credits pay for are refused.
                Calls that licences include, and calls that cost nothing, go on.

                Payment declined
                  2026-10-01 20:00:00 UTC: a payment of 10.00 USD was declined; balance 0.92 USD
                No credits were bought.

                What to do
                  Mend the payment method: the column payment of organizations.csv. The next run asks for the payment again.
                  Add credits: a row in fundings.csv with a new reference, the organization rocket, the amount and the date. The next run counts them.

                """ + Self.end)
    }

    @Test func `a payment that was declined once the credits were used up`() {
        #expect(
            MailSample.body(
                MailSample.notice(.rechargeFailed, amount: "10", balance: "0", detail: "declined"),
                MailSample.notice(.balanceExhausted, minute: 1, amount: "1", balance: "0")
            ) == """
                Paper Rocket Company (rocket)
                Notices of run 7

                Balance after these notices: 0.00 USD
                Calls that credits pay for are refused from now on, until credits are added.
                Calls that licences include, and calls that cost nothing, go on.

                Payment declined
                  2026-10-01 20:00:00 UTC: a payment of 10.00 USD was declined; balance 0.00 USD
                No credits were bought.

                Credits used up
                  2026-10-01 20:01:00 UTC: a call cost 1.00 USD; balance 0.00 USD

                What to do
                  Mend the payment method: the column payment of organizations.csv. The next run asks for the payment again.
                  Add credits: a row in fundings.csv with a new reference, the organization rocket, the amount and the date. The next run counts them.

                """ + Self.end)
    }

    @Test func `credits that are used up`() {
        #expect(
            MailSample.body(MailSample.notice(.balanceExhausted, amount: "6.35", balance: "-4.436", decimals: 4)) == """
                Paper Rocket Company (rocket)
                Notices of run 7

                Balance after these notices: -4.4360 USD
                Calls that credits pay for are refused from now on, until credits are added.
                Calls that licences include, and calls that cost nothing, go on.

                Credits used up
                  2026-10-01 20:00:00 UTC: a call cost 6.3500 USD; balance -4.4360 USD
                What is below zero is taken from the next credits that are added.

                What to do
                  Add credits: a row in fundings.csv with a new reference, the organization rocket, the amount and the date. The next run counts them.

                """ + Self.end)
    }

    @Test func `credits that were used up, and were added since`() {
        #expect(
            MailSample.body(
                MailSample.notice(.balanceExhausted, amount: "6.35", balance: "-1"),
                MailSample.notice(.rechargeSucceeded, minute: 600, amount: "10", balance: "9", detail: "recharge-3")
            ) == """
                Paper Rocket Company (rocket)
                Notices of run 7

                Balance after these notices: 9.00 USD

                Credits used up
                  2026-10-01 20:00:00 UTC: a call cost 6.35 USD; balance -1.00 USD
                Credits were added since.

                Credits bought
                  2026-10-02 06:00:00 UTC: 10.00 USD as recharge-3; balance 9.00 USD

                What to do
                  Nothing: this is for your records.

                """ + Self.end)
    }

    @Test func `the monthly limit`() {
        #expect(
            MailSample.body(MailSample.notice(.rechargeFailed, amount: "20", balance: "1.91", detail: "limit")) == """
                Paper Rocket Company (rocket)
                Notices of run 7

                Balance after these notices: 1.91 USD
                As soon as the balance is used up, calls that credits pay for are refused.
                Calls that licences include, and calls that cost nothing, go on.

                Monthly limit reached
                  2026-10-01 20:00:00 UTC: a recharge of 20.00 USD would pass the limit; balance 1.91 USD
                Auto-recharge buys no more credits in that calendar month.

                What to do
                  Raise the limit: the column monthly_limit of organizations.csv. Next month credits are bought again in any case.
                  Add credits: a row in fundings.csv with a new reference, the organization rocket, the amount and the date. The next run counts them.

                """ + Self.end)
    }

    @Test func `credits that expired`() {
        #expect(
            MailSample.body(MailSample.notice(.creditExpired, amount: "4.74", balance: "5", detail: "ROCKET-2025")) == """
                Paper Rocket Company (rocket)
                Notices of run 7

                Balance after these notices: 5.00 USD

                Credits expired
                  2026-10-01 20:00:00 UTC: 4.74 USD of ROCKET-2025 expired; balance 5.00 USD
                Credits expire 12 calendar months after they were bought; those that expire first are used first.

                What to do
                  Nothing: this is for your records.

                """ + Self.end)
    }

    @Test func `all credits expired`() {
        let body = MailSample.body(MailSample.notice(.creditExpired, amount: "4.74", balance: "0", detail: "ROCKET-2025"))
        #expect(body.contains("\nBalance after these notices: 0.00 USD\nCalls that credits pay for are refused from now on, "))
        #expect(body.contains("What to do\n  Add credits: a row in fundings.csv with a new reference, "))
    }

    @Test func `minutes that run low`() {
        #expect(
            MailSample.body(MailSample.notice(.pool80, balance: "5", detail: "MCOPSTN1/0/US/2026-10")) == """
                Paper Rocket Company (rocket)
                Notices of run 7

                Balance after these notices: 5.00 USD

                Included minutes used to 80 %
                  2026-10-01 20:00:00 UTC: MCOPSTN1/0/US/2026-10
                A line names the licence, its allowance, who shares its minutes, and the month.
                Once they are used up, further minutes of that month are charged to credits for users whose licences allow credits, and are refused to others.

                What to do
                  For more minutes, give more users licences with minutes, or larger ones: the column licences of users.csv.

                """ + Self.end)
    }

    @Test func `minutes that are used up, without credits`() {
        #expect(
            MailSample.body(MailSample.notice(.pool100, balance: "0", detail: "MCOPSTN1/0/ada@rocket.example/2026-10")) == """
                Paper Rocket Company (rocket)
                Notices of run 7

                Balance after these notices: 0.00 USD
                Calls that credits pay for are refused from now on, until credits are added.
                Calls that licences include, and calls that cost nothing, go on.

                Included minutes used up
                  2026-10-01 20:00:00 UTC: MCOPSTN1/0/ada@rocket.example/2026-10
                A line names the licence, its allowance, who shares its minutes, and the month.
                From now on further minutes of that month are charged to credits for users whose licences allow credits, and are refused to others.

                What to do
                  Add credits: a row in fundings.csv with a new reference, the organization rocket, the amount and the date. The next run counts them.
                  For more minutes, give more users licences with minutes, or larger ones: the column licences of users.csv.

                """ + Self.end)
    }

    @Test func `a recharge`() {
        #expect(
            MailSample.body(MailSample.notice(.rechargeSucceeded, amount: "20", balance: "29.741", detail: "recharge-1", decimals: 4)) == """
                Paper Rocket Company (rocket)
                Notices of run 7

                Balance after these notices: 29.7410 USD

                Credits bought
                  2026-10-01 20:00:00 UTC: 20.0000 USD as recharge-1; balance 29.7410 USD

                What to do
                  Nothing: this is for your records.

                """ + Self.end)
    }

    /// In the order in which a night raises them, which is not the order of importance.
    static let everything = [
        MailSample.notice(.creditExpired, amount: "3", balance: "9", detail: "OLD-1"),
        MailSample.notice(.rechargeSucceeded, minute: 1, amount: "10", balance: "19", detail: "recharge-1"),
        MailSample.notice(.pool80, minute: 2, balance: "19", detail: "P/0/*/2026-10"),
        MailSample.notice(.pool100, minute: 3, balance: "19", detail: "P/0/*/2026-10"),
        MailSample.notice(.rechargeSucceeded, minute: 4, amount: "10", balance: "10", detail: "recharge-2"),
        MailSample.notice(.rechargeFailed, minute: 5, amount: "10", balance: "4", detail: "limit"),
        MailSample.notice(.rechargeFailed, minute: 6, amount: "10", balance: "4", detail: "declined"),
        MailSample.notice(.balanceExhausted, minute: 7, amount: "6", balance: "-2"),
    ]

    @Test func `a night on which everything happened: what stops calls comes first`() {
        let text = NoticeText(MailSample.message(Self.everything))
        #expect(text.subject == "Paper Rocket Company: payment declined, credits used up, monthly limit reached (run 7)")
        #expect(
            text.body.map { $0 + "\n" }.joined() == """
                Paper Rocket Company (rocket)
                Notices of run 7

                Balance after these notices: -2.00 USD
                Calls that credits pay for are refused from now on, until credits are added.
                Calls that licences include, and calls that cost nothing, go on.

                Payment declined
                  2026-10-01 20:06:00 UTC: a payment of 10.00 USD was declined; balance 4.00 USD
                No credits were bought.

                Credits used up
                  2026-10-01 20:07:00 UTC: a call cost 6.00 USD; balance -2.00 USD
                What is below zero is taken from the next credits that are added.

                Monthly limit reached
                  2026-10-01 20:05:00 UTC: a recharge of 10.00 USD would pass the limit; balance 4.00 USD
                Auto-recharge buys no more credits in that calendar month.

                Credits expired
                  2026-10-01 20:00:00 UTC: 3.00 USD of OLD-1 expired; balance 9.00 USD
                Credits expire 12 calendar months after they were bought; those that expire first are used first.

                Included minutes used up
                  2026-10-01 20:03:00 UTC: P/0/*/2026-10
                A line names the licence, its allowance, who shares its minutes, and the month.
                From now on further minutes of that month are charged to credits for users whose licences allow credits, and are refused to others.

                Included minutes used to 80 %
                  2026-10-01 20:02:00 UTC: P/0/*/2026-10
                A line names the licence, its allowance, who shares its minutes, and the month.
                Once they are used up, further minutes of that month are charged to credits for users whose licences allow credits, and are refused to others.

                Credits bought
                  2026-10-01 20:01:00 UTC: 10.00 USD as recharge-1; balance 19.00 USD
                  2026-10-01 20:04:00 UTC: 10.00 USD as recharge-2; balance 10.00 USD

                What to do
                  Mend the payment method: the column payment of organizations.csv. The next run asks for the payment again.
                  Raise the limit: the column monthly_limit of organizations.csv. Next month credits are bought again in any case.
                  Add credits: a row in fundings.csv with a new reference, the organization rocket, the amount and the date. The next run counts them.
                  For more minutes, give more users licences with minutes, or larger ones: the column licences of users.csv.

                """ + Self.end)
    }

    @Test func `an organization without a name, of a ledger that knows no currency`() {
        let message = MailSample.message(
            [MailSample.notice(.rechargeSucceeded, amount: "20", balance: "21", detail: "recharge-1")], name: "", currency: "")
        let text = NoticeText(message)
        #expect(text.subject == "rocket: credits bought (run 7)")
        #expect(text.body.prefix(4) == ["rocket", "Notices of run 7", "", "Balance after these notices: 21.00"])
        #expect(text.body.contains("  2026-10-01 20:00:00 UTC: 20.00 as recharge-1; balance 21.00"))
    }

    @Test func `of many notices the first hundred are listed, and the others counted`() {
        let notices = (0..<250).map { MailSample.notice(.pool80, minute: $0, balance: "0", detail: "P/0/user-\($0)/2026-10") }
        let body = NoticeText(MailSample.message(notices)).body
        #expect(body.count { $0.contains("/user-") } == 100)
        #expect(body.contains("  and 150 more: notices.csv of run 7"))
        #expect(NoticeText(MailSample.message(Array(notices.prefix(100)))).body.count { $0.contains(" more: ") } == 0)
    }

    @Test(arguments: ["two\nlines", "two\r\nlines", "two\rlines", "two\u{85}lines", "two\u{2028}lines", "two\u{0}lines", "two\u{B}lines"])
    func `no text of the catalogue can begin a line`(text: String) {
        let notice = MailSample.notice(.creditExpired, amount: "1", balance: "5", detail: text)
        let message = NoticeText(MailSample.message([notice], key: text, name: text, currency: text))
        for line in message.body + [message.subject] {
            #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control || $0 == "\u{2028}" })
            #expect(!line.hasPrefix("lines"))
        }
        #expect(message.body[0].hasPrefix("two"))
    }
}
