import CallModel
import Ledger
import Testing

@testable import NoticeMail

/// The message on the wire: header, encodings, and what must never get into a header.
@Suite struct NoticeMessageTests {
    static let declined = MailSample.notice(.rechargeFailed, amount: "10", balance: "0.92", detail: "declined")

    @Test func `the whole message`() {
        let lines = MailSample.lines(MailSample.message([Self.declined], name: "Société Générale"))
        #expect(
            lines == [
                "From: Scatto <scatto@host.example>",
                "To: office@rocket.example",
                "Subject: =?UTF-8?Q?Soci=C3=A9t=C3=A9_G=C3=A9n=C3=A9rale=3A_payment_decline?=",
                " =?UTF-8?Q?d_=28run_7=29?=",
                "Date: Thu, 01 Oct 2026 20:00:00 +0000",
                "Message-ID: <run-7.0123456789abcdef@scatto.invalid>",
                "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "Soci=C3=A9t=C3=A9 G=C3=A9n=C3=A9rale (rocket)",
                "Notices of run 7",
                "",
                "Balance after these notices: 0.92 USD",
                "As soon as the balance is used up, calls that credits pay for are refused.",
                "Calls that licences include, and calls that cost nothing, go on.",
                "",
                "Payment declined",
                "  2026-10-01 20:00:00 UTC: a payment of 10.00 USD was declined; balance 0.9=",
                "2 USD",
                "No credits were bought.",
                "",
                "What to do",
                "  Mend the payment method: the column payment of organizations.csv. The nex=",
                "t run asks for the payment again.",
                "  Add credits: a row in fundings.csv with a new reference, the organization=",
                " rocket, the amount and the date. The next run counts them.",
                "",
                "A second message with the same Message-ID is this one, delivered once more.",
                "",
            ])
    }

    @Test func `for sendmail the lines end as the system's do, and nothing else differs`() {
        let mail = NoticeMessage(MailSample.message([Self.declined]), from: MailSample.sender, to: [], id: MailSample.id, date: MailSample.night)
        let (file, pipe) = (String(decoding: mail.bytes(.crlf), as: UTF8.self), String(decoding: mail.bytes(.lf), as: UTF8.self))
        #expect(!pipe.utf8.contains(13))
        #expect(file.components(separatedBy: "\r\n") == pipe.components(separatedBy: "\n"))
    }

    @Test func `recipients stand on a line each; without any there is no To`() {
        let addresses = (1...40).map { "person-\($0)@department.rocket.example" }
        let lines = MailSample.lines(MailSample.message([Self.declined]), to: addresses)
        #expect(MailSample.header(lines)[1] == "To: " + addresses.joined(separator: ", "))
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        #expect(!MailSample.lines(MailSample.message([Self.declined]), to: []).contains { $0.hasPrefix("To:") })
    }

    static let names = [
        "x\r\nBcc: thief@example.com", "x\nBcc: thief@example.com\n\nbody", "x\rBcc: y", "=?UTF-8?Q?=0ABcc:_y?=", " leading", "trailing ",
        "漢字漢字漢字漢字漢字漢字漢字",
        String(repeating: "a", count: 500), String(repeating: "é ", count: 300), "🐌 " + String(repeating: "🚀", count: 100), "\u{0}\u{7F}\u{1B}[31m",
    ]

    @Test(arguments: names)
    func `whatever a name is, the header has these fields, in ASCII, on lines of 76 bytes at most`(name: String) {
        let lines = MailSample.lines(MailSample.message([Self.declined], name: name))
        #expect(
            MailSample.header(lines).map { $0.prefix { $0 != ":" } } == [
                "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
            ])
        #expect(lines.allSatisfy { line in line.utf8.count <= 76 && line.utf8.allSatisfy { (0x20...0x7E).contains($0) } })
    }

    @Test(arguments: [
        ("plain", ["Subject: plain"]),
        ("", ["Subject: =?UTF-8?Q??="]),
        ("=?x", ["Subject: =?UTF-8?Q?=3D=3Fx?="]),
        (" a ", ["Subject: =?UTF-8?Q?_a_?="]),
        ("a\r\nb", ["Subject: =?UTF-8?Q?a=0D=0Ab?="]),
        (String(repeating: "x", count: 67), ["Subject: " + String(repeating: "x", count: 67)]),
        (
            String(repeating: "x", count: 68),
            ["Subject: =?UTF-8?Q?" + String(repeating: "x", count: 55) + "?=", " =?UTF-8?Q?" + String(repeating: "x", count: 13) + "?="]
        ),
        // No character is divided: 55 bytes hold six of three bytes, each written as nine.
        (
            String(repeating: "漢", count: 7),
            ["Subject: =?UTF-8?Q?" + String(repeating: "=E6=BC=A2", count: 6) + "?=", " =?UTF-8?Q?=E6=BC=A2?="]
        ),
    ])
    func `a field of free text`(text: String, lines: [String]) { #expect(EncodedWord.field("Subject", text) == lines) }

    @Test(arguments: [
        ("", [""]),
        ("a=b", ["a=3Db"]),
        ("ends with a blank ", ["ends with a blank=20"]),
        ("\tTab\t", ["\tTab=09"]),
        ("é", ["=C3=A9"]),
        ("From here", ["=46rom here"]),
        ("Not From here", ["Not From here"]),
        (".", ["."]),
        (String(repeating: "x", count: 75), [String(repeating: "x", count: 75)]),
        (String(repeating: "x", count: 76), [String(repeating: "x", count: 75) + "=", "x"]),
        (String(repeating: "x", count: 74) + "é", [String(repeating: "x", count: 74) + "=", "=C3=A9"]),
        (String(repeating: "x", count: 72) + "é", [String(repeating: "x", count: 72) + "=C3=", "=A9"]),
    ])
    func `a line of text`(text: String, lines: [String]) { #expect(QuotedPrintable.lines(text) == lines) }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (951_782_399, "Mon, 28 Feb 2000 23:59:59 +0000"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"),
        (1_791_504_005, "Fri, 09 Oct 2026 00:00:05 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
    ])
    func `dates`(seconds: Int64, text: String) { #expect(MailDate.text(Instant(epochSeconds: seconds)) == text) }

    @Test(arguments: [
        "a@b", "cfo@paper-rocket.example", "first.last+tag@x-1.example", "_@1.example", "o'neil@x.example",
        String(repeating: "l", count: 64) + "@x.example",
    ])
    func `an address`(text: String) { #expect(MailAddress(text)?.description == text) }

    @Test(arguments: [
        "", "@", "a@", "@b", "a", "a b@c", "a@b c", "a@@b", "a@b\r\nBcc: c@d", "a\n@b", "-oQ/tmp@b", "/etc/passwd@b", "|sh@b", "a!b@c", "a%b@c",
        ".a@b",
        "a.@b", "a..b@c", "a@.b", "a@b.", "a@b..c", "a@-b", "a@b-", "A <a@b>", "a@b,c@d", "\"a b\"@c", "a@[127.0.0.1]", "é@b", "a@é", "a@b\u{0}",
        String(repeating: "l", count: 65) + "@b", "a@" + String(repeating: "d", count: 64), "a@" + String(repeating: "d.", count: 130) + "x",
    ])
    func `what is no address that can be used`(text: String) { #expect(MailAddress(text) == nil) }

    @Test(arguments: ["", "a", "a@", "@b", "a@b@c", "a b@c", "a@b>\r\nBcc: x", "<a@b>", "a..b@c", "é@b", String(repeating: "a", count: 250) + "@b"])
    func `what is no message identifier`(text: String) { #expect(MessageID(text) == nil) }
}
