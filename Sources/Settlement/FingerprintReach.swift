import CallModel

/// The log and the lines of a ``FingerprintTable``, which owns them: what finding and adding a call works on.
///
/// It is a handful of words, so that a loop keeps it in registers. It reads and writes raw memory, since entries and lines lie where no Swift type puts them.
@safe
struct FingerprintReach {
    /// Bytes of an entry, little-endian: the halves of the fingerprint, the upper one first, and the check.
    static let entryByteCount = 20
    /// Entries that a line has room for.
    static let lineEntryCount = 12
    private static let lineByteCount = 64
    /// Where in a line the number of its entries is, a byte; before it are their tags.
    private static let countOffset = 12
    /// Where in a line the numbers of its entries in the log begin, 32 bits each.
    private static let numbersOffset = 16

    private var log: UnsafeMutableRawPointer
    private var lines: UnsafeMutableRawPointer
    private var lineCount: Int
    /// Bits that a number of an entry needs; those above hold more of the tag.
    private var numberBits: UInt64
    /// Entries in the log.
    private(set) var count = 0

    /// An empty log and empty lines.
    init(log: UnsafeMutableRawPointer, lines: UnsafeMutableRawPointer, lineCount: Int) {
        unsafe self.log = log
        unsafe self.lines = lines
        self.lineCount = lineCount
        numberBits = FingerprintReach.numberBits(lineCount)
    }

    /// Goes on with the log where it has moved to, and with other lines, all of them zero.
    mutating func move(log: UnsafeMutableRawPointer, lines: UnsafeMutableRawPointer, lineCount: Int) {
        unsafe self.log = log
        unsafe self.lines = lines
        self.lineCount = lineCount
        numberBits = FingerprintReach.numberBits(lineCount)
    }

    private static func numberBits(_ lineCount: Int) -> UInt64 { UInt64(Int.bitWidth - (lineCount * lineEntryCount).leadingZeroBitCount) }

    /// Where the search for a fingerprint begins.
    @inline(__always)
    private func home(_ high: UInt64) -> Int { Int(truncatingIfNeeded: high.multipliedFullWidth(by: UInt64(truncatingIfNeeded: lineCount)).high) }

    /// Never 0, which is where no tag is.
    @inline(__always)
    private static func tag(_ low: UInt64) -> UInt8 { max(1, UInt8(truncatingIfNeeded: low >> 56)) }

    /// More of the tag, above where a number goes: of 12 tags of 8 bits one in twenty lines has one that is equal by chance, and reads the log for it.
    @inline(__always)
    private func upperTag(_ low: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: (low >> 16) &<< numberBits) }

    @inline(__always)
    private func line(_ place: Int) -> UnsafeMutableRawPointer { unsafe lines + place &* FingerprintReach.lineByteCount }

    @inline(__always)
    private static func word(_ start: UnsafeMutableRawPointer, _ offset: Int) -> UInt64 {
        unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    private static func half(_ start: UnsafeMutableRawPointer, _ offset: Int) -> UInt32 {
        unsafe UInt32(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The highest bit of each byte that is 0.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        return ~((word & low) &+ low | word | low)
    }

    @inline(__always)
    private func next(_ place: Int) -> Int { place + 1 == lineCount ? 0 : place + 1 }

    /// Asks for the line of a fingerprint.
    @inline(__always)
    func prefetch(_ high: UInt64) { unsafe line(home(high)).prefetch() }

    /// The entry of a fingerprint, or, if there is none, the line that has room for it.
    @inline(__always)
    private func search(_ high: UInt64, _ low: UInt64) -> (entry: UnsafeMutableRawPointer?, place: Int) {
        let tags = UInt64(FingerprintReach.tag(low)) &* 0x0101_0101_0101_0101
        let upperTag = upperTag(low)
        var place = home(high)
        while true {
            let line = unsafe line(place)
            let (first, second) = unsafe (FingerprintReach.word(line, 0), FingerprintReach.word(line, 8))
            // One bit for each equal tag: of the first eight at eight times their place, of the last four one above eight times theirs, less eight.
            var equal = FingerprintReach.zeroBytes(first ^ tags) >> 7 | (FingerprintReach.zeroBytes(second ^ tags) & 0x8080_8080) >> 6
            while equal != 0 {
                let bit = equal.trailingZeroBitCount
                let place = FingerprintReach.numbersOffset + 4 * (bit >> 3 + 8 * (bit & 1))
                equal &= equal &- 1
                let number = unsafe Int(FingerprintReach.half(line, place) ^ upperTag)
                if number &>> Int(numberBits) != 0 { continue }
                let entry = unsafe log + number &* FingerprintReach.entryByteCount
                if unsafe FingerprintReach.word(entry, 0) == high && FingerprintReach.word(entry, 8) == low { return unsafe (entry, 0) }
            }
            if second >> 32 & 0xFF < FingerprintReach.lineEntryCount { return (nil, place) }
            place = next(place)
        }
    }

    /// Whether a call is known, and then whether the content is the same.
    @inline(__always)
    func find(_ high: UInt64, _ low: UInt64, check: UInt32) -> FingerprintTable.Finding {
        guard let entry = unsafe search(high, low).entry else { return .new }
        return unsafe FingerprintReach.half(entry, 16) == check ? .same : .different
    }

    /// Adds a call, unless its fingerprint is known: then it tells whether the content is the same.
    ///
    /// - Precondition: The log has room, and a line has.
    @inline(__always)
    mutating func insert(_ high: UInt64, _ low: UInt64, check: UInt32) -> FingerprintTable.Finding {
        let (known, place) = unsafe search(high, low)
        if let known = unsafe known { return unsafe FingerprintReach.half(known, 16) == check ? .same : .different }
        let entry = unsafe log + count &* FingerprintReach.entryByteCount
        unsafe entry.storeBytes(of: high.littleEndian, as: UInt64.self)
        unsafe entry.storeBytes(of: low.littleEndian, toByteOffset: 8, as: UInt64.self)
        unsafe entry.storeBytes(of: check.littleEndian, toByteOffset: 16, as: UInt32.self)
        put(count, low, in: place)
        count &+= 1
        return .new
    }

    /// Enters an entry of the log into a line that has room.
    @inline(__always)
    private func put(_ number: Int, _ low: UInt64, in place: Int) {
        let line = unsafe line(place)
        let used = Int(unsafe line.load(fromByteOffset: FingerprintReach.countOffset, as: UInt8.self))
        unsafe line.storeBytes(of: FingerprintReach.tag(low), toByteOffset: used, as: UInt8.self)
        let offset = FingerprintReach.numbersOffset + 4 * used
        let word = UInt32(truncatingIfNeeded: number) | upperTag(low)
        unsafe line.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt32.self)
        unsafe line.storeBytes(of: UInt8(truncatingIfNeeded: used + 1), toByteOffset: FingerprintReach.countOffset, as: UInt8.self)
    }

    /// Enters the whole log into the lines, in order, which are all zero; so far ahead of which a line is asked for that cache misses overlap.
    func fillLines(prefetching distance: Int) {
        for number in 0..<count {
            let ahead = min(number &+ distance, count &- 1)
            prefetch(unsafe FingerprintReach.word(log, ahead &* FingerprintReach.entryByteCount))
            let entry = unsafe log + number &* FingerprintReach.entryByteCount
            var place = home(unsafe FingerprintReach.word(entry, 0))
            while Int(unsafe line(place).load(fromByteOffset: FingerprintReach.countOffset, as: UInt8.self)) == FingerprintReach.lineEntryCount {
                place = next(place)
            }
            put(number, unsafe FingerprintReach.word(entry, 8), in: place)
        }
    }
}
