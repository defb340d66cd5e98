internal import CallModel

/// Cells by their keys: an open-addressed table, whose size is a power of two, at least a quarter of it empty.
///
/// A cell is looked up for every call at a place that is seldom in the cache, so each cell is one line of it, which is asked for ahead. Arrays of Swift begin
/// 32 bytes behind a line; so this type owns its memory, and it alone holds the pointer.
@safe
struct TallyTable: ~Copyable {
    private var cells: UnsafeMutablePointer<TallyCell>
    private var shift: UInt64
    private(set) var count = 0

    private static let firstBits: UInt64 = 10
    private static let lineByteCount = 64

    /// An empty table of 2^`bits` cells; at least two.
    init(bits: UInt64 = firstBits) {
        shift = 64 - bits
        unsafe cells = TallyTable.allocate(1 << Int(bits))
    }

    deinit { unsafe UnsafeMutableRawPointer(cells).deallocate() }

    private var capacity: Int { 1 << Int(64 - shift) }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<TallyCell> {
        precondition(MemoryLayout<TallyCell>.stride == lineByteCount, "a cell is one line of the cache")
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * lineByteCount, alignment: lineByteCount)
        let cells = unsafe memory.bindMemory(to: TallyCell.self, capacity: count)
        unsafe cells.initialize(repeating: TallyCell(), count: count)
        return unsafe cells
    }

    /// Asks for the line in which a key is looked for first.
    @inline(__always)
    func prefetch(_ key: TallyKey) { unsafe UnsafeMutableRawPointer(cells + Int(TallyKey.hash(key.high, key.low) &>> shift)).prefetch() }

    /// Adds sums to those of the same key.
    ///
    /// - Complexity: O(1), on average.
    @inline(__always)
    mutating func add(_ sums: TallyCell) {
        let mask = capacity - 1
        var i = Int(TallyKey.hash(sums.high, sums.low) &>> shift)
        while true {
            let cell = unsafe cells + i
            let high = unsafe cell.pointee.high
            if unsafe high == sums.high && cell.pointee.low == sums.low {
                unsafe cell.pointee.add(sums)
                return
            }
            if high == 0 {
                unsafe cell.pointee = sums
                count += 1
                if count * 4 > capacity * 3 { grow() }
                return
            }
            i = (i + 1) & mask
        }
    }

    /// Moves all cells into a table twice as large.
    @inline(never)
    private mutating func grow() {
        let (old, oldCapacity) = unsafe (cells, capacity)
        shift -= 1
        unsafe cells = TallyTable.allocate(capacity)
        let mask = capacity - 1
        for k in 0..<oldCapacity {
            let cell = unsafe old[k]
            if cell.high == 0 { continue }
            var i = Int(TallyKey.hash(cell.high, cell.low) &>> shift)
            while unsafe cells[i].high != 0 { i = (i + 1) & mask }
            unsafe cells[i] = cell
        }
        unsafe UnsafeMutableRawPointer(old).deallocate()
    }

    /// Adds all sums of another table.
    mutating func add(_ other: borrowing TallyTable) {
        for k in 0..<other.capacity {
            let cell = unsafe other.cells[k]
            if cell.high != 0 { add(cell) }
        }
    }

    /// All cells in the order of their keys.
    func sorted() -> [TallyCell] {
        var all: [TallyCell] = []
        all.reserveCapacity(count)
        for k in 0..<capacity {
            let cell = unsafe cells[k]
            if cell.high != 0 { all.append(cell) }
        }
        all.sort { ($0.high, $0.low) < ($1.high, $1.low) }
        return all
    }
}
