/// What Excel makes of a text when it opens a CSV file.
///
/// Excel takes a cell for a number, a date, a time, an amount or a truth value if all of it can be read so, in the language of whoever opens the file;
/// else it is text and stays. So one word that occurs in no date and no amount is enough: `call-1` stays, `1-2` and
/// `Dec-12` do not. Which words may occur is decided over many languages at once and in doubt against the text, as a formula does no harm.
enum ExcelText {
    /// Digits that Excel shows as they are in a cell of the format General.
    static let digitsMax = 11
    /// The most characters of a literal in a formula.
    static let literalMax = 255
    /// The most characters of a formula.
    static let formulaMax = 8192

    /// The byte at `i`, which is within the text or its slack.
    @inline(__always)
    static func byte(_ text: Span<UInt8>, _ i: Int) -> UInt8 { unsafe text[unchecked: i] }

    /// Whether the text may be written without a formula.
    ///
    /// - Complexity: O(`count`), but most texts are decided by their first word.
    static func staysAsIs(_ text: Span<UInt8>, at start: Int, count: Int) -> Bool {
        let end = start + count
        var i = start
        while i < end, byte(text, i) <= 0x20 { i += 1 }
        if i == end { return true }
        if beginsFormula(text, i, end) || (i > start && byte(text, start) < 0x20) { return false }
        let first = i
        var digits = 0
        var hasWord = false
        while i < end {
            let b = byte(text, i)
            if isDigit(b) {
                digits += 1
                i += 1
            } else if isLetter(b) {
                let word = Word(text, i, end)
                let isBetweenDigits = i > first && isDigit(byte(text, i - 1)) && word.end < end && isDigit(byte(text, word.end))
                if !word.mayBeRead(betweenDigits: isBetweenDigits) { return true }
                hasWord = true
                i = word.end
            } else if b == 0xC2 || b == 0xE2 {
                // Latin signs, and signs of money and punctuation, are no letters: £, no-break space, €.
                i += b == 0xC2 ? 2 : 3
            } else if b >= 0x80 {
                if isForeignDigit(text, i, end) { digits += 1 }
                hasWord = true
                i += 1
            } else {
                i += 1
            }
        }
        if digits == 0 { return !hasWord || !ExcelWords.isTruthValue(text, first, end) }
        if digits < count { return false }
        return count <= digitsMax && (count == 1 || byte(text, start) != UInt8(ascii: "0"))
    }

    /// Whether a full-width or Arabic digit begins at `i`, which Excel reads too.
    private static func isForeignDigit(_ text: Span<UInt8>, _ i: Int, _ end: Int) -> Bool {
        guard i + 1 < end else { return false }
        let second = byte(text, i + 1)
        switch byte(text, i) {
        case 0xEF: return second == 0xBC && i + 2 < end && byte(text, i + 2) &- 0x90 < 10
        case 0xD9: return second &- 0xA0 < 10
        case 0xDB: return second &- 0xB0 < 10
        default: return false
        }
    }

    /// Whether a cell that begins so is run, or read as an error; full-width forms count too.
    private static func beginsFormula(_ text: Span<UInt8>, _ i: Int, _ end: Int) -> Bool {
        switch byte(text, i) {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: "'"): return true
        case 0xEF: return i + 2 < end && byte(text, i + 1) == 0xBC
        case 0xC2: return i + 2 < end && byte(text, i + 1) == 0xA0 && beginsFormula(text, i + 2, end)
        default: return false
        }
    }

    /// Whether a formula for the text stays below Excel's limit.
    static func fitsFormula(_ text: Span<UInt8>, at start: Int, count: Int) -> Bool {
        // `=` and, for each piece, two quotes and an `&`; a piece that is cut before a wide character is at least 254 wide.
        var width = 0
        for i in start..<start + count { width += literalWidth(byte(text, i)) }
        let pieces = width / (literalMax - 1) + 1
        return 1 + width + 3 * pieces <= formulaMax
    }

    /// Characters, as Excel counts them (UTF-16), that begin with a byte; a quote is doubled.
    @inline(__always)
    static func literalWidth(_ byte: UInt8) -> Int {
        if byte == UInt8(ascii: "\"") || byte >= 0xF0 { return 2 }
        return byte & 0xC0 == 0x80 ? 0 : 1
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// Whether a byte belongs to a letter of a Latin script: ASCII, or U+00C0 … U+024F and what continues it.
    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- 0xC3 < 7 }

    /// A run of Latin letters.
    private struct Word {
        /// Behind its last byte; only found if the word had to be read to its end.
        var end: Int
        /// How many letters it has, three at most.
        var letterCount = 0
        /// The first three letters, or less, as ``ExcelWords`` counts them; `nil` if one of them has no plain form.
        var start: Int? = 0

        @inline(__always)
        init(_ text: Span<UInt8>, _ first: Int, _ textEnd: Int) {
            end = first
            while end < textEnd {
                let b = byte(text, end)
                var letter = Int(b | 0x20) - 0x60
                if letter < 1 || letter > 26 {
                    if b &- 0xC3 >= 7 || end + 1 >= textEnd { break }
                    letter = b == 0xC3 ? ExcelWords.plainLetter(byte(text, end + 1)) : 0
                    end += 1
                }
                end += 1
                if letterCount == 3 { continue }
                letterCount += 1
                start = letter == 0 ? nil : start.map { $0 << 5 | letter }
            }
        }

        /// Whether it may be a part of a number, date, time or amount.
        @inline(__always)
        func mayBeRead(betweenDigits: Bool) -> Bool {
            guard let start else { return true }
            // `1E5`, `12h30` and `2026-10-01T08:15` may be read; other letters between digits make text, as in hexadecimal ids.
            if betweenDigits && letterCount < 3 { return start == 5 || start == 8 || start == 20 }
            return ExcelWords.mayBegin(start)
        }
    }
}
