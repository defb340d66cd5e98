import CallModel
import CallRecords
import RecordFormats
import Testing

/// An input read as a run reads it: header, pieces, calls; each call on one line that a person can compare.
struct FormatReading {
    /// Each call as `id | type | start | seconds | caller | callee | user | organization | end | call id`, or `! fault`.
    private(set) var calls: [String] = []
    /// Line, byte offset and bytes of each record.
    private(set) var records: [(line: Int, offset: Int, text: String)] = []
    private(set) var lineCount = 0
    /// The most bytes that were held at once.
    private(set) var heldMax = 0

    private let slack = Array(repeating: UInt8(ascii: "\""), count: CallBatch.slack)

    /// Reads a text in chunks of so many bytes.
    init(_ text: [UInt8], _ format: RecordFormat, chunk: Int = 1 << 16) throws {
        var held: [UInt8] = []
        var next = 0
        var place = 0
        var isBeginning = true
        var header: RecordHeader?
        var cutter = RecordCutter()
        var objectCutter: ObjectCutter?
        var parser: RecordParser?
        var objectParser: ObjectParser?
        while true {
            let end = min(text.count, next + chunk)
            held += text[next..<end]
            next = end
            let isWhole = next == text.count
            heldMax = max(heldMax, held.count)
            let padded = held + slack
            if header == nil {
                switch try RecordHeader.find(padded.span, count: held.count, isWhole: isWhole, isBeginning: isBeginning, format: format) {
                case .incomplete: continue
                case .empty: return
                case .header(let found):
                    header = found
                    (cutter, parser) = (RecordCutter(found.plan), RecordParser(found.plan))
                    (objectCutter, objectParser) = (ObjectCutter(found.plan), ObjectParser(found.plan))
                    place = found.end
                    lineCount = found.lineCount
                    held.removeFirst(found.end)
                    isBeginning = false
                }
            }
            guard let header else { continue }
            let here = held + slack
            var objects = ObjectPiece()
            let piece =
                objectCutter?.cut(here.span, count: held.count, isWhole: isWhole, into: &objects)
                ?? cutter.cut(here.span, count: held.count, isWhole: isWhole)
            if piece.count > 0 || isWhole {
                let batch = CallBatch()
                batch.text = Array(here[..<(piece.count + CallBatch.slack)])
                batch.textCount = piece.count
                if header.plan.isObjects {
                    objectParser?.parse(batch, objects)
                } else {
                    parser?.parse(batch, continuation: piece.continuation)
                }
                take(batch, place)
                place += piece.count
                lineCount += batch.lineCount
                held.removeFirst(piece.count)
            }
            if isWhole { return }
        }
    }

    init(_ text: String, _ format: RecordFormat, chunk: Int = 1 << 16) throws { try self.init(Array(text.utf8), format, chunk: chunk) }

    private mutating func take(_ batch: CallBatch, _ place: Int) {
        for call in batch.calls {
            func text(_ range: TextRange) -> String { String(decoding: batch.text[range.range], as: UTF8.self) }
            records.append((lineCount + Int(call.lineInChunk) + 1, place + Int(call.record.offset), text(call.record)))
            if call.fault != .none {
                calls.append("! \(call.fault)")
                continue
            }
            let fields = [
                text(call.usageId), text(call.callType), call.start.description, String(call.durationSeconds), text(call.caller), text(call.callee),
                text(call.user), text(call.organization), call.end.description, text(call.callId),
            ]
            calls.append(fields.joined(separator: " | "))
        }
    }
}

/// A built-in format, or one that is written in a test.
func format(_ name: String, zone: CalendarZone? = nil) throws -> RecordFormat {
    let file = try #require(FormatFile.builtIn(name))
    var format = try file.format()
    if let zone { format.time.zone = zone }
    return format
}

/// A format of one's own.
func format(yaml: String) throws -> RecordFormat { try FormatFile(name: "own.yaml", content: Array(yaml.utf8)).format() }
