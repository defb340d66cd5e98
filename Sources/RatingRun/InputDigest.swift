import Crypto

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
    static func ofFile(_ path: String, interruption: Interruption) throws(RunFault) -> String {
        var digest = InputDigest()
        var reader = try BlockReader(path, interruption: interruption)
        while try reader.next({ digest.update(unsafe $0.bytes) }) {}
        return digest.hexadecimal
    }
}
