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
