internal import Ledger

/// The ledger's duplicate index of a run, read along with its rows: of each UTC day, the entries stand in the order of the report.
///
/// Memory is bounded by one piece of the index, 256 KiB, for each day that the report goes back and forth between.
struct SeenCursors {
    private let ledger: LedgerFile
    /// The pieces of each day that were not begun, the next one last.
    private var parts: [Int: [SeenPart]] = [:]
    /// What was read of each day.
    private var days: [Int: Day] = [:]
    private var lastDay = Int.min
    private var last = Day()

    private struct Day {
        var entries: [UInt8] = []
        /// The next entry, in bytes.
        var next = 0
    }

    /// Begins at the first entry of each day.
    init(_ ledger: LedgerFile, run: Int) throws(LedgerFault) {
        self.ledger = ledger
        for part in try ledger.seenParts(ofRun: run).reversed() { parts[part.day, default: []].append(part) }
    }

    /// Goes on to the next entry of a day, which it returns; `nil` if there is none.
    mutating func next(day: Int) throws(LedgerFault) -> StoredFingerprint? {
        if day != lastDay { change(to: day) }
        while last.next == last.entries.count {
            guard let part = parts[day]?.popLast() else { return nil }
            last = Day(entries: try ledger.seenEntries(part))
        }
        defer { last.next += StoredFingerprint.byteCount }
        return StoredFingerprint(last.entries.span, at: last.next)
    }

    /// How many places behind the entry that ``next(day:)`` returned last another stands, as far as they were read; `nil` if it does not.
    func places(to fingerprint: StoredFingerprint) -> Int? {
        var place = last.next
        var count = 1
        while place < last.entries.count {
            if StoredFingerprint(last.entries.span, at: place).isSameCall(as: fingerprint) { return count }
            place += StoredFingerprint.byteCount
            count += 1
        }
        return nil
    }

    /// The first day of which entries are left, and how many; `nil` if all were asked for.
    var rest: (day: Int, count: Int)? {
        var left: [Int: Int] = [:]
        for (day, parts) in parts { left[day, default: 0] += parts.reduce(0) { $0 + $1.byteCount } }
        for (day, read) in days where day != lastDay { left[day, default: 0] += read.entries.count - read.next }
        if lastDay != Int.min { left[lastDay, default: 0] += last.entries.count - last.next }
        return left.filter { $0.value > 0 }.min { $0.key < $1.key }.map { (day: $0.key, count: $0.value / StoredFingerprint.byteCount) }
    }

    private mutating func change(to day: Int) {
        if lastDay != Int.min { days[lastDay] = last }
        last = days.removeValue(forKey: day) ?? Day()
        lastDay = day
    }
}

extension StoredFingerprint {
    /// An entry as the ledger has it: 8, 8 and 4 bytes, each little-endian.
    init(_ entries: Span<UInt8>, at place: Int) {
        precondition(place >= 0 && place + StoredFingerprint.byteCount <= entries.count)
        // Within the entries, as was just checked.
        let bytes = unsafe entries.bytes
        self.init(
            high: UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self)),
            low: UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place + 8, as: UInt64.self)),
            check: UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place + 16, as: UInt32.self)))
    }

    /// Whether organization, usage id and start are the same.
    func isSameCall(as other: StoredFingerprint) -> Bool { high == other.high && low == other.low }

    /// What the ledger should have of a row.
    init(_ row: UsageRow, _ block: borrowing ReportBlock, _ place: Int, _ index: CatalogueIndex) {
        let bytes = block.bytes.span
        var identity = index.organizationHashes[row.organization]
        identity.take(bytes, block.range(place, .usageId))
        identity.take(UInt64(bitPattern: row.start))
        let call = identity.ended
        var content = StoredHash()
        content.take(row.typeHash ^ UInt64(row.durationSeconds) << 20)
        if row.user >= 0 { content.take(index.userHashes[row.user]) }
        if let caller = row.caller { content.take(caller.word) } else { content.take(bytes, block.range(place, .caller)) }
        if let callee = row.callee { content.take(callee.word) } else { content.take(bytes, block.range(place, .callee)) }
        self.init(high: call.high, low: call.low, check: UInt32(truncatingIfNeeded: content.ended.high))
    }
}
