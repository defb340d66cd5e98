internal import CallModel

extension Span<UInt8> {
    /// Items with `;` between them, less blanks around them; empty ones are left out. The body gets where each stands.
    func forEachListItem(_ body: (Range<Int>) -> Void) {
        var start = 0
        while start < count {
            var end = start
            while end < count, self[end] != UInt8(ascii: ";") { end += 1 }
            let trimmed = extracting(start..<end).rangeWithoutBlanks
            if !trimmed.isEmpty { body(start + trimmed.lowerBound..<start + trimmed.upperBound) }
            start = end + 1
        }
    }

    /// How many line feeds there are, eight bytes at a time: a large file is gone over once for this, to make room for its rows.
    var lineFeedCount: Int {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        var total = 0
        var i = 0
        while i + 8 <= count {
            // The eight bytes from i lie within the text, as was just compared. A line feed becomes zero, which alone leaves its top bit unset.
            let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: i, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
            total += 8 - (((word & low) &+ low | word) & ~low).nonzeroBitCount
            i += 8
        }
        while i < count {
            if self[i] == UInt8(ascii: "\n") { total += 1 }
            i += 1
        }
        return total
    }

    /// A whole number of decimal digits, if it is at most `limit`.
    func wholeNumber(upTo limit: Int) -> Int? {
        if isEmpty || count > 18 { return nil }
        var value = 0
        for i in 0..<count {
            let digit = self[i] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            value = value * 10 + Int(digit)
        }
        return value <= limit ? value : nil
    }
}
