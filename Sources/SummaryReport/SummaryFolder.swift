internal import CallModel
internal import FoundationEssentials
internal import Glibc

/// The folder of a month's report, which appears whole or not at all: it is filled under another name beside its place, and renamed at the end.
///
/// Renaming a folder onto an empty one replaces it in one step, so there is never half a report, wherever the process dies. What a killed process left is
/// removed by the next one; a lock on it tells whether its process still lives.
final class SummaryFolder {
    /// As it was given.
    private let given: String
    /// Its place, without symbolic links.
    private let place: String
    private let staging: String
    private let descriptor: Int32
    /// The permissions of the empty folder whose place it takes.
    private let mode: mode_t
    private var isFinished = false

    private static let suffix = ".partial"
    /// Its owner's alone.
    private static let newMode: mode_t = 0o700

    /// Begins a folder at a place where there is nothing or an empty folder.
    init(_ given: String) throws(SummaryOutputFault) {
        self.given = given
        var status = stat()
        if unsafe stat(given, &status) == 0 {
            if status.st_mode & S_IFMT != S_IFDIR { throw .notAFolder(path: given) }
            guard let entries = try? FileManager.default.contentsOfDirectory(atPath: given) else { throw .cannotWrite(path: given, reason: reason()) }
            if !entries.isEmpty { throw .notEmpty(path: given) }
            place = realPath(given)
            if place == realPath(".") { throw .currentFolder(path: given) }
            mode = status.st_mode & 0o7777
        } else {
            if errno != ENOENT { throw .cannotWrite(path: given, reason: reason()) }
            let trimmed = String(given.reversed().drop { $0 == "/" }.reversed())
            let parent = trimmed.lastIndex(of: "/").map { $0 == trimmed.startIndex ? "/" : String(trimmed[..<$0]) } ?? "."
            do {
                try FileManager.default.createDirectory(
                    atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: Int(SummaryFolder.newMode)])
            } catch {
                throw .cannotWrite(path: given, reason: "its parent cannot be created")
            }
            let name = trimmed.lastIndex(of: "/").map { String(trimmed[trimmed.index(after: $0)...]) } ?? trimmed
            place = realPath(parent) + "/" + name
            mode = SummaryFolder.newMode
        }
        staging = place + SummaryFolder.suffix
        descriptor = try SummaryFolder.begin(staging, given)
    }

    deinit {
        if !isFinished { try? FileManager.default.removeItem(atPath: staging) }
        _ = close(descriptor)
    }

    /// Makes the staging folder and locks it, in the place of one that a killed process left.
    private static func begin(_ staging: String, _ given: String) throws(SummaryOutputFault) -> Int32 {
        if unsafe mkdir(staging, newMode) != 0 {
            if errno != EEXIST { throw .cannotWrite(path: given, reason: reason()) }
            let left = unsafe open(staging, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            if left < 0 { throw .cannotWrite(path: given, reason: reason()) }
            defer { _ = close(left) }
            if flock(left, LOCK_EX | LOCK_NB) != 0 { throw .busy(path: given) }
            try? FileManager.default.removeItem(atPath: staging)
            if unsafe mkdir(staging, newMode) != 0 { throw .cannotWrite(path: given, reason: reason()) }
        }
        let descriptor = unsafe open(staging, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        if descriptor < 0 { throw .cannotWrite(path: given, reason: reason()) }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            _ = close(descriptor)
            throw .busy(path: given)
        }
        return descriptor
    }

    /// Creates a file in it, its owner's alone.
    func file(_ name: String) throws(SummaryOutputFault) -> SummaryOutput { try SummaryOutput(staging + "/" + name, named: given + "/" + name) }

    /// Creates a folder in it, its owner's alone.
    func createFolder(_ name: String) throws(SummaryOutputFault) {
        if unsafe mkdir(staging + "/" + name, SummaryFolder.newMode) != 0 { throw .cannotWrite(path: given + "/" + name, reason: reason()) }
    }

    /// Puts the folder in its place.
    func finish() throws(SummaryOutputFault) {
        if unsafe chmod(staging, mode) != 0 || rename(staging, place) != 0 {
            // Somebody may have put something there meanwhile.
            throw errno == ENOTEMPTY || errno == EEXIST ? .notEmpty(path: given) : .cannotWrite(path: given, reason: reason())
        }
        isFinished = true
    }
}

/// A file of the folder while it is written.
final class SummaryOutput {
    private let name: String
    private let descriptor: Int32
    private var isOpen = true

    init(_ path: String, named name: String) throws(SummaryOutputFault) {
        self.name = name
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw .cannotWrite(path: name, reason: reason()) }
    }

    deinit { if isOpen { _ = close(descriptor) } }

    /// Writes all of the bytes.
    func write(_ bytes: Span<UInt8>) throws(SummaryOutputFault) {
        var start = 0
        while start < bytes.count {
            let rest = bytes.extracting(start...)
            let count = unsafe rest.withUnsafeBytes { rest in unsafe Glibc.write(descriptor, rest.baseAddress, rest.count) }
            if count >= 0 {
                start += count
            } else if errno != EINTR {
                throw .cannotWrite(path: name, reason: reason())
            }
        }
    }

    /// Ends the file.
    func finish() throws(SummaryOutputFault) {
        isOpen = false
        if close(descriptor) != 0 { throw .cannotWrite(path: name, reason: reason()) }
    }
}

/// What the system said last.
private func reason() -> String { unsafe String(cString: strerror(errno)) }

/// A path without symbolic links, absolute.
private func realPath(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
}
