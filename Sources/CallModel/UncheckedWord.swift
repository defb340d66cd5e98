/// Eight bytes at once: the one place where text is read without a bounds check, because the check would cost more than the read.
extension Span<UInt8> {
    /// The eight bytes from `offset`, the first in the lowest lane.
    ///
    /// - Precondition: `offset + 8` is not beyond ``CallBatch/slack`` bytes behind the text, which every batch has. It is not checked.
    @inlinable @inline(__always)
    public func wordWithoutBoundsCheck(at offset: Int) -> UInt64 {
        let raw = unsafe bytes
        return UInt64(littleEndian: unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// The first `count` of the eight bytes from `offset`, zeros behind them: none if it is not above 0, all if it is 8 or more. Without a branch, as how long
    /// texts are nobody can foresee.
    ///
    /// - Precondition: As of ``wordWithoutBoundsCheck(at:)``, whatever `count` is.
    @inlinable @inline(__always)
    public func wordWithoutBoundsCheck(at offset: Int, count: Int) -> UInt64 {
        // In two halves, as a shift by 64 is none.
        let half = UInt64(truncatingIfNeeded: 4 &* Swift.min(Swift.max(count, 0), 8))
        return wordWithoutBoundsCheck(at: offset) & ~((UInt64.max &<< half) &<< half)
    }
}
