import CallModel
import CallRecords
import Testing

/// What is a record, and what makes its first line malformed (file-formats.md).
struct RecordParserTests {
    /// Records of which the first and the last field matter.
    static let columns: [RecordField?] = [.callId, .usageId, .callType, .startTime, .durationSeconds, .caller, .callee, .conferenceId]
    static let names = ["call_id", "usage_id", "call_type", "start_time", "duration_seconds", "caller", "callee", "conference_id"]

    /// The bytes, with `~` for the fields between the first and the last.
    static func bytes(_ text: String) -> [UInt8] { text.utf8.flatMap { $0 == UInt8(ascii: "~") ? middle : [$0] } }
    static let middle = Array(",1,user_out,2026-10-01T08:15,5,2,3,".utf8)

    /// Each record as its line, then the first and the last field, or what is wrong.
    static func read(_ text: [UInt8]) throws -> [String] {
        let plan = try ColumnPlan(header: names)
        let whole = ReadInput(whole: text, plan)
        #expect(CutEqualityTests.difference(whole.records, PlainReader(columns: columns).records(text)) == nil)
        for size in [1, 7] {
            #expect(CutEqualityTests.difference(ReadInput(text, plan) { size }.records, whole.records) == nil, "reads of \(size) bytes")
        }
        return whole.records.map { $0.fault == .none ? "\($0.line) \($0.text(.callId))|\($0.text(.conferenceId))" : "\($0.line) \($0.fault)" }
    }

    @Test(
        arguments: [
            ("", []),
            ("a~b\n", ["1 a|b"]),
            ("a~b\r\n", ["1 a|b"]),
            ("a~b", ["1 a|b"]),
            ("~\n", ["1 |"]),
            ("~", ["1 |"]),
            ("a~b\nc~d\r\ne~f", ["1 a|b", "2 c|d", "3 e|f"]),
            // Empty lines are no records, but count as lines.
            ("\n\r\n\na~b\n\n\r\nc~d\n\n", ["4 a|b", "7 c|d"]),
            ("\n", []),
            ("\r\n\n\r\n", []),
            // A line with blanks, or with quotes only, is not empty.
            (" \na~b\n\"\"\nc~d\n", ["1 fieldCount", "2 a|b", "3 fieldCount", "4 c|d"]),
            // CR alone ends no line.
            ("a\rb~c\rd\n", ["1 a\rb|c\rd"]),
            ("a~b\r\r\n", ["1 a|b\r"]),
            ("a~b\r", ["1 a|b\r"]),
            ("\r", ["1 fieldCount"]),
            ("\ra~b\n\r\r\n", ["1 \ra|b", "2 fieldCount"]),
            // Quotes, doubled inside, around anything.
            ("\"a\"~\"b\"\n", ["1 a|b"]),
            ("\"\"~\"\"\r\n", ["1 |"]),
            ("\"a,b\"~\",\"\n", ["1 a,b|,"]),
            ("\"a\"\"b\"~\"\"\"\"\n", ["1 a\"b|\""]),
            ("\"\"\"a\"\"\"~\"\"\"\"\"\"", ["1 \"a\"|\"\""]),
            ("\" a \"~\" b\"\n", ["1  a | b"]),
            // Line breaks within quotes.
            ("\"a\nb\"~c\nd~e\n", ["1 a\nb|c", "3 d|e"]),
            ("\"a\r\nb\"~\"c\n\r\n\"\r\nd~e\n", ["1 a\r\nb|c\n\r\n", "5 d|e"]),
            ("\"\n\"~\"\n\"\n\"\r\"~b\n", ["1 \n|\n", "4 \r|b"]),
            ("\"a\n\n\nb\"~\"c\"", ["1 a\n\n\nb|c"]),
            // A quote inside an unquoted field: that line alone.
            ("a\"b~c\nd~e\n", ["1 strayQuote", "2 d|e"]),
            (" \"a\"~c\nd~e\n", ["1 strayQuote", "2 d|e"]),
            ("a~b\"\nd~e\n", ["1 strayQuote", "2 d|e"]),
            ("\n\na\"\"~b\nd~e", ["3 strayQuote", "4 d|e"]),
            // Anything but a comma or the line's end behind a closing quote.
            ("\"a\"b~c\nd~e\n", ["1 strayQuote", "2 d|e"]),
            ("\"a\" ~c\nd~e\n", ["1 strayQuote", "2 d|e"]),
            ("a~\"b\" \r\nd~e\n", ["1 strayQuote", "2 d|e"]),
            ("a~\"b\"\r\nd~e\n", ["1 a|b", "2 d|e"]),
            ("a~\"b\"\rd\ne~f\n", ["1 strayQuote", "2 e|f"]),
            ("a~\"b\"\r\r\nd~e\n", ["1 strayQuote", "2 d|e"]),
            ("a~\"b\"\r", ["1 strayQuote"]),
            ("\"a\nb\"x~c\nd~e\n", ["1 strayQuote", "2 strayQuote", "3 d|e"]),
            // A quote that is not closed: the line on which the record begins, and on with the next.
            ("\"", ["1 strayQuote"]),
            ("\"\n", ["1 strayQuote"]),
            ("a~\"b", ["1 strayQuote"]),
            ("\"a~b\nc~d\ne~f\n", ["1 strayQuote", "2 c|d", "3 e|f"]),
            ("\"a~b\n\n\"c\"~d\n", ["1 strayQuote", "3 c|d"]),
            ("a~\"b\"\"\nc~d\n", ["1 strayQuote", "2 c|d"]),
            ("a~\"b\"\"", ["1 strayQuote"]),
            ("\"a\nb~\"c\"\nd~e\n", ["1 strayQuote", "2 b|c", "3 d|e"]),
            // As many fields as the header has.
            ("a\na~b\na~b,c\na~\n,\n", ["1 fieldCount", "2 a|b", "3 fieldCount", "4 a|", "5 fieldCount"]),
            ("\"a\"~\"b\",\n\"a\"\n,,,,,,,,,,,,,,,,,,,,\"\"\"\"\n", ["1 fieldCount", "2 fieldCount", "3 fieldCount"]),
            (",,,,,,,\n", ["1 startTime"]),
            // Text of any script; a byte order mark inside is text.
            ("naïve~日本語\n\"😀\"~\u{FEFF}\n", ["1 naïve|日本語", "2 😀|\u{FEFF}"]),
            ("\u{0}~\u{7F}\n", ["1 \u{0}|\u{7F}"]),
        ] as [(String, [String])]) func `records of a text`(_ text: String, _ expected: [String]) throws
    {
        #expect(try RecordParserTests.read(RecordParserTests.bytes(text)) == expected)
    }

    @Test(
        arguments: [
            [0xFF], [0x80], [0xBF], [0xC3], [0xC3, 0x28], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE, 0xFF],
        ] as [[UInt8]]) func `a record that is no UTF-8 is malformed, its first line alone`(_ nasty: [UInt8]) throws
    {
        let good = RecordParserTests.bytes("e~f\n")
        func read(_ before: String, _ after: String) throws -> [String] {
            try RecordParserTests.read(RecordParserTests.bytes(before) + nasty + RecordParserTests.bytes(after) + good)
        }
        #expect(try read("a", "~b\n") == ["1 invalidUTF8", "2 e|f"])
        #expect(try read("a~", "\r\n") == ["1 invalidUTF8", "2 e|f"])
        #expect(try read("\"a", "\"~b\n") == ["1 invalidUTF8", "2 e|f"])
        // Of several lines: only the first is taken away, and the next begins a record.
        #expect(try read("\"a", "\nb\"~c\n") == ["1 invalidUTF8", "2 strayQuote", "3 e|f"])
        #expect(try read("\"a\n", "b\"~c\n") == ["1 strayQuote", "2 invalidUTF8", "3 e|f"])
        #expect(try read("\"a\nb~c\n\"\"", "\"~d\n") == ["1 strayQuote", "2 b|c", "3 invalidUTF8", "4 e|f"])
        // What is wrong is asked in this order: UTF-8, then the number of fields.
        #expect(try read("a", "\n") == ["1 invalidUTF8", "2 e|f"])
    }

    @Test func `a character is not made whole across a line's end`() throws {
        let text = RecordParserTests.bytes("a~") + [0xC3, 0x0A, 0xA9] + RecordParserTests.bytes("~b\n")
        #expect(try RecordParserTests.read(text) == ["1 invalidUTF8", "2 invalidUTF8"])
    }

    @Test func `more records in a piece than room is made for at a time`() throws {
        // Every third line empty, every seventh quoted, with a line break within.
        let lines = (1...5_000).map { $0 % 3 == 0 ? "\n" : $0 % 7 == 0 ? "\"a\n\($0)\"~b\n" : "\($0)~\($0)\n" }
        let text = Self.bytes(lines.joined())
        let whole = ReadInput(whole: text, try ColumnPlan(header: Self.names))
        #expect(whole.records.count == 3_334)
        #expect(CutEqualityTests.difference(whole.records, PlainReader(columns: Self.columns).records(text)) == nil)
    }

    @Test func `a record knows its bytes, its line end included`() throws {
        let text = Array("\r\na,b\r\n\"a\nb\",c\n\n\"x\ny\nz".utf8)
        let records = ReadInput(whole: text, try ColumnPlan(header: RecordParserTests.names)).records
        #expect(
            records.map { String(decoding: text[$0.offset..<$0.offset + $0.byteCount], as: UTF8.self) } == [
                "a,b\r\n", "\"a\nb\",c\n", "\"x\n", "y\n", "z",
            ])
        #expect(records.map(\.offset) == [2, 7, 16, 19, 21])
        #expect(records.map(\.line) == [2, 3, 6, 7, 8])
    }

    @Test func `blanks around some fields do not count, and the others come as they are`() throws {
        let names = [
            "usage_id", "call_type", "start_time", "duration_seconds", "caller", "callee", "user", "organization", "call_id", "conference_id",
            "number_type",
        ]
        let cells = [
            " u 1\t", "\u{A0}User_Out ", " 2026-10-01T08:15 ", "\t5\u{A0}", " +39 061 ", "\ttel:+44 20@x ", " Anna@Example.org\u{A0}", " acme\t",
            " c ", "\u{A0}d", "e\t",
        ]
        for quote in ["", "\""] {
            let text = Array((cells.map { quote + $0 + quote }.joined(separator: ",") + "\n").utf8)
            let call = try #require(ReadInput(whole: text, try ColumnPlan(header: names)).records.first)
            #expect(call.fault == .none)
            #expect(
                ReadRecord.textFields.map { call.text($0) } == [
                    "u 1", "User_Out", " +39 061 ", "\ttel:+44 20@x ", "Anna@Example.org", "acme", " c ", "\u{A0}d", "e\t",
                ])
        }
    }

    @Test func `numbers are cleaned, and unquoted before`() throws {
        let batch = CallBatch()
        let text = Array(
            "1,user_out,2026-10-01T08:15,5,\"+39 (06)\"\"\",\"tel:+44 20;x=\"\"y\"\"\"\n2,user_out,2026-10-01T08:15,5,anonymous,+3906**\n".utf8)
        batch.text = text + Array(repeating: 0, count: CallBatch.slack)
        batch.textCount = text.count
        var parser = RecordParser(try ColumnPlan(header: ["usage_id", "call_type", "start_time", "duration_seconds", "caller", "callee"]))
        parser.parse(batch)
        #expect(batch.calls.map(\.callerNumber.text) == ["", ""])
        #expect(batch.calls.map(\.calleeNumber.text) == ["+4420", "+3906**"])
        #expect(batch.lineCount == 2)
        #expect(String(decoding: batch.text[batch.calls[0].caller.range], as: UTF8.self) == "+39 (06)\"")
    }

    @Test func `columns in any order, with names of both kinds`() throws {
        let names = ["x", "CALLEE", "Caller ID", "UPN", "duration_seconds", "START TIME", "y", "Call Type", "UsageID"]
        let text = Array("a,1,2,3,4,2026-10-01T08:15,b,5,6\na,1,2,3,4,2026-10-01T08:15,\"b\",5,6\n".utf8)
        let records = ReadInput(whole: text, try ColumnPlan(header: names)).records
        #expect(records.count == 2)
        for record in records {
            #expect(record.fault == .none)
            #expect(ReadRecord.textFields.map { record.text($0) } == ["6", "5", "2", "1", "3", "", "", "", ""])
        }
    }

    @Test func `another delimiter`() throws {
        let plan = try ColumnPlan(header: RecordParserTests.names)
        let text = Array("a,a;1;user_out;2026-10-01T08:15;5;2;3;\"b;b\"\nc;1;user_out;2026-10-01T08:15;5;2;3;d\"\n".utf8)
        let batch = CallBatch()
        batch.text = text + Array(repeating: 0, count: CallBatch.slack)
        batch.textCount = text.count
        var parser = RecordParser(plan, delimiter: UInt8(ascii: ";"))
        parser.parse(batch)
        #expect(batch.calls.map(\.fault) == [.none, .strayQuote])
        #expect(String(decoding: batch.text[batch.calls[0].callId.range], as: UTF8.self) == "a,a")
        #expect(String(decoding: batch.text[batch.calls[0].conferenceId.range], as: UTF8.self) == "b;b")
        var cutter = RecordCutter(delimiter: UInt8(ascii: ";"))
        let quoted = Array("\"a\n\";b\n\"c\n".utf8)
        #expect(cutter.cut(quoted.span, count: quoted.count, isWhole: false) == RecordCutter.Piece(count: 7, continuation: 0))
    }

    @Test(arguments: [
        // Nothing of a line without quotes needs quotes where commas separate.
        (",", "1,user_out,2026-10-01T08:15,5,2,3\n", [true]),
        (",", "1,user_out,2026-10-01T08:15,5,2,3\r\n4,user_out,2026-10-01T08:15,5,2,3\r\n", [true, true]),
        // A carriage return inside, or at the very end, is text.
        (",", "1\r,user_out,2026-10-01T08:15,5,2,3\n", [false]),
        (",", "1,user_out,2026-10-01T08:15,5,2,3\r", [false]),
        // A record with quotes may hold anything; the one behind it does not.
        (",", "\"1,1\",user_out,2026-10-01T08:15,5,2,3\n4,user_out,2026-10-01T08:15,5,2,3\n", [false, true]),
        // Where something else separates, a text may have commas.
        (";", "1,1;user_out;2026-10-01T08:15;5;2;3\n", [false]),
    ])
    func `bare records are told`(delimiter: Character, text: String, bare: [Bool]) throws {
        let batch = CallBatch()
        batch.text = Array(text.utf8) + Array(repeating: 0, count: CallBatch.slack)
        batch.textCount = text.utf8.count
        let plan = try ColumnPlan(header: ["usage_id", "call_type", "start_time", "duration_seconds", "caller", "callee"])
        var parser = RecordParser(plan, delimiter: delimiter.asciiValue!)
        parser.parse(batch)
        #expect(batch.calls.map(\.isBare) == bare)
        // Quoted fields may have been put together anew.
        #expect(batch.calls.map(\.standsInRecord) == text.utf8.split(separator: 0x0A).map { !$0.contains(0x22) })
    }
}
