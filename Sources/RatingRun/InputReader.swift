import CallModel
import CallRecords
import GzipStream

/// Reads one input chunk by chunk: inflates, finds the header, and cuts at records. The stage `inflate`.
///
/// One piece of work has it at a time, which the pipeline sees to; that is why it may cross between threads.
final class InputReader: @unchecked Sendable {
    /// Bytes of text in a chunk, more only where a record needs them.
    static let chunkByteCount = 64 * 1024

    private let chunkByteCount: Int
    private let input: Int
    private let name: String
    private let source: ByteSource
    private let digest: DigestBox
    private var cutter = RecordCutter()
    private var header: RecordHeader?
    /// The original header, its line end included.
    private(set) var headerBytes: [UInt8] = []
    /// Physical lines before the first record.
    private(set) var headerLineCount = 0
    /// Text that was read and not cut off yet.
    private var carry: [UInt8] = []
    private var byteOffset: Int64 = 0
    /// Bytes before the header that were read and let go, so that empty lines without end take no memory.
    private var droppedByteCount = 0
    private var sequence = 0

    /// A digest that the source's observer fills.
    private final class DigestBox {
        var digest = InputDigest()
    }

    init(_ input: Int, _ source: RunSource, chunkByteCount: Int = InputReader.chunkByteCount) throws(RunFault) {
        self.chunkByteCount = chunkByteCount
        self.input = input
        name = source.name
        let box = DigestBox()
        digest = box
        do {
            self.source = try ByteSource(path: source.path) { box.digest.update($0) }
        } catch {
            throw .input(error.naming(name))
        }
    }

    /// Bytes read of the file as it lies there.
    var bytesRead: Int64 { Int64(source.compressedOffset) }
    /// SHA-256 of the whole file, once it was read to its end.
    var sha256: String { digest.digest.hexadecimal }
    /// The size of the whole file, once it was read to its end.
    var byteCount: Int64 { digest.digest.byteCount }

    /// Reads the next chunk into a slot.
    func read(into slot: RunSlot) throws(RunFault) {
        let batch = slot.batch
        batch.removeAll()
        var text = batch.text
        batch.text = []
        defer { batch.text = text }
        var count = carry.count
        var room = max(chunkByteCount, count + chunkByteCount / 2)
        InputReader.resize(&text, room)
        for i in 0..<count { text[i] = carry[i] }
        slot.plan = header?.plan
        while true {
            let filled = try fill(&text, from: count, to: room)
            count += filled
            let isWhole = count < room
            if header == nil {
                count = try takeHeader(&text, count, isWhole: isWhole)
                slot.plan = header?.plan
            }
            let piece = header == nil ? RecordCutter.Piece(count: 0, continuation: 0) : cutter.cut(text.span, count: count, isWhole: isWhole)
            if piece.count > 0 || isWhole {
                finish(slot, &text, piece, count, isWhole: isWhole)
                return
            }
            room = count + chunkByteCount
            InputReader.resize(&text, room)
        }
    }

    private func finish(_ slot: RunSlot, _ text: inout [UInt8], _ piece: RecordCutter.Piece, _ count: Int, isWhole: Bool) {
        carry.removeAll(keepingCapacity: true)
        carry.append(contentsOf: text[piece.count..<count])
        slot.batch.input = input
        slot.batch.textCount = piece.count
        slot.batch.byteOffset = byteOffset
        slot.continuation = piece.continuation
        slot.sequence = sequence
        slot.isLast = isWhole
        slot.bytesRead = bytesRead
        byteOffset += Int64(piece.count)
        sequence += 1
    }

    private static func resize(_ text: inout [UInt8], _ room: Int) {
        let missing = room + CallBatch.slack - text.count
        if missing > 0 { text.append(contentsOf: repeatElement(0, count: missing)) }
    }

    private func fill(_ text: inout [UInt8], from: Int, to: Int) throws(RunFault) -> Int {
        do throws(InputFault) {
            return try unsafe text.withUnsafeMutableBufferPointer { (all) throws(InputFault) -> Int in
                try unsafe source.read(into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: all[from..<to])))
            }
        } catch {
            throw .input(error.naming(name))
        }
    }

    /// Takes the header off the beginning of the text, once it is there as a whole; returns how many bytes are left.
    private func takeHeader(_ text: inout [UInt8], _ count: Int, isWhole: Bool) throws(RunFault) -> Int {
        let finding: RecordHeader.Finding
        do throws(HeaderFault) {
            finding = try RecordHeader.find(text.span, count: count, isWhole: isWhole, isBeginning: droppedByteCount == 0)
        } catch {
            throw .header(path: name, error)
        }
        switch finding {
        case .incomplete:
            let empty = RecordHeader.emptyLines(text.span, count: count, isBeginning: droppedByteCount == 0)
            droppedByteCount += empty.byteCount
            headerLineCount += empty.lineCount
            return InputReader.drop(empty.byteCount, of: &text, count)
        case .empty: return 0
        case .header(let found):
            header = found
            headerBytes = Array(text[found.start..<found.end])
            headerLineCount += found.lineCount
            byteOffset = Int64(droppedByteCount + found.end)
            return InputReader.drop(found.end, of: &text, count)
        }
    }

    /// Takes bytes off the beginning of the text; returns how many are left.
    private static func drop(_ dropped: Int, of text: inout [UInt8], _ count: Int) -> Int {
        if dropped > 0 { for i in dropped..<count { text[i - dropped] = text[i] } }
        return count - dropped
    }
}
