import CallModel
import CallRecords
import Foundation
import SeededRandom
import Testing

@testable import RecordFormats

/// JSON of Microsoft Graph, as it comes and as it breaks.
struct GraphFormatTests {
    /// A call, with other members before and behind.
    static func object(_ id: String, _ more: String = "") -> String {
        #"{"id":"\#(id)","callType":"user_out","startDateTime":"2026-10-01T08:00:05.25Z","duration":61,"callerNumber":"+390212345678","#
            + #""calleeNumber":"+442071234567"\#(more)}"#
    }

    private static func call(_ id: String) -> String {
        "\(id) | user_out | 2026-10-01T08:00:05Z | 61 | +390212345678 | +442071234567 |  |  | 2026-10-01T08:01:06Z | "
    }

    private static let (a, b, c) = (object("1"), object("2", #","x":{"value":[1]},"y":[{"id":"9"}],"z":null"#), object("3"))

    static let wholes: [(what: String, text: String, ids: [String])] = [
        ("a page", #"{"@odata.count":2,"value":[\#(a),\#(b)],"@odata.nextLink":"x"}"#, ["1", "2"]),
        ("pages one behind the other", #"{"value":[\#(a)]}{"value":[]}{"value":[\#(b),\#(c)]}"#, ["1", "2", "3"]),
        ("an array of pages", #"[{"value":[\#(a)]},{"value":[\#(b)]}]"#, ["1", "2"]),
        ("a bare array", "[\(a), \(b) ,\n\(c)]\n", ["1", "2", "3"]),
        ("lines", "\(a)\n\(b)\r\n\n\(c)\n", ["1", "2", "3"]),
        ("an object alone, with a mark", "\u{FEFF}\(a)", ["1"]),
        (
            "pretty-printed",
            "{\n  \"value\": [\n    {\n      \"id\": \"1\",\n      \"callType\": \"user_out\",\n      \"startDateTime\": \"2026-10-01T08:00:05Z\",\n      \"duration\": 61,\n      \"callerNumber\": \"+390212345678\",\n      \"calleeNumber\": \"+442071234567\"\n    }\n  ]\n}\n",
            ["1"]
        ),
        ("brackets within strings", object("1", #","n":"]}{[\"","m":"\\""#) + object("2"), ["1", "2"]),
        ("nothing", "", []), ("an empty page", #"{"value":[]}"#, []), ("blanks", " \n\t ", []),
    ]

    @Test(arguments: wholes)
    func `what stands around objects`(_ what: String, _ text: String, _ ids: [String]) throws {
        for chunk in [1, 2, 3, 64, 1 << 16] {
            #expect(try FormatReading(text, format("teams-graph"), chunk: chunk).calls == ids.map(Self.call), "\(what), \(chunk)")
        }
    }

    static let members: [(what: String, member: String, call: String)] = [
        (
            "escapes", #""calleeNumber":"\u002b44\u00a0207","userPrincipalName":"\u00e9\ud83d\ude00\ud800x\/\\\"\n""#,
            "+44\u{A0}207 | é😀\u{FFFD}x/\\\"\n"
        ),
        ("a key with an escape", #""callee\u004eumber":"+1""#, "+1 | "), ("null", #""calleeNumber":null,"userPrincipalName":"a""#, " | a"),
        ("a nested object is nothing", #""calleeNumber":{"a":1}"#, " | "), ("the last of two", #""calleeNumber":"1","calleeNumber":"2""#, "2 | "),
        ("a number", #""calleeNumber":442071234567"#, "442071234567 | "), ("true", #""calleeNumber":true"#, "true | "),
    ]

    @Test(arguments: members)
    func `values`(_ what: String, _ member: String, _ call: String) throws {
        let text = #"{"id":"1","callType":"user_out","startDateTime":"2026-10-01T08:00:05Z","duration":61,"callerNumber":"",\#(member)}"#
        let found = try FormatReading(text, format("teams-graph")).calls.map { $0.components(separatedBy: " | ")[5...6].joined(separator: " | ") }
        #expect(found == [call], "\(what)")
    }

    @Test func `calls of Direct Routing get the names of the exports, and the year 1 is no time`() throws {
        func object(_ type: String, _ start: String) -> String {
            #"{"id":"1","correlationId":"c","callType":"\#(type)","startDateTime":"\#(start)","inviteDateTime":"2026-10-01T08:00:00Z","#
                + #""endDateTime":"0001-01-01T00:00:00Z","duration":0,"callerNumber":"+39","calleeNumber":"+44"}"# + "\n"
        }
        let types = ["ByotIn", "ByotOut", "ByotInUcap", "ByotOutUcap", "ByotOutUserForwarding", "ByotOutUserTransfer", "ByotNew"]
        let text = types.map { object($0, "0001-01-01T00:00:00Z") }.joined()
        let calls = try FormatReading(text, format("teams-graph")).calls.map { $0.components(separatedBy: " | ") }
        #expect(
            calls.map { $0[1] } == ["dr_in", "dr_out", "dr_in_bot", "dr_out_bot", "dr_out_user_forwarding", "dr_out_user_transfer", "dr_ByotNew"])
        #expect(Set(calls.map { $0[2] }) == ["2026-10-01T08:00:00Z"])
        #expect(calls[0][9] == "c")
    }

    static let damages: [(what: String, text: String, calls: [String])] = [
        ("cut off", "\(a)\n\(String(b.dropLast(9)))", [call("1"), "! damagedObject"]),
        ("a string that is not closed ends with its line", "\(a)\n{\"id\":\"2\n\(c)\n", [call("1"), "! damagedObject", call("3")]),
        ("a wrong bracket", "\(a)\n{\"id\":[2}\n\(c)\n", [call("1"), "! damagedObject", call("3")]),
        ("a missing comma", #"\#(a){"id":"2" "duration":1}\#(c)"#, [call("1"), "! damagedObject", call("3")]),
        ("a missing colon", #"{"id" "2"}"#, ["! damagedObject"]), ("a comma too many", #"{"id":"2",}"#, ["! damagedObject"]),
        ("a word that is none", #"{"id":nil}"#, ["! damagedObject"]), ("an escape that is none", #"{"id":"\x"}"#, ["! damagedObject"]),
        ("text between", "\(a)\nERROR 500\n\(c)", [call("1"), "! damagedObject", call("3")]),
        ("a NUL", "{\"id\":\"\0\"}\n\(c)", ["! damagedObject", call("3")]), ("an empty object", "{}", ["! startTime"]),
        ("huge numbers", object("1").replacing("61", with: String(repeating: "9", count: 400)), ["! duration"]),
        ("a number with an exponent", object("1").replacing("61", with: "6e1"), ["! duration"]),
        ("deep, but not too deep", object("1", #","x":\#(String(repeating: "[", count: 63))\#(String(repeating: "]", count: 63))"#), [call("1")]),
        (
            "too deep", object("1", #","x":\#(String(repeating: "[", count: 100_000))\#(String(repeating: "]", count: 100_000))"#) + "\n" + c,
            ["! damagedObject", call("3")]
        ),
    ]

    @Test(arguments: damages)
    func `what is damaged, and what goes on behind it`(_ what: String, _ text: String, _ calls: [String]) throws {
        for chunk in text.utf8.count < 10_000 ? [1, 5, 1 << 16] : [1 << 12, 1 << 18] {
            let reading = try FormatReading(text, format("teams-graph"), chunk: chunk)
            #expect(reading.calls == calls, "\(what), \(chunk)")
        }
    }

    @Test func `bytes that are no UTF-8 damage one object`() throws {
        let bytes = Array(Self.a.utf8) + Array(#"{"id":""#.utf8) + [0xFF] + Array(#""}"#.utf8) + Array(Self.c.utf8)
        #expect(try FormatReading(bytes, format("teams-graph")).calls == [Self.call("1"), "! invalidUTF8", Self.call("3")])
    }

    @Test func `line and byte offset are those where an object begins`() throws {
        let text = "{\"value\":[\n\(Self.a),\n  \(Self.b), \(Self.c)\n]}\n"
        for chunk in [1, 100, 1 << 16] {
            let reading = try FormatReading(text, format("teams-graph"), chunk: chunk)
            #expect(reading.records.map(\.line) == [2, 3, 3])
            #expect(reading.records.map(\.text) == [Self.a, Self.b, Self.c])
            #expect(reading.records.map(\.offset) == [11, 11 + Self.a.utf8.count + 4, 11 + Self.a.utf8.count + 4 + Self.b.utf8.count + 2])
            #expect(reading.lineCount == 4)
        }
    }

    @Test func `an object longer than 1 MiB takes no more memory, and the next is read`() throws {
        let long = Self.object("2", #","x":"\#(String(repeating: "x", count: 3 << 20))""#)
        let text = #"{"value":[\#(Self.a),\#(long),\#(Self.c)]}"#
        for chunk in [1 << 16, 1 << 18] {
            let reading = try FormatReading(text, format("teams-graph"), chunk: chunk)
            #expect(reading.calls == [Self.call("1"), "! tooLong", Self.call("3")])
            #expect(reading.heldMax < 2 << 20)
        }
        let unclosed = Self.a + "\n{\"x\":\"\(String(repeating: "x", count: 3 << 20))\n\(Self.c)"
        let reading = try FormatReading(unclosed, format("teams-graph"))
        #expect(reading.calls == [Self.call("1"), "! tooLong", Self.call("3")])
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `any bytes, in any chunks, give the same, and nothing is lost`(_ seed: UInt64) throws {
        var random = Random(seed: seed)
        let parts = [Self.a, Self.b, "{", "}", "[", "]", ",", "\n", "\"", "\\", "{\"value\":[", "]}", "x", " ", "{}", "\"id\":", "\u{E9}", "\0"]
        var text = ""
        for _ in 0..<Int.random(in: 1...60, using: &random) { text += parts.randomElement(using: &random) ?? "" }
        let whole = try FormatReading(text, format("teams-graph"))
        for chunk in [1, Int.random(in: 2...300, using: &random)] {
            let other = try FormatReading(text, format("teams-graph"), chunk: chunk)
            #expect(other.calls == whole.calls, "\(text)")
            #expect(other.records.map(\.text) == whole.records.map(\.text), "\(text)")
            #expect(other.records.map(\.line) == whole.records.map(\.line), "\(text)")
            #expect(other.records.map(\.offset) == whole.records.map(\.offset), "\(text)")
        }
        // Between records stand brackets, commas and blanks alone, and what belongs to pages.
        #expect(whole.records.reduce(0) { $0 + $1.text.utf8.count } <= text.utf8.count)
    }
}
