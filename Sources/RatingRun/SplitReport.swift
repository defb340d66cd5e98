import CallModel
import CrashPoints
import Glibc
import Ledger
import UsageReport

/// The usage report once more, one file for each organization that pays (`--split-by organization`).
///
/// Rows are gathered in memory and appended to their files when ``gatheredByteCountMax`` bytes are together, one file open at a time: so thousands of
/// organizations need neither thousands of open files nor more memory than that. It belongs to the stage `write`, one piece of work at a time, which the
/// pipeline sees to; that is why it may cross between threads.
final class SplitReport: @unchecked Sendable {
    /// The folder of the files, within the output folder.
    static let folder = "by-organization"
    /// Bytes of rows that are gathered before they are written.
    static let gatheredByteCountMax = 16 << 20

    private let staging: String
    private let names: PayerFileNames
    private let header: [UInt8]
    private let rowsMax: Int64
    private let seals: Bool
    private let syncs: Bool
    private let access: FileAccess
    private let gatheredMax: Int
    private var files: [PayerFile]
    /// Organizations with rows that are not written yet.
    private var waiting: [Int] = []
    private var gatheredByteCount = 0
    private var finished: [StagedOutput] = []

    /// What goes to one organization.
    private struct PayerFile {
        /// Rows that are not written yet.
        var gathered: [UInt8] = []
        /// Which of the organization's files it is, from 1; 0 before the first row.
        var number = 0
        /// Of that file, what is gathered included.
        var rowCount: Int64 = 0
        /// Bytes that were written of it.
        var byteCount: Int64 = 0
        var digest: InputDigest?
    }

    init(
        staging: String, keys: [String], header: [UInt8], rowsPerFileMax: Int64, seals: Bool, syncs: Bool, access: FileAccess,
        gatheredByteCountMax: Int
    ) throws(RunFault) {
        self.staging = staging
        names = PayerFileNames(keys)
        self.header = header
        rowsMax = rowsPerFileMax
        self.seals = seals
        self.syncs = syncs
        self.access = access
        gatheredMax = gatheredByteCountMax
        files = Array(repeating: PayerFile(), count: keys.count)
        try OutputFolder.createFolder(staging + "/" + SplitReport.folder, for: access)
    }

    /// Appends the rows of a batch.
    func write(_ slot: RunSlot) throws(RunFault) {
        let (rated, settled) = (slot.batch.rated, slot.batch.settled)
        var row = 0
        for i in settled.indices where settled[i].disposition == .settled {
            let organization = Int(rated[i].organization)
            let bounds = (row == 0 ? 0 : slot.rows.usageRowEnds[row - 1])..<slot.rows.usageRowEnds[row]
            row += 1
            if files[organization].number == 0 || files[organization].rowCount == rowsMax { try begin(organization) }
            if files[organization].gathered.isEmpty { waiting.append(organization) }
            slot.rows.withUsageBytes { (bytes: Span<UInt8>) in
                unsafe bytes.extracting(bounds).withUnsafeBufferPointer { unsafe files[organization].gathered.append(contentsOf: $0) }
            }
            files[organization].rowCount += 1
            gatheredByteCount += bounds.count
        }
        if gatheredByteCount >= gatheredMax { try flush() }
    }

    /// Writes what is gathered, and ends all files; they are sorted by name.
    func finish() throws(RunFault) -> [StagedOutput] {
        try flush()
        for organization in files.indices where files[organization].number > 0 { finished.append(end(organization)) }
        return finished
    }

    /// Begins an organization's first file, or its next.
    private func begin(_ organization: Int) throws(RunFault) {
        if files[organization].number > 0 {
            try append(organization)
            waiting.removeAll { $0 == organization }
            finished.append(end(organization))
        }
        files[organization].number += 1
        files[organization].rowCount = 0
        files[organization].byteCount = 0
        files[organization].digest = seals ? InputDigest() : nil
        files[organization].gathered = header
        waiting.append(organization)
        gatheredByteCount += header.count
    }

    private func end(_ organization: Int) -> StagedOutput {
        let file = files[organization]
        return StagedOutput(
            name: name(organization), byteCount: file.byteCount, rowCount: file.rowCount, sha256: file.digest?.hexadecimal)
    }

    private func name(_ organization: Int) -> String {
        SplitReport.folder + "/" + names.name(organization, number: files[organization].number)
    }

    private func flush() throws(RunFault) {
        for organization in waiting { try append(organization) }
        waiting.removeAll(keepingCapacity: true)
    }

    /// Appends what is gathered for an organization to its file, and forgets the room that it took.
    private func append(_ organization: Int) throws(RunFault) {
        let path = staging + "/" + name(organization)
        let bytes = files[organization].gathered
        let isNew = files[organization].byteCount == 0
        files[organization].gathered = []
        gatheredByteCount -= bytes.count
        if bytes.isEmpty { return }
        if files[organization].digest != nil { files[organization].digest?.update(unsafe bytes.span.bytes) }
        if isNew { CrashPoint.reach(.stagedCreateBefore) }
        let descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC | (isNew ? O_CREAT | O_EXCL : 0), access.fileMode)
        if descriptor < 0 { throw .output(path: path, reason: systemError()) }
        if isNew { CrashPoint.reach(.stagedCreateAfter) }
        var reason = StagedFile.append(bytes.span, to: descriptor)
        // A file that will not be opened again is forced to the disk with what was written before: the system keeps it by file, not by descriptor.
        if reason == nil, syncs {
            CrashPoint.reach(.stagedSyncBefore)
            if fsync(descriptor) != 0 { reason = systemError() }
            CrashPoint.reach(.stagedSyncAfter)
        }
        CrashPoint.reach(.stagedCloseBefore)
        if Glibc.close(descriptor) != 0, reason == nil { reason = systemError() }
        CrashPoint.reach(.stagedCloseAfter)
        if let reason { throw .output(path: path, reason: reason) }
        files[organization].byteCount += Int64(bytes.count)
    }
}
