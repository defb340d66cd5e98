/// A gzip file of one member, made of pieces that were deflated apart.
///
/// The header has neither a time nor a name, so the same pieces give the same file.
public final class GzipWriter {
    private let file: OutputFile
    private var checksum: UInt32 = 0
    private var length: UInt32 = 0

    /// How many bytes were written, compressed.
    public var bytesWritten: Int { file.bytesWritten }

    /// Begins a member. The file appears with ``finish()``, or not at all (see ``OutputFile``).
    public init(_ file: OutputFile) throws(OutputFault) {
        self.file = file
        // Magic, deflate, no flags, no time, no hint at the level, unknown system (RFC 1952 §2.3).
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        try file.write(header.span)
    }

    /// Adds a piece after those before it.
    public func append(_ piece: GzipPiece) throws(OutputFault) {
        try file.write(piece.deflated.span)
        checksum = piece.checksum(after: checksum)
        length &+= UInt32(truncatingIfNeeded: piece.byteCount)
    }

    /// Ends the member, and puts the file in its place.
    public func finish() throws(OutputFault) {
        // An empty last block, with the code that is fixed: 1 for the last, 01 for the kind, 0000000 for its end.
        var end: [UInt8] = [0x03, 0x00]
        for word in [checksum, length] {
            for shift in stride(from: UInt32(0), to: 32, by: 8) { end.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        try file.write(end.span)
        try file.finish()
    }
}
