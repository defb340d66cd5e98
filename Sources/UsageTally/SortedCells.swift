internal import CallModel

/// Cells of a table in the order of their keys, widened one by one, as there are many and wide ones are large.
struct SortedCells<Cell: TallyCell>: Sendable {
    private let cells: [Cell]
    private let order: [Key]
    private var next = 0
    private let widen: @Sendable (Cell) -> WideCell

    private struct Key: BitwiseCopyable, Sendable {
        var high: UInt64
        var low: UInt64
        var place: Int
    }

    /// How many cells ahead of being taken a cell is asked for: they lie anywhere.
    private static var cellsAhead: Int { 16 }

    /// Sorts cells; a key may come more than once.
    ///
    /// - Complexity: O(n log n).
    init(_ cells: [Cell], widen: @escaping @Sendable (Cell) -> WideCell) {
        var order = cells.indices.map { place in
            let cell = widen(cells[place])
            return Key(high: cell.high, low: cell.low, place: place)
        }
        order.sort { ($0.high, $0.low) < ($1.high, $1.low) }
        self.cells = cells
        self.order = order
        self.widen = widen
    }

    /// The organization and month of the next cell; `nil` at the end.
    var group: UInt64? { next < order.count ? order[next].high >> WideCell.groupShift : nil }

    /// The next cell, those of the same key together.
    ///
    /// - Precondition: There is one.
    mutating func take() -> WideCell {
        let key = order[next]
        if next &+ SortedCells.cellsAhead < order.count { cells.prefetch(order[next &+ SortedCells.cellsAhead].place) }
        var cell = widen(cells[key.place])
        next += 1
        while next < order.count, order[next].high == key.high, order[next].low == key.low {
            let more = widen(cells[order[next].place])
            // Sums of 64 bits: no run has as many seconds, and its charges were added up by the settler.
            _ = cell.sum.add(more.sum)
            cell.costWhole &+= more.costWhole
            cell.costUnits &+= more.costUnits
            next += 1
        }
        return cell
    }
}
