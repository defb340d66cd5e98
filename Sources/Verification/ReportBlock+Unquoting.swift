extension ReportBlock {
    /// Takes quotes and formulas off the cells from `first` on. What comes out is never longer, so it is written where it was read.
    mutating func unquoteCells(from first: Int) {
        for i in first..<cells.count where cells[i].isQuoted { cells[i] = unquote(cells[i]) }
    }

    /// A quoted cell, from its quote until its closing one: quotes undoubled (RFC 4180), then, in the dialect `excel`, the text of a formula.
    private mutating func unquote(_ cell: Cell) -> Cell {
        let start = Int(cell.start) + 1
        var end = undouble(start..<Int(cell.end))
        var from = start
        if style.isExcel, end - start >= 3, bytes[start] == UInt8(ascii: "="), bytes[start + 1] == UInt8(ascii: "\"") {
            end = literal(start + 2..<end)
        } else if style.isExcel, start < end, bytes[start] == UInt8(ascii: "'") {
            // A text too long for a formula.
            from += 1
        }
        return Cell(start: Int32(truncatingIfNeeded: from), end: Int32(truncatingIfNeeded: end), isQuoted: true)
    }

    /// Makes one quote of two; returns the end.
    private mutating func undouble(_ range: Range<Int>) -> Int {
        var to = range.lowerBound
        var i = range.lowerBound
        while i < range.upperBound {
            let byte = bytes[i]
            bytes[to] = byte
            to += 1
            i += byte == UInt8(ascii: "\"") ? 2 : 1
        }
        return to
    }

    /// Makes the text of the literals `text"&"text"`, which begin behind the formula's first quote, and puts it where the formula begins, two bytes
    /// before; returns the end. What is no such formula stays as it was, so that it is no text that a check expects.
    private mutating func literal(_ range: Range<Int>) -> Int {
        let quote = UInt8(ascii: "\"")
        var text: [UInt8] = []
        var i = range.lowerBound
        while i < range.upperBound {
            if bytes[i] != quote {
                text.append(bytes[i])
                i += 1
            } else if i + 1 == range.upperBound {
                for (k, byte) in text.enumerated() { bytes[range.lowerBound - 2 + k] = byte }
                return range.lowerBound - 2 + text.count
            } else if bytes[i + 1] == quote {
                text.append(quote)
                i += 2
            } else if i + 2 < range.upperBound, bytes[i + 1] == UInt8(ascii: "&"), bytes[i + 2] == quote {
                i += 3
            } else {
                break
            }
        }
        return range.upperBound
    }
}
