import CallModel

/// A hash of 128 bits that is the same in every run and on every machine, for what the ledger keeps of calls.
///
/// Each step takes eight bytes through a 64 × 64 → 128-bit product into both halves. It is no secret function: whoever writes call detail records could
/// just as well repeat a usage id.
struct StableHash {
    private var a: UInt64
    private var b: UInt64

    private static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let second: UInt64 = 0xD6E8_FEB8_6659_FD93
    private static let third: UInt64 = 0xA076_1D64_78BD_642F

    /// A hash that begins with another's state, or afresh.
    init(_ state: Fingerprint = Fingerprint(high: 0x243F_6A88_85A3_08D3, low: 0x1319_8A2E_0370_7344)) {
        a = state.high
        b = state.low
    }

    /// Takes in eight bytes.
    @inline(__always)
    mutating func combine(_ word: UInt64) {
        let product = (a ^ word).multipliedFullWidth(by: StableHash.first)
        let turned = (b &+ word &* StableHash.third).multipliedFullWidth(by: StableHash.second)
        a = product.low ^ turned.high ^ (b << 23 | b >> 41)
        b = turned.low &+ product.high
    }

    /// Takes in the length and the bytes of a text.
    @inline(__always)
    mutating func combine(_ text: Span<UInt8>, _ range: TextRange) {
        var left = Int(range.count)
        var i = Int(range.offset)
        combine(UInt64(range.count))
        while left >= 8 {
            combine(text.wordWithoutBoundsCheck(at: i))
            i += 8
            left -= 8
        }
        if left > 0 { combine(text.wordWithoutBoundsCheck(at: i, count: left)) }
    }

    /// The 128 bits.
    @inline(__always)
    func finish() -> Fingerprint {
        var last = self
        last.combine(StableHash.second)
        last.combine(StableHash.first)
        return Fingerprint(high: last.a, low: last.b)
    }

    /// Half the hash of a text behind which nothing may be read.
    static func of(_ text: Span<UInt8>, _ range: TextRange) -> UInt64 {
        var hash = StableHash()
        hash.combine(UInt64(range.count))
        var word: UInt64 = 0
        for (place, i) in range.range.enumerated() {
            word |= UInt64(text[i]) << (UInt64(place & 7) * 8)
            if place & 7 == 7 {
                hash.combine(word)
                word = 0
            }
        }
        hash.combine(word)
        return hash.finish().high
    }

    /// The hash of a text that stands alone.
    static func of(_ key: String) -> Fingerprint {
        let bytes = Array(key.utf8) + Array(repeating: 0, count: 8)
        var hash = StableHash()
        hash.combine(bytes.span, TextRange(offset: 0, count: bytes.count - 8))
        return hash.finish()
    }
}
