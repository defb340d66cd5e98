internal import FoundationEssentials
internal import Settlement

/// Entries of the duplicate index that wait to be written, gathered by day into blobs of one size.
///
/// Where the blobs end depends on the entries and their order alone, not on how they were handed over, so two ledgers of the same runs hold
/// the same rows. A run hands over what makes a blob, or all that waits, so that little is gathered here but its last entries.
struct SeenBuffer {
    /// What one settled record leaves: fingerprint (16 bytes) and check (4).
    static let entryBytes = DuplicateIndex.entryByteCount
    /// The most that one blob holds: whole entries in 256 KiB.
    static let blobBytes = DuplicateIndex.pieceEntryCount * entryBytes
    /// The most that waits: then everything is written. Whole entries in 32 MiB.
    static let waitingMax = DuplicateIndex.waitingEntryCount * entryBytes

    private var blobs: [Int: Data] = [:]
    private var waiting = 0

    /// Takes entries of one day, and hands every blob that is full to `write`.
    ///
    /// - Precondition: Whole entries.
    mutating func append(day: Int, entries: Span<UInt8>, write: (Int, Data) throws(LedgerFault) -> Void) throws(LedgerFault) {
        precondition(entries.count.isMultiple(of: SeenBuffer.entryBytes))
        var next = 0
        while next < entries.count {
            // No more room than is used: an input may have calls of hundreds of thousands of days.
            var blob = blobs.removeValue(forKey: day) ?? Data(capacity: min(SeenBuffer.blobBytes, entries.count - next))
            let taken = min(entries.count - next, SeenBuffer.blobBytes - blob.count, SeenBuffer.waitingMax - waiting)
            // Copied in one go; the pointer does not leave the closure.
            unsafe entries.extracting(next..<(next + taken)).withUnsafeBufferPointer { unsafe blob.append($0) }
            next += taken
            waiting += taken
            if blob.count == SeenBuffer.blobBytes {
                waiting -= blob.count
                try write(day, blob)
            } else {
                blobs[day] = blob
            }
            if waiting == SeenBuffer.waitingMax { try drain(write: write) }
        }
    }

    /// Hands all that waits to `write`, in order of the days.
    mutating func drain(write: (Int, Data) throws(LedgerFault) -> Void) throws(LedgerFault) {
        for day in blobs.keys.sorted() {
            guard let blob = blobs.removeValue(forKey: day) else { continue }
            waiting -= blob.count
            try write(day, blob)
        }
    }
}
