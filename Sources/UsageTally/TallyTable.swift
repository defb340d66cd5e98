internal import CallModel
internal import Glibc

/// Cells by their keys: an open-addressed table, whose size is a power of two, at least a quarter of it empty.
///
/// A cell is looked up for every call at a place that is seldom in the cache, so a cell lies within one line of it, which is asked for ahead. Arrays of Swift
/// begin 32 bytes behind a line; so this type owns its memory, and it alone holds the pointer. Memory of some size has large pages, if the system has them:
/// with small ones a place costs a walk through the page table besides.
@safe
struct TallyTable<Cell: TallyCell>: ~Copyable, @unchecked Sendable {
    private var cells: UnsafeMutablePointer<Cell>
    private var shift: UInt64
    private(set) var count = 0
    /// Cells of which sums grew too large for them.
    private var putAside: [Cell] = []

    private static var firstBits: UInt64 { 10 }
    private static var lineByteCount: Int { 64 }
    private static var largePageByteCount: Int { 2 << 20 }

    /// An empty table.
    init() {
        shift = 64 - Self.firstBits
        unsafe cells = Self.allocate(1 << Int(Self.firstBits))
    }

    deinit { unsafe free(cells) }

    private var capacity: Int { 1 << Int(64 - shift) }

    /// Empty cells, at the beginning of a line or of a large page.
    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Cell> {
        precondition(lineByteCount.isMultiple(of: MemoryLayout<Cell>.stride), "a cell lies within a line of the cache")
        let byteCount = count * MemoryLayout<Cell>.stride
        let alignment = byteCount < largePageByteCount ? lineByteCount : largePageByteCount
        guard let memory = unsafe aligned_alloc(alignment, byteCount) else { preconditionFailure("no memory for \(byteCount) bytes") }
        if byteCount >= largePageByteCount { _ = unsafe madvise(memory, byteCount, MADV_HUGEPAGE) }
        let cells = unsafe memory.bindMemory(to: Cell.self, capacity: count)
        unsafe cells.initialize(repeating: Cell(), count: count)
        return unsafe cells
    }

    /// Asks for the line in which a cell with that key is looked for first.
    @inline(__always)
    func prefetch(_ key: Cell) { unsafe UnsafeMutableRawPointer(cells + Int(key.hash &>> shift)).prefetch() }

    /// Adds the sums of a call to those of the same key.
    ///
    /// - Complexity: O(1), on average.
    @inline(__always)
    mutating func add(_ call: Cell) {
        let mask = capacity &- 1
        var i = Int(call.hash &>> shift)
        while true {
            let cell = unsafe cells + i
            if unsafe cell.pointee.hasSameKey(as: call) {
                if unsafe cell.pointee.add(call) { putAside(at: i) }
                return
            }
            if unsafe cell.pointee.isEmpty {
                unsafe cell.pointee = call
                count &+= 1
                if count &* 4 > capacity &* 3 { grow() }
                return
            }
            i = (i &+ 1) & mask
        }
    }

    @inline(never)
    private mutating func putAside(at i: Int) {
        unsafe putAside.append(cells[i])
        unsafe cells[i].removeSums()
    }

    /// Moves all cells into a table twice as large.
    @inline(never)
    private mutating func grow() {
        let (old, oldCapacity) = unsafe (cells, capacity)
        shift -= 1
        unsafe cells = Self.allocate(capacity)
        let mask = capacity - 1
        for k in 0..<oldCapacity {
            let cell = unsafe old[k]
            if cell.isEmpty { continue }
            var i = Int(cell.hash &>> shift)
            while unsafe !cells[i].isEmpty { i = (i + 1) & mask }
            unsafe cells[i] = cell
        }
        unsafe free(old)
    }

    /// Every cell, in no order; nothing is left of them here. A key may come more than once.
    mutating func takeAll() -> [Cell] {
        var all: [Cell] = []
        all.reserveCapacity(count + putAside.count)
        for k in 0..<capacity {
            let cell = unsafe cells[k]
            if !cell.isEmpty { all.append(cell) }
        }
        all += putAside
        self = TallyTable()
        return all
    }
}
