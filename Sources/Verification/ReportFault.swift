/// Why a file of a report cannot be read.
public enum ReportFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder cannot be opened or read.
    case cannotRead(path: String, reason: String)
    /// A line is not as a run writes it.
    case malformed(path: String, line: Int, message: String)

    /// As `out/pstn-usage.csv:12: message`, without a remedy.
    public var description: String {
        switch self {
        case .cannotRead(let path, let reason): "\(path): cannot be read (\(reason)); check the path and its permissions"
        case .malformed(let path, let line, let message): "\(path):\(line): \(message)"
        }
    }
}
