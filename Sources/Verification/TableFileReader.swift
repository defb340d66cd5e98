/// Reads a CSV file that a run has written, block by block, in every dialect and locale.
///
/// Memory is bounded by one block, or by the longest row.
public struct TableFileReader: ~Copyable {
    /// The file's path.
    public var path: String { input.path }
    private var input: InputBytes
    private let columnCount: Int
    private let blockByteCount: Int
    private let scan: RowScan
    private let style: ReportStyleFound
    /// What was read of a row that goes on in the next block.
    private var rest: [UInt8]
    /// The physical line on which the next row begins.
    private var line = 2
    /// What is wrong with the row behind those of the last block.
    private var fault: ReportFault?
    /// Rows read so far.
    private(set) var rowCount: Int64 = 0

    /// Bytes of a block.
    static let blockByteCount = 1 << 20
    /// The most bytes of one row: cells of a record of 1 MiB, every byte of which is a quote.
    static let rowBytesMax = 1 << 26

    /// Opens a file and reads its header, which must be these columns.
    init(_ path: String, columns: [String], blockByteCount: Int = TableFileReader.blockByteCount) throws(ReportFault) {
        var input = try InputBytes(path)
        let headMax = ReportStyleFound.headerMax(columns)
        var head = [UInt8](repeating: 0, count: headMax)
        let count = try input.read(into: &head, from: 0, to: headMax)
        guard let found = ReportStyleFound.find(head.span.extracting(0..<count), columns: columns) else {
            throw .malformed(path: path, line: 1, message: "the header is not the one that a run writes, in any dialect")
        }
        self.input = input
        self.blockByteCount = blockByteCount
        columnCount = columns.count
        style = found.style
        scan = RowScan(found.style, columnCount: columns.count)
        rest = Array(head[found.headerCount..<count])
    }

    /// Bytes of the file that were read so far.
    var byteCount: Int64 { input.byteCount }

    /// Reads the next rows into a block, whose rows before are dropped; returns false at the end of the file.
    public mutating func next(into block: inout ReportBlock) throws(ReportFault) -> Bool {
        block.path = path
        block.columnCount = columnCount
        block.style = style
        block.cells.removeAll(keepingCapacity: true)
        block.lines.removeAll(keepingCapacity: true)
        if let fault { throw fault }
        var room = max(blockByteCount, rest.count)
        while true {
            if block.bytes.count < room + RowScan.slack { block.bytes = [UInt8](repeating: 0, count: room + RowScan.slack) }
            for i in rest.indices { block.bytes[i] = rest[i] }
            let filled = try input.read(into: &block.bytes, from: rest.count, to: room)
            let end = cutRows(of: &block, to: filled)
            rest = Array(block.bytes[end..<filled])
            if let fault, block.rowCount == 0 { throw fault }
            if block.rowCount > 0 {
                block.unquoteCells(from: 0)
                rowCount += Int64(block.rowCount)
                return true
            }
            if filled < room {
                if rest.isEmpty { return false }
                throw .malformed(path: path, line: line, message: "the last row has no end; the file was cut")
            }
            if room >= TableFileReader.rowBytesMax {
                throw .malformed(path: path, line: line, message: "a row is longer than \(TableFileReader.rowBytesMax) bytes")
            }
            room = min(2 * room, TableFileReader.rowBytesMax)
        }
    }

    /// Finds the rows that are whole, up to the first with a fault; returns where the last of them ends.
    private mutating func cutRows(of block: inout ReportBlock, to filled: Int) -> Int {
        // Taken out, as the block's bytes are read meanwhile.
        var cells: [ReportBlock.Cell] = []
        swap(&cells, &block.cells)
        defer { swap(&cells, &block.cells) }
        var begin = 0
        while true {
            let cellCount = cells.count
            let result = scan.scan(block.bytes.span, from: begin, to: filled, &cells)
            guard case .row(let end, let breaks) = result else {
                cells.removeSubrange(cellCount...)
                fault = message(result).map { .malformed(path: path, line: line, message: $0) }
                return begin
            }
            block.lines.append(line)
            line += 1 + breaks
            begin = end
        }
    }

    /// What is wrong with a row that is not whole or not well-formed; `nil` if its end may be in the next block.
    private func message(_ result: RowScan.Result) -> String? {
        switch result {
        case .row, .incomplete: nil
        case .cells(let count) where count > columnCount: "the row has more than \(columnCount) cells"
        case .cells(let count): "the row has \(counted(count, "cell")), and the header has \(columnCount)"
        case .strayQuote: "a quote stands where none may"
        case .lineEnd: "the line does not end with CRLF, as the dialect excel has it"
        }
    }
}
