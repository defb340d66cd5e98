import BenchmarkInputs
import CallModel
import CallRecords

/// Parsing beside splitting lines and fields with Swift's String.
func parseBenchmarks() {
    benchmark(
        "parse",
        setup: {
            let chunks = try await CallChunks(upTo: .parsed)
            let ours = chunks.batches.lazy.flatMap(\.calls).reduce(0) { $0 + Int($1.durationSeconds) }
            try requireSame("parse", ours, PlainCall.all(of: chunks).reduce(0) { $0 + $1.durationSeconds })
            return chunks
        },
        prepare: { chunks in
            for batch in chunks.batches { batch.removeAllCalls() }
            return chunks
        }
    ) { chunks in
        var parser = RecordParser(chunks.plan)
        for batch in chunks.batches { parser.parse(batch) }
        return Work(records: chunks.recordCount, bytes: chunks.byteCount)
    }
    benchmark("parse, twin: String.split", setup: { try await CallChunks(upTo: .cut) }, prepare: { $0 }) { chunks in
        Work(records: PlainCall.all(of: chunks).count, bytes: chunks.byteCount)
    }
}

extension CallBatch {
    /// Undoes parsing.
    fileprivate func removeAllCalls() {
        calls.removeAll(keepingCapacity: true)
        lineCount = 0
    }
}

/// A record as one would read it first: fields as strings, numbers as integers. No quotes, which the generated records do not need.
struct PlainCall {
    var callType: String
    var startSeconds: Int
    var durationSeconds: Int
    var caller: String
    var callee: String
    var user: String
    var organization: String

    /// Reads a line of twelve fields, in the generated order.
    init?(_ line: Substring) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 12, let start = PlainCall.seconds(fields[2]), let duration = Int(fields[3]) else { return nil }
        callType = String(fields[1])
        startSeconds = start
        durationSeconds = duration
        caller = String(fields[4])
        callee = String(fields[5])
        user = String(fields[6])
        organization = String(fields[7])
    }

    /// Seconds since 1970 of `2026-10-01T08:15:30Z`.
    private static func seconds(_ text: Substring) -> Int? {
        let parts = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard parts.count == 6 else { return nil }
        let days = CivilDate(year: parts[0], month: parts[1], day: parts[2]).daysSinceEpoch
        return days * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]
    }

    /// Reads all chunks.
    static func all(of chunks: CallChunks) -> [PlainCall] {
        var calls: [PlainCall] = []
        for batch in chunks.batches {
            let text = String(decoding: batch.text[..<batch.textCount], as: UTF8.self)
            for line in text.split(separator: "\n") {
                if let call = PlainCall(line) { calls.append(call) }
            }
        }
        return calls
    }
}
