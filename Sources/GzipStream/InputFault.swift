/// Why an input could not be read: what, where, and what to do.
public enum InputFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system would not open it.
    case cannotOpen(path: String, reason: String)
    /// It is a folder, where a file is needed.
    case isFolder(path: String)
    /// The system would not read on from that byte of the file.
    case cannotRead(path: String, byte: Int, reason: String)
    /// The file ends, after so many bytes, inside a gzip member.
    case truncatedGzip(path: String, byte: Int)
    /// A gzip member is not what it must be (RFC 1951, RFC 1952). The byte is one of the file, from 0: where the field begins that is
    /// wrong, or, for ``Damage/data``, about where inflating stopped.
    case damagedGzip(path: String, byte: Int, damage: Damage)

    /// Which part of a gzip file is wrong.
    public enum Damage: String, Hashable, Sendable, CaseIterable {
        /// The header of a member: method, flags or header checksum.
        case header
        /// The deflated data.
        case data
        /// The CRC-32 after the data.
        case checksum
        /// The length after the data.
        case length
        /// What follows a member is neither another member nor zeros up to the end.
        case trailer
    }

    /// One line: the path, what is wrong, and what to do.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "\(path): cannot be opened: \(reason); check the name and the permissions"
        case .isFolder(let path):
            "\(path): is a folder, not a file; name the files in it"
        case .cannotRead(let path, let byte, let reason):
            "\(path): cannot be read on from byte \(byte): \(reason); check the disk or the connection, then run again"
        case .truncatedGzip(let path, let byte):
            "\(path): the gzip file is cut off at compressed byte \(byte); copy it again from where it came, and check its size"
        case .damagedGzip(let path, let byte, let damage):
            "\(path): the gzip file is damaged at compressed byte \(byte): \(damage.text); copy it again from where it came"
        }
    }
}

extension InputFault.Damage {
    /// As it stands in a message.
    var text: String {
        switch self {
        case .header: "the header of a member is wrong"
        case .data: "the deflated data make no sense"
        case .checksum: "the checksum of the data differs"
        case .length: "the length of the data differs"
        case .trailer: "what follows the last member is no gzip"
        }
    }
}
