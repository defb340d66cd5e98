#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A file that is read from its beginning to its end.
struct InputBytes: ~Copyable {
    /// Its path, for messages.
    let path: String
    private let descriptor: Int32
    /// Bytes read so far.
    private(set) var byteCount: Int64 = 0

    /// Opens a file.
    init(_ path: String) throws(ReportFault) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw .cannotRead(path: path, reason: InputBytes.systemReason()) }
        var status = stat()
        if unsafe fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT != S_IFREG {
            let descriptor = descriptor
            _ = close(descriptor)
            throw .cannotRead(path: path, reason: "it is no file")
        }
    }

    deinit { if descriptor >= 0 { _ = close(descriptor) } }

    /// Fills `bytes` from `start` until `end`, or as far as the file goes; returns where what was read ends.
    mutating func read(into bytes: inout [UInt8], from start: Int, to end: Int) throws(ReportFault) -> Int {
        precondition(start <= end && end <= bytes.count)
        var filled = start
        while filled < end {
            let descriptor = descriptor
            // Within the array, as was just checked.
            let count = unsafe bytes.withUnsafeMutableBytes { unsafe Self.readSome(descriptor, $0, filled, end - filled) }
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw .cannotRead(path: path, reason: InputBytes.systemReason())
            }
            filled += count
            byteCount += Int64(count)
        }
        return filled
    }

    /// How many bytes the file has.
    func size() -> Int64 {
        var status = stat()
        // The descriptor is open.
        return unsafe fstat(descriptor, &status) == 0 ? Int64(status.st_size) : -1
    }

    private static func readSome(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer, _ offset: Int, _ count: Int) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.read(descriptor, bytes.baseAddress! + offset, count)
        #elseif canImport(Musl)
            unsafe Musl.read(descriptor, bytes.baseAddress! + offset, count)
        #else
            unsafe Darwin.read(descriptor, bytes.baseAddress! + offset, count)
        #endif
    }

    /// What the system says about its latest error.
    static func systemReason() -> String { unsafe String(cString: strerror(errno)) }
}
