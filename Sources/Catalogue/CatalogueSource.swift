internal import CallModel

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Where the catalogue's files come from: a folder, or memory.
package enum CatalogueSource: Sendable {
    /// A folder of the file system.
    case folder(String)
    /// The bytes of files by their names.
    case contents([String: [UInt8]])

    /// A file that could not be read.
    package struct Unreadable: Error {
        /// Whether there is no such file.
        package var isMissing: Bool
        /// Why, to follow "cannot be read:".
        package var reason: String
    }

    /// The largest file, so that a place in it fits ``TextRange``.
    static let byteCountMax = 2 << 30

    /// The whole content of a file.
    func content(of name: String) throws(Unreadable) -> [UInt8] {
        switch self {
        case .contents(let contents):
            guard let content = contents[name] else { throw Unreadable(isMissing: true, reason: "no such file") }
            return content
        case .folder(let folder):
            return try CatalogueSource.content(ofPath: name.hasPrefix("/") ? name : folder + "/" + name)
        }
    }

    /// Reads a file in one piece, without a second copy of it.
    package static func content(ofPath path: String) throws(Unreadable) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 { throw Unreadable(isMissing: errno == ENOENT, reason: reason(errno)) }
        defer { close(file) }
        var status = stat()
        let expected = unsafe fstat(file, &status) == 0 ? min(max(0, Int(status.st_size)), byteCountMax) : 0
        var problem: Int32 = 0
        // One byte more than expected, so that the end of the file shows without another buffer.
        var content = unsafe [UInt8](unsafeUninitializedCapacity: expected + 1) { buffer, count in
            unsafe readFully(file, into: buffer, count: &count, problem: &problem)
        }
        while problem == 0, content.count > expected, content.count <= byteCountMax {
            let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                unsafe readFully(file, into: buffer, count: &count, problem: &problem)
            }
            if chunk.isEmpty { break }
            content.append(contentsOf: chunk)
        }
        if problem != 0 { throw Unreadable(isMissing: false, reason: reason(problem)) }
        if content.count > byteCountMax { throw Unreadable(isMissing: false, reason: "it is larger than 2 GiB") }
        return content
    }

    /// Reads until the buffer is full or the file ends.
    private static func readFully(_ file: Int32, into buffer: UnsafeMutableBufferPointer<UInt8>, count: inout Int, problem: inout Int32) {
        while count < buffer.count, let base = buffer.baseAddress {
            // What is left of the buffer bounds the read.
            let received = unsafe read(file, base + count, buffer.count - count)
            if received < 0 {
                if errno == EINTR { continue }
                problem = errno
                return
            }
            if received == 0 { return }
            count += received
        }
    }

    /// The system's words for an error.
    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT: return "no such file"
        case EACCES, EPERM: return "permission denied"
        case EISDIR: return "it is a folder"
        default:
            guard let text = unsafe strerror(code) else { return "error \(code)" }
            return unsafe String(cString: text)
        }
    }
}
