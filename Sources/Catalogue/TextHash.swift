/// Hashes and comparisons of keys, eight bytes at a time.
enum TextHash {
    /// A hash of the bytes as they stand.
    static func hash(_ text: Span<UInt8>) -> UInt64 {
        var state = UInt64(truncatingIfNeeded: text.count) &+ seed
        var i = 0
        while i < text.count {
            state = mixed(state ^ word(text, at: i))
            i += 8
        }
        return state
    }

    /// A hash in which the case of ASCII letters does not count.
    static func hashIgnoringCase(_ text: Span<UInt8>) -> UInt64 {
        var state = UInt64(truncatingIfNeeded: text.count) &+ seed
        var i = 0
        while i < text.count {
            state = mixed(state ^ asciiLowercased(word(text, at: i)))
            i += 8
        }
        return state
    }

    /// Whether two texts are the same, byte by byte.
    static func areEqual(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        if a.count != b.count { return false }
        var i = 0
        while i < a.count {
            if word(a, at: i) != word(b, at: i) { return false }
            i += 8
        }
        return true
    }

    /// Whether two texts are the same but for the case of ASCII letters.
    static func areEqualIgnoringCase(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        if a.count != b.count { return false }
        // Nearly all are written in one way.
        if a.count >= 8, differences(a, b) == 0 { return true }
        var i = 0
        while i < a.count {
            if asciiLowercased(word(a, at: i)) != asciiLowercased(word(b, at: i)) { return false }
            i += 8
        }
        return true
    }

    /// The bits in which two texts of the same length differ, which have at least eight bytes: the last eight are looked at whole, some of them again.
    @inline(__always)
    private static func differences(_ a: Span<UInt8>, _ b: Span<UInt8>) -> UInt64 {
        // The eight bytes from i, and the last eight, lie within texts of that length.
        var all =
            unsafe a.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: a.count &- 8, as: UInt64.self)
            ^ b.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: a.count &- 8, as: UInt64.self)
        var i = 0
        while i &+ 8 < a.count {
            all |=
                unsafe a.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: i, as: UInt64.self)
                ^ b.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: i, as: UInt64.self)
            i &+= 8
        }
        return all
    }

    private static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// A multiplication to 128 bits, folded: every bit of the word reaches every bit of the hash.
    @inline(__always)
    private static func mixed(_ word: UInt64) -> UInt64 {
        let product = (word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        return product.high ^ product.low
    }

    /// The eight bytes at `i`; near the end of the text, those that are left, and zeros.
    @inline(__always)
    private static func word(_ text: Span<UInt8>, at i: Int) -> UInt64 {
        if i + 8 <= text.count {
            // The eight bytes from i lie within the text, as was just compared.
            return unsafe text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: i, as: UInt64.self).littleEndian
        }
        if text.count >= 8 {
            // The text's last eight bytes, less those before i.
            let last = unsafe text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: text.count - 8, as: UInt64.self).littleEndian
            return last >> UInt64(8 * (i + 8 - text.count))
        }
        var word: UInt64 = 0
        for k in i..<text.count { word |= UInt64(text[k]) << UInt64(8 * (k - i)) }
        return word
    }

    /// Eight bytes in lower case, where they are ASCII capitals.
    @inline(__always)
    private static func asciiLowercased(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low = word & (0x7F * ones)
        let fromA = low &+ (0x80 - 0x41) * ones
        let beyondZ = low &+ (0x80 - 0x5B) * ones
        let capitals = (fromA ^ beyondZ) & ~word & (0x80 * ones)
        return word | capitals >> 2
    }
}
