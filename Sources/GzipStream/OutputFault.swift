/// Why an output could not be written: what, where, and what to do.
public enum OutputFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system would not create it, or put it in its place.
    case cannotCreate(path: String, reason: String)
    /// The system would not write on from that byte.
    case cannotWrite(path: String, byte: Int, reason: String)

    /// One line: the path, what is wrong, and what to do.
    public var description: String {
        switch self {
        case .cannotCreate(let path, let reason):
            "\(path): cannot be created: \(reason); check the folder and the permissions"
        case .cannotWrite(let path, let byte, let reason):
            "\(path): cannot be written on from byte \(byte): \(reason); check the disk or the connection, then run again"
        }
    }
}
