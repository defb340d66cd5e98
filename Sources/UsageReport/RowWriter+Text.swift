internal import CallModel

/// Where a ready cell, or several, stand among prepared bytes.
struct CellRange: Hashable, Sendable {
    /// The first byte.
    var start: Int
    /// How many bytes.
    var count: Int

    static let empty = CellRange(start: 0, count: 0)

    @inline(__always)
    init(start: Int, count: Int) {
        self.start = start
        self.count = count
    }

    /// From one start to the next.
    @inline(__always)
    init(start: Int, end: Int) { self.init(start: start, count: end - start) }
}

extension RowWriter {
    /// Ready cells as they are.
    @inline(__always)
    mutating func put(_ cells: Span<UInt8>, _ range: CellRange) { put(cells, at: range.start, count: range.count) }

    /// The most bytes that ``putText(_:at:count:_:inLowerCase:)`` writes for a text of `count` bytes: a quote becomes four, and a long formula is cut into pieces.
    static func textBound(_ count: Int) -> Int { 5 * count + 16 }

    /// A cell of text, quoted or made a formula if it has to be; in lower case (ASCII) if wanted.
    ///
    /// The text is copied while it is looked at, eight bytes at a time; nearly all are done then. Reserve ``textBound(_:)``.
    @inline(__always)
    mutating func putText(_ text: Span<UInt8>, at start: Int, count: Int, _ marks: CellMarks, inLowerCase: Bool = false) {
        if count == 0 { return }
        if copy(text, at: start, count: count, marks, changing: { inLowerCase ? RowWriter.lowercased($0) : $0 })
            || (marks.isExcel && !ExcelText.isPlainlyText(text, at: start, count: count)
                && !ExcelText.staysAsIs(text, at: start, count: count))
        {
            let first = unsafe next
            unsafe next = RowWriter.putMarked(text, start, count, marks, at: next)
            // The marks have no letters, so the whole cell can be lowered.
            if inLowerCase { unsafe RowWriter.lowercase(first, next) }
        } else {
            unsafe next += count
        }
    }

    /// A text of which it is known that it needs no quotes. It has `CallBatch.slack` readable bytes behind it.
    @inline(__always)
    mutating func putBare(_ text: Span<UInt8>, _ range: TextRange, piecesAtOnce: Int = 2) {
        put(text, at: Int(range.offset), count: Int(range.count), piecesAtOnce: piecesAtOnce)
    }

    /// Copies text to where the next byte goes, and stays there. Returns whether a byte may need quotes.
    @inline(__always)
    private func copy(_ text: Span<UInt8>, at start: Int, count: Int, _ marks: CellMarks, changing change: (UInt64) -> UInt64) -> Bool {
        var suspects: UInt64 = 0
        var i = 0
        while i + 8 < count {
            let word = text.wordWithoutBoundsCheck(at: start + i)
            unsafe (next + i).storeBytes(of: change(word).littleEndian, as: UInt64.self)
            suspects |= marks.suspects(in: word)
            i += 8
        }
        // One to eight bytes are left; what lies behind them does not count.
        let word = text.wordWithoutBoundsCheck(at: start + i)
        unsafe (next + i).storeBytes(of: change(word).littleEndian, as: UInt64.self)
        suspects |= marks.suspects(in: word) & (UInt64.max &>> UInt64(truncatingIfNeeded: 8 * (i + 8 - count)))
        return suspects != 0
    }

    /// Eight bytes with ASCII capitals in lower case.
    @inline(__always)
    static func lowercased(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low7 = word & (ones &* 0x7F)
        // The high bit of each sum tells whether the byte is at least `A`, and whether it is beyond `Z`.
        let fromA = low7 &+ ones &* (0x80 - 0x41)
        let beyondZ = low7 &+ ones &* (0x80 - 0x5B)
        let capitals = (fromA ^ beyondZ) & ~word & (ones &* 0x80)
        return word | capitals >> 2
    }

    @inline(never)
    private static func lowercase(_ first: UnsafeMutableRawPointer, _ end: UnsafeMutableRawPointer) {
        var p = unsafe first
        while unsafe p < end {
            let byte = unsafe p.load(as: UInt8.self)
            unsafe put(asciiLowercased(byte), &p)
        }
    }

    /// The slow twin of the copy: decides exactly, and writes the cell byte by byte. Returns where the next byte goes.
    @inline(never)
    private static func putMarked(
        _ text: Span<UInt8>, _ start: Int, _ count: Int, _ marks: CellMarks, at p: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        if marks.isExcel && !ExcelText.staysAsIs(text, at: start, count: count) {
            if ExcelText.fitsFormula(text, at: start, count: count) { return unsafe putFormula(text, start, count, at: p) }
            return unsafe putQuoted(text, start, count, before: UInt8(ascii: "'"), at: p)
        }
        let needsQuotes = (start..<start + count).contains { marks.needsQuotes(ExcelText.byte(text, $0)) }
        if needsQuotes { return unsafe putQuoted(text, start, count, before: nil, at: p) }
        var p = unsafe p
        for i in start..<start + count { unsafe put(ExcelText.byte(text, i), &p) }
        return unsafe p
    }

    /// `"text"`, quotes doubled (RFC 4180), possibly with a byte before the text.
    private static func putQuoted(
        _ text: Span<UInt8>, _ start: Int, _ count: Int, before mark: UInt8?, at p: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var p = unsafe p
        let quote = UInt8(ascii: "\"")
        unsafe put(quote, &p)
        if let mark { unsafe put(mark, &p) }
        for i in start..<start + count {
            let byte = ExcelText.byte(text, i)
            unsafe put(byte, &p)
            if byte == quote { unsafe put(quote, &p) }
        }
        unsafe put(quote, &p)
        return unsafe p
    }

    /// `="text"` as a quoted field, in pieces joined by `&`, because Excel takes no literal of more than 255 characters.
    private static func putFormula(_ text: Span<UInt8>, _ start: Int, _ count: Int, at p: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        var p = unsafe p
        let quote = UInt8(ascii: "\"")
        unsafe put(quote, &p)
        unsafe put(UInt8(ascii: "="), &p)
        unsafe put(quote, &p)
        unsafe put(quote, &p)
        var used = 0
        for i in start..<start + count {
            let byte = ExcelText.byte(text, i)
            let width = ExcelText.literalWidth(byte)
            if used + width > ExcelText.literalMax {
                for mark in [quote, quote, UInt8(ascii: "&"), quote, quote] { unsafe put(mark, &p) }
                used = 0
            }
            used += width
            unsafe put(byte, &p)
            if byte == quote {
                for _ in 0..<3 { unsafe put(quote, &p) }
            }
        }
        for _ in 0..<3 { unsafe put(quote, &p) }
        return unsafe p
    }

    @inline(__always)
    private static func put(_ byte: UInt8, _ p: inout UnsafeMutableRawPointer) {
        unsafe p.storeBytes(of: byte, as: UInt8.self)
        unsafe p += 1
    }
}
