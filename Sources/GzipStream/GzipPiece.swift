import CZlib

/// A stretch of bytes, deflated by itself, that becomes part of a gzip member: pieces are made on any core and joined in order.
public struct GzipPiece: Sendable {
    /// Levels from none to best.
    public static let levels = 0...9

    /// Raw deflate blocks that end on a byte, none of them the last of its member.
    let deflated: [UInt8]
    /// The CRC-32 of the bytes.
    let checksum: UInt32
    /// How many bytes there were.
    let byteCount: Int

    /// Deflates bytes. The same bytes and level give the same piece.
    ///
    /// - Parameters:
    ///   - bytes: At most 1 GiB; 512 KiB and more lose next to nothing to being cut in pieces.
    ///   - level: One of ``levels``; 1 is fast.
    public static func compress(_ bytes: Span<UInt8>, level: Int = 1) -> GzipPiece {
        precondition(levels.contains(level), "a level of deflate is 0 … 9")
        precondition(bytes.count <= 1 << 30, "a piece has at most 1 GiB")
        return unsafe bytes.withUnsafeBytes { bytes in unsafe GzipPiece(deflating: bytes, level: level) }
    }

    private init(deflating bytes: UnsafeRawBufferPointer, level: Int) {
        byteCount = bytes.count
        checksum = UInt32(truncatingIfNeeded: unsafe crc32_z(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
        if byteCount == 0 {
            deflated = []
            return
        }
        // zlib keeps a pointer to its own stream, which lies still for as long as it is in use here.
        var stream = unsafe z_stream()
        // Raw deflate with the largest window and the usual memory.
        let result = unsafe deflateInit2_(
            &stream, Int32(level), Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(result == Z_OK, "zlib has no memory left, or is not the version it was built for")
        defer { unsafe deflateEnd(&stream) }
        // A flush adds at most a handful of bytes to the bound.
        let capacity = Int(unsafe deflateBound(&stream, UInt(bytes.count))) + 16
        deflated = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            unsafe stream.next_in = UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.avail_in = UInt32(bytes.count)
            unsafe stream.next_out = output.baseAddress
            unsafe stream.avail_out = UInt32(capacity)
            // Ends the block on a byte, so that the next piece can follow, and so that this one needs nothing from the one before.
            let result = unsafe deflate(&stream, Z_SYNC_FLUSH)
            let isWhole = unsafe result == Z_OK && stream.avail_in == 0
            precondition(isWhole, "the bound of zlib holds")
            count = unsafe capacity - Int(stream.avail_out)
        }
    }

    /// The CRC-32 of bytes whose CRC is `first`, and these after them.
    func checksum(after first: UInt32) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32_combine(UInt(first), UInt(checksum), byteCount))
    }
}
