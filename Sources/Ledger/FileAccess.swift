#if canImport(Glibc)
    public import Glibc
#elseif canImport(Musl)
    public import Musl
#else
    public import Darwin
#endif

/// Who may read what a run creates. A stricter umask is kept, and what is there already keeps its permissions.
public enum FileAccess: Sendable {
    /// The owner alone: reports and ledger tell who called whom.
    case owner
    /// The group may read, too.
    case group

    /// Permissions of a file.
    public var fileMode: mode_t { self == .owner ? 0o600 : 0o640 }
    /// Permissions of a folder.
    public var folderMode: mode_t { self == .owner ? 0o700 : 0o750 }
}
