/// Takes the rows of a CSV text of the dialect `plain` apart.
///
/// The cells of a row lie one behind the other, each with a NUL at its end, as C takes them; a NUL within a cell is shown as `␀`, which a workbook can hold.
struct RowCells {
    /// The cells of the row.
    private(set) var bytes: [UInt8] = []
    /// Where each cell begins in ``bytes``; its NUL is not part of it.
    private(set) var starts: [Int] = []
    /// The length of each cell.
    private(set) var counts: [Int] = []

    /// What stands for NUL: U+2400.
    private static let shownNUL: [UInt8] = [0xE2, 0x90, 0x80]

    /// Reads the row at `i`, and moves `i` behind its line feed.
    ///
    /// - Precondition: A whole row begins there.
    mutating func read(_ text: Span<UInt8>, at i: inout Int) {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        while true {
            let start = bytes.count
            if i < text.count, text[i] == UInt8(ascii: "\"") {
                i += 1
                while i < text.count {
                    if text[i] == UInt8(ascii: "\"") {
                        i += 1
                        if i == text.count || text[i] != UInt8(ascii: "\"") { break }
                    }
                    put(text[i])
                    i += 1
                }
            } else {
                while i < text.count, text[i] != UInt8(ascii: ","), text[i] != UInt8(ascii: "\n") {
                    put(text[i])
                    i += 1
                }
            }
            starts.append(start)
            counts.append(bytes.count - start)
            bytes.append(0)
            let isLast = i >= text.count || text[i] == UInt8(ascii: "\n")
            i += 1
            if isLast { return }
        }
    }

    private mutating func put(_ byte: UInt8) {
        if byte == 0 { bytes += RowCells.shownNUL } else { bytes.append(byte) }
    }

    /// The text of a cell of ASCII digits, `-` and `.`, with how many digits it has and how many of them are decimals; `nil` if it is none.
    func number(_ cell: Int) -> (digits: Int, decimals: Int)? {
        var (digits, decimals) = (0, -1)
        for k in 0..<counts[cell] {
            let byte = bytes[starts[cell] + k]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if decimals >= 0 { decimals += 1 }
            case UInt8(ascii: "-"): if k > 0 { return nil }
            case UInt8(ascii: "."):
                if decimals >= 0 { return nil }
                decimals = 0
            default: return nil
            }
        }
        return digits == 0 ? nil : (digits, max(0, decimals))
    }

    /// The two or four digits at a place of a cell.
    func digits(_ cell: Int, _ place: Int, _ count: Int) -> Int32 {
        var value: Int32 = 0
        for k in 0..<count where place + k < counts[cell] { value = value * 10 + Int32(bytes[starts[cell] + place + k] &- UInt8(ascii: "0")) }
        return value
    }
}
