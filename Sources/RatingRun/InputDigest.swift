import Crypto
import Glibc
import GzipStream

/// The SHA-256 of an input's bytes as they lie there.
struct InputDigest {
    private var hash = SHA256()
    /// Bytes taken in.
    private(set) var byteCount: Int64 = 0

    /// Takes in the next bytes.
    mutating func update(_ bytes: RawSpan) {
        byteCount += Int64(bytes.byteCount)
        unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    }

    /// Takes in the next bytes.
    mutating func update(_ bytes: [UInt8]) {
        byteCount += Int64(bytes.count)
        hash.update(data: bytes)
    }

    /// The digest in lower-case hexadecimal.
    var hexadecimal: String { InputDigest.hexadecimal(hash.finalize()) }

    private static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension InputDigest {
    /// The SHA-256 of a file, or of what comes through standard input if its path is `-`, read block by block.
    static func ofFile(_ path: String) throws(RunFault) -> String {
        let descriptor = path == "-" ? 0 : unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw .input(.cannotOpen(path: path, reason: systemError())) }
        defer { if descriptor > 0 { _ = close(descriptor) } }
        var digest = InputDigest()
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return digest.hexadecimal }
            if count < 0 {
                if errno == EINTR { continue }
                throw .input(.cannotRead(path: path, byte: Int(digest.byteCount), reason: systemError()))
            }
            digest.update(unsafe block.span.extracting(0..<count).bytes)
        }
    }
}
