import Glibc
import GzipStream

/// Reads a file, or a pipe as it fills, block by block, and ends between two blocks when the run is told to.
struct BlockReader: ~Copyable {
    private let name: String
    private let descriptor: Int32
    private let interruption: Interruption
    private var block = [UInt8](repeating: 0, count: 1 << 18)
    private var byteCount = 0

    /// How long to wait for a pipe before looking whether the run was told to end.
    private static let patienceMilliseconds: Int32 = 100

    /// Opens a file; `-` is standard input.
    init(_ path: String, interruption: Interruption) throws(RunFault) {
        name = path
        self.interruption = interruption
        descriptor = path == "-" ? 0 : unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw .input(.cannotOpen(path: path, reason: systemError())) }
    }

    deinit { if descriptor > 0 { _ = close(descriptor) } }

    /// Gives the next bytes to `body`; returns false at the end.
    mutating func next(_ body: (Span<UInt8>) throws(RunFault) -> Void) throws(RunFault) -> Bool {
        while true {
            if let signal = interruption.signal { throw .interrupted(signal: signal) }
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if unsafe poll(&wait, 1, BlockReader.patienceMilliseconds) == 0 { continue }
            let count = unsafe block.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return false }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                throw .input(.cannotRead(path: name, byte: byteCount, reason: systemError()))
            }
            byteCount += count
            try body(block.span.extracting(0..<count))
            return true
        }
    }
}
