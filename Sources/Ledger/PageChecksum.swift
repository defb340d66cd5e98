/// What stands at the end of every page of a ledger, so that a changed byte is noticed when the page is read.
///
/// SQLite keeps no checksums of its own: a flipped byte in an amount, or in the duplicate index, would be believed.
enum PageChecksum {
    /// Bytes at the end of a page that SQLite leaves alone (https://www.sqlite.org/fileformat.html, "Reserved Bytes Per Page").
    static let byteCount = 8
    /// 2⁶⁴ divided by the golden ratio: odd, so that multiplying loses nothing.
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The checksum of a page's content, which depends on where the page stands.
    ///
    /// Four lanes take a word in turn. Each step is reversible in the lane and in the word, so a change within one word always shows, and any other
    /// but for one case in 2⁶⁴.
    ///
    /// - Precondition: `page` has a multiple of 8 bytes, and more than ``byteCount``. Its last ``byteCount`` bytes do not count.
    static func of(_ page: UnsafeRawBufferPointer, offset: Int64) -> UInt64 {
        let words = page.count / 8 - 1
        let start = UInt64(bitPattern: offset)
        var (a, b, c, d) = (start, start ^ 1, start ^ 2, start ^ 3)
        var word = 0
        while word + 4 <= words {
            a = step(a, unsafe page.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self))
            b = step(b, unsafe page.loadUnaligned(fromByteOffset: 8 * word + 8, as: UInt64.self))
            c = step(c, unsafe page.loadUnaligned(fromByteOffset: 8 * word + 16, as: UInt64.self))
            d = step(d, unsafe page.loadUnaligned(fromByteOffset: 8 * word + 24, as: UInt64.self))
            word += 4
        }
        while word < words {
            a = step(a, unsafe page.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self))
            word += 1
        }
        // Turned, so that what two lanes have in common does not cancel.
        return step(step(step(a, b << 17 | b >> 47), c << 31 | c >> 33), d << 47 | d >> 17)
    }

    /// Whether a page's checksum is that of its content.
    static func isRight(_ page: UnsafeRawBufferPointer, offset: Int64) -> Bool {
        let stored = unsafe page.loadUnaligned(fromByteOffset: page.count - byteCount, as: UInt64.self)
        return unsafe UInt64(littleEndian: stored) == of(page, offset: offset)
    }

    /// Writes a page's checksum to its end.
    static func put(into page: UnsafeMutableRawBufferPointer, offset: Int64) {
        let sum = unsafe of(UnsafeRawBufferPointer(page), offset: offset).littleEndian
        unsafe page.storeBytes(of: sum, toByteOffset: page.count - byteCount, as: UInt64.self)
    }

    @inline(__always)
    private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        let product = (lane ^ UInt64(littleEndian: word)) &* factor
        return product ^ (product >> 29)
    }
}
