import CallModel

/// Which calls were settled, by UTC day of their start: in this run and in earlier ones.
///
/// A day must be opened before calls of it are settled: its earlier entries come from the ledger, twenty bytes each. What this run adds is given back for
/// the ledger in pieces, which end where the entries and their order have it, however the calls were batched.
public struct DuplicateIndex: Sendable {
    /// The tables, one run at a time, are the settler's alone.
    private struct Day: @unchecked Sendable {
        let day: Int32
        let table: FingerprintTable
        /// Entries that came from the ledger.
        var loadedCount = 0
        /// Entries that the ledger has, or was given in this run.
        var givenCount = 0
    }

    /// Entries of one day for the ledger.
    public struct Piece: Sendable, Hashable {
        /// The UTC day since 1970-01-01.
        public let day: Int32
        /// ``DuplicateIndex/entryByteCount`` bytes each, in the order in which their calls were settled.
        public let bytes: [UInt8]
    }

    private var days: [Day] = []
    /// The place of each day in ``days``.
    private var places: [Int32: Int] = [:]
    /// The places of days that were asked for before, by the days' lowest bits: a month's days do not meet.
    private var recent = [Int](repeating: 0, count: 64)
    /// The calls of a block, by what ends a row of calls of one day, and where the day is; −1 is none.
    private var rows: [(end: Int, place: Int)] = []
    /// Entries of this run, and those of them that were not given to the ledger.
    private var addedCount = 0
    private var waitingCount = 0
    private var pieces: [Piece] = []
    private let pieceCount: Int
    private let waitingMax: Int

    /// How much of the run's input lies before the call that comes next, 0 to 1; 0 is not known.
    ///
    /// It tells how large a table will have to be that has to grow. It changes no result.
    public var shareRead = 0.0

    /// Bytes of an entry in the ledger, little-endian: two halves of the fingerprint, the upper one first, of 8 bytes, and a check of 4.
    public static let entryByteCount = FingerprintReach.entryByteCount
    /// Entries of a day that make a piece: what goes into 256 KiB.
    public static let pieceEntryCount = 262_144 / entryByteCount
    /// The most entries that wait until their day has enough of them: what goes into 32 MiB.
    public static let waitingEntryCount = 33_554_432 / entryByteCount

    /// An index that knows nothing.
    public init() { self.init(pieceCount: DuplicateIndex.pieceEntryCount, waitingMax: DuplicateIndex.waitingEntryCount) }

    init(pieceCount: Int, waitingMax: Int) {
        self.pieceCount = pieceCount
        self.waitingMax = waitingMax
    }

    /// Whether a day was opened.
    public func isOpen(_ day: Int32) -> Bool { places[day] != nil }

    /// Opens a day of which nothing is known.
    public mutating func open(_ day: Int32) {
        if isOpen(day) { return }
        places[day] = days.count
        days.append(Day(day: day, table: FingerprintTable()))
    }

    /// Adds entries of an earlier run, as its ``Piece``s had them, to a day that is open.
    ///
    /// - Precondition: No call of the day was settled yet.
    public mutating func load(_ entries: Span<UInt8>, day: Int32) {
        let place = place(of: day)
        let table = days[place].table
        precondition(days[place].loadedCount == table.count, "entries of day \(day) come after its calls")
        table.load(entries)
        days[place].loadedCount = table.count
        days[place].givenCount = table.count
    }

    /// Bytes that the index holds in memory.
    public var byteCount: Int { days.reduce(0) { $0 + $1.table.byteCount } }
    /// Calls that the index knows.
    public var count: Int { days.reduce(0) { $0 + $1.table.count } }

    /// The table of a day that is open.
    mutating func table(of day: Int32) -> FingerprintTable { days[place(of: day)].table }

    @inline(__always)
    private mutating func place(of day: Int32) -> Int {
        let bits = Int(day) & 63
        let known = recent[bits]
        if known < days.count, days[known].day == day { return known }
        guard let found = places[day] else { preconditionFailure("day \(day) was not opened") }
        recent[bits] = found
        return found
    }

    /// Finds the calls of a batch, and adds those that can be settled and are new. Those that do not come as far as the duplicate check count as new.
    ///
    /// A block at a time: first all its lines are asked for, so that their cache misses overlap.
    ///
    /// - Precondition: The batch's days are open.
    mutating func decide(_ calls: Span<Call>, _ rated: Span<RatedCall>, into findings: inout [FingerprintTable.Finding]) {
        if findings.count < calls.count { findings.append(contentsOf: repeatElement(.new, count: calls.count - findings.count)) }
        var found = findings.mutableSpan
        var begin = 0
        while begin < calls.count {
            findRows(calls, rated, begin..<min(begin + FingerprintTable.blockCount, calls.count))
            var row = begin
            for (end, place) in rows {
                if place >= 0 { days[place].table.prefetch(rated, row..<end) }
                row = end
            }
            for (end, place) in rows {
                if place >= 0 { decide(place, rated, begin..<end, &found) } else { for i in begin..<end { found[i] = .new } }
                begin = end
            }
        }
    }

    /// Fills ``rows``. A call that does not come as far as the duplicate check belongs to any row.
    private mutating func findRows(_ calls: Span<Call>, _ rated: Span<RatedCall>, _ block: Range<Int>) {
        rows.removeAll(keepingCapacity: true)
        var last = -1
        var lastDay: Int32 = 0
        for i in block where rated[i].suspension.reachesDuplicateCheck {
            let day = Int32(truncatingIfNeeded: calls[i].start.day)
            if last >= 0, day == lastDay { continue }
            if i > block.lowerBound { rows.append((i, last)) }
            last = place(of: day)
            lastDay = day
        }
        rows.append((block.upperBound, last))
    }

    /// Decides calls of one day, never more at once than can be added before a piece is due.
    private mutating func decide(_ place: Int, _ rated: Span<RatedCall>, _ row: Range<Int>, _ findings: inout MutableSpan<FingerprintTable.Finding>) {
        let table = days[place].table
        var begin = row.lowerBound
        while begin < row.upperBound {
            let known = table.count
            let room = min(days[place].givenCount + pieceCount - known, waitingMax - waitingCount)
            let end = min(row.upperBound, begin + room)
            if !table.hasRoom(for: end - begin) {
                table.grow(for: end - begin, expecting: expectedCount(place), isSure: shareRead >= DuplicateIndex.shareThatTells)
            }
            table.decide(rated, begin..<end, &findings)
            addedCount += table.count - known
            waitingCount += table.count - known
            if days[place].givenCount + pieceCount == table.count {
                give(place)
            } else if waitingCount == waitingMax {
                giveAll()
            }
            begin = end
        }
    }

    /// From what share of a run's input on it tells how many calls come: before, the pieces in which it is read are too large a part of it.
    private static let shareThatTells = 1.0 / 64

    /// More than that is not expected: entries of a day are numbered with 32 bits.
    private static let expectedMax = 3e9

    /// How many calls of a day the run is expected to leave in the table, if nearly all that it has settled are of this day; else 0.
    private func expectedCount(_ place: Int) -> Int {
        let added = days[place].table.count - days[place].loadedCount
        if shareRead <= 0 || added * 8 < addedCount * 7 { return 0 }
        // 5 % more, since records are not all of one length.
        return days[place].loadedCount + Int(min(Double(added) / shareRead * 1.05, DuplicateIndex.expectedMax))
    }

    /// Pieces that have become due since they were last asked for, in order.
    ///
    /// A day's entries are due when they fill 256 KiB, and all when 32 MiB of them wait.
    public mutating func takePieces() -> [Piece] {
        defer { pieces = [] }
        return pieces
    }

    /// All that was not given to the ledger yet, in order.
    public mutating func takeRest() -> [Piece] {
        giveAll()
        return takePieces()
    }

    private mutating func giveAll() {
        for place in days.indices.sorted(by: { days[$0].day < days[$1].day }) where days[place].givenCount < days[place].table.count { give(place) }
    }

    private mutating func give(_ place: Int) {
        let table = days[place].table
        let numbers = days[place].givenCount..<table.count
        var bytes: [UInt8] = []
        table.append(numbers, to: &bytes)
        pieces.append(Piece(day: days[place].day, bytes: bytes))
        days[place].givenCount = table.count
        waitingCount -= numbers.count
    }
}
