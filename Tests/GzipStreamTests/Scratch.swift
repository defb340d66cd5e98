import Foundation
import GzipStream
import Testing

/// A folder that goes away with the test.
final class Scratch {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "gzip-stream-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    func write(_ bytes: [UInt8], _ name: String = "input") throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name)))) }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }
}

/// SplitMix64: the same bytes on every machine.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Bytes that repeat themselves about as much as records of calls do.
    mutating func text(count: Int) -> [UInt8] {
        var text: [UInt8] = []
        while text.count < count {
            if text.count > 64, Bool.random(using: &self) {
                let start = Int.random(in: 0..<(text.count - 32), using: &self)
                text += text[start..<(start + Int.random(in: 3..<32, using: &self))]
            } else {
                text += (0..<Int.random(in: 1..<16, using: &self)).map { _ in UInt8.random(in: 32..<127, using: &self) }
            }
        }
        return Array(text.prefix(count))
    }
}

/// One gzip member around bytes that are stored as they are: made by hand from RFC 1951 and 1952, with a CRC computed bit by bit, so
/// that nothing of what is tested takes part.
func storedMember(_ bytes: [UInt8], flags: UInt8 = 0, fields: [UInt8] = []) -> [UInt8] {
    var member: [UInt8] = [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 255] + fields
    var rest = bytes[...]
    repeat {
        let block = rest.prefix(65_535)
        rest = rest.dropFirst(block.count)
        let (low, high) = (UInt8(block.count & 255), UInt8(block.count >> 8))
        member += [rest.isEmpty ? 1 : 0, low, high, ~low, ~high] + block
    } while !rest.isEmpty
    for word in [checksumBitByBit(bytes), UInt32(bytes.count)] { member += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    return member
}

/// CRC-32 as RFC 1952 §8 defines it.
func checksumBitByBit(_ bytes: [UInt8]) -> UInt32 {
    var register: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
        register ^= UInt32(byte)
        for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
    }
    return ~register
}

/// One deflated gzip member, of pieces of so many bytes.
func deflatedMember(_ bytes: [UInt8], pieceByteCount: Int = 1 << 20, level: Int = 6) throws -> [UInt8] {
    let scratch = try Scratch()
    let writer = try GzipWriter(try OutputFile(path: scratch.path("member.gz")))
    for start in stride(from: 0, to: bytes.count, by: pieceByteCount) {
        let piece = Array(bytes[start..<min(start + pieceByteCount, bytes.count)])
        try writer.append(GzipPiece.compress(piece.span, level: level))
    }
    try writer.finish()
    return try scratch.bytes("member.gz")
}

/// All bytes of an input, read with a buffer of that size.
func readAll(_ source: ByteSource, bufferByteCount: Int = 64 * 1024) throws(InputFault) -> [UInt8] {
    var all: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferByteCount, alignment: 16)
    defer { unsafe buffer.deallocate() }
    while true {
        let count = try unsafe source.read(into: buffer)
        if count == 0 { return all }
        unsafe all.append(contentsOf: buffer[..<count])
    }
}
