/// Blanks are space, tab and no-break space, here and everywhere (rating-rules.md §4).
extension Span<UInt8> {
    /// How many bytes the blank that begins at `i` has: 1, or 2 for U+00A0; `nil` if none begins there.
    @inlinable
    public func blankWidth(at i: Int) -> Int? {
        let byte = self[i]
        if byte == 0x20 || byte == 0x09 { return 1 }
        if byte == 0xC2, i + 1 < count, self[i + 1] == 0xA0 { return 2 }
        return nil
    }

    /// How many bytes the blank that ends before `i` has; `nil` if none ends there.
    @inlinable
    public func blankWidth(before i: Int) -> Int? {
        let byte = self[i - 1]
        if byte == 0x20 || byte == 0x09 { return 1 }
        if byte == 0xA0, i >= 2, self[i - 2] == 0xC2 { return 2 }
        return nil
    }

    /// The bounds of the text less the blanks around it.
    @inlinable
    public var rangeWithoutBlanks: Range<Int> {
        var lower = 0
        var upper = count
        while lower < upper, let width = blankWidth(at: lower) { lower += width }
        while upper > lower, let width = blankWidth(before: upper) { upper -= width }
        return lower..<upper
    }

    /// Whether `lowercased`, which is ASCII in lower case, stands at `start` in any case, before `end`.
    public func matches(_ lowercased: StaticString, at start: Int, below end: Int) -> Bool {
        guard end - start >= lowercased.utf8CodeUnitCount else { return false }
        for k in 0..<lowercased.utf8CodeUnitCount {
            // A static string's bytes never go away, and k stays within them.
            let wanted = unsafe lowercased.utf8Start[k]
            if asciiLowercased(self[start + k]) != wanted { return false }
        }
        return true
    }
}

/// The byte, in lower case if it is an ASCII capital.
@inlinable
public func asciiLowercased(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
}
