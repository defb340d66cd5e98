internal import CallModel

/// The cells of a table by organization, once nothing more is counted: where they lie, in an order that puts each organization's side by side.
///
/// So that what follows has one organization's cells in hand at a time, which stay in the cache, and organizations can be shared out among cores. Once it is
/// arranged, which one task does, it never changes; that is why it may cross between threads.
final class TakenCells<Cell: TallyCell>: @unchecked Sendable {
    private let table: TallyTable<Cell>
    /// Cells that were widened before, behind the others.
    private let aside: [WideCell]
    private let words: @Sendable (Cell) -> WideCell.Words
    private let widen: @Sendable (Cell) -> WideCell
    /// Where cells lie, organization by organization, and where each organization's begin.
    private var places: [UInt32] = []
    private var starts: [Int]

    /// How many cells ahead of being read a cell is asked for: they lie anywhere.
    fileprivate static var cellsAhead: Int { 16 }

    /// - Parameters:
    ///   - words: The words of a cell.
    ///   - widen: All of a cell.
    init(
        _ table: consuming TallyTable<Cell>, aside: [WideCell] = [], organizationCount: Int, words: @escaping @Sendable (Cell) -> WideCell.Words,
        widen: @escaping @Sendable (Cell) -> WideCell
    ) {
        self.table = table
        self.aside = aside
        self.words = words
        self.widen = widen
        starts = [Int](repeating: 0, count: organizationCount + 1)
    }

    /// Puts each organization's cells side by side.
    ///
    /// - Complexity: O(cells + organizations).
    func arrange() {
        var found: [(place: UInt32, organization: Int32)] = []
        found.reserveCapacity(table.count + aside.count)
        let words = words
        table.forEach { place, cell in found.append((UInt32(place), Int32(words(cell).organization))) }
        for (k, cell) in aside.enumerated() { found.append((UInt32(table.placeCount + k), Int32(cell.organization))) }
        // In variables of its own, as each access to an object's is looked after.
        var starts = starts
        for (_, organization) in found { starts[Int(organization) + 1] += 1 }
        for k in 1..<starts.count { starts[k] += starts[k - 1] }
        var ends = starts
        var places = [UInt32](repeating: 0, count: found.count)
        for (place, organization) in found {
            places[ends[Int(organization)]] = place
            ends[Int(organization)] += 1
        }
        self.starts = starts
        self.places = places
    }

    /// How many cells the organizations before one have.
    func count(before organization: Int) -> Int { starts[organization] }

    /// An organization's cells in the order of their keys.
    ///
    /// - Complexity: O(n) for what one run has of cells.
    func sorted(_ organization: Int) -> SortedCells<Cell> {
        let (places, range) = (places, starts[organization]..<starts[organization + 1])
        var order: [SortKey] = []
        order.reserveCapacity(range.count)
        for k in range {
            if k + TakenCells.cellsAhead < range.upperBound { prefetch(places[k + TakenCells.cellsAhead]) }
            let words = words(of: places[k])
            order.append(SortKey(high: words.high, low: words.low, place: places[k]))
        }
        SortKey.sort(&order)
        return SortedCells(self, order)
    }

    @inline(__always)
    func prefetch(_ place: UInt32) { table.prefetch(place: Int(place)) }

    @inline(__always)
    private func words(of place: UInt32) -> WideCell.Words {
        Int(place) < table.placeCount ? words(table.cell(at: Int(place))) : aside[Int(place) - table.placeCount].words
    }

    @inline(__always)
    func widened(_ place: UInt32) -> WideCell {
        Int(place) < table.placeCount ? widen(table.cell(at: Int(place))) : aside[Int(place) - table.placeCount]
    }
}

/// Cells in the order of their keys, widened one by one, as there are many and wide ones are large.
struct SortedCells<Cell: TallyCell> {
    private let cells: TakenCells<Cell>
    private let order: [SortKey]
    private var next = 0

    fileprivate init(_ cells: TakenCells<Cell>, _ order: [SortKey]) {
        self.cells = cells
        self.order = order
    }

    /// How many are left, those of the same key apart.
    var count: Int { order.count - next }

    /// The organization and month of the next cell; `nil` at the end.
    var group: UInt64? { next < order.count ? order[next].high >> WideCell.groupShift : nil }

    /// The next cell, those of the same key together.
    ///
    /// - Precondition: There is one.
    mutating func take() -> WideCell {
        let key = order[next]
        if next &+ TakenCells<Cell>.cellsAhead < order.count { cells.prefetch(order[next &+ TakenCells<Cell>.cellsAhead].place) }
        var cell = cells.widened(key.place)
        next += 1
        while next < order.count, order[next].high == key.high, order[next].low == key.low {
            let more = cells.widened(order[next].place)
            // Sums of 64 bits: no run has as many seconds, and its charges were added up by the settler.
            _ = cell.sum.add(more.sum)
            cell.costWhole &+= more.costWhole
            cell.costUnits &+= more.costUnits
            next += 1
        }
        return cell
    }
}
