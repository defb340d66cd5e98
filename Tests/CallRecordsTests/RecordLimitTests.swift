import CallModel
import CallRecords
import SeededRandom
import Testing

/// A record has 1 MiB at most, its line end aside; what is longer is malformed, and memory stays bounded.
struct RecordLimitTests {
    static let columns: [RecordField?] = [.callId, .usageId, .callType, .startTime, .durationSeconds, .caller, .callee]
    static let names = ["call_id", "usage_id", "call_type", "start_time", "duration_seconds", "caller", "callee"]
    static let rest = Array(",1,user_out,2026-10-01T08:15,5,2,3".utf8)
    static let good = Array("good".utf8) + rest + Array("\n".utf8)

    /// How the long field is written: its first bytes, what is repeated, and its last.
    enum Filling {
        case plain, quoted, doubledQuotes, highBytes, lineBreaks

        var parts: (before: String, repeated: String, after: String) {
            switch self {
            case .plain: ("", "x", "")
            case .quoted: ("\"", "x", "\"")
            case .doubledQuotes: ("\"", "\"\"", "\"")
            case .highBytes: ("", "é", "")
            case .lineBreaks: ("\"", String(repeating: "y", count: 1000) + "\r\n", "\"")
            }
        }
    }

    /// A record without its line end, of exactly so many bytes.
    static func record(_ filling: Filling, byteCount: Int) -> [UInt8] {
        let (before, repeated, after) = filling.parts
        let room = byteCount - before.utf8.count - after.utf8.count - rest.count
        let one = Array(repeated.utf8)
        var record = Array(before.utf8)
        record.reserveCapacity(byteCount)
        record += Array(repeating: UInt8(ascii: "z"), count: room % one.count)
        for _ in 0..<room / one.count { record += one }
        return record + Array(after.utf8) + rest
    }

    @Test(arguments: [
        (Filling.plain, "\n"), (.plain, "\r\n"), (.plain, ""), (.quoted, "\n"), (.quoted, "\r\n"), (.quoted, ""), (.doubledQuotes, "\r\n"),
        (.highBytes, "\n"),
        (.lineBreaks, "\n"),
    ])
    func `a record of exactly 1 MiB is read, and one of a byte more is not`(_ filling: Filling, _ lineEnd: String) throws {
        let plan = try ColumnPlan(header: RecordLimitTests.names)
        for excess in 0...1 {
            let record = RecordLimitTests.record(filling, byteCount: PlainReader.recordMax + excess)
            try #require(record.count == PlainReader.recordMax + excess)
            let after = lineEnd == "" ? [] : RecordLimitTests.good
            let text = RecordLimitTests.good + record + Array(lineEnd.utf8) + after
            let records = ReadInput(text, plan) { 700_000 }.records
            try #require(records.count >= 2)
            if excess == 0 {
                #expect(records.map(\.fault) == (after == [] ? [.none, .none] : [.none, .none, .none]))
                #expect(records[1].byteCount == record.count + lineEnd.utf8.count)
            } else if filling == .lineBreaks {
                // Its first line alone is malformed, and the others are lines of their own.
                #expect(records[1].fault == .strayQuote)
                #expect(records[1].byteCount < 3000)
                #expect(records.count > 1000)
                #expect(CutEqualityTests.difference(records, PlainReader(columns: RecordLimitTests.columns).records(text)) == nil)
            } else {
                #expect(records.map(\.fault) == (after == [] ? [.none, .tooLong] : [.none, .tooLong, .none]))
                #expect(records[1].byteCount == record.count + lineEnd.utf8.count)
            }
        }
    }

    @Test(arguments: [Filling.plain, .quoted], ["\n", "\r\n"]) func `a read may end anywhere around the limit`(_ filling: Filling, _ lineEnd: String)
        throws
    {
        let plan = try ColumnPlan(header: RecordLimitTests.names)
        let text = RecordLimitTests.record(filling, byteCount: PlainReader.recordMax) + Array(lineEnd.utf8) + RecordLimitTests.good
        for first in -2...3 {
            var sizes = [PlainReader.recordMax + first]
            let records = ReadInput(text, plan) { sizes.popLast() ?? text.count }.records
            #expect(records.map(\.fault) == [.none, .none], "cut at \(first)")
            #expect(records.first?.byteCount == PlainReader.recordMax + lineEnd.utf8.count)
        }
    }

    @Test func `CR alone at the end of the input is text, and counts`() throws {
        let plan = try ColumnPlan(header: RecordLimitTests.names)
        for excess in 0...1 {
            var text = RecordLimitTests.record(.plain, byteCount: PlainReader.recordMax + excess)
            text[text.count - 1] = UInt8(ascii: "\r")
            #expect(ReadInput(text, plan) { 400_000 }.records.map(\.fault) == [excess == 0 ? .none : .tooLong])
        }
    }

    @Test(arguments: [("", "\n"), ("", "\r\n"), ("", ""), ("\"", "\n"), ("\"", ""), ("a,\"", "\r\n"), ("a\"", "\n"), ("\"\"", "\n")])
    func `a line of several MiB goes through in parts`(_ beginning: String, _ lineEnd: String) throws {
        let plan = try ColumnPlan(header: RecordLimitTests.names)
        let long = Array(beginning.utf8) + Array(repeating: UInt8(ascii: "x"), count: 2_500_000) + Array(lineEnd.utf8)
        let after = lineEnd == "" ? [] : RecordLimitTests.good + Array("\n".utf8) + RecordLimitTests.good
        let text = RecordLimitTests.good + long + after
        let goodCount = RecordLimitTests.good.count
        let read = ReadInput(text, plan) { 400_000 }
        let tooLong = ReadRecord(offset: goodCount, byteCount: long.count, line: 2, fault: .tooLong)
        #expect(read.records.count == (lineEnd == "" ? 2 : 4))
        #expect(read.records.dropFirst().first == tooLong)
        #expect(read.records.filter { $0 != tooLong }.allSatisfy { $0.fault == .none && $0.text(.callId) == "good" })
        #expect(read.records.map(\.line) == (lineEnd == "" ? [1, 2] : [1, 2, 3, 5]))
        #expect(read.lineCount == text.count { $0 == UInt8(ascii: "\n") })
        #expect(read.heldMax <= PlainReader.recordMax + 2 + 400_000)
    }

    @Test func `quotes and commas in a line that is too long mean nothing`() throws {
        let plan = try ColumnPlan(header: RecordLimitTests.names)
        let parts = ["x", "\"", "\"\"", ",", "\r", "\",\"", "é", "\u{0}"].map { Array($0.utf8) }
        var random = Random(seed: 1)
        var long: [UInt8] = Array(repeating: UInt8(ascii: "x"), count: 1_200_000)
        for _ in 0..<100_000 { long += parts.randomElement(using: &random) ?? [] }
        let text = long + Array("x\n".utf8) + RecordLimitTests.good + Array("\"".utf8) + long + Array("x\n".utf8) + RecordLimitTests.good
        let read = ReadInput(text, plan) { Int.random(in: 100_000...900_000, using: &random) }
        #expect(read.records.map(\.fault) == [.tooLong, .none, .tooLong, .none])
        #expect(CutEqualityTests.difference(read.records, PlainReader(columns: RecordLimitTests.columns).records(text)) == nil)
    }

    @Test func `a quote that is not closed within 1 MiB costs one line`() throws {
        let plan = try ColumnPlan(header: RecordLimitTests.names)
        let line = Array(repeating: UInt8(ascii: "x"), count: 20_000) + RecordLimitTests.rest + Array("\n".utf8)
        let lineCount = 80
        let opening = Array("\"open".utf8) + RecordLimitTests.rest + Array("\n".utf8)
        let text = opening + (0..<lineCount).flatMap { _ in line } + Array("\"closed\"".utf8) + RecordLimitTests.rest
        let read = ReadInput(text, plan) { 150_000 }
        #expect(read.records.map(\.fault) == [.strayQuote] + Array(repeating: .none, count: lineCount + 1))
        #expect(read.records.map(\.line) == Array(1...lineCount + 2))
        #expect(read.heldMax <= PlainReader.recordMax + 2 + 150_000)
        #expect(CutEqualityTests.difference(read.records, PlainReader(columns: RecordLimitTests.columns).records(text)) == nil)
    }

    @Test func `empty lines are not held back`() throws {
        let plan = try ColumnPlan(header: RecordLimitTests.names)
        let text = Array(repeating: UInt8(ascii: "\n"), count: 300_000) + RecordLimitTests.good
        let read = ReadInput(text, plan) { 5000 }
        #expect(read.records.map(\.line) == [300_001])
        #expect(read.heldMax <= 5000 + RecordLimitTests.good.count)
    }
}
