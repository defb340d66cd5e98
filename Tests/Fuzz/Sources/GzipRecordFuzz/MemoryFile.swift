import Glibc

/// A file in memory that is written again for each input, and opened by its path.
enum MemoryFile {
    /// Without a name of its own, so that it goes away with the process.
    private static let descriptor: Int32 = {
        var name = Array("/dev/shm/scatto-fuzz-XXXXXX\0".utf8CString)
        let descriptor = mkstemp(&name)
        expect(descriptor >= 0 && unlink(name) == 0, "no file can be made in /dev/shm")
        return descriptor
    }()

    /// The path under which it is opened, from its beginning.
    static let path = "/proc/self/fd/\(descriptor)"

    /// Gives the file another content.
    static func write(_ bytes: [UInt8]) {
        let isEmptied = ftruncate(descriptor, 0) == 0
        let isWritten = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) } == bytes.count
        expect(isEmptied && isWritten, "the file in memory cannot be written")
    }
}
