public import CallModel
public import CallRecords
import Catalogue
import GzipStream
import Rating
public import Settlement

/// The records of a generated input in memory, in chunks as a run has them, taken through the stages as far as a benchmark needs.
///
/// A benchmark is one task; that is why this may cross between threads.
public final class CallChunks: @unchecked Sendable {
    /// The stage that was the last to be done.
    public enum Stage: Int, Sendable {
        case cut, parsed, rated, settled
    }

    /// The input.
    public let input: GeneratedInput
    /// The chunks.
    public let batches: [CallBatch]
    /// The input's columns.
    public let plan: ColumnPlan
    /// Bytes of text in all chunks.
    public let byteCount: Int

    /// Bytes of text in a chunk, as RatingRun has them.
    private static let chunkByteCount = 512 * 1024

    /// Why an input could not be cut.
    enum Problem: Error {
        case noHeader
    }

    /// Generates an input, and takes it so far.
    public init(_ size: GeneratedInput.Size = .init(), upTo stage: Stage) async throws {
        input = try await GeneratedInput(size, withPlain: true)
        let text = try CallChunks.bytes(ofPath: input.plainPath, count: input.textByteCount)
        guard case .header(let header) = try RecordHeader.find(text.span, count: input.textByteCount, isWhole: true) else { throw Problem.noHeader }
        plan = header.plan
        batches = CallChunks.cut(text, from: header.end, to: input.textByteCount)
        byteCount = input.textByteCount - header.end
        if stage.rawValue >= Stage.parsed.rawValue {
            var parser = RecordParser(plan)
            for batch in batches { parser.parse(batch) }
        }
        if stage.rawValue >= Stage.rated.rawValue {
            var rater = Rater(input.catalogue)
            for batch in batches { rater.rate(batch) }
        }
        if stage.rawValue >= Stage.settled.rawValue {
            var settler = openSettler()
            settle(with: &settler)
        }
    }

    /// How many records there are, once they are parsed.
    public var recordCount: Int { batches.reduce(0) { $0 + $1.calls.count } }

    /// A settler that knows of no earlier run and is open for all days and months of the calls.
    public func openSettler() -> Settler {
        var settler = Settler(input.catalogue, accounts: [])
        settler.applyFundings(except: [])
        for batch in batches {
            for day in batch.days where !settler.duplicates.isOpen(day) { settler.duplicates.open(day) }
            for month in batch.months where !settler.isOpen(month) { settler.open(month, []) }
        }
        return settler
    }

    /// Settles all calls, afresh.
    public func settle(with settler: inout Settler) {
        for batch in batches {
            batch.settled.removeAll(keepingCapacity: true)
            batch.includingPlans.removeAll(keepingCapacity: true)
            // No organization of a generated catalogue pays by command, so that nothing is asked.
            precondition(settler.settle(batch) == nil, "a payment was asked for")
        }
    }

    private static func bytes(ofPath path: String, count: Int) throws -> [UInt8] {
        let source = try ByteSource(path: path)
        var text = [UInt8](repeating: 0, count: count + CallBatch.slack)
        _ = try text.withUnsafeMutableBytes { try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<count])) }
        return text
    }

    private static func cut(_ text: [UInt8], from start: Int, to end: Int) -> [CallBatch] {
        var cutter = RecordCutter()
        var batches: [CallBatch] = []
        var offset = start
        while offset < end {
            let count = min(chunkByteCount, end - offset)
            let piece = cutter.cut(text.span.extracting(offset..<offset + count), count: count, isWhole: offset + count == end)
            let batch = CallBatch()
            batch.text = Array(text[offset..<offset + piece.count]) + Array(repeating: 0, count: CallBatch.slack)
            batch.textCount = piece.count
            batch.byteOffset = Int64(offset)
            batches.append(batch)
            offset += piece.count
        }
        return batches
    }
}
