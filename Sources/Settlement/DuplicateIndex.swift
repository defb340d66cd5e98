public import CallModel

/// Which calls were settled, by UTC day of their start: in this run and in earlier ones.
///
/// A day must be opened before calls of it are settled: its earlier entries come from the ledger, twenty bytes each.
public struct DuplicateIndex: Sendable {
    /// The tables, one run at a time, are the settler's alone.
    private struct Day: @unchecked Sendable {
        var day: Int32
        var table: FingerprintTable
    }
    private var days: [Day] = []
    /// The place of each day in ``days``.
    private var places: [Int32: Int] = [:]
    /// The place in ``days`` that was asked for last.
    private var last = 0

    /// Bytes of an entry in the ledger: fingerprint and check, little-endian.
    public static let entryByteCount = 20

    /// An index that knows nothing.
    public init() {}

    /// Whether a day was opened.
    public func isOpen(_ day: Int32) -> Bool { places[day] != nil }

    /// Opens a day of which nothing is known.
    public mutating func open(_ day: Int32) {
        if isOpen(day) { return }
        places[day] = days.count
        days.append(Day(day: day, table: FingerprintTable()))
    }

    /// Adds entries of an earlier run, as ``append(_:check:to:)`` wrote them, to a day that is open.
    public mutating func load(_ entries: Span<UInt8>, day: Int32) {
        let table = table(of: day)
        var i = 0
        while i + DuplicateIndex.entryByteCount <= entries.count {
            let fingerprint = Fingerprint(high: DuplicateIndex.word(entries, i), low: DuplicateIndex.word(entries, i + 8))
            _ = table.insert(fingerprint, check: UInt32(truncatingIfNeeded: DuplicateIndex.word(entries, i + 12) >> 32))
            i += DuplicateIndex.entryByteCount
        }
    }

    private static func word(_ bytes: Span<UInt8>, _ offset: Int) -> UInt64 {
        var word: UInt64 = 0
        for i in 0..<8 { word |= UInt64(bytes[offset + i]) << (8 * UInt64(i)) }
        return word
    }

    /// Bytes that the index holds in memory.
    public var byteCount: Int { days.reduce(0) { $0 + $1.table.byteCount } }
    /// Calls that the index knows.
    public var count: Int { days.reduce(0) { $0 + $1.table.count } }

    /// The table of a day that is open.
    @inline(__always)
    mutating func table(of day: Int32) -> FingerprintTable {
        if last < days.count, days[last].day == day { return days[last].table }
        guard let found = places[day] else { preconditionFailure("day \(day) was not opened") }
        last = found
        return days[found].table
    }

    /// Writes an entry as the ledger keeps it.
    @inline(__always)
    public static func append(_ fingerprint: Fingerprint, check: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: fingerprint.high >> shift)) }
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: fingerprint.low >> shift)) }
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: check >> shift)) }
    }
}
