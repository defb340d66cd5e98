import CallModel
import CallRecords
import Testing

/// A record and its place in the input: what every way of reading must agree on.
struct ReadRecord: Hashable, CustomStringConvertible {
    /// Where it begins in the input.
    var offset: Int
    /// How many bytes it has, its line end included.
    var byteCount: Int
    /// The physical line on which it begins, 1 for the first.
    var line: Int
    var fault = Call.Fault.none
    /// Its texts, by field; empty if it has a fault.
    var texts: [RecordField: [UInt8]] = [:]
    var start: Int64 = 0
    var end: Int64 = 0
    var duration: Int32 = 0

    /// The fields whose text a call keeps.
    static let textFields: [RecordField] = [.usageId, .callType, .caller, .callee, .user, .organization, .callId, .conferenceId, .numberType]

    /// A field's text.
    func text(_ field: RecordField) -> String { String(decoding: texts[field] ?? [], as: UTF8.self) }

    var description: String {
        let place = "line \(line), \(byteCount) bytes from \(offset)"
        if fault != .none { return "\(place): \(fault)" }
        let shown = ReadRecord.textFields.map { text($0).prefix(40).debugDescription }.joined(separator: " ")
        return "\(place): \(start) \(end) \(duration) \(shown)"
    }
}

/// An input's records as the stages `inflate` and `parse` would read them.
struct ReadInput: Equatable {
    var records: [ReadRecord] = []
    /// How many line feeds were counted.
    var lineCount = 0
    /// The most bytes that had to be held at a time.
    var heldMax = 0

    /// Reads a text, without a header, in reads of the given sizes; an input reader does the same.
    init(_ text: [UInt8], _ plan: ColumnPlan, readSize: () -> Int) {
        var parser = RecordParser(plan)
        var cutter = RecordCutter()
        let batch = CallBatch()
        var held: [UInt8] = []
        var place = 0
        var read = 0
        while true {
            let size = min(readSize(), text.count - read)
            held += text[read..<read + size]
            read += size
            heldMax = max(heldMax, held.count)
            let isWhole = read == text.count
            let count = held.count
            // What lies behind the text must not matter, whatever it is.
            held += ReadInput.slack
            let piece = cutter.cut(held.span, count: count, isWhole: isWhole)
            if piece.count > 0 || isWhole {
                batch.removeAll()
                batch.text = Array(held[..<piece.count]) + ReadInput.slack
                batch.textCount = piece.count
                parser.parse(batch, continuation: piece.continuation)
                if piece.continuation > 0, !records.isEmpty { records[records.count - 1].byteCount += piece.continuation }
                records += batch.calls.map { ReadInput.record($0, batch.text, offset: place, line: lineCount + 1) }
                lineCount += batch.lineCount
                place += piece.count
            }
            held.removeLast(ReadInput.slack.count)
            held.removeFirst(piece.count)
            if isWhole { break }
        }
    }

    /// Reads a text, without a header, as one piece.
    init(whole text: [UInt8], _ plan: ColumnPlan) {
        var parser = RecordParser(plan)
        let batch = CallBatch()
        batch.text = text + ReadInput.slack
        batch.textCount = text.count
        parser.parse(batch)
        records = batch.calls.map { ReadInput.record($0, batch.text, offset: 0, line: 1) }
        lineCount = batch.lineCount
        heldMax = text.count
    }

    private static let slack = Array(String(repeating: "\"\n,x\r\u{E9}", count: CallBatch.slack).utf8.prefix(CallBatch.slack))

    static func record(_ call: Call, _ text: [UInt8], offset: Int, line: Int) -> ReadRecord {
        var record = ReadRecord(
            offset: offset + Int(call.record.offset), byteCount: Int(call.record.count), line: line + Int(call.lineInChunk), fault: call.fault)
        if call.fault != .none { return record }
        let ranges = [
            call.usageId, call.callType, call.caller, call.callee, call.user, call.organization, call.callId, call.conferenceId, call.numberType,
        ]
        let bounds = call.record.range
        let isWithin = ranges.allSatisfy { $0.isEmpty || ($0.range.lowerBound >= bounds.lowerBound && $0.range.upperBound <= bounds.upperBound) }
        #expect(isWithin || !call.standsInRecord, "what reports copy unchecked lies outside its record")
        for (field, range) in zip(ReadRecord.textFields, ranges) { record.texts[field] = Array(text[range.range]) }
        (record.start, record.end, record.duration) = (call.start.epochSeconds, call.end.epochSeconds, call.durationSeconds)
        return record
    }
}
