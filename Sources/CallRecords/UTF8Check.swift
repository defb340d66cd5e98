extension Span<UInt8> {
    /// Whether a range of the text is well-formed UTF-8 (Unicode 15, table 3-7: no overlong form, no surrogate, none above U+10FFFF).
    func isValidUTF8(_ range: Range<Int>) -> Bool {
        var i = range.lowerBound
        let end = range.upperBound
        while i < end {
            let first = self[i]
            i += 1
            if first < 0x80 { continue }
            let trailing: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch first {
            case 0xC2...0xDF: trailing = 1
            case 0xE0: (trailing, second) = (2, 0xA0...0xBF)
            case 0xED: (trailing, second) = (2, 0x80...0x9F)
            case 0xE1...0xEF: trailing = 2
            case 0xF0: (trailing, second) = (3, 0x90...0xBF)
            case 0xF4: (trailing, second) = (3, 0x80...0x8F)
            case 0xF1...0xF3: trailing = 3
            default: return false
            }
            if i + trailing > end || !second.contains(self[i]) { return false }
            for k in 1..<max(1, trailing) where self[i + k] & 0xC0 != 0x80 { return false }
            i += trailing
        }
        return true
    }
}
