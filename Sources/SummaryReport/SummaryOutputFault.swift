internal import CallModel

/// Why a report cannot be put where it was asked for: what, where, and what to do, on one line.
public enum SummaryOutputFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is something that is not a folder.
    case notAFolder(path: String)
    /// The folder holds something.
    case notEmpty(path: String)
    /// It is the folder in which the command was started, which cannot be replaced under whoever works in it.
    case currentFolder(path: String)
    /// Another process writes a report to the same place.
    case busy(path: String)
    /// The system would not do it.
    case cannotWrite(path: String, reason: String)

    /// What the process answers with (file-formats.md "Commands").
    public var exitStatus: Int32 {
        switch self {
        case .notAFolder, .notEmpty, .currentFolder: 2
        case .busy, .cannotWrite: 3
        }
    }

    /// As `reports/2026-10: message; remedy`.
    public var description: String {
        switch self {
        case .notAFolder(let path): "\(path): the output is not a folder; name another"
        case .notEmpty(let path): "\(path): the output folder is not empty; name an empty or a new folder"
        case .currentFolder(let path): "\(path): the output folder is the current one; name another"
        case .busy(let path): "\(path): another report is being written to this folder; wait until it has ended, or name another"
        case .cannotWrite(let path, let reason): "\(path): cannot write (\(reason)); free space or mend the permissions, then try again"
        }
    }
}
