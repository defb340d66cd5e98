/// What the ledger keeps of a settled call, computed from its row: twenty bytes of its duplicate index.
///
/// The fingerprint is a hash of organization, usage id and start, the check one of what else is compared between duplicates: call type, user, caller,
/// callee and duration as they are reported (rating-rules.md §11). Ledger.md has the layout; the hash is written down here a second time.
struct StoredFingerprint: Hashable, Sendable {
    var high: UInt64
    var low: UInt64
    var check: UInt32

    /// Bytes of an entry.
    static let byteCount = 20
}

/// The hash of the ledger's duplicate index: a state of two words, into which eight bytes at a time are taken.
struct StoredHash: Hashable, Sendable {
    private(set) var high: UInt64 = 0x243F_6A88_85A3_08D3
    private(set) var low: UInt64 = 0x1319_8A2E_0370_7344

    private static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let second: UInt64 = 0xD6E8_FEB8_6659_FD93
    private static let third: UInt64 = 0xA076_1D64_78BD_642F

    /// Takes in a word.
    @inline(__always)
    mutating func take(_ word: UInt64) {
        let a = (high ^ word).multipliedFullWidth(by: StoredHash.first)
        let b = (low &+ word &* StoredHash.third).multipliedFullWidth(by: StoredHash.second)
        let rotated = low << 23 | low >> 41
        high = a.low ^ b.high ^ rotated
        low = b.low &+ a.high
    }

    /// Takes in the length and the bytes of a text, eight at a time, the last word filled with zeros.
    mutating func take(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        take(UInt64(range.count))
        var i = range.lowerBound
        while i < range.upperBound {
            take(StoredHash.word(bytes, i, min(8, range.upperBound - i)))
            i += 8
        }
    }

    /// Up to eight bytes, the first in the lowest place.
    @inline(__always)
    private static func word(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
        if start + 8 <= bytes.count {
            // Within the bytes, as was just checked.
            let word = UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt64.self))
            return count == 8 ? word : word & (1 << UInt64(8 * count) - 1)
        }
        var word: UInt64 = 0
        for k in 0..<count { word |= UInt64(bytes[start + k]) << UInt64(8 * k) }
        return word
    }

    /// The state after the two words that end every hash.
    @inline(__always)
    var ended: StoredHash {
        var hash = self
        hash.take(StoredHash.second)
        hash.take(StoredHash.first)
        return hash
    }

    /// The hash of a text.
    static func of(_ bytes: Span<UInt8>, _ range: Range<Int>) -> StoredHash {
        var hash = StoredHash()
        hash.take(bytes, range)
        return hash.ended
    }

    /// The hash of a user's name, behind whose bytes a word always follows: one of zeros if its length is a multiple of eight.
    static func ofName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var hash = StoredHash()
        hash.take(bytes, range)
        if range.count.isMultiple(of: 8) { hash.take(0) }
        return hash.ended.high
    }
}
