/// Compares bytes, eight at a time.
enum EqualBytes {
    /// Whether two ranges have the same bytes.
    @inline(__always)
    static func areEqual(_ a: Span<UInt8>, _ first: Range<Int>, _ b: Span<UInt8>, _ second: Range<Int>) -> Bool {
        if first.count != second.count { return false }
        precondition(first.lowerBound >= 0 && first.upperBound <= a.count && second.lowerBound >= 0 && second.upperBound <= b.count)
        var k = 0
        // Both ranges lie within their bytes, as was just checked.
        while k + 8 <= first.count {
            let one = unsafe a.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: first.lowerBound + k, as: UInt64.self)
            let other = unsafe b.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: second.lowerBound + k, as: UInt64.self)
            if one != other { return false }
            k += 8
        }
        while k < first.count {
            if unsafe a[unchecked: first.lowerBound + k] != b[unchecked: second.lowerBound + k] { return false }
            k += 1
        }
        return true
    }
}
