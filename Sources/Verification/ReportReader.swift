internal import FoundationEssentials

/// Reads the usage report of an output folder, all its files in order, block by block.
///
/// It is a reader of its own: it shares no code with what writes the report. Memory is bounded by one block, 1 MiB, or by the longest row.
///
///     var reader = try ReportReader(folder: "out")
///     var block = ReportBlock()
///     while try reader.next(into: &block) {
///         for row in 0..<block.rowCount { print(block.text(row, .organization), block.amount(row, .charge) ?? 0) }
///     }
public struct ReportReader: ~Copyable {
    /// The files, in the order in which they are read.
    public let paths: [String]
    private var file: TableFileReader
    private var next = 1
    private let blockByteCount: Int

    /// Finds the files of a folder: `pstn-usage.csv`, `pstn-usage-2.csv`, `pstn-usage-3.csv` …
    public init(folder: String) throws(ReportFault) { try self.init(folder: folder, blockByteCount: TableFileReader.blockByteCount) }

    init(folder: String, blockByteCount: Int) throws(ReportFault) {
        var paths = [folder + "/" + ReportReader.name(1)]
        while FileManager.default.fileExists(atPath: folder + "/" + ReportReader.name(paths.count + 1)) {
            paths.append(folder + "/" + ReportReader.name(paths.count + 1))
        }
        self.paths = paths
        self.blockByteCount = blockByteCount
        file = try TableFileReader(paths[0], columns: UsageColumn.names, blockByteCount: blockByteCount)
    }

    /// The name of the file of that number, from 1.
    static func name(_ number: Int) -> String { number == 1 ? "pstn-usage.csv" : "pstn-usage-\(number).csv" }

    /// Reads the next rows into a block, whose rows before are dropped; returns false at the end of the last file.
    public mutating func next(into block: inout ReportBlock) throws(ReportFault) -> Bool {
        while true {
            if try file.next(into: &block) { return true }
            if next == paths.count { return false }
            file = try TableFileReader(paths[next], columns: UsageColumn.names, blockByteCount: blockByteCount)
            next += 1
        }
    }
}

extension ReportReader {
    /// Opens the report of a folder; `nil` if its first file has another header, which is noted.
    static func open(_ folder: String, blockByteCount: Int, noting kind: Disagreement.Kind, _ findings: inout Findings) throws(VerificationFault)
        -> ReportReader?
    {
        do {
            return try ReportReader(folder: folder, blockByteCount: blockByteCount)
        } catch {
            try TableCheck.note(error, kind, &findings)
            return nil
        }
    }
}
