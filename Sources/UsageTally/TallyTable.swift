internal import CallModel

/// Cells by their keys: an open-addressed table, at least a quarter of it empty.
///
/// A cell is in its own place or the other one of its line, or else in one of the lines behind it: the first two are looked at without a branch.
///
/// It is as large as it has to be, and no power of two: what is read from anywhere should lie in as few places as it can. It alone holds a pointer to its
/// memory (``TableMemory``).
@safe
struct TallyTable<Cell: TallyCell>: ~Copyable {
    private var memory: TableMemory
    private var cells: UnsafeMutablePointer<Cell>
    private var capacity: Int
    private(set) var count = 0
    /// Cells of which sums grew too large for them.
    private var putAside: [Cell] = []

    private static var firstCapacity: Int { 1024 }

    /// An empty table with room for so many cells. Memory is taken where cells come to lie.
    init(minimumCapacity count: Int = 0) {
        capacity = max(Self.firstCapacity, count / 3 * 4) & ~1
        memory = Self.allocate(capacity)
        unsafe cells = Self.bind(memory, capacity)
    }

    private static func allocate(_ count: Int) -> TableMemory {
        precondition(TableMemory.lineByteCount.isMultiple(of: MemoryLayout<Cell>.stride), "a cell lies within a line of the cache")
        return TableMemory(byteCount: count * MemoryLayout<Cell>.stride)
    }

    /// A cell of zeros is an empty one (``TallyCell``), so nothing has to be written.
    private static func bind(_ memory: borrowing TableMemory, _ count: Int) -> UnsafeMutablePointer<Cell> {
        unsafe memory.start.bindMemory(to: Cell.self, capacity: count)
    }

    /// Where a cell is looked for first: hashes spread over the table in their order.
    @inline(__always)
    private static func place(_ hash: UInt64, in capacity: Int) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: capacity)).high)
    }

    /// Sees to it that so many keys can be added before the table grows, which moves all cells: so places of them can be kept until then.
    @inline(__always)
    mutating func reserve(_ more: Int) { while (count &+ more) &* 4 > capacity &* 3 { grow() } }

    /// Where a cell of a hash is looked for first; asks for its line.
    @inline(__always)
    func prefetch(_ hash: UInt64) -> UInt32 {
        let place = Self.place(hash, in: capacity)
        unsafe UnsafeMutableRawPointer(cells + place).prefetch()
        return UInt32(truncatingIfNeeded: place)
    }

    /// Adds the sums of a call to those of the same key.
    ///
    /// - Parameter place: Where a cell of its hash is looked for first (``prefetch(_:)``).
    /// - Precondition: Room for the key was reserved.
    /// - Complexity: O(1), on average.
    @inline(__always)
    mutating func add(_ call: Cell, at place: UInt32) {
        // The capacity is even, so both cells of the pair are within the table.
        precondition(Int(place) < capacity, "a place lies behind the table")
        // By bits, as `&&` is a branch.
        let (isHere, isThere) = unsafe (cells[Int(place)].hasSameKey(as: call).bit, cells[Int(place) ^ 1].hasSameKey(as: call).bit)
        let i = Int(place) ^ Int(isThere & ~isHere)
        if unsafe !cells[i].hasSameKey(as: call) { return addElsewhere(call, from: Int(place)) }
        if unsafe cells[i].add(call) { putAside(at: i) }
    }

    /// The same for a key that is new, or not in the first two places.
    @inline(never)
    private mutating func addElsewhere(_ call: Cell, from place: Int) {
        var i = place
        while true {
            if unsafe cells[i].hasSameKey(as: call) {
                if unsafe cells[i].add(call) { putAside(at: i) }
                return
            }
            if unsafe cells[i].isEmpty {
                unsafe cells[i] = call
                count &+= 1
                return
            }
            i = Self.next(i, from: place, capacity)
        }
    }

    /// Where to look after `i` for a cell whose own place is `place`: at the other one of the pair, then behind it.
    @inline(__always)
    private static func next(_ i: Int, from place: Int, _ capacity: Int) -> Int {
        if i == place { return i ^ 1 }
        let next = i == place ^ 1 ? (place | 1) &+ 1 : i &+ 1
        return next == capacity ? 0 : next
    }

    @inline(never)
    private mutating func putAside(at i: Int) {
        unsafe putAside.append(cells[i])
        unsafe cells[i].removeSums()
    }

    /// Moves all cells into a table half as large again.
    @inline(never)
    private mutating func grow() {
        let larger = (capacity / 2 * 3) & ~1
        let grown = Self.allocate(larger)
        let (old, new) = unsafe (cells, Self.bind(grown, larger))
        for k in 0..<capacity {
            let cell = unsafe old[k]
            if cell.isEmpty { continue }
            let place = Self.place(cell.hash, in: larger)
            var i = place
            while unsafe !new[i].isEmpty { i = Self.next(i, from: place, larger) }
            unsafe new[i] = cell
        }
        capacity = larger
        unsafe cells = new
        // With this the old cells are gone.
        memory = grown
    }

    /// Places of cells, which ``forEach(_:)`` counts from 0 on: of those in the table, empty ones too, and of those put aside.
    var placeCount: Int { capacity + putAside.count }

    /// Every cell with its place, in no order. A key may come more than once.
    func forEach(_ body: (_ place: Int, _ cell: Cell) -> Void) {
        for k in 0..<capacity {
            let cell = unsafe cells[k]
            if !cell.isEmpty { body(k, cell) }
        }
        for (k, cell) in putAside.enumerated() { body(capacity + k, cell) }
    }

    /// The cell of a place.
    @inline(__always)
    func cell(at place: Int) -> Cell {
        if place >= capacity { return putAside[place - capacity] }
        precondition(place >= 0, "a place lies before the table")
        return unsafe cells[place]
    }

    /// Asks for the cell of a place.
    @inline(__always)
    func prefetch(place: Int) { unsafe UnsafeMutableRawPointer(cells + place).prefetch() }
}
