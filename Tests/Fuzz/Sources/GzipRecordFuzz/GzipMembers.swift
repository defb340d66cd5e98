import CZlib

/// Makes gzip files (RFC 1952) with zlib's own writer of them.
enum GzipMembers {
    /// The bytes in two members, cut at a place, with zeros behind them, as tapes leave them.
    static func wrapped(_ bytes: [UInt8], cutAt place: Int) -> [UInt8] {
        let cut = min(place, bytes.count)
        return member(bytes[..<cut]) + member(bytes[cut...]) + [0, 0, 0]
    }

    /// One member.
    private static func member(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var stream = z_stream()
        // 15 bits of window, and 16 for a gzip header and trailer.
        expect(
            deflateInit2_(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK, "zlib")
        defer { deflateEnd(&stream) }
        var input = Array(bytes)
        let capacity = Int(deflateBound(&stream, UInt(input.count))) + 64
        return input.withUnsafeMutableBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(capacity)
                expect(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib has room for all")
                count = capacity - Int(stream.avail_out)
            }
        }
    }
}
