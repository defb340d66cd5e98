internal import Catalogue

/// Reads the report's files by organization: each organization's rows must be those that the whole report has of it, and nothing else.
struct SplitCheck {
    /// The folder of the files, within the output folder.
    static let folder = "by-organization"

    /// Rows of each file that was read to its end, by its path in the output folder.
    private(set) var rowsOfFiles: [String: Int64] = [:]
    private let folderPath: String
    private let names: [String]
    private let whole: UsageSums
    private let keys: [String]
    private let ordinals: [[UInt8]: Int]
    private var rows: [Int64]
    private var hashes: [UInt64]
    /// The files of each organization, in the order in which they are read.
    private var files: [[String]]

    /// - Parameters:
    ///   - names: The files' paths in the output folder.
    ///   - whole: What the rows of the whole report add up to, their hashes among it.
    init(_ catalogue: Catalogue, _ folder: String, _ names: [String], _ whole: UsageSums) {
        folderPath = folder
        self.names = names
        self.whole = whole
        keys = catalogue.organizations.map(\.key)
        ordinals = Dictionary(keys.enumerated().map { (Array($0.element.utf8), $0.offset) }, uniquingKeysWith: { first, _ in first })
        rows = Array(repeating: 0, count: keys.count)
        hashes = Array(repeating: 0, count: keys.count)
        files = Array(repeating: [], count: keys.count)
    }

    /// Reads all files and compares what they add up to.
    mutating func read(_ findings: inout Findings) throws(VerificationFault) {
        for name in names {
            var owner = -1
            var (count, hash): (Int64, UInt64) = (0, 0)
            let ordinals = ordinals
            let read = try TableCheck.read(folderPath + "/" + name, columns: UsageColumn.names, noting: .split, &findings) {
                (block, row) throws(VerificationFault) in
                guard let found = ordinals[Array(block.bytes[block.range(row, .organization)])] else {
                    return "Organization is \(block.text(row, .organization)), which is not in the catalogue"
                }
                if owner >= 0, found != owner { return "Organization is \(block.text(row, .organization)), and the rows before are of another" }
                owner = found
                count += 1
                hash &+= block.hash(ofRow: row)
                return nil
            }
            guard read != nil else { return }
            rowsOfFiles[name] = count
            if owner < 0 { return findings.note(.split, "\(folderPath)/\(name): it has no row, and so belongs to no organization") }
            rows[owner] += count
            hashes[owner] &+= hash
            files[owner].append(name)
        }
        for organization in keys.indices where rows[organization] != whole.rows[organization] || hashes[organization] != whole.rowHashes[organization]
        {
            return try findFirst(organization, &findings)
        }
    }

    /// Names the first row of an organization that is not the one that the whole report has in its place.
    private func findFirst(_ organization: Int, _ findings: inout Findings) throws(VerificationFault) {
        let key = keys[organization]
        guard !files[organization].isEmpty else {
            return findings.note(
                .split,
                "\(folderPath)/\(SplitCheck.folder): \(key) has no file, and \(ReportReader.name(1)) has \(counted(whole.rows[organization], "row")) of it"
            )
        }
        var expected: [UInt64] = []
        do throws(ReportFault) {
            var reader = try ReportReader(folder: folderPath)
            var block = ReportBlock()
            while try reader.next(into: &block) {
                for row in 0..<block.rowCount where block.bytes[block.range(row, .organization)].elementsEqual(key.utf8) {
                    expected.append(block.hash(ofRow: row))
                }
            }
        } catch {
            throw .report(error)
        }
        var place = 0
        for name in files[organization] {
            _ = try TableCheck.read(folderPath + "/" + name, columns: UsageColumn.names, noting: .split, &findings) {
                (block, row) throws(VerificationFault) in
                defer { place += 1 }
                if place < expected.count, block.hash(ofRow: row) == expected[place] { return nil }
                return "the row is not the one that \(ReportReader.name(1)) has in its place among those of \(key)"
            }
            if findings.has(.split) { return }
        }
        findings.note(
            .split,
            "\(folderPath)/\(files[organization].last ?? ""): \(counted(Int64(expected.count - place), "row")) of \(key) "
                + "\(expected.count - place == 1 ? "is" : "are") missing at its end: \(ReportReader.name(1)) has \(expected.count - place) more")
    }
}
