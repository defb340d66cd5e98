import CallModel
import CallRecords
import Foundation
import Testing

@testable import RecordFormats

/// Formats of one's own: what each key does.
struct OwnFormatTests {
    /// A small format, some lines of it replaced.
    private func read(_ text: String, _ yaml: String, chunk: Int = 1 << 16) throws -> [String] {
        try FormatReading(text, format(yaml: yaml), chunk: chunk).calls
    }

    private static let fields = """
        fields:
          usage_id: id
          call_type: { constant: user_out }
          start_time: at
          duration_seconds: s
          caller: a
          callee: b

        """

    static let layouts: [(what: String, yaml: String, text: String, calls: [String])] = [
        ("semicolons told by the header", "delimiter: [comma, semicolon]\n", "id;at;s;a;b\n1;2026-10-01T08:00:00Z;5;6,1;7\n", ["1 5 6,1 7"]),
        ("a byte of one's own", "delimiter: \"~\"\n", "id~at~s~a~b\n1~2026-10-01T08:00:00Z~5~6~7\n", ["1 5 6 7"]),
        ("single quotes", "quote: single\n", "id,at,s,a,b\n'1','2026-10-01T08:00:00Z',5,'6,''x',\"7\n", ["1 5 6,'x \"7"]),
        ("no quotes", "quote: none\ndelimiter: pipe\n", "id|at|s|a|b\n\"1|2026-10-01T08:00:00Z|5|6|7\n", ["\"1 5 6 7"]),
        (
            "lines above and below the header", "linesBeforeHeader: 2\nlinesAfterHeader: 1\n",
            "Report\nof today\n\nid,at,s,a,b\nINT,T,S,A,B\n1,2026-10-01T08:00:00Z,5,6,7\n", ["1 5 6 7"]
        ),
        ("comments, with quotes in them", "comment: \"#\"\n", "id,at,s,a,b\n#,\" 1\n1,2026-10-01T08:00:00Z,5,6,7\n# end", ["1 5 6 7"]),
        ("by names in another order, others between", "", "x,B,a,s,at,y,ID\n,7,6,5,2026-10-01T08:00:00Z,,1\n", ["1 5 6 7"]),
        ("rows may be short", "columnCount: 4-5\n", "id,at,s,b,a\n1,2026-10-01T08:00:00Z,5,7\n", ["1 5  7"]),
        (
            "rows that are not wanted", "ignore: [{ column: a, begins: x }, [{ column: a, is: \"6\" }, { column: b, empty: yes }]]\n",
            "id,at,s,a,b\n1,2026-10-01T08:00:00Z,5,X6,7\n2,2026-10-01T08:00:00Z,5,6,\n3,2026-10-01T08:00:00Z,5,6,7\n", ["3 5 6 7"]
        ),
        ("milliseconds are rounded up", "durationUnit: milliseconds\n", "id,at,s,a,b\n1,2026-10-01T08:00:00Z,5001,6,7\n", ["1 6 6 7"]),
        (
            "a clock", "durationUnit: clock\n", "id,at,s,a,b\n1,2026-10-01T08:00:00Z,1:00:05,6,7\n2,2026-10-01T08:00:00Z,2:05.5,6,7\n",
            ["1 3605 6 7", "2 126 6 7"]
        ),
    ]

    @Test(arguments: layouts)
    func `a layout`(_ what: String, _ yaml: String, _ text: String, _ calls: [String]) throws {
        for chunk in [1, 7, 1 << 16] {
            let found = try read(text, yaml + Self.fields, chunk: chunk).map { call in
                let fields = call.components(separatedBy: " | ")
                return fields.count > 5 ? "\(fields[0]) \(fields[3]) \(fields[4]) \(fields[5])" : call
            }
            #expect(found == calls, "\(what), \(chunk)")
        }
    }

    static let numbers: [(dialled: String, callee: String)] = [
        ("00442071234567", "+442071234567"), ("9,00442071234567", "9,00442071234567"), ("900442071234567", "+442071234567"),
        ("9021234567", "+39021234567"), ("021234567", "+39021234567"), ("+442071234567", "+442071234567"), ("112", "112"), ("911", "911"),
        ("sip:0212345678@gw.example;user=phone", "+390212345678"), ("tel:00 44 (20) 7123-4567", "+442071234567"), ("anonymous", "anonymous"),
        ("", ""), ("00\u{A0}44\u{A0}20", "+4420"), ("#31#0212345678", "+390212345678"), ("01", "01"), ("3351234567", "+393351234567"),
        ("9", "9"), ("0", "0"),
        (
            "1234567890123456789012345678901234567890123456789012345678901234567890",
            "1234567890123456789012345678901234567890123456789012345678901234567890"
        ),
    ]

    /// Rules of an Italian office: 9 for an outside line, #31# hides one's number.
    private static let rules = """
        delimiter: pipe
        calleeRules:
          - { prefix: "#31#", replace: "", continue: yes }
          - { prefix: "9", digits: 7-20, replace: "", continue: yes }
          - { prefix: "00", replace: "+" }
          - { prefix: "0", digits: 6-12, replace: "+390" }
          - { prefix: "3", digits: 9-11, replace: "+393" }

        """

    @Test(arguments: numbers)
    func `dialled digits`(_ dialled: String, _ callee: String) throws {
        let calls = try read("id|at|s|a|b\n1|2026-10-01T08:00:00Z|5|6|\(dialled)\n", Self.rules + Self.fields)
        #expect(calls.map { $0.components(separatedBy: " | ")[5] } == [callee])
    }

    static let types: [(dir: String, a: String, b: String, type: String)] = [
        ("in", "1", "2", "user_in"), ("IN", "1", "2", "user_in"), ("out", "201", "202", "dr_extension"), ("out", "201", "+39", "user_out"),
        ("conf", "201", "+39", "conf_out"), ("tandem", "201", "+39", "tandem_out"), ("", "x", "", "user_out"),
    ]

    @Test(arguments: types)
    func `the call type by rules, the first that holds`(_ dir: String, _ a: String, _ b: String, _ type: String) throws {
        let yaml = Self.fields.replacing(
            "{ constant: user_out }",
            with: """

                    rules:
                      - { when: { column: dir, is: [in, inbound] }, then: user_in }
                      - { when: [{ field: callee, digits: 2-5 }, { field: caller, digits: 2-5 }], then: dr_extension }
                      - { when: { column: dir, contains: onf }, then: conf_out }
                      - { when: [{ column: dir, is: out, not: yes }, { column: dir, empty: no }], then: { join: [dir, { constant: out }], separator: _ } }
                    else: user_out
                """)
        let calls = try read("dir,id,at,s,a,b\n\(dir),1,2026-10-01T08:00:00Z,5,\(a),\(b)\n", yaml)
        #expect(calls.map { $0.components(separatedBy: " | ")[1] } == [type])
    }

    static let ids: [(source: String, row: String, id: String)] = [
        ("{ join: [n, k, x], separator: \"-\" }", "1,2,3", "1-2-3"), ("{ join: [n, k, x], separator: \"-\" }", "1,,3", "1-3"),
        ("{ join: [n, k, x] }", "1,2,3", "123"), ("{ join: [k] }", "1,,3", ""), ("{ first: [k, n] }", "1,,3", "1"),
        ("{ first: [{ column: n, empty: [\"0\", none] }, k] }", "None,2,3", "2"),
        ("{ join: [{ join: [n, k], separator: . }, { first: [x] }], separator: / }", "1,2,3", "1.2/3"),
        ("{ rules: [{ when: { column: n, empty: yes }, then: \"\" }], else: { column: k } }", ",2,3", ""),
        ("[nowhere, k]", "1,2,3", "2"),
    ]

    @Test(arguments: ids)
    func `a usage id of several columns`(_ source: String, _ row: String, _ id: String) throws {
        let calls = try read(
            "n,k,x,at,s,a,b\n\(row),2026-10-01T08:00:00Z,5,6,7\n", Self.fields.replacing("usage_id: id", with: "usage_id: \(source)"))
        #expect(calls.map { $0.components(separatedBy: " | ")[0] } == [id])
    }

    static let times: [(form: String, text: String, time: String?)] = [
        ("YYYY-MM-DD hh:mm:ss", "2026-10-01 08:00:05", "2026-10-01T06:00:05Z"), ("YYYY-MM-DD hh:mm:ss", "2026-10-01 08:00", nil),
        ("YYYY-MM-DD hh:mm[:ss]", "2026-12-01 08:00", "2026-12-01T07:00:00Z"), ("YYYY-MM-DD hh:mm:ss", "2026-10-01T08:00:05", nil),
        ("YYYY-MM-DD hh:mm:ss", "2026-10-01 08:00:05Z", nil), ("DD.MM.YYYY hh:mm:ss", "01.10.2026 08:00:05", "2026-10-01T06:00:05Z"),
        ("M/D/YYYY h:mm AM", "10/1/2026 8:05 PM", "2026-10-01T18:05:00Z"), ("M/D/YYYY h:mm AM", "10/1/2026 12:05 am", "2026-09-30T22:05:00Z"),
        ("M/D/YYYY h:mm AM", "10/1/2026 13:05 PM", nil), ("DD-MON-YY hh:mm", "01-Oct-26 08:00", "2026-10-01T06:00:00Z"),
        ("YYYYMMDDhhmmss", "20261001080005", "2026-10-01T06:00:05Z"),
        ("YYYY-MM-DDThh:mm:ss[.F]Z", "2026-10-01T08:00:05.123+0100", "2026-10-01T07:00:05Z"),
        ("YYYY-MM-DDThh:mm:ss[.F]Z", "2026-10-01T08:00:05Z", "2026-10-01T08:00:05Z"), ("epoch-seconds", "1790841605", "2026-10-01T08:00:05Z"),
        ("epoch-seconds", "1790841605.9", "2026-10-01T08:00:05Z"), ("epoch-milliseconds", "1790841605999", "2026-10-01T08:00:05Z"),
        ("epoch-microseconds", "1790841605999999", "2026-10-01T08:00:05Z"), ("epoch-seconds", "99999999999", nil),
        ("epoch-seconds", "123456789012345678901234567890", nil), ("standard", "2026-10-01T08:00:05Z", "2026-10-01T08:00:05Z"),
        ("YYYY-MM-DD hh:mm:ss", "2026-10-25 02:30:00", "2026-10-25T00:30:00Z"), ("YYYY-MM-DD hh:mm:ss", "1969-12-31 08:00:00", nil),
        ("YYYY-MM-DD hh:mm:ss", "2026-10-01 24:00:00", nil), ("YYYY-MM-DD hh:mm:ss", "", nil),
    ]

    @Test(arguments: times)
    func `times in Rome`(_ form: String, _ text: String, _ time: String?) throws {
        let yaml = "delimiter: semicolon\ntime: { forms: \"\(form)\", zone: Europe/Rome }\n" + Self.fields
        let calls = try read("id;at;s;a;b\n1;\(text);5;6;7\n", yaml)
        #expect(calls.map { $0.components(separatedBy: " | ").count > 2 ? $0.components(separatedBy: " | ")[2] : $0 } == [time ?? "! startTime"])
    }

    @Test func `columns by number, without a header`() throws {
        let yaml = """
            columns: numbers
            columnCount: 6
            fields: { usage_id: 1, call_type: { constant: ucap_out }, start_time: 2, duration_seconds: 3, caller: 4, callee: 5, organization: 6 }
            """
        #expect(
            try read("a,2026-10-01T08:00:00Z,5,6,7,acme\n", yaml)
                == ["a | ucap_out | 2026-10-01T08:00:00Z | 5 | 6 | 7 |  | acme | 2026-10-01T08:00:05Z | "])
    }
}
