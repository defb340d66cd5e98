internal import CallModel
internal import Catalogue

/// Where cells stand that have a word before them: four bytes, so that the places of all users stay in the cache while the cells themselves do not.
struct CellPlace: Sendable, BitwiseCopyable {
    let eights: UInt32

    init(eights: UInt32) { self.eights = eights }

    /// Where the word stands among the bytes.
    @inline(__always)
    var offset: Int { Int(eights) << 3 }
}

/// Ready cells one after the other, while they are prepared. Each ends with the separator.
struct CellArena: ~Copyable {
    let marks: CellMarks
    private var writer = RowWriter()
    /// The most bytes between a ``begin()`` and its ``end(_:_:)``.
    private(set) var placedBytesMax = 0

    init(_ marks: CellMarks) { self.marks = marks }

    /// How many bytes there are.
    var count: Int { writer.count }

    /// Makes room for so many bytes.
    mutating func reserve(_ count: Int) { writer.reserve(count) }

    /// The bytes, and then slack.
    consuming func finish() -> [UInt8] {
        writer.append([UInt8](repeating: 0, count: RowWriter.slack))
        return writer.withBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
    }

    /// Begins cells that have a word of their own before them, which ``end(_:_:)`` writes; at a multiple of eight bytes.
    mutating func begin() -> CellPlace {
        let place = CellPlace(eights: UInt32((count + 7) / 8))
        writer.reserve(16)
        writer.put(0, count: place.offset - count)
        writer.put(0, count: 8)
        return place
    }

    /// Writes the word before cells.
    mutating func end(_ place: CellPlace, _ word: UInt64) {
        placedBytesMax = max(placedBytesMax, count - place.offset)
        writer.replace(at: place.offset, word)
    }

    /// A cell of text, a range of bytes that have slack.
    mutating func text(_ bytes: [UInt8], _ range: TextRange) {
        precondition(range.range.upperBound + RowWriter.slack <= bytes.count, "a text lies outside its arena")
        writer.reserve(RowWriter.textBound(Int(range.count)) + 1)
        writer.putText(bytes.span, at: Int(range.offset), count: Int(range.count), marks)
        writer.put(marks.separator)
    }

    /// A cell of text.
    mutating func text(_ text: String) -> CellRange {
        let start = count
        writer.putText(text, marks)
        writer.append([marks.separator])
        return CellRange(start: start, count: count - start)
    }

    /// The last cell of a row, with the line end.
    mutating func lastText(_ text: String) -> CellRange {
        let start = count
        writer.putText(text, marks)
        writer.append(marks.lineEnd)
        return CellRange(start: start, count: count - start)
    }

    /// Bytes as they are, without a separator.
    mutating func bytes(_ bytes: some Collection<UInt8>) -> CellRange {
        let start = count
        writer.append(bytes)
        return CellRange(start: start, count: bytes.count)
    }

    /// A usage location, which Excel leaves alone.
    mutating func country(_ country: Country) {
        writer.reserve(3)
        if let letters = country.letters {
            writer.put(letters.0)
            writer.put(letters.1)
        }
        writer.put(marks.separator)
    }

    /// The cells 28 and 29 of a rate.
    mutating func priceAndPrefix(_ rate: Rate) {
        writer.reserve(64 + RowWriter.textBound(24))
        writer.put(rate: rate.perMinute, decimalSeparator: marks.decimalSeparator)
        writer.put(marks.separator)
        let digitCount = Int(rate.prefixCount)
        var digits = InlineArray<24, UInt8>(repeating: UInt8(ascii: "0"))
        var rest = rate.prefix
        for i in stride(from: min(digitCount, 20) - 1, through: 0, by: -1) {
            digits[i] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        writer.putText(digits.span, at: 0, count: min(digitCount, 20), marks)
        writer.put(marks.separator)
    }

    /// The cells 17–19 of a call that cost nothing.
    mutating func zeroAmounts(decimals: Int, currency: String) -> CellRange {
        let start = count
        for _ in 0..<2 {
            writer.reserve(32)
            writer.put(.zero, decimals: decimals, decimalSeparator: marks.decimalSeparator)
            writer.put(marks.separator)
        }
        _ = text(currency)
        return CellRange(start: start, count: count - start)
    }
}

extension RowWriter {
    /// A cell of text that is rare enough to be a `String`; reserves for itself.
    mutating func putText(_ text: String, _ marks: CellMarks) {
        let count = text.utf8.count
        let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: RowWriter.slack)
        reserve(RowWriter.textBound(count))
        putText(bytes.span, at: 0, count: count, marks)
    }
}
