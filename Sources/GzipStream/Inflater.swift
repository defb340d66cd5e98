#if ISAL
    import CISAL
#else
    import CZlib
#endif

/// Inflates one raw deflate stream (RFC 1951) after another. Header and trailer of gzip are ``ByteSource``'s business, so that both
/// libraries take and refuse the same files.
///
/// The library's state, to which a pointer is needed that does not move, is owned here and nowhere else.
@safe
final class Inflater {
    /// What one step came to.
    struct Step {
        /// How far the input moved on. It can be negative, down to −``Inflater/lookbackMax``, where the stream ends and the library had
        /// read ahead in earlier input.
        var consumed: Int
        /// Bytes of output.
        var produced: Int
        /// How the stream stands.
        var status: Status
    }

    enum Status {
        /// It goes on: more input or more room is needed.
        case open
        /// It has ended, and all of it was put out.
        case ended
        /// It is no deflate stream.
        case damaged
    }

    /// The most bytes that a library reads ahead and hands back.
    static let lookbackMax = 8

    #if ISAL
        /// The library that inflates, and its version.
        static let name = "ISA-L \(ISAL_MAJOR_VERSION).\(ISAL_MINOR_VERSION).\(ISAL_PATCH_VERSION)"

        private let state: UnsafeMutablePointer<inflate_state>

        init() {
            unsafe state = .allocate(capacity: 1)
            // The library's own initializer leaves its buffers alone; zeros make every run the same.
            unsafe UnsafeMutableRawPointer(state).initializeMemory(as: UInt8.self, repeating: 0, count: MemoryLayout<inflate_state>.size)
            unsafe isal_inflate_init(state)
        }

        deinit { unsafe state.deallocate() }

        /// Makes ready for another stream.
        func reset() { unsafe isal_inflate_reset(state) }

        /// Inflates as much as input and room allow.
        func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Step {
            let inputCount = UInt32(clamping: input.count)
            let outputCount = UInt32(clamping: output.count)
            // The library does not write to its input, though its type would let it.
            unsafe state.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(to: UInt8.self)
            unsafe state.pointee.avail_in = inputCount
            unsafe state.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe state.pointee.avail_out = outputCount
            let result = unsafe isal_inflate(state)
            let consumed = unsafe Int(inputCount) - Int(state.pointee.avail_in)
            let produced = unsafe Int(outputCount) - Int(state.pointee.avail_out)
            // What the library says of its place after a fault in a block's header is not to be relied on.
            if result < 0 || consumed < 0 || produced < 0 {
                return Step(consumed: min(max(0, consumed), input.count), produced: 0, status: .damaged)
            }
            let hasEnded = unsafe state.pointee.block_state == ISAL_BLOCK_FINISH
            var step = Step(consumed: consumed, produced: produced, status: hasEnded ? .ended : .open)
            // Whole bytes that it had read ahead belong to what follows the stream.
            if hasEnded { step.consumed -= unsafe min(Inflater.lookbackMax, max(0, Int(state.pointee.read_in_length) / 8)) }
            return step
        }

        /// The CRC-32 (RFC 1952) of what was counted before and these bytes.
        static func checksum(_ checksum: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
            unsafe crc32_gzip_refl(checksum, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
        }
    #else
        /// The library that inflates, and its version.
        static let name = unsafe "zlib " + String(cString: zlibVersion())

        private let state: UnsafeMutablePointer<z_stream>
        /// Raw deflate with the largest window.
        private static let windowBits: Int32 = -15

        init() {
            unsafe state = .allocate(capacity: 1)
            unsafe state.initialize(to: z_stream())
            let result = unsafe inflateInit2_(state, Inflater.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            precondition(result == Z_OK, "zlib has no memory left, or is not the version it was built for")
        }

        deinit {
            unsafe inflateEnd(state)
            unsafe state.deallocate()
        }

        /// Makes ready for another stream.
        func reset() { unsafe inflateReset(state) }

        /// Inflates as much as input and room allow.
        func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Step {
            let inputCount = UInt32(clamping: input.count)
            let outputCount = UInt32(clamping: output.count)
            // The library does not write to its input, though its type would let it.
            unsafe state.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(to: UInt8.self)
            unsafe state.pointee.avail_in = inputCount
            unsafe state.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe state.pointee.avail_out = outputCount
            let result = unsafe inflate(state, Z_NO_FLUSH)
            let status: Status =
                switch result {
                case Z_STREAM_END: .ended
                // Z_BUF_ERROR only says that there was nothing to do.
                case Z_OK, Z_BUF_ERROR: .open
                default: .damaged
                }
            return unsafe Step(
                consumed: Int(inputCount - state.pointee.avail_in), produced: Int(outputCount - state.pointee.avail_out), status: status)
        }

        /// The CRC-32 (RFC 1952) of what was counted before and these bytes.
        static func checksum(_ checksum: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
            UInt32(truncatingIfNeeded: unsafe crc32_z(UInt(checksum), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
        }
    #endif
}
