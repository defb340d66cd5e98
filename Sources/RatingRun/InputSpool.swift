import Glibc
import GzipStream

/// Keeps standard input as a file for the time of the run: its bytes must be known as a whole before the first of its records is settled.
struct InputSpool {
    /// Copies standard input to a file in the staging folder.
    ///
    /// - Returns: The file's path and size, and the SHA-256 of what it holds.
    static func spool(to staging: String) throws(RunFault) -> (path: String, byteCount: Int64, sha256: String) {
        let file = try StagedFile(".stdin", in: staging, seals: true)
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe Glibc.read(0, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw .input(.cannotRead(path: "-", byte: Int(file.byteCount), reason: systemError()))
            }
            try file.write(block.span.extracting(0..<count))
        }
        let output = try file.finish(syncs: false)
        return (file.path, output.byteCount, output.sha256 ?? "")
    }
}
