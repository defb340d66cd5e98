import FoundationEssentials
import Glibc
import Ledger

/// The folder into which a run writes: files are staged in it, out of sight, and put in their place once the ledger is committed.
///
/// The staging folder is named for the run's number. A later run that finds it can tell from the ledger whether the run was committed, and finishes or
/// removes it.
struct OutputFolder: Sendable {
    /// The folder, absolute.
    let path: String
    /// Whether this run created it.
    private let isCreated: Bool

    private static let stagingPrefix = ".scatto-run-"
    /// The file that is put in its place last: where it stands, the output is complete.
    static let proof = "run.json"

    /// The absolute form of a path.
    static func absolute(_ path: String) -> String {
        let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        var parts: [Substring] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Opens or creates the folder. What a run left in it that was never committed is removed.
    init(_ given: String, lastRun: Int) throws(RunFault) {
        path = OutputFolder.absolute(given)
        var status = stat()
        if unsafe stat(path, &status) != 0 {
            if errno != ENOENT { throw .output(path: given, reason: systemError()) }
            do {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw .output(path: given, reason: "the folder cannot be created")
            }
            isCreated = true
        } else {
            if status.st_mode & S_IFMT != S_IFDIR { throw .command("\(given): the output is not a folder; name another") }
            isCreated = false
        }
        for name in try OutputFolder.entries(path) where name.hasPrefix(OutputFolder.stagingPrefix) {
            if let run = Int(name.dropFirst(OutputFolder.stagingPrefix.count)), run > lastRun { OutputFolder.remove(path + "/" + name) }
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
        if unsafe unlink(path) != 0 { throw .output(path: path, reason: systemError()) }
    }

    private static func remove(_ path: String) {
        // What cannot be removed is met again, and named, when the run writes.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Whether nothing stands in it.
    func isEmpty() throws(RunFault) -> Bool { try OutputFolder.entries(path).isEmpty }

    /// Whether the output of a run is complete in it.
    var hasProof: Bool { FileManager.default.fileExists(atPath: path + "/" + OutputFolder.proof) }

    /// The staging folder of a run.
    func staging(_ run: Int) -> String { path + "/" + OutputFolder.stagingPrefix + String(run) }

    /// Creates the staging folder of a run.
    func createStaging(_ run: Int) throws(RunFault) -> String {
        let staging = staging(run)
        try OutputFolder.createFolder(staging)
        return staging
    }

    /// Creates a folder for its owner alone.
    static func createFolder(_ path: String) throws(RunFault) {
        if unsafe mkdir(path, 0o700) != 0 { throw .output(path: path, reason: systemError()) }
    }

    /// Takes away what a run that failed has written, and the folder if the run created it.
    func discard(_ run: Int?) {
        if let run { OutputFolder.remove(staging(run)) }
        if isCreated, (try? isEmpty()) == true { OutputFolder.remove(path) }
    }

    /// Puts a committed run's files in their place, the proof last, and removes the staging folder. Doing it again goes on where it stopped.
    func publish(_ run: Int) throws(RunFault) {
        let staging = staging(run)
        var names = try OutputFolder.entries(staging).filter { $0 != OutputFolder.proof }.sorted()
        if FileManager.default.fileExists(atPath: staging + "/" + OutputFolder.proof) { names.append(OutputFolder.proof) }
        for name in names {
            if unsafe rename(staging + "/" + name, path + "/" + name) != 0 { throw .output(path: path + "/" + name, reason: systemError()) }
        }
        if unsafe rmdir(staging) != 0 { throw .output(path: staging, reason: systemError()) }
        sync()
    }

    /// Forces the folder's entries to the disk; a file system that cannot has done what it can.
    private func sync() {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor >= 0 {
            _ = fsync(descriptor)
            _ = Glibc.close(descriptor)
        }
    }

    /// Finishes the output of the last committed run if it is not in its place yet.
    static func finishLastRun(_ last: RunRecord?) throws(RunFault) {
        guard let last else { return }
        let folder = OutputFolder(at: last.output)
        if FileManager.default.fileExists(atPath: folder.staging(last.number)) { try folder.publish(last.number) }
    }

    private init(at path: String) {
        self.path = path
        isCreated = false
    }
}
