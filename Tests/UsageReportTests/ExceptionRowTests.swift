import CallModel
import Testing

@testable import UsageReport

/// duplicates.csv, suspense.csv, notices.csv and what goes to `suspended/`.
struct ExceptionRowTests {
    @Test
    func `duplicates tell their place and whether they are the same`() {
        var first = SampleCall { $0.settled.disposition = .duplicateSame }
        first.usageId = "a,b"
        var second = SampleCall { $0.settled.disposition = .duplicateDifferent }
        second.rated.organization = Sample.fabrikam
        second.usageId = "0042"
        let calls = [SampleCall(), first, second]
        #expect(rows(calls, .plain) { $0.withDuplicateBytes { text($0) } } == "in/cdr.csv,3,contoso,\"a,b\",yes\nin/cdr.csv,4,fabrikam,0042,no\n")
        #expect(
            rows(calls, excel("de-DE")) { $0.withDuplicateBytes { text($0) } }
                == "in/cdr.csv;3;contoso;a,b;yes\r\nin/cdr.csv;4;fabrikam;\"=\"\"0042\"\"\";no\r\n")
        #expect(rows(calls, .plain) { $0.duplicateRowCount } == 2)
        #expect(rows(calls, .plain) { $0.usageRowCount } == 1)
    }

    struct Suspended: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var call: SampleCall

        init(_ detail: String, _ reason: SuspensionReason, _ change: (inout SampleCall) -> Void = { _ in }) {
            testDescription = detail
            call = SampleCall { call in
                call.settled.disposition = .suspended
                call.rated.suspension = reason
                call.rated.organization = -1
                call.rated.user = -1
                change(&call)
            }
        }
    }

    static let suspended = [
        Suspended("the record has not as many fields as the header; add or remove commas, or quote fields that contain them", .malformed) {
            $0.fault = .fieldCount
        },
        Suspended(
            "a quote stands inside a field that is not quoted, text follows a closing quote, or a quote is not closed within 1 MiB; "
                + "quote the field and double the quotes inside it", .malformed
        ) { $0.fault = .strayQuote },
        Suspended("the record is no UTF-8; convert the file to UTF-8", .malformed) { $0.fault = .invalidUTF8 },
        Suspended("the record is longer than 1 MiB; shorten it", .malformed) { $0.fault = .tooLong },
        Suspended("the start time cannot be read; write it like 2026-10-01T08:15:30Z, in the years 1970 to 2999", .malformed) {
            $0.fault = .startTime
        },
        Suspended(
            "the end time cannot be read; write it like 2026-10-01T08:15:30Z, in the years 1970 to 2999, or leave it empty", .malformed
        ) { $0.fault = .endTime },
        Suspended("the duration cannot be read; write whole or decimal seconds, at most 31536000", .malformed) { $0.fault = .duration },
        Suspended("the record cannot be read; compare it with the header", .malformed),
        Suspended("the usage id is empty; give the record one of its own", .noUsageId) { $0.usageId = "" },
        Suspended("call type “fax_out” is unknown; correct it to one of the rating rules", .unknownCallType) { $0.callType = "fax_out" },
        Suspended("no user “nobody@contoso.example” in the catalogue; add the user to users.csv or correct the field", .unknownUser) {
            $0.user = "nobody@contoso.example"
        },
        Suspended("caller +493******* is nobody's in the catalogue; add the number to users.csv or fill in the user", .unknownUser) {
            $0.caller = "+4930555555"
        },
        Suspended("caller “anonym*” is nobody's in the catalogue; add the number to users.csv or fill in the user", .unknownUser) {
            $0.caller = "anonym7"
        },
        Suspended("call type “user_out” needs a user, and caller +398***** is a service's; fill in the user", .unknownUser) {
            $0.caller = "+39800123"
        },
        Suspended("call type “user_out_transfer” needs a user, and the record names none; fill in its user", .unknownUser) {
            $0.callType = "user_out_transfer"
        },
        Suspended("callee +491******** is nobody's in the catalogue; add the number to users.csv or fill in the user", .unknownUser) {
            $0.callType = "user_in"
        },
        Suspended("no organization “umbrella” in the catalogue; add it to organizations.csv or correct the field", .unknownOrganization) {
            $0.organization = "umbrella"
        },
        Suspended(
            "user “ROSSI@contoso.example” is of “contoso”, caller +120**** is of “fabrikam”, the organization is “contoso”; correct the one that is wrong",
            .organizationMismatch
        ) {
            $0.user = "ROSSI@contoso.example"
            $0.caller = "+1202555"
            $0.organization = "contoso"
        },
        Suspended("caller +398***** is of “contoso”, the organization is “fabrikam”; correct the one that is wrong", .organizationMismatch) {
            $0.caller = "+39 800 124"
            $0.organization = "fabrikam"
        },
        Suspended("callee “***-CALL” is no phone number; give it in international form", .badNumber) { $0.callee = "001-CALL" },
        Suspended(
            "no rate for +491******** at 2026-10-01T08:15:30Z; add its prefix to rates.csv or extend the validity of a rate", .noRate
        ) { $0.rated.organization = Sample.contoso },
        Suspended("call type “\(String(repeating: "x", count: 64))…” is unknown; correct it to one of the rating rules", .unknownCallType) {
            $0.callType = String(repeating: "x", count: 65)
        },
    ]

    @Test(arguments: suspended)
    func `a suspended record says what is wrong and what to do`(_ suspended: Suspended) {
        let row = rows([suspended.call], .plain) { $0.withSuspenseBytes { CSVReader.records(text($0), separator: ",") } }
        #expect(row.count == 1)
        #expect(row[0][4] == suspended.testDescription)
        #expect(row[0][3] == "\(suspended.call.rated.suspension.name)")
    }

    @Test
    func `suspended records have their place, and are kept byte by byte`() {
        var bad = SampleCall {
            $0.settled.disposition = .suspended
            $0.rated.suspension = .noUsageId
        }
        bad.record = Array("=1,\"x\ny\"\r\n".utf8)
        let calls = [SampleCall { $0.record = Array("1234567\n".utf8) }, bad]
        let batch = batch(calls)
        let rows = ReportRows()
        ReportFormatter(catalogue: Sample.catalogue, style: .plain, sources: ["in/cdr.csv"]).format(batch, into: rows)
        let offset = Int(batch.calls[1].record.offset) + 100
        #expect(
            rows.withSuspenseBytes { text($0) }
                == "in/cdr.csv,3,\(offset),no_usage_id,the usage id is empty; give the record one of its own,\"=1,\"\"x\ny\"\"\"\n")
        #expect(rows.suspendedRecords == [batch.calls[1].record])
        #expect(rows.suspenseRowCount == 1)
        ReportFormatter(catalogue: Sample.catalogue, style: excel("it-IT"), sources: ["-"]).format(batch, into: rows)
        #expect(
            rows.withSuspenseBytes { text($0) }
                == "\"=\"\"-\"\"\";3;\(offset);no_usage_id;\"the usage id is empty; give the record one of its own\";"
                + "\"=\"\"=1,\"\"\"\"x\ny\"\"\"\"\"\"\"\r\n")
    }

    @Test
    func `the column Record is repaired and cut on a character's boundary`() {
        func record(_ bytes: [UInt8]) -> String { ReportFormatter.recordText(bytes[...]) }
        #expect(record([0x61, 0xFF, 0x62, 0x0D, 0x0A]) == "a\u{FFFD}b")
        #expect(record([0x61, 0x0A]) == "a")
        #expect(record([0x61, 0x0D]) == "a")
        #expect(record([0x0A]) == "")
        #expect(record([]) == "")
        let a = UInt8(ascii: "a")
        #expect(record([UInt8](repeating: a, count: 32_000)) == String(repeating: "a", count: 32_000))
        #expect(record([UInt8](repeating: a, count: 32_001)) == String(repeating: "a", count: 32_000) + "…")
        let wide = [UInt8](repeating: a, count: 31_998) + Array("😀b".utf8)
        #expect(record(wide) == String(repeating: "a", count: 31_998) + "…")
        let fitting = [UInt8](repeating: a, count: 31_996) + Array("😀bcd".utf8)
        #expect(record(fitting) == String(repeating: "a", count: 31_996) + "😀…")
    }

    @Test
    func `notices are rows of their own file`() {
        let at = Instant(CivilDate(year: 2026, month: 1, day: 19), secondOfDay: 2_597)
        let notices = [
            Notice(
                organization: "contoso", kind: .rechargeSucceeded, at: at, amount: Money(units: 1_000_000_000), balance: Money(units: -7_070_000),
                detail: "recharge-1", decimals: 4),
            Notice(
                organization: "0815", kind: .pool100, at: at, amount: nil, balance: .zero, detail: "MCOPSTN2/abroad/CA/2026-01", decimals: 2),
        ]
        let plain = ReportFormatter(catalogue: Sample.catalogue, style: .plain, sources: [])
        #expect(
            String(decoding: plain.noticeRows(notices), as: UTF8.self) == """
                contoso,recharge_succeeded,2026-01-19T00:43:17Z,10.0000,-0.0707,recharge-1
                0815,pool_100,2026-01-19T00:43:17Z,,0.00,MCOPSTN2/abroad/CA/2026-01

                """)
        let french = ReportFormatter(catalogue: Sample.catalogue, style: excel("fr-FR"), sources: [])
        #expect(
            String(decoding: french.noticeRows(notices), as: UTF8.self)
                == "contoso;recharge_succeeded;2026-01-19 00:43:17;10,0000;-0,0707;recharge-1\r\n"
                + "\"=\"\"0815\"\"\";pool_100;2026-01-19 00:43:17;;0,00;MCOPSTN2/abroad/CA/2026-01\r\n")
        #expect(plain.noticeRows([]).isEmpty)
    }

    private func rows<Result>(_ calls: [SampleCall], _ style: ReportStyle, _ body: (ReportRows) -> Result) -> Result {
        let rows = ReportRows()
        ReportFormatter(catalogue: Sample.catalogue, style: style, sources: ["in/cdr.csv"]).format(batch(calls), into: rows)
        return body(rows)
    }
}
