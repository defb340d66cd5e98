import CallRecords
import Testing

@testable import RecordFormats

/// What a person is told of a format file with faults: all of them at once, with line, column and what to do.
struct FormatFaultTests {
    /// A format without fault, to which the tables add one.
    static let base = """
        columns: header
        fields:
          usage_id: id
          call_type: { constant: user_out }
          start_time: at
          duration_seconds: s
          caller: a
          callee: b

        """

    private func faults(_ yaml: String) throws -> [String] {
        do throws(FormatFaults) {
            _ = try FormatFile(name: "own.yaml", content: Array(yaml.utf8)).format()
            return []
        } catch {
            return error.lines
        }
    }

    @Test func `the base has no fault`() throws { #expect(try faults(Self.base) == []) }

    static let added: [(yaml: String, message: String)] = [
        ("delimeter: tab", "own.yaml:9:1: the format has no key 'delimeter'; write 'delimiter', or remove it"),
        (
            "colour: red",
            "own.yaml:9:1: the format has no key 'colour'; remove it; the keys are records, delimiter, quote, columns, columnCount, linesBeforeHeader, "
                + "linesAfterHeader, comment, ignore, time, answered, durationUnit, fields, callerRules, calleeRules"
        ),
        (
            "delimiter: tabs",
            "own.yaml:9:12: delimiter is 'tabs'; write comma, tab, semicolon, pipe, or one ASCII character that is no letter, digit, quote or +"
        ),
        ("quote: angle", "own.yaml:9:8: quote is 'angle'; write 'double' or 'single' or 'none'"),
        ("columnCount: 21-16", "own.yaml:9:14: columnCount is '21-16'; write a number from 1 to 10000, or two such as 2-5"),
        ("linesBeforeHeader: -1", "own.yaml:9:20: linesBeforeHeader is '-1'; write a whole number from 0 to 1000"),
        (
            "time: { forms: YYYY-MM }",
            "own.yaml:9:16: 'YYYY-MM' is no form of time; write standard, epoch-seconds, epoch-milliseconds, epoch-microseconds, or a pattern such as "
                + "YYYY-MM-DD hh:mm:ss"
        ),
        ("time: { zone: Rome }", "own.yaml:9:15: there is no time zone 'Rome'; write an IANA name such as Europe/Rome, UTC, or option"),
        ("durationUnit: hours", "own.yaml:9:15: durationUnit is 'hours'; write 'seconds' or 'milliseconds' or 'clock'"),
        (
            "answered: { column: x }",
            "own.yaml:9:11: a condition of answered needs one subject and one test; write column or field, and one of is, begins, contains, digits, number, empty"
        ),
        ("answered: { field: callee, is: x }", "own.yaml:9:20: answered is looked at before caller and callee are known; write column"),
        ("ignore: { column: x, empty: maybe }", "own.yaml:9:29: empty is 'maybe'; write 'yes' or 'no'"),
        (
            "calleeRules: { prefix: \"9\" }",
            "own.yaml:9:14: calleeRules is no list; write a line such as - { prefix: \"00\", replace: \"+\" } for each rule"
        ),
        (
            "calleeRules: [{ prefix: \"0x\" }]",
            "own.yaml:9:25: prefix is '0x'; write up to 16 of the characters 0 to 9, +, * and #"
        ),
        (
            "calleeRules: [{ length: 3 }]",
            "own.yaml:9:17: a rule of calleeRules has no key 'length'; remove it; the keys are prefix, digits, replace, continue"
        ),
        ("calleeRules: [{ prefix: \"9\", digits: 0-65 }]", "own.yaml:9:38: digits is '0-65'; write a number from 0 to 64, or two such as 2-5"),
    ]

    @Test(arguments: added)
    func `a fault`(_ yaml: String, _ message: String) throws { #expect(try faults(Self.base + yaml + "\n") == [message]) }

    static let fields: [(field: String, messages: [String])] = [
        ("usage_id: { join: id }", ["own.yaml:3:21: join is no list; write columns in brackets, such as [uniqueid, sequence]"]),
        (
            "usage_id: { column: id, constant: x }",
            ["own.yaml:3:13: usage_id has column and constant; write one of column, constant, join, first, rules and digest"]
        ),
        (
            "usage_id: { empty: x }",
            ["own.yaml:3:13: usage_id does not say where it comes from; write one of column, constant, join, first, rules and digest"]
        ),
        ("usage_id: { column: id, separator: \"-\" }", ["own.yaml:3:38: separator belongs to join; remove it"]),
        ("usage_id: { digest: row }", ["own.yaml:3:23: digest is 'row'; write 'record'"]),
        (
            "usage_id: { rules: { when: x } }",
            ["own.yaml:3:22: rules is no list; write a line such as - { when: { column: context, is: public }, then: user_in } for each"]
        ),
        (
            "usage_id: { rules: [{ when: { column: x, is: y } }] }",
            ["own.yaml:3:23: a rule of usage_id has no then; write both; what is nothing is written as \"\""]
        ),
        (
            "usage-id: id",
            [
                "own.yaml:3:3: fields has no key 'usage-id'; write 'usage_id', or remove it",
                "own.yaml:3:3: fields has no 'usage_id'; say under fields where each comes from",
            ]
        ),
        (
            "usage_id: { first: [{ first: [{ first: [{ first: [{ first: [{ first: [{ first: [{ first: [{ first: [id] }] }] }] }] }] }] }] }] }",
            ["own.yaml:3:103: a part of first is nested deeper than 8; write it with fewer levels"]
        ),
    ]

    @Test(arguments: fields)
    func `a fault of a field`(_ field: String, _ messages: [String]) throws {
        #expect(try faults(Self.base.replacing("usage_id: id", with: field)) == messages)
    }

    static let whole: [(yaml: String, messages: [String])] = [
        ("", ["own.yaml:1:1: the file is empty; copy one that scatto formats show prints, and change it"]),
        ("- a\n", ["own.yaml:1:1: the format is no mapping; write it as 'key: value' lines"]),
        (
            "columns: header\n",
            [
                "own.yaml:1:1: the format has no fields: 'usage_id', 'call_type', 'start_time', 'duration_seconds', 'caller', 'callee'; "
                    + "say under fields where each comes from"
            ]
        ),
        (
            base.replacing("columns: header", with: "columns: [id, at, s, a, c]"),
            ["own.yaml:8:11: the format has no column 'b'; write one of those under columns, or its number, from 1"]
        ),
        (
            base.replacing("columns: header", with: "columns: numbers"),
            [
                "own.yaml:1:1: the format says neither the names nor the number of its columns; write columnCount, such as 16-21",
                "own.yaml:3:13: the format has no column 'id'; write its number, from 1",
                "own.yaml:5:15: the format has no column 'at'; write its number, from 1",
                "own.yaml:6:21: the format has no column 's'; write its number, from 1",
                "own.yaml:7:11: the format has no column 'a'; write its number, from 1",
                "own.yaml:8:11: the format has no column 'b'; write its number, from 1",
            ]
        ),
        (
            base.replacing("columns: header", with: "columns: [id, at, s, a, b]\ncolumnCount: 3-4").replacing("callee: b", with: "callee: 5"),
            [
                "own.yaml:2:14: columnCount is below the 5 names of columns; write how many columns a record may have",
                "own.yaml:9:11: a record has no column 5; write a number from 1 to 4",
            ]
        ),
        (
            base.replacing("columns: header", with: "columns: [id, at, s, a, b]\ndelimiter: [comma, tab]"),
            ["own.yaml:2:12: without a header nothing tells which delimiter it is; write one"]
        ),
        (base.replacing("columns: header", with: "records: json\nquote: none"), ["own.yaml:2:8: json records have no quote; remove it"]),
        (
            "fields: [\n",
            [
                "own.yaml:2:1: this is no YAML: did not find expected node content; mend the YAML there; indent with spaces, and quote text that has ':' or '#' in it"
            ]
        ),
    ]

    @Test(arguments: whole)
    func `a file with faults`(_ yaml: String, _ messages: [String]) throws { #expect(try faults(yaml) == messages) }

    @Test func `bytes that are no text, and a file that is too large`() throws {
        let nul = FormatFile(name: "own.yaml", content: Array("columns: \0\n".utf8))
        #expect(throws: FormatFaults.self) { try nul.format() }
        let large = FormatFile(name: "own.yaml", content: Array(repeating: UInt8(ascii: "#"), count: (1 << 20) + 1))
        #expect(throws: FormatFaults(lines: ["own.yaml:1:1: the file is larger than 1 MiB; a format takes a few lines"])) { try large.format() }
    }

    @Test func `names of formats`() {
        #expect(FormatFile.isPath("own.yaml"))
        #expect(FormatFile.isPath("formats/own"))
        #expect(!FormatFile.isPath("asterisk"))
        #expect(FormatFile.unknown("asterix") == "unknown format “asterix”; use asterisk, or a file whose name ends in .yaml")
        #expect(
            FormatFile.unknown("asn1")
                == "unknown format “asn1”; use one of native, teams-graph, asterisk, asterisk-custom, freeswitch, freeswitch-asterisk, cucm, "
                + "or a file whose name ends in .yaml")
    }
}
