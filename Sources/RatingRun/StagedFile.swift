import CallModel
import CrashPoints
import Glibc
import Ledger

/// One output file, written in the staging folder until the run is committed.
///
/// It belongs to one stage at a time, which the pipeline sees to; that is why it may cross between threads.
final class StagedFile: @unchecked Sendable {
    /// Its path in the staging folder.
    let path: String
    /// Its path within the output folder.
    let name: String
    private var descriptor: Int32
    private(set) var byteCount: Int64 = 0
    /// Rows written, the header aside.
    var rowCount: Int64 = 0
    private var digest: InputDigest?
    private var space = SpaceAhead()
    /// Bytes that are not written yet: less than a block.
    private var rest: [UInt8] = []

    /// What is written at once, but for a file's end. The system keeps blocks of this size that begin at a multiple of it in one piece, which takes it two
    /// thirds of the time that pieces take which begin anywhere.
    private static let blockByteCount = 131_072

    /// Creates the file.
    init(_ name: String, in staging: String, seals: Bool, access: FileAccess = .owner) throws(RunFault) {
        self.name = name
        path = staging + "/" + name
        digest = seals ? InputDigest() : nil
        CrashPoint.reach(.stagedCreateBefore)
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, access.fileMode)
        if descriptor < 0 { throw .output(path: path, reason: systemError()) }
        CrashPoint.reach(.stagedCreateAfter)
    }

    deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

    /// Appends bytes. They are in the file at the latest when it is finished.
    func write(_ bytes: Span<UInt8>) throws(RunFault) {
        byteCount += Int64(bytes.count)
        if digest != nil { digest?.update(unsafe bytes.bytes) }
        var begin = 0
        if rest.count + bytes.count >= StagedFile.blockByteCount {
            space.take(for: byteCount, of: descriptor)
            if !rest.isEmpty {
                begin = StagedFile.blockByteCount - rest.count
                try writeRest(before: bytes.extracting(0..<begin))
            }
            while bytes.count - begin >= StagedFile.blockByteCount {
                try append(bytes.extracting(begin..<begin + StagedFile.blockByteCount))
                begin += StagedFile.blockByteCount
            }
        }
        keep(bytes.extracting(begin..<bytes.count))
    }

    private func keep(_ bytes: Span<UInt8>) {
        if rest.isEmpty { rest.reserveCapacity(StagedFile.blockByteCount) }
        unsafe bytes.withUnsafeBufferPointer { unsafe rest.append(contentsOf: $0) }
    }

    /// Writes what is kept, and bytes that follow it, where they lie.
    private func writeRest(before bytes: Span<UInt8> = Span()) throws(RunFault) {
        var kept: [UInt8] = []
        swap(&kept, &rest)
        try append(kept.span, bytes)
        kept.removeAll(keepingCapacity: true)
        rest = kept
    }

    private func append(_ bytes: Span<UInt8>, _ following: Span<UInt8> = Span()) throws(RunFault) {
        if let reason = StagedFile.append(bytes, following, to: descriptor) { throw .output(path: path, reason: reason) }
    }

    /// Writes all of the bytes, and those that follow them elsewhere, to an open file of the staging folder; what went wrong, or `nil`.
    static func append(_ bytes: Span<UInt8>, _ following: Span<UInt8> = Span(), to descriptor: Int32) -> String? {
        CrashPoint.reach(.stagedWriteBefore)
        var done = 0
        while done < bytes.count + following.count {
            let first = bytes.extracting(min(done, bytes.count)..<bytes.count)
            let written = StagedFile.write(first, following.extracting(max(done - bytes.count, 0)..<following.count), to: descriptor)
            if written < 0 {
                if errno == EINTR { continue }
                return systemError()
            }
            done += written
        }
        CrashPoint.reach(.stagedWriteAfter)
        return nil
    }

    /// Writes some of the bytes of two places, at one call; returns how many, or less than 0.
    private static func write(_ first: Span<UInt8>, _ second: Span<UInt8>, to descriptor: Int32) -> Int {
        unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                // The system reads from these, and changes nothing.
                let parts = unsafe [
                    iovec(iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress), iov_len: first.count),
                    iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count),
                ]
                return unsafe writev(descriptor, parts, 2)
            }
        }
    }

    /// Appends bytes.
    func write(_ bytes: [UInt8]) throws(RunFault) { try write(bytes.span) }

    /// Ends the file; with `syncs` it is forced to the disk first.
    func finish(syncs: Bool) throws(RunFault) -> StagedOutput {
        if !rest.isEmpty { try writeRest() }
        if !space.giveBack(from: byteCount, of: descriptor) { throw .output(path: path, reason: systemError()) }
        if syncs {
            CrashPoint.reach(.stagedSyncBefore)
            if fsync(descriptor) != 0 { throw .output(path: path, reason: systemError()) }
            CrashPoint.reach(.stagedSyncAfter)
        }
        CrashPoint.reach(.stagedCloseBefore)
        let closing = Glibc.close(descriptor)
        descriptor = -1
        if closing != 0 { throw .output(path: path, reason: systemError()) }
        CrashPoint.reach(.stagedCloseAfter)
        return StagedOutput(name: name, byteCount: byteCount, rowCount: rowCount, sha256: digest?.hexadecimal)
    }
}

/// An output file as run.json lists it.
struct StagedOutput: Sendable {
    /// Its path within the output folder.
    var name: String
    var byteCount: Int64
    var rowCount: Int64
    /// With `--seal`.
    var sha256: String?
}
