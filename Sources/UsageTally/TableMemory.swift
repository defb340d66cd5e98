internal import Glibc

/// Zeros for a table, at the beginning of a cache line, or of a large page where there is enough of them.
///
/// A cell is looked up for every call at a place that is seldom in the cache, so a cell lies within one line of it; arrays of Swift begin 32 bytes behind a
/// line. Memory of some size is the system's own, which comes as zeros, and has large pages, if the system has them: with small ones a place costs a walk
/// through the page table besides. This type owns its memory and gives it back; whoever takes ``start`` keeps it no longer than that.
@safe
struct TableMemory: ~Copyable {
    /// Where it begins.
    let start: UnsafeMutableRawPointer
    /// What the system gave, if it is the system's own.
    private let mapping: UnsafeMutableRawPointer?
    private let mappedByteCount: Int

    /// Bytes of a cache line.
    static let lineByteCount = 64
    private static let largePageByteCount = 2 << 20
    private static let pageByteCount = 4096
    private static let readyByteCountMax = 32 << 20

    init(byteCount wanted: Int) {
        let byteCount = (wanted + TableMemory.lineByteCount - 1) / TableMemory.lineByteCount * TableMemory.lineByteCount
        if byteCount < TableMemory.largePageByteCount {
            guard let memory = unsafe aligned_alloc(TableMemory.lineByteCount, byteCount) else { TableMemory.fail(byteCount) }
            unsafe memset(memory, 0, byteCount)
            unsafe (start, mapping) = (memory, nil)
            mappedByteCount = 0
            return
        }
        mappedByteCount = byteCount + TableMemory.largePageByteCount
        let memory = unsafe mmap(nil, mappedByteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { TableMemory.fail(byteCount) }
        unsafe start = memory.alignedUp(toMultipleOf: TableMemory.largePageByteCount)
        unsafe mapping = memory
        // Where the system has no large pages, nothing is lost.
        _ = unsafe madvise(start, byteCount, MADV_HUGEPAGE)
        // The system gives all of it now: where it has to ask a host for each page, the first batch of calls would wait for nearly all of them. What is larger
        // than a night's is taken as it is used. Each page is touched, for while the system populates memory all others wait who want some.
        if byteCount <= TableMemory.readyByteCountMax {
            for offset in stride(from: 0, to: byteCount, by: TableMemory.pageByteCount) {
                unsafe start.storeBytes(of: 0, toByteOffset: offset, as: UInt8.self)
            }
        }
    }

    deinit { if let mapping = unsafe mapping { _ = unsafe munmap(mapping, mappedByteCount) } else { unsafe free(start) } }

    private static func fail(_ byteCount: Int) -> Never { fatalError("no memory for \(byteCount) bytes of usage") }
}
