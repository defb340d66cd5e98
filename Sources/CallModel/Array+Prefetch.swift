public import CProcessor

/// Calls go all over a catalogue and a night's duplicate index, so what is read for one call is seldom in the cache, and waiting for each read in turn
/// would take most of a run. Stages therefore go through a block of calls step by step, and each step ends with asking for what the next one reads.
extension Array where Element: BitwiseCopyable {
    /// Asks for the cache line of an element, or for both that it may lie in; an index without an element asks for nothing of use.
    @inlinable @inline(__always)
    public func prefetch(_ index: Int) {
        // Only an address is made of the pointer, and a hint reads nothing.
        unsafe withUnsafeBufferPointer { elements in
            guard let first = elements.baseAddress else { return }
            let element = unsafe UnsafeRawPointer(first) + index &* MemoryLayout<Element>.stride
            unsafe scatto_prefetch(element)
            // Arrays begin at a multiple of 16 bytes: what is larger, or does not divide that, may go on in the next line.
            let mayStraddle = 16 % MemoryLayout<Element>.stride != 0
            if mayStraddle { unsafe scatto_prefetch(element + (MemoryLayout<Element>.stride - 1)) }
        }
    }
}
