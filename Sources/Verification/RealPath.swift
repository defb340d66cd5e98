#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A path as the ledger keeps output folders: absolute, without symbolic links.
enum RealPath {
    /// The path of something that exists.
    static func of(_ path: String) throws(ReportFault) -> String {
        guard let real = unsafe realpath(path, nil) else { throw .cannotRead(path: path, reason: InputBytes.systemReason()) }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }
}
