import Glibc

/// An input as the system gives it: a descriptor that is read in order, each byte shown once to the observer.
final class InputFile {
    /// By which messages name it.
    let path: String
    /// Its size in bytes, if it is a regular file.
    let size: Int?
    /// How many bytes were read.
    private(set) var bytesRead = 0

    private let descriptor: Int32
    private let isOwned: Bool
    private let observer: ((RawSpan) -> Void)?

    /// Opens a file.
    init(path: String, observer: ((RawSpan) -> Void)?) throws(InputFault) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw .cannotOpen(path: path, reason: latestSystemError()) }
        do {
            size = try InputFile.size(of: descriptor, path: path)
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        self.observer = observer
        isOwned = true
        if size != nil { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
    }

    /// Takes a descriptor that someone else opened, and will close.
    init(borrowing descriptor: Int32, path: String, observer: ((RawSpan) -> Void)?) throws(InputFault) {
        size = try InputFile.size(of: descriptor, path: path)
        self.path = path
        self.descriptor = descriptor
        self.observer = observer
        isOwned = false
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// The size of a regular file, or `nil`; a folder is a fault.
    private static func size(of descriptor: Int32, path: String) throws(InputFault) -> Int? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .cannotOpen(path: path, reason: latestSystemError()) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw .isFolder(path: path)
        case S_IFREG: return Int(status.st_size)
        default: return nil
        }
    }

    /// Reads once, as many bytes as the system gives; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputFault) -> Int {
        while true {
            let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 {
                bytesRead += count
                // The system has filled just these bytes.
                if count > 0, let observer { observer(unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count]).bytes) }
                return count
            }
            if errno != EINTR { throw .cannotRead(path: path, byte: bytesRead, reason: latestSystemError()) }
        }
    }
}
