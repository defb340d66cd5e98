import Glibc
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// What the payment program has written so far, read from a pipe as it comes.
///
/// The answer is complete when the program has ended, not when nobody can write any more: what it leaves behind may hold its standard output open.
final class PaymentAnswer: Sendable {
    /// The longest answer that is read.
    static let byteCountMax = 64 * 1024

    /// Where the program writes. It is closed when the program has been started.
    let writeEnd: FileDescriptor
    private let readEnd: FileDescriptor
    private let bytes = Mutex<[UInt8]>([])

    /// Opens the pipe.
    init() throws {
        let ends = try FileDescriptor.pipe()
        (readEnd, writeEnd) = (ends.readEnd, ends.writeEnd)
        for end in [readEnd, writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        // Only this end: a program need not expect that writing can fail.
        _ = fcntl(readEnd.rawValue, F_SETFL, O_NONBLOCK)
    }

    deinit { try? readEnd.close() }

    /// Takes what has been written; returns whether it is more than an answer may have.
    func takeWhatIsThere() -> Bool {
        bytes.withLock { bytes in
            var block = [UInt8](repeating: 0, count: 4096)
            while bytes.count <= PaymentAnswer.byteCountMax {
                let count = unsafe block.withUnsafeMutableBytes { unsafe read(readEnd.rawValue, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return false }
                bytes += block[..<count]
            }
            return true
        }
    }

    /// All that was taken.
    var taken: [UInt8] { bytes.withLock { $0 } }
}
