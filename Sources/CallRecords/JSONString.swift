import CallModel

/// Reads strings of JSON (RFC 8259, section 7).
enum JSONString {
    /// The string whose opening quote stands at `start`, below `end`: where its content stands, behind the text if it had escapes, and where it ends.
    ///
    /// A half of a surrogate pair alone becomes U+FFFD. `nil` if it has no end or an escape that there is not.
    @inline(__always)
    static func read(_ text: inout [UInt8], _ start: Int, _ end: Int, _ tail: inout Int) -> (content: TextRange, end: Int)? {
        let close = ObjectScan.stringEnd(text.span, from: start + 1, to: end)
        if close < 0 { return nil }
        let content = start + 1..<close - 1
        if !hasBackslash(text.span, content) { return (TextRange(offset: content.lowerBound, count: content.count), close) }
        guard let decoded = decode(&text, content, &tail) else { return nil }
        return (decoded, close)
    }

    @inline(__always)
    static func hasBackslash(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let pattern = DelimiterWord.pattern(UInt8(ascii: "\\"))
        var i = range.lowerBound
        while i < range.upperBound {
            var hits = DelimiterWord.matches(text.wordWithoutBoundsCheck(at: i), pattern)
            let left = range.upperBound - i
            if left < 8 { hits &= (1 << UInt64(8 * left)) &- 1 }
            if hits != 0 { return true }
            i += 8
        }
        return false
    }

    /// Writes the content behind the text, its escapes replaced.
    @inline(never)
    static func decode(_ text: inout [UInt8], _ content: Range<Int>, _ tail: inout Int) -> TextRange? {
        // No escape is shorter than what it stands for.
        RecordComposer.reserve(content.count, &text, tail)
        let start = tail
        var i = content.lowerBound
        while i < content.upperBound {
            let byte = text[i]
            i += 1
            if byte != UInt8(ascii: "\\") {
                text[tail] = byte
                tail += 1
                continue
            }
            guard i < content.upperBound else { return nil }
            let escape = text[i]
            i += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text[tail] = escape
            case UInt8(ascii: "b"): text[tail] = 0x08
            case UInt8(ascii: "f"): text[tail] = 0x0C
            case UInt8(ascii: "n"): text[tail] = 0x0A
            case UInt8(ascii: "r"): text[tail] = 0x0D
            case UInt8(ascii: "t"): text[tail] = 0x09
            case UInt8(ascii: "u"):
                guard let scalar = scalar(text.span, &i, content.upperBound) else { return nil }
                for unit in UTF8.encode(scalar) ?? UTF8.EncodedScalar() {
                    text[tail] = unit
                    tail += 1
                }
                continue
            default: return nil
            }
            tail += 1
        }
        return TextRange(offset: start, count: tail - start)
    }

    /// The character of four hexadecimal digits at `i`, and of the other half of its pair if one follows.
    private static func scalar(_ text: Span<UInt8>, _ i: inout Int, _ end: Int) -> Unicode.Scalar? {
        guard let first = hexadecimal(text, i, end) else { return nil }
        i += 4
        if (0xD800..<0xDC00).contains(first), i + 6 <= end, text[i] == UInt8(ascii: "\\"), text[i + 1] == UInt8(ascii: "u"),
            let second = hexadecimal(text, i + 2, end), (0xDC00..<0xE000).contains(second)
        {
            i += 6
            return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        }
        return Unicode.Scalar(first) ?? "\u{FFFD}"
    }

    private static func hexadecimal(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt32? {
        guard start + 4 <= end else { return nil }
        var value: UInt32 = 0
        for i in start..<start + 4 {
            let digit: UInt8
            switch text[i] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = text[i] - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = text[i] - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = text[i] - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
