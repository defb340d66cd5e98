import FoundationEssentials
import Glibc
import GzipStream

/// One input of a run, as it was given.
struct RunSource: Sendable {
    /// As it was given; for a file of a folder the folder's name, `/`, the file's name; `-` for standard input.
    let name: String
    /// What is opened: for standard input the file to which it was spooled.
    var path: String
    /// Its size as it lies there; 0 as long as it is a stream.
    var byteCount: Int64
    /// Whether it can be read only once, as standard input and pipes can, and has not been made a file yet.
    var isStream = false
    /// Its SHA-256, where it had to be known before it is read.
    var sha256: String?
    /// Whether its very bytes were committed by an earlier run, or stand earlier in this one.
    var isSkipped = false
}

/// The inputs of a run, folders taken apart (file-formats.md "Call detail records").
enum InputList {
    /// Expands files, folders and `-`.
    static func expand(_ arguments: [String]) throws(RunFault) -> [RunSource] {
        var sources: [RunSource] = []
        for argument in arguments {
            if argument == "-" {
                if sources.contains(where: { $0.name == "-" }) { throw .command("- was given twice; standard input can be read once") }
                sources.append(RunSource(name: "-", path: "-", byteCount: 0, isStream: true))
                continue
            }
            var status = stat()
            if unsafe stat(argument, &status) != 0 { throw .input(.cannotOpen(path: argument, reason: systemError())) }
            if status.st_mode & S_IFMT != S_IFDIR {
                let isFile = status.st_mode & S_IFMT == S_IFREG
                sources.append(RunSource(name: argument, path: argument, byteCount: isFile ? Int64(status.st_size) : 0, isStream: !isFile))
                continue
            }
            sources += try files(of: argument)
        }
        return sources
    }

    /// The files of a folder in byte order of their names, less those that begin with `.`; what is no file in it is passed over.
    private static func files(of folder: String) throws(RunFault) -> [RunSource] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw .input(.cannotOpen(path: folder, reason: "the folder cannot be listed"))
        }
        var bare = folder
        while bare.count > 1, bare.hasSuffix("/") { bare.removeLast() }
        var sources: [RunSource] = []
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !name.hasPrefix(".") {
            let path = bare == "/" ? "/" + name : bare + "/" + name
            var status = stat()
            if unsafe stat(path, &status) != 0 { throw .input(.cannotOpen(path: path, reason: systemError())) }
            if status.st_mode & S_IFMT != S_IFREG { continue }
            sources.append(RunSource(name: path, path: path, byteCount: Int64(status.st_size)))
        }
        return sources
    }
}

/// What the system says about its latest error on this thread.
func systemError() -> String {
    // The C library returns a text that ends in NUL and lives until the thread asks again.
    unsafe String(cString: strerror(errno))
}
