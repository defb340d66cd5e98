/// A phone number as a report has it: `+`, visible digits, and possibly masked ones (rating-rules.md §4).
struct NumberText: Hashable, Sendable {
    /// The visible digits as a number.
    var digits: UInt64
    /// How many digits are visible: 1 … 15.
    var visibleCount: Int
    /// How many are masked.
    var maskedCount: Int

    /// The most digits, masked ones among them.
    static let digitsMax = 15

    /// Reads a cell; `nil` if it is no number in this form.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard range.count >= 2, range.count <= NumberText.digitsMax + 1, bytes[range.lowerBound] == UInt8(ascii: "+") else { return nil }
        self.init(bytes, digits: range.lowerBound + 1..<range.upperBound)
    }

    /// Reads digits without `+`.
    init?(_ bytes: Span<UInt8>, digits range: Range<Int>) {
        (digits, visibleCount, maskedCount) = (0, 0, 0)
        if range.isEmpty || range.count > NumberText.digitsMax || bytes[range.lowerBound] == UInt8(ascii: "0") { return nil }
        for i in range {
            let digit = bytes[i] &- UInt8(ascii: "0")
            if digit <= 9, maskedCount == 0 {
                digits = digits * 10 + UInt64(digit)
                visibleCount += 1
            } else if bytes[i] == UInt8(ascii: "*"), visibleCount > 0 {
                maskedCount += 1
            } else {
                return nil
            }
        }
    }

    /// Visible digits and the count of masked ones in one word, which is never 0.
    var word: UInt64 { digits << 4 | UInt64(maskedCount) }

    /// Whether a text that was reported as it came would have been a number, cleaned as §4 says.
    static func wouldBeNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var text = String(decoding: range.map { bytes[$0] }, as: UTF8.self).unicodeScalars[...]
        func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\u{A0}" }
        text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        let scheme = String(String.UnicodeScalarView(text.prefix(4))).lowercased()
        if scheme == "tel:" || scheme == "sip:" { text = text.dropFirst(4) }
        text = text.prefix { $0 != "@" && $0 != ";" }
        var left = text.filter { !isBlank($0) && !"-.()".unicodeScalars.contains($0) }[...]
        if left.first == "+" { left.removeFirst() }
        guard left.allSatisfy(\.isASCII) else { return false }
        let digits = left.map { UInt8(truncatingIfNeeded: $0.value) }
        return NumberText(digits.span, digits: 0..<digits.count) != nil
    }

    /// A text for messages: all digits but the first three are masked.
    static func masked(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var shown = 0
        var text: [UInt8] = []
        for i in range {
            let isDigit = bytes[i] &- UInt8(ascii: "0") <= 9
            if isDigit { shown += 1 }
            text.append(isDigit && shown > 3 ? UInt8(ascii: "*") : bytes[i])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
