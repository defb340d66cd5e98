/// A window on a file: the bytes that were read and are not used up.
///
/// The last bytes before the window are kept, so that an inflater can hand back what it read ahead.
struct InputBlock {
    private let file: InputFile
    private let storage: Storage
    private var position = Inflater.lookbackMax
    private var end = Inflater.lookbackMax

    init(file: InputFile) {
        self.file = file
        storage = Storage()
    }

    /// The memory, taken when the first byte is wanted: inputs may wait in line by the thousand.
    @safe
    private final class Storage {
        private(set) lazy var bytes: UnsafeMutableRawBufferPointer = {
            isAllocated = true
            let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Inflater.lookbackMax + ByteSource.blockByteCount, alignment: 64)
            unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
            return unsafe bytes
        }()
        private var isAllocated = false

        deinit {
            if isAllocated { unsafe bytes.deallocate() }
        }
    }

    /// The name of the file.
    var path: String { file.path }
    /// Where in the file the window begins.
    var offset: Int { file.bytesRead - (end - position) }
    /// Whether nothing is left in the window.
    var isEmpty: Bool { position == end }
    /// What is left in the window.
    var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: storage.bytes[position..<end]) }

    /// Moves the beginning of the window, back by no more than ``Inflater/lookbackMax``.
    mutating func advance(by count: Int) {
        precondition(count <= end - position && position + count >= 0)
        position += count
    }

    /// Reads a new block once the window is empty; `false` at the end of the file.
    mutating func refill() throws(InputFault) -> Bool {
        precondition(isEmpty)
        let kept = Inflater.lookbackMax
        // `end` is never below `kept`, so there are as many bytes before it.
        for i in 0..<kept { unsafe storage.bytes[i] = storage.bytes[end - kept + i] }
        position = kept
        end = kept
        return try extend()
    }

    /// Reads on behind the window; `false` at the end of the file.
    private mutating func extend() throws(InputFault) -> Bool {
        let count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: storage.bytes[end...]))
        end += count
        return count > 0
    }

    /// Whether the file begins with `1f 8b`. Nothing is used up.
    mutating func beginsWithGzipMagic() throws(InputFault) -> Bool {
        // A pipe may give the first byte alone.
        while end - position < 2, try extend() {}
        return unsafe bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
    }

    /// The next byte, or `nil` at the end of the file.
    mutating func next() throws(InputFault) -> UInt8? {
        if isEmpty, try !refill() { return nil }
        let byte = unsafe storage.bytes[position]
        position += 1
        return byte
    }

    /// Copies bytes as they are; 0 at the end of the file. A buffer as large as a block is read into without a copy.
    mutating func copy(into buffer: UnsafeMutableRawBufferPointer) throws(InputFault) -> Int {
        if isEmpty {
            if buffer.count >= ByteSource.blockByteCount { return try unsafe file.read(into: buffer) }
            if try !refill() { return 0 }
        }
        let count = min(buffer.count, end - position)
        unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        position += count
        return count
    }
}
