import CallModel
import CallRecords
import SeededRandom
import Testing

@testable import RecordFormats

/// Rows of a composed format end and split where those of the native format do, whatever quotes stand in them.
struct QuotedRowTests {
    /// The native format, with a condition that always holds, so that it has to be composed.
    private static func composed() throws -> RecordFormat {
        var format = try format("native")
        format.answered = [FieldCondition(.column(ColumnReference(["call_type"])), .equals(["\u{1}"]), isNegated: true)]
        return format
    }

    private static let header = "usage_id,call_type,start_time,duration_seconds,caller,callee\n"
    private static let rows = [
        "1,user_out,2026-10-01T08:00:00Z,5,6,7", #""2","user_out","2026-10-01T08:00:00Z","5","6""","","7,""#,
        "3,user_out,2026-10-01T08:00:00Z,5,\"6\n7\",8", #""4,user_out,2026-10-01T08:00:00Z,5,6,7"#,
        #"5,user_out,2026-10-01T08:00:00Z,5,6","7"#, #"6,user_out,2026-10-01T08:00:00Z,5,"6"x,7"#,
        "7,user_out,2026-10-01T08:00:00Z,5,\"6\r\",\"\u{E9}\"",
    ]

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `random quotes, delimiters and line ends`(_ seed: UInt64) throws {
        var random = Random(seed: seed)
        let parts = Self.rows + ["a", "\"", "\"\"", ",", "\n", "\r\n", "\r", "\u{E9}", "\",\"", "\n\n", "\"\n"]
        var text = Self.header
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            text += parts.randomElement(using: &random) ?? ""
            if Bool.random(using: &random) { text += "\n" }
        }
        let native = try FormatReading(text, format("native"))
        // The composed path passes over rows of nothing, and takes a delimiter at the end of a row.
        let kept = native.records.indices.filter { i in
            var row = Array(native.records[i].text.utf8)
            if row.last == UInt8(ascii: "\n") { row.removeLast(row.count > 1 && row[row.count - 2] == UInt8(ascii: "\r") ? 2 : 1) }
            return native.calls[i] != "! fieldCount" || !row.allSatisfy { "\",".utf8.contains($0) }
        }
        for chunk in [1 << 16, 1, Int.random(in: 2...90, using: &random)] {
            let composed = try FormatReading(text, Self.composed(), chunk: chunk)
            #expect(composed.records.map(\.text) == kept.map { native.records[$0].text }, "\(text)")
            #expect(composed.records.map(\.line) == kept.map { native.records[$0].line }, "\(text)")
            #expect(composed.records.map(\.offset) == kept.map { native.records[$0].offset }, "\(text)")
            for (call, i) in zip(composed.calls, kept) where call != native.calls[i] {
                #expect(native.calls[i] == "! fieldCount" && native.records[i].text.contains(","), "\(native.records[i].text) \(call)")
            }
            #expect(composed.lineCount == native.lineCount)
        }
    }
}
