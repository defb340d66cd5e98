import CallModel
import CallRecords
import Testing

/// The header is the first line that is not empty (file-formats.md, Call detail records).
struct RecordHeaderTests {
    static let names = "usage_id,call_type,start_time,duration_seconds,caller,callee"

    /// What was found at the beginning of a text.
    enum Found: Hashable {
        case header(start: Int, end: Int, lineCount: Int, ColumnPlan)
        case incomplete, empty
        case fault(HeaderFault)
    }

    static func find(_ text: [UInt8], count: Int, isWhole: Bool) -> Found {
        // What lies behind the text must not matter.
        let padded = Array(text[..<count]) + Array(repeating: 0x0A, count: CallBatch.slack)
        do throws(HeaderFault) {
            switch try RecordHeader.find(padded.span, count: count, isWhole: isWhole) {
            case .header(let header): return .header(start: header.start, end: header.end, lineCount: header.lineCount, header.plan)
            case .incomplete: return .incomplete
            case .empty: return .empty
            }
        } catch {
            return .fault(error)
        }
    }

    static func find(_ text: String) -> Found { find(Array(text.utf8), count: text.utf8.count, isWhole: true) }

    @Test(arguments: [
        // text before the header, the header's line end, lines that are counted
        ("", "\n", 1),
        ("", "\r\n", 1),
        ("", "", 0),
        ("\u{FEFF}", "\n", 1),
        ("\u{FEFF}", "", 0),
        ("\n", "\n", 2),
        ("\r\n\n\r\n", "\r\n", 4),
        ("\u{FEFF}\n\r\n", "\n", 3),
    ]) func `is found behind a byte order mark and empty lines`(_ before: String, _ lineEnd: String, _ lineCount: Int) throws {
        let plan = try ColumnPlan(header: ["usage_id", "call_type", "start_time", "duration_seconds", "caller", "callee"])
        let start = before.utf8.count
        let end = start + RecordHeaderTests.names.utf8.count + lineEnd.utf8.count
        for after in ["", "1,2,3\n", "\n", "\"unclosed", "\u{FEFF}"] where lineEnd != "" || after == "" {
            let found = RecordHeaderTests.find(before + RecordHeaderTests.names + lineEnd + after)
            #expect(found == .header(start: start, end: end, lineCount: lineCount, plan), "\(after.debugDescription)")
        }
    }

    @Test(arguments: ["", "\n", "\r\n", "\n\n\r\n", "\u{FEFF}", "\u{FEFF}\n", "\u{FEFF}\r\n\n"]) func `an input without text has no records`(
        _ text: String
    ) {
        #expect(RecordHeaderTests.find(text) == .empty)
    }

    @Test func `names may be quoted, with line breaks in them`() {
        let text = "\n\"usage_id\",\"Call Type\",\"a\"\"b\",start_time,duration_seconds,\"two\r\nlines\",caller,\"callee\"\r\n1,2"
        guard case .header(let start, let end, let lineCount, let plan) = RecordHeaderTests.find(text) else {
            Issue.record("no header")
            return
        }
        #expect((start, end, lineCount) == (1, text.utf8.count - 3, 3))
        #expect(plan.columnCount == 8)
        #expect(RecordField.allCases.map { plan.column(of: $0) } == [0, 1, 3, 4, 6, 7, -1, -1, -1, -1, -1, -1])
    }

    @Test(arguments: [
        // A stray quote, text behind a closing quote, a quote that is not closed, CR alone behind a closing quote.
        "usage_id,call\"type\n", "\"usage_id\"x,call_type\n", "\"usage_id,call_type\n1,2\n", "\"usage_id\"\rcall_type\n", "\"usage_id\"\r",
        " \"usage_id\",call_type\n",
    ]) func `stray quotes make it malformed`(_ text: String) {
        #expect(RecordHeaderTests.find(text) == .fault(.malformed))
    }

    @Test func `text that is no UTF-8 makes it malformed`() {
        for nasty: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xEF, 0xBB]] {
            let text = Array(RecordHeaderTests.names.utf8) + [0x2C] + nasty + [0x0A]
            #expect(RecordHeaderTests.find(text, count: text.count, isWhole: true) == .fault(.malformed))
        }
        let utf16: [UInt8] = [0xFF, 0xFE] + Array(RecordHeaderTests.names.utf8).flatMap { [$0, 0] as [UInt8] } + [0x0A, 0]
        #expect(RecordHeaderTests.find(utf16, count: utf16.count, isWhole: true) == .fault(.malformed))
    }

    @Test func `it may have 1 MiB, and not a byte more`() throws {
        for (lineEnd, isQuoted) in [("\n", false), ("\r\n", false), ("", false), ("\n", true), ("\r\n", true), ("", true)] {
            for excess in [0, 1] {
                let quote = isQuoted ? "\"" : ""
                let fillCount = PlainReader.recordMax + excess - RecordHeaderTests.names.utf8.count - 1 - 2 * quote.count
                let text = Array((RecordHeaderTests.names + "," + quote + String(repeating: "x", count: fillCount) + quote + lineEnd).utf8)
                let found = RecordHeaderTests.find(text, count: text.count, isWhole: true)
                if excess > 0 {
                    #expect(found == .fault(.malformed), "\(lineEnd.debugDescription) \(isQuoted) \(excess)")
                } else if case .header(_, let end, _, let plan) = found {
                    #expect(end == text.count)
                    #expect(plan.columnCount == 7)
                } else {
                    Issue.record("\(lineEnd.debugDescription) \(isQuoted) \(excess): \(found)")
                }
            }
        }
    }

    @Test func `it is refused before more than 1 MiB and a line end are read`() {
        for first: UInt8 in [0x78, 0x22] {
            let text = [first] + Array(repeating: 0x78, count: PlainReader.recordMax + 1)
            #expect(RecordHeaderTests.find(text, count: text.count, isWhole: false) == .fault(.malformed))
            #expect(RecordHeaderTests.find(text, count: PlainReader.recordMax, isWhole: false) == .incomplete)
        }
    }

    @Test(arguments: [
        RecordHeaderTests.names + "\n1,2\n", RecordHeaderTests.names + "\r\n", RecordHeaderTests.names,
        "\u{FEFF}\r\n\n" + RecordHeaderTests.names + "\r\n1",
        "\n\"usage_id\",call_type,start_time,duration_seconds,caller,\"callee\"\n\n", "\u{FEFF}\r\n\r\n", "\r\n", "\r", "", "a", "usage_id\n",
        "\"a\"b\n",
        "usage_id,call_type,start_time,duration_seconds,caller,callee,\"x\r\n\"\"\r\n\"\r\n1", "\u{FEFF}\"usage_id\"\r1",
        RecordHeaderTests.names + ",\u{E9}\n",
        RecordHeaderTests.names + ",UPN,User,UPN\n1",
    ]) func `any read gives the same header`(_ text: String) {
        let bytes = Array(text.utf8)
        let whole = RecordHeaderTests.find(bytes, count: bytes.count, isWhole: true)
        for count in 0...bytes.count {
            let found = RecordHeaderTests.find(bytes, count: count, isWhole: false)
            #expect(found == .incomplete || found == whole, "\(count) bytes")
        }
    }
}
