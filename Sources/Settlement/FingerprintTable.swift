import CallModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The calls of one day that are known, in memory: 20 bytes each, in one block that is 63 to 78 % full.
///
/// An open-addressed table whose entries lie in the order of their fingerprints, so that a search for what is not there ends at the first greater one, and
/// growing is one pass in order, in place. It owns its memory; nothing else here touches a pointer, because a Swift array of this layout would be copied
/// when it grows and so need more than twice the room.
@safe
final class FingerprintTable {
    /// Five times 32 bits, so that nothing is lost to alignment.
    struct Entry {
        var highUpper: UInt32
        var highLower: UInt32
        var lowUpper: UInt32
        var lowLower: UInt32
        var check: UInt32

        @inline(__always)
        var high: UInt64 { UInt64(highUpper) << 32 | UInt64(highLower) }
        @inline(__always)
        var low: UInt64 { UInt64(lowUpper) << 32 | UInt64(lowLower) }

        @inline(__always)
        init(high: UInt64, low: UInt64, check: UInt32) {
            highUpper = UInt32(truncatingIfNeeded: high >> 32)
            highLower = UInt32(truncatingIfNeeded: high)
            lowUpper = UInt32(truncatingIfNeeded: low >> 32)
            lowLower = UInt32(truncatingIfNeeded: low)
            self.check = check
        }
    }

    /// Places by which entries are sought.
    private var capacity: Int
    /// All places: more lie behind the others for the last cluster, and the very last is always empty.
    private var size: Int
    private var entries: UnsafeMutablePointer<Entry>
    /// Address space from ``entries`` on; 0 while the table is small and lies in ordinary memory.
    private var reservedByteCount = 0
    /// How many calls are known.
    private(set) var count = 0
    /// Places behind those by which entries are sought.
    private static func margin(_ capacity: Int) -> Int { min(256, capacity / 2) }
    /// From this size on a table has address space of its own; an input with calls of a thousand years has tables of a handful of calls.
    private static let mappedByteCount = 1 << 20
    /// A table that is no larger than this has pages of the usual size, as most days are small.
    private static let smallPagesByteCount = 4 << 20

    init() {
        capacity = 36
        size = capacity + FingerprintTable.margin(capacity)
        unsafe entries = FingerprintTable.entries(in: calloc(size, MemoryLayout<Entry>.stride))
    }

    deinit { release() }

    /// Bytes in use.
    var byteCount: Int { size * MemoryLayout<Entry>.stride }

    /// Takes address space for a table to grow in, and returns where it begins and how much it is; memory is only taken where it is used.
    ///
    /// What lies behind the first megabytes is asked for in large pages: every call reads a random place, which then costs one cache miss, and not a walk
    /// through the page tables besides. Memory that moves when it grows loses them again, which is why the space is taken ahead.
    private static func reserve(atLeast byteCount: Int) -> (UnsafeMutablePointer<Entry>, Int) {
        for reserved in [1 << 34, 1 << 31, 2 * byteCount, byteCount] where reserved >= byteCount {
            let block = unsafe mmap(nil, reserved, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
            guard let block = unsafe block, unsafe block != MAP_FAILED else { continue }
            if reserved > smallPagesByteCount {
                // Where the system has no large pages, nothing is lost.
                _ = unsafe madvise(block + smallPagesByteCount, reserved - smallPagesByteCount, MADV_HUGEPAGE)
            }
            return unsafe (block.assumingMemoryBound(to: Entry.self), reserved)
        }
        fatalError("out of memory for the duplicate index")
    }

    /// Sees to it that the memory is enough for ``size`` places, of which `used` are kept.
    private func ensureSpace(for used: Int) {
        let needed = size * MemoryLayout<Entry>.stride
        if needed < FingerprintTable.mappedByteCount {
            unsafe entries = FingerprintTable.entries(in: realloc(entries, needed))
        } else if needed > reservedByteCount {
            let (space, reserved) = unsafe FingerprintTable.reserve(atLeast: needed)
            unsafe space.update(from: entries, count: used)
            release()
            unsafe entries = space
            reservedByteCount = reserved
        }
    }

    private func release() {
        if reservedByteCount == 0 { unsafe free(entries) } else { _ = unsafe munmap(entries, reservedByteCount) }
    }

    private static func entries(in block: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<Entry> {
        guard let block = unsafe block else { fatalError("out of memory for the duplicate index") }
        return unsafe block.assumingMemoryBound(to: Entry.self)
    }

    /// Where the search for a fingerprint begins: ascending with it.
    @inline(__always)
    private func home(_ high: UInt64) -> Int { Int(high.multipliedFullWidth(by: UInt64(capacity)).high) }

    /// 0 marks an empty place, so that fingerprint counts as 1.
    @inline(__always)
    private static func marked(_ high: UInt64) -> UInt64 { high == 0 ? 1 : high }

    /// Brings the place of a fingerprint into the cache; the result means nothing, but must be used.
    @inline(__always)
    func touch(_ fingerprint: Fingerprint) -> UInt32 {
        let place = home(fingerprint.high)
        // A search and what it shifts take three lines or so; the margin lies behind the last place.
        return unsafe entries[place].highUpper &+ entries[place + 4].highUpper &+ entries[place + 8].highUpper
    }

    /// What ``insert(_:check:)`` found.
    enum Finding { case new, same, different }

    /// Adds a call, unless its fingerprint is known: then it tells whether the content is the same.
    ///
    /// - Complexity: O(1) on average.
    @inline(__always)
    func insert(_ fingerprint: Fingerprint, check: UInt32) -> Finding {
        let high = FingerprintTable.marked(fingerprint.high)
        let i = place(high, fingerprint.low)
        if unsafe entries[i].high == high { return unsafe entries[i].check == check ? .same : .different }
        put(Entry(high: high, low: fingerprint.low, check: check), at: i)
        return .new
    }

    /// Whether a call is known, and then whether the content is the same.
    @inline(__always)
    func find(_ fingerprint: Fingerprint, check: UInt32) -> Finding {
        let high = FingerprintTable.marked(fingerprint.high)
        let i = place(high, fingerprint.low)
        if unsafe entries[i].high != high { return .new }
        return unsafe entries[i].check == check ? .same : .different
    }

    /// The place of a fingerprint, or, if it is not there, the place before which all are less.
    @inline(__always)
    private func place(_ high: UInt64, _ low: UInt64) -> Int {
        var i = home(high)
        while true {
            let known = unsafe entries[i].high
            if known == 0 || known > high { return i }
            if known == high {
                let knownLow = unsafe entries[i].low
                if knownLow == low { return i }
                // Two of one upper half: go on behind both, as an empty place or a greater one ends the search.
            }
            i += 1
        }
    }

    @inline(__always)
    private func put(_ entry: Entry, at place: Int) {
        var end = place
        while unsafe entries[end].high != 0 { end += 1 }
        while end > place {
            unsafe entries[end] = entries[end - 1]
            end -= 1
        }
        unsafe entries[place] = entry
        count += 1
        let isCrowded = unsafe entries[size - 2].high != 0
        if count * 100 > capacity * 78 || isCrowded { grow() }
    }

    /// Makes room, in place, in order: 23 % more places, unless only the last cluster needs more.
    private func grow() {
        let old = size
        if count * 100 > capacity * 78 { capacity = capacity * 123 / 100 }
        var end = 0
        for i in 0..<old {
            let high = unsafe entries[i].high
            if high != 0 { end = max(home(high), end) + 1 }
        }
        size = max(capacity, end) + FingerprintTable.margin(capacity)
        ensureSpace(for: old)
        // First all entries to the end, in order; then each to its place, which is never behind where it was read from.
        var source = size
        var i = old
        while i > 0 {
            i -= 1
            if unsafe entries[i].high != 0 {
                source -= 1
                unsafe entries[source] = entries[i]
            }
        }
        let empty = Entry(high: 0, low: 0, check: 0)
        var next = 0
        while source < size {
            let entry = unsafe entries[source]
            let place = max(home(entry.high), next)
            while next < place {
                unsafe entries[next] = empty
                next += 1
            }
            unsafe entries[place] = entry
            next = place + 1
            source += 1
        }
        while next < size {
            unsafe entries[next] = empty
            next += 1
        }
    }
}
