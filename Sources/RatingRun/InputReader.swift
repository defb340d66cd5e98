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
    private let format: RecordFormat?
    private var cutter = RecordCutter()
    private var objectCutter: ObjectCutter?
    private var header: RecordHeader?
    /// The original header, its line end included.
    private(set) var headerBytes: [UInt8] = []
    /// Physical lines before the first record.
    private(set) var headerLineCount = 0
    /// What is inflated at once, in chunks: the library copies the last 32 KiB of what it put out at every call, so that calls should be few.
    private static let chunksAtOnce = 2
    /// Text that was read and not cut off yet: from ``begin`` to ``end``, and slack behind it.
    private var text: [UInt8] = []
    private var begin = 0
    private var end = 0
    /// Whether the input was read to its end.
    private var hasEnded = false
    private var byteOffset: Int64 = 0
    /// Bytes before the header that were read and let go, so that empty lines without end take no memory.
    private var droppedByteCount = 0
    private var sequence = 0

    /// A digest that the source's observer fills.
    private final class DigestBox {
        var digest = InputDigest()
    }

    init(_ input: Int, _ source: RunSource, _ format: RecordFormat? = nil, chunkByteCount: Int = InputReader.chunkByteCount) throws(RunFault) {
        self.format = format
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
    /// Bytes of memory that the text has room in: those of a chunk, more only where a record needs them.
    var roomByteCount: Int { text.count }
    /// SHA-256 of the whole file, once it was read to its end.
    var sha256: String { digest.digest.hexadecimal }
    /// The size of the whole file, once it was read to its end.
    var byteCount: Int64 { digest.digest.byteCount }

    /// Reads the next chunk into a slot.
    func read(into slot: RunSlot) throws(RunFault) {
        slot.batch.removeAll()
        var room = chunkByteCount
        while true {
            if !hasEnded, end - begin < room { try refill(room) }
            // Whole, if nothing follows the text in hand.
            let isWhole = hasEnded && end - begin <= room
            let dropped = droppedByteCount
            if header == nil { try takeHeader(min(room, end - begin), isWhole: isWhole) }
            slot.plan = header?.plan
            let count = min(room, end - begin)
            let piece = cut(count, isWhole: isWhole, slot)
            if piece.count > 0 || isWhole {
                finish(slot, piece, isLast: isWhole)
                return
            }
            // What was let go needs no room: else empty lines without end would make the text grow.
            room = droppedByteCount > dropped ? chunkByteCount : room + chunkByteCount
        }
    }

    /// Finds the piece at the beginning of the text, of which `count` bytes are looked at; nothing before the header is there.
    private func cut(_ count: Int, isWhole: Bool, _ slot: RunSlot) -> RecordCutter.Piece {
        if header == nil { return RecordCutter.Piece(count: 0, continuation: 0) }
        let held = text
        let here = held.span.extracting(begin..<end + CallBatch.slack)
        if let piece = objectCutter?.cut(here, count: count, isWhole: isWhole, into: &slot.objects) { return piece }
        return cutter.cut(here, count: count, isWhole: isWhole)
    }

    private func finish(_ slot: RunSlot, _ piece: RecordCutter.Piece, isLast: Bool) {
        slot.batch.text.removeAll(keepingCapacity: true)
        slot.batch.text.append(contentsOf: text[begin..<begin + piece.count + CallBatch.slack])
        slot.batch.input = input
        slot.batch.textCount = piece.count
        slot.batch.byteOffset = byteOffset
        slot.continuation = piece.continuation
        slot.sequence = sequence
        slot.isLast = isLast
        slot.bytesRead = bytesRead
        begin += piece.count
        byteOffset += Int64(piece.count)
        sequence += 1
    }

    /// Reads on, until at least `room` bytes are there or the input ends.
    private func refill(_ room: Int) throws(RunFault) {
        let kept = end - begin
        if begin > 0, kept > 0 {
            // Both ranges are checked, and may overlap.
            unsafe text.withUnsafeMutableBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: $0[..<kept]).copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[begin..<end]))
            }
        }
        (begin, end) = (0, kept)
        let capacity = max(InputReader.chunksAtOnce * chunkByteCount, room)
        let missing = capacity + CallBatch.slack - text.count
        if missing > 0 { text.append(contentsOf: repeatElement(0, count: missing)) }
        let whole = text.count - CallBatch.slack
        let filled: Int
        do throws(InputFault) {
            filled = try unsafe text.withUnsafeMutableBufferPointer { (all) throws(InputFault) -> Int in
                try unsafe source.read(into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: all[kept..<whole])))
            }
        } catch {
            throw .input(error.naming(name))
        }
        end += filled
        hasEnded = end < whole
    }

    /// Takes the header off the beginning of the text, once it is there as a whole within the first `count` bytes.
    private func takeHeader(_ count: Int, isWhole: Bool) throws(RunFault) {
        let held = text
        let here = held.span.extracting(begin..<end + CallBatch.slack)
        let finding: RecordHeader.Finding
        do throws(HeaderFault) {
            finding = try RecordHeader.find(here, count: count, isWhole: isWhole, isBeginning: droppedByteCount == 0, format: format)
        } catch {
            throw .header(path: name, error)
        }
        switch finding {
        case .incomplete:
            let empty = RecordHeader.emptyLines(here, count: count, isBeginning: droppedByteCount == 0)
            droppedByteCount += empty.byteCount
            headerLineCount += empty.lineCount
            begin += empty.byteCount
        case .empty:
            begin = end
        case .header(let found):
            header = found
            cutter = RecordCutter(found.plan)
            objectCutter = ObjectCutter(found.plan)
            headerBytes = Array(text[begin + found.start..<begin + found.end])
            headerLineCount += found.lineCount
            byteOffset = Int64(droppedByteCount + found.end)
            begin += found.end
        }
    }
}
