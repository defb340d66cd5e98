public import CProcessor

/// Calls go all over a catalogue and a night's duplicate index, so what is read for one call is seldom in the cache, and waiting for each read in turn
/// would take most of a run. Stages therefore go through a block of calls step by step, and each step ends with asking for what the next one reads.
extension Array where Element: BitwiseCopyable {
    /// Asks for the cache line of an element; an index without an element asks for nothing of use.
    @inlinable @inline(__always)
    public func prefetch(_ index: Int) {
        // Only an address is made of the pointer, and a hint reads nothing.
        unsafe withUnsafeBufferPointer { elements in
            guard let first = elements.baseAddress else { return }
            unsafe scatto_prefetch(UnsafeRawPointer(first) + index &* MemoryLayout<Element>.stride)
        }
    }
}
