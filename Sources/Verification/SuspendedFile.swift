/// A file of suspended records, read line by line: the header of an input, if it has one, then records of it, each with its own line end.
struct SuspendedFile: ~Copyable {
    private var input: InputBytes
    private var bytes = [UInt8](repeating: 0, count: 1 << 16)
    private var next = 0
    private var end = 0

    /// Bytes of a line that are kept; more of it is read and let go, as a line may have no end.
    static let lineBytesMax = 1 << 17

    private init(_ input: consuming InputBytes) { self.input = input }

    /// Opens a file and passes over so many lines, or over its header, which may have quoted line breaks, if it is one.
    static func open(_ path: String, headerLines: Int) throws(ReportFault) -> SuspendedFile {
        var file = SuspendedFile(try InputBytes(path))
        var quotes = 0
        var lines = 0
        while lines < headerLines, let line = try file.line() {
            quotes += line.count { $0 == UInt8(ascii: "\"") }
            if headerLines > 1 || quotes.isMultiple(of: 2) { lines += 1 }
        }
        return file
    }

    /// The next line with its line end, or as much of it as is kept; `nil` at the end of the file.
    mutating func line() throws(ReportFault) -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            if next == end {
                end = try input.read(into: &bytes, from: 0, to: bytes.count)
                next = 0
                if end == 0 { return line.isEmpty ? nil : line }
            }
            let lineFeed = bytes[next..<end].firstIndex(of: 0x0A)
            let stop = lineFeed.map { $0 + 1 } ?? end
            line += bytes[next..<stop].prefix(SuspendedFile.lineBytesMax - line.count)
            next = stop
            if lineFeed != nil { return line }
        }
    }
}
