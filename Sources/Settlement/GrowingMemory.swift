#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Memory that grows where it lies once it is large, and is ordinary memory while it is small. It begins at a cache line.
///
/// Swift's arrays are copied when they grow, and so need more than twice the room; what moves loses its large pages besides. This type owns its memory
/// and gives it back; whoever takes ``start`` must take it again after ``grow(to:keeping:)``.
@safe
struct GrowingMemory: ~Copyable {
    /// Where it begins.
    private(set) var start: UnsafeMutableRawPointer
    /// Bytes that may be used. Those behind what was kept are zero.
    private(set) var byteCount: Int
    /// Address space from ``start`` on; 0 while it is ordinary memory.
    private var reservedByteCount = 0

    /// From this size on it has address space of its own; an input with calls of a thousand years has tables of a handful of calls.
    private static let mappedByteCount = 1 << 20
    /// Bytes at the beginning for which no large pages are asked for.
    private let smallPagesByteCount: Int
    /// Bytes of a cache line.
    static let lineByteCount = 64

    /// Zeros.
    ///
    /// - Parameter smallPagesByteCount: What is read in order and grows little by little takes no large page while it is small. What is read at random places
    ///   has large pages as soon as it has address space of its own.
    init(byteCount: Int, smallPagesByteCount: Int) {
        self.smallPagesByteCount = smallPagesByteCount
        unsafe start = GrowingMemory.allocate(byteCount)
        self.byteCount = byteCount
    }

    deinit { unsafe GrowingMemory.release(start, reservedByteCount) }

    /// Whether pages behind those that were used take no memory.
    var takesOnlyUsedPages: Bool { reservedByteCount > 0 }

    /// Makes it larger. The first bytes stay as they are, the others become zero.
    mutating func grow(to byteCount: Int, keeping kept: Int) {
        precondition(byteCount >= self.byteCount && kept <= self.byteCount)
        if byteCount <= reservedByteCount {
            // What lies behind was never used.
            unsafe memset(start + kept, 0, self.byteCount - kept)
        } else if byteCount < GrowingMemory.mappedByteCount {
            let old = unsafe start
            unsafe start = GrowingMemory.allocate(byteCount)
            unsafe memcpy(start, old, kept)
            unsafe GrowingMemory.release(old, 0)
        } else {
            let (old, oldReserved) = unsafe (start, reservedByteCount)
            unsafe (start, reservedByteCount) = GrowingMemory.reserve(atLeast: byteCount, smallPagesByteCount)
            unsafe memcpy(start, old, kept)
            unsafe GrowingMemory.release(old, oldReserved)
        }
        self.byteCount = byteCount
    }

    private static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        var block: UnsafeMutableRawPointer?
        let status = unsafe posix_memalign(&block, lineByteCount, byteCount)
        guard status == 0, let block = unsafe block else { fatalError("out of memory for the duplicate index") }
        unsafe memset(block, 0, byteCount)
        return unsafe block
    }

    private static func release(_ start: UnsafeMutableRawPointer, _ reserved: Int) {
        if reserved == 0 { unsafe free(start) } else { _ = unsafe munmap(start, reserved) }
    }

    /// Takes address space to grow in, and returns where it begins and how much it is; memory is only taken where it is used.
    ///
    /// Where every call reads a random place, a large page makes it cost one cache miss, and not a walk through the page tables besides; and large pages
    /// are given, and made zero, several times as fast.
    private static func reserve(atLeast byteCount: Int, _ smallPagesByteCount: Int) -> (UnsafeMutableRawPointer, Int) {
        for reserved in [1 << 34, 1 << 31, 2 * byteCount, byteCount] where reserved >= byteCount {
            let block = unsafe mmap(nil, reserved, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
            guard let block = unsafe block, unsafe block != MAP_FAILED else { continue }
            if reserved > smallPagesByteCount {
                // Where the system has no large pages, nothing is lost.
                _ = unsafe madvise(block + smallPagesByteCount, reserved - smallPagesByteCount, MADV_HUGEPAGE)
            }
            return unsafe (block, reserved)
        }
        fatalError("out of memory for the duplicate index")
    }
}
