import CrashPoints
import FoundationEssentials
import Glibc
import Ledger

/// The folder into which a run writes: files are staged in it, out of sight, and put in their place once the ledger is committed.
///
/// The staging folder is named for the ledger and the run's number. A later run that finds it can tell from its ledger whether the run was committed, and
/// finishes or removes it; those of other ledgers are none of its business.
final class OutputFolder: Sendable {
    /// The folder, absolute, without symbolic links.
    let path: String
    /// The folders that this run created, the outermost first: the folder itself and those above it that were missing.
    private let created: [String]
    /// Held locked, so that two runs cannot write into one folder.
    private let descriptor: Int32
    private let ledgerMark: String
    /// Who may read what is created in it.
    let access: FileAccess

    private static let stagingPrefix = ".scatto-run-"
    /// The file that is put in its place last: where it stands, the output is complete.
    static let proof = "run.json"

    /// Opens or creates the folder, and locks it. What runs on this ledger left in it that were never committed is removed.
    init(_ given: String, ledger: String, lastRun: Int, access: FileAccess = .owner) throws(RunFault) {
        self.access = access
        ledgerMark = OutputFolder.mark(ledger)
        var status = stat()
        if unsafe stat(given, &status) == 0 {
            if status.st_mode & S_IFMT != S_IFDIR { throw .command("\(given): the output is not a folder; name another") }
            created = []
        } else if errno == ENOENT {
            created = try OutputFolder.create(given, access)
        } else {
            throw .output(path: given, reason: systemError())
        }
        descriptor = unsafe open(given, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 {
            let reason = systemError()
            OutputFolder.remove(created)
            throw .output(path: given, reason: reason)
        }
        path = OutputFolder.real(given)
        // A file system without locks cannot keep two runs apart.
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { throw .outputBusy(path: given) }
        for name in try OutputFolder.entries(path) where isLeftover(name, lastRun: lastRun) { OutputFolder.remove(path + "/" + name) }
    }

    deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

    /// Whether a name is that of the staging folder of a run that was never committed: the ledger does not know it, or knows another that wrote elsewhere.
    private func isLeftover(_ name: String, lastRun: Int) -> Bool {
        guard name.hasPrefix(OutputFolder.stagingPrefix), name.hasSuffix("-" + ledgerMark),
            let run = Int(name.dropFirst(OutputFolder.stagingPrefix.count).dropLast(1 + ledgerMark.count))
        else { return false }
        return run > lastRun || !FileManager.default.fileExists(atPath: path + "/" + name + "/" + OutputFolder.proof)
    }

    /// By which staging folders of one ledger are told from those of another.
    private static func mark(_ ledger: String) -> String {
        var digest = InputDigest()
        digest.update(Array(real(ledger).utf8))
        return String(digest.hexadecimal.prefix(16))
    }

    /// The path without symbolic links, absolute.
    private static func real(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// Creates a folder and those above it that are missing.
    private static func create(_ given: String, _ access: FileAccess) throws(RunFault) -> [String] {
        var created: [String] = []
        var path = given.hasPrefix("/") ? "/" : ""
        for part in given.split(separator: "/") {
            path += (path.isEmpty || path.hasSuffix("/") ? "" : "/") + part
            CrashPoint.reach(.folderCreateBefore)
            if unsafe mkdir(path, access.folderMode) == 0 {
                CrashPoint.reach(.folderCreateAfter)
                created.append(real(path))
            } else if errno != EEXIST {
                let reason = systemError()
                remove(created)
                throw .output(path: given, reason: reason)
            }
        }
        return created
    }

    /// Removes folders that are empty, the innermost first.
    private static func remove(_ folders: [String]) {
        for folder in folders.reversed() {
            CrashPoint.reach(.folderRemoveBefore)
            if unsafe rmdir(folder) != 0 { return }
            CrashPoint.reach(.folderRemoveAfter)
        }
    }

    private static func entries(_ path: String) throws(RunFault) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw .output(path: path, reason: "the folder cannot be listed")
        }
    }

    /// Removes a file of the staging folder.
    static func removeFile(_ path: String) throws(RunFault) {
        CrashPoint.reach(.stagedUnlinkBefore)
        if unsafe unlink(path) != 0 { throw .output(path: path, reason: systemError()) }
        CrashPoint.reach(.stagedUnlinkAfter)
    }

    private static func remove(_ path: String) {
        CrashPoint.reach(.stagingRemoveBefore)
        // What cannot be removed is met again, and named, when the run writes.
        try? FileManager.default.removeItem(atPath: path)
        CrashPoint.reach(.stagingRemoveAfter)
    }

    /// Whether nothing stands in it.
    func isEmpty() throws(RunFault) -> Bool { try OutputFolder.entries(path).isEmpty }

    /// Whether the output of a run is complete in it.
    var hasProof: Bool { FileManager.default.fileExists(atPath: path + "/" + OutputFolder.proof) }

    /// The staging folder of a run.
    func staging(_ run: Int) -> String { path + "/" + OutputFolder.stagingName(run, ledgerMark) }

    /// The name of the staging folder of a run on a ledger.
    static func stagingName(run: Int, ledger: String) -> String { stagingName(run, mark(ledger)) }

    private static func stagingName(_ run: Int, _ ledgerMark: String) -> String { stagingPrefix + String(run) + "-" + ledgerMark }

    /// Creates the staging folder of a run.
    func createStaging(_ run: Int) throws(RunFault) -> String {
        let staging = staging(run)
        try OutputFolder.createFolder(staging, for: access)
        return staging
    }

    /// Creates a folder.
    static func createFolder(_ path: String, for access: FileAccess) throws(RunFault) {
        CrashPoint.reach(.folderCreateBefore)
        if unsafe mkdir(path, access.folderMode) != 0 { throw .output(path: path, reason: systemError()) }
        CrashPoint.reach(.folderCreateAfter)
    }

    /// Takes away what a run that failed has written, and the folders that it created.
    func discard(_ run: Int) {
        OutputFolder.remove(staging(run))
        OutputFolder.remove(created)
    }

    /// Puts a committed run's files in their place, the proof last, and removes the staging folder. Doing it again goes on where it stopped.
    ///
    /// - Throws: ``RunFault/notInPlace(run:path:reason:)``
    func publish(_ run: Int) throws(RunFault) {
        let staging = staging(run)
        var names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: staging).filter { $0 != OutputFolder.proof }.sorted()
        } catch {
            throw .notInPlace(run: run, path: path, reason: "the folder \(staging) cannot be listed")
        }
        if FileManager.default.fileExists(atPath: staging + "/" + OutputFolder.proof) { names.append(OutputFolder.proof) }
        CrashPoint.reach(.publishBefore)
        for name in names {
            CrashPoint.reach(.publishRenameBefore)
            if unsafe rename(staging + "/" + name, path + "/" + name) != 0 {
                throw .notInPlace(run: run, path: path, reason: "\(name): \(systemError())")
            }
            CrashPoint.reach(.publishRenameAfter)
        }
        CrashPoint.reach(.folderRemoveBefore)
        if unsafe rmdir(staging) != 0 { throw .notInPlace(run: run, path: path, reason: systemError()) }
        CrashPoint.reach(.folderRemoveAfter)
        CrashPoint.reach(.publishSyncBefore)
        // A file system that cannot force its entries to the disk has done what it can.
        if descriptor >= 0 { _ = fsync(descriptor) }
        CrashPoint.reach(.publishAfter)
    }

    /// Finishes the output of the last committed run if it is not in its place yet.
    static func finishLastRun(_ last: RunRecord?, ledger: String) throws(RunFault) {
        guard let last else { return }
        let folder = OutputFolder(at: last.output, ledger: ledger)
        if FileManager.default.fileExists(atPath: folder.staging(last.number)) { try folder.publish(last.number) }
    }

    private init(at path: String, ledger: String) {
        self.path = path
        ledgerMark = OutputFolder.mark(ledger)
        created = []
        access = .owner
        descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
}
