public import CProcessor

extension UnsafeMutableRawPointer {
    /// Asks for the cache line at this address, where the memory is no array's.
    @inlinable @inline(__always)
    public func prefetch() {
        // A hint reads nothing, and never faults.
        unsafe scatto_prefetch(self)
    }
}
