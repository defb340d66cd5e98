extension Bool {
    /// 1 if it is true, else 0.
    ///
    /// A choice between two numbers becomes a branch where the compiler thinks so, and one that depends on the call at hand the processor guesses wrong for
    /// every third or so; this never does.
    @inlinable @inline(__always)
    // A `Bool` is one byte, 0 or 1.
    public var bit: UInt8 { unsafe unsafeBitCast(self, to: UInt8.self) }
}
