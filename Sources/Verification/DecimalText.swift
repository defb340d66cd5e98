/// A decimal number as it stands in a cell.
struct DecimalText: Hashable, Sendable {
    /// In units of 10⁻⁸.
    var units: Int64
    /// How many decimals are written.
    var decimals: Int
    /// The byte before them; 0 without decimals.
    var mark: UInt8

    /// Units in one.
    static let unitsPerOne: Int64 = 100_000_000
    /// The most decimals.
    static let decimalsMax = 8

    /// Reads a cell; `nil` if it is no such number, or one beyond 64 bits.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var i = range.lowerBound
        let isNegative = i < range.upperBound && bytes[i] == UInt8(ascii: "-")
        if isNegative { i += 1 }
        var value: Int64 = 0
        var wholeCount = 0
        let first = i
        (decimals, mark) = (0, 0)
        while i < range.upperBound {
            let digit = bytes[i] &- UInt8(ascii: "0")
            if digit > 9 {
                guard mark == 0, bytes[i] == UInt8(ascii: ".") || bytes[i] == UInt8(ascii: ",") else { return nil }
                mark = bytes[i]
            } else {
                let (product, isOver) = value.multipliedReportingOverflow(by: 10)
                let (sum, isOverToo) = product.addingReportingOverflow(Int64(digit))
                if isOver || isOverToo { return nil }
                value = sum
                if mark == 0 { wholeCount += 1 } else { decimals += 1 }
            }
            i += 1
        }
        if wholeCount == 0 || decimals > DecimalText.decimalsMax || (mark != 0 && decimals == 0) { return nil }
        // 007 is no number that a run writes.
        if wholeCount > 1, bytes[first] == UInt8(ascii: "0") { return nil }
        for _ in decimals..<DecimalText.decimalsMax {
            let (product, isOver) = value.multipliedReportingOverflow(by: 10)
            if isOver { return nil }
            value = product
        }
        if isNegative, value == 0 { return nil }
        units = isNegative ? -value : value
    }

    /// Reads a whole number without sign or leading zeros, of up to 18 digits.
    @inline(__always)
    static func count(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        if range.isEmpty || range.count > 18 { return nil }
        var value: Int64 = 0
        for i in range {
            let digit = bytes[i] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return range.count > 1 && bytes[range.lowerBound] == UInt8(ascii: "0") ? nil : value
    }

    /// An amount of 10⁻⁸ with so many decimals, or with all eight if it needs more.
    static func text(_ units: some BinaryInteger, decimals: Int) -> String {
        var digits = String(units.magnitude)
        digits = String(repeating: "0", count: max(0, decimalsMax + 1 - digits.count)) + digits
        let whole = (units < 0 ? "-" : "") + digits.dropLast(decimalsMax)
        let fraction = digits.suffix(decimalsMax)
        if fraction.dropFirst(decimals).contains(where: { $0 != "0" }) { return whole + "." + fraction }
        return decimals == 0 ? whole : whole + "." + fraction.prefix(decimals)
    }
}
