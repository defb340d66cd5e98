/// The bytes of one input in order, decompressed: a plain file or a gzip file, told by content (`1f 8b`), with one member or many.
///
/// A gzip file may end in zeros, as tapes do. Memory is one block and the inflater's state, whatever the input holds. An input is
/// read by one task at a time, from its beginning to its end; after a fault every read throws that fault again.
public final class ByteSource {
    /// How many bytes are read at once from a gzip file, and, where the caller's buffer is smaller, from a plain one.
    public static let blockByteCount = 256 * 1024
    /// The library that inflates, and its version: `zlib 1.2.13` or, with the trait `ISAL`, `ISA-L 2.30.0`.
    public static var inflaterName: String { Inflater.name }

    private enum State {
        case unread, plain, members, ended
    }

    private let file: InputFile
    private var state = State.unread
    private var fault: InputFault?
    private var gzip: GzipMembers?
    private var block: InputBlock

    /// The path, by which faults name the input.
    public var path: String { file.path }
    /// The size of the file as it lies there, in bytes, if it is a regular file.
    public var size: Int? { file.size }
    /// How many bytes of the file, as it lies there, were used up: never above ``size`` unless the file grows.
    public var compressedOffset: Int { block.offset }
    /// Whether the input is gzip; false until the first read.
    public var isGzip: Bool { gzip != nil }

    /// Opens a file. Nothing is read yet.
    ///
    /// - Parameter observer: Is shown every byte of the file as it lies there, once and in order, a block at a time: for a digest. When a
    ///   read has returned 0, it has seen the whole file.
    /// - Throws: ``InputFault/cannotOpen(path:reason:)`` or ``InputFault/isFolder(path:)``.
    public convenience init(path: String, observer: ((RawSpan) -> Void)? = nil) throws(InputFault) {
        self.init(file: try InputFile(path: path, observer: observer))
    }

    /// Reads an open descriptor, such as standard input (0). It is not closed.
    ///
    /// - Parameters:
    ///   - descriptor: Open for reading.
    ///   - path: The name that faults give it.
    ///   - observer: As for ``init(path:observer:)``.
    public convenience init(descriptor: Int32, path: String = "-", observer: ((RawSpan) -> Void)? = nil) throws(InputFault) {
        self.init(file: try InputFile(borrowing: descriptor, path: path, observer: observer))
    }

    private init(file: InputFile) {
        self.file = file
        block = InputBlock(file: file)
    }

    /// Fills the buffer as far as the input goes.
    ///
    /// The buffer is what the library inflates into, so a large one (512 KiB) is fast.
    ///
    /// - Returns: How many bytes were filled: less than the buffer holds only at the end, 0 only there, or for an empty buffer.
    /// - Throws: The fault that was met before the buffer was full; what was inflated until then is not returned.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputFault) -> Int {
        if let fault { throw fault }
        do {
            return try unsafe fill(buffer)
        } catch {
            fault = error
            throw error
        }
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(InputFault) -> Int {
        var filled = 0
        while filled < buffer.count {
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count: Int
            switch state {
            case .unread:
                if try block.beginsWithGzipMagic() {
                    gzip = GzipMembers()
                    state = .members
                } else {
                    state = .plain
                }
                continue
            case .plain: count = try unsafe block.copy(into: room)
            case .members: count = try unsafe gzip?.inflate(&block, into: room) ?? 0
            case .ended: return filled
            }
            if count == 0 { state = .ended }
            filled += count
        }
        return filled
    }
}
