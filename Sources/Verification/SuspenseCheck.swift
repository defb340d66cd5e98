internal import FoundationEssentials
internal import Ledger

/// Reads suspense.csv along with the files of suspended records: each row's record has to stand there, and nothing else.
struct SuspenseCheck: ~Copyable {
    private let folder: String
    private let inputs: [RunInput]
    private var input = -1
    private var file: SuspendedFile?
    private var name = ""
    private var names: Set<[UInt8]> = []
    /// Rows that were read of the input.
    private var rowCount: Int64 = 0
    private var line: Int64 = 0
    private var offset: Int64 = -1
    /// A record that was cut in its cell, so that the file alone knows where it ends.
    private var isAfterCutRecord = false
    /// Whether the record before began as a JSON object does.
    private var isBehindObject = false
    /// Whether no record of the input was compared yet.
    private var isAtFirst = false
    /// Rows of each file of suspended records, by its path in the folder.
    private(set) var rowsOfFiles: [String: Int64] = [:]

    private static let reasons: Set<String> = [
        "malformed", "no_usage_id", "unknown_call_type", "unknown_user", "unknown_organization", "organization_mismatch", "bad_number", "no_rate",
    ]

    init(_ folder: String, _ inputs: [RunInput]) {
        self.folder = folder
        self.inputs = inputs
    }

    /// Reads the file and those of the records; the count of its rows, or `nil` if one does not agree.
    mutating func read(_ findings: inout Findings) throws(VerificationFault) -> Int64? {
        let path = folder + "/" + TableCheck.suspense.name
        var inner = Findings()
        let count = try TableCheck.read(path, columns: TableCheck.suspense.columns, noting: .suspense, &findings) {
            (block, row) throws(VerificationFault) in try check(block, row, &inner)
        }
        if let count, inner.all.isEmpty { try finish(path, count, &inner) }
        for found in inner.all { findings.note(found.kind, found.message) }
        return inner.all.isEmpty ? count : nil
    }

    /// After the last row: no input may have more records, and no file either.
    private mutating func finish(_ path: String, _ count: Int64, _ findings: inout Findings) throws(VerificationFault) {
        if input >= 0, rowCount < inputs[input].suspended || inputs[(input + 1)...].contains(where: { $0.suspended > 0 }) || (input < 0 && count > 0)
        {
            return findings.note(
                .suspense, "\(path): it has \(counted(count, "row")), and the ledger has \(counted(suspendedCount, "suspended record"))")
        }
        if input < 0, suspendedCount > 0 {
            return findings.note(.suspense, "\(path): it has no row, and the ledger has \(counted(suspendedCount, "suspended record"))")
        }
        try endFile(&findings)
    }

    private var suspendedCount: Int64 { inputs.reduce(0) { $0 + $1.suspended } }

    private mutating func check(
        _ block: borrowing ReportBlock, _ row: Int, _ findings: inout Findings
    ) throws(VerificationFault) -> String? {
        if input < 0 || rowCount == inputs[input].suspended { try beginInput(&findings) }
        let source = block.text(row, 0)
        if input == inputs.count { return "Source is \(source), and the ledger has no more suspended records" }
        if !source.utf8.elementsEqual(inputs[input].path.utf8) {
            return "Source is \(source), and here the ledger has a suspended record of \(inputs[input].path)"
        }
        rowCount += 1
        // Of JSON objects several may stand on one line, and what is damaged behind one.
        let isObject = block.text(row, 5).utf8.first == UInt8(ascii: "{")
        let lineMin = isObject || isBehindObject ? line : line + 1
        isBehindObject = isObject
        guard let foundLine = DecimalText.count(block.bytes.span, block.range(row, 1)), foundLine >= lineMin else {
            return "Line is \(block.text(row, 1)), and the row before has \(line)"
        }
        guard let foundOffset = DecimalText.count(block.bytes.span, block.range(row, 2)), foundOffset > offset else {
            return "Byte Offset is \(block.text(row, 2)), and the row before has \(offset)"
        }
        (line, offset) = (foundLine, foundOffset)
        if !SuspenseCheck.reasons.contains(block.text(row, 3)) { return "Reason is \(block.text(row, 3)), which is none" }
        if file == nil { return nil }
        let record = block.text(row, 5)
        return try (isAtFirst ? compareFirst(record) : compare(record)) ? nil : "Record is not the one that stands here in \(name)"
    }

    /// Goes on to the next input that has suspended records.
    private mutating func beginInput(_ findings: inout Findings) throws(VerificationFault) {
        try endFile(&findings)
        input += 1
        while input < inputs.count, inputs[input].suspended == 0 { input += 1 }
        (rowCount, line, offset, isAfterCutRecord, isBehindObject) = (0, 0, -1, false, false)
        if input == inputs.count { return }
        name = "suspended/" + nextName(of: inputs[input].path)
        file = nil
        // One that is missing is told with the files.
        if !FileManager.default.fileExists(atPath: folder + "/" + name) { return }
        try openFile(headerLines: 1)
        isAtFirst = true
    }

    private mutating func openFile(headerLines: Int) throws(VerificationFault) {
        do {
            file = try SuspendedFile.open(folder + "/" + name, headerLines: headerLines)
        } catch {
            throw .report(error)
        }
    }

    /// Whether the first record of an input stands behind the header of its file: how many lines that has depends on the input's format.
    private mutating func compareFirst(_ cell: String) throws(VerificationFault) -> Bool {
        isAtFirst = false
        for headerLines in [1, 0] + Array(2...SuspenseCheck.headerLinesMax) {
            try openFile(headerLines: headerLines)
            isAfterCutRecord = false
            if try compare(cell) { return true }
        }
        return false
    }

    /// The most lines of a header.
    private static let headerLinesMax = 16

    /// That the file of the input ends here.
    private mutating func endFile(_ findings: inout Findings) throws(VerificationFault) {
        if input < 0 || input >= inputs.count { return }
        rowsOfFiles[name] = rowCount
        if !isAfterCutRecord, try nextLine() != nil {
            findings.note(.suspended, "\(folder)/\(name): it goes on behind the \(counted(rowCount, "record")) of suspense.csv")
        }
    }

    /// The base name of an input, less `.gz`, numbered where it was used before.
    private mutating func nextName(of path: String) -> String {
        var base = path == "-" ? "stdin.csv" : String(path.split(separator: "/").last ?? "input.csv")
        if base.hasSuffix(".gz"), base.utf8.count > 3 { base.removeLast(3) }
        var number = 1
        var name = base
        while !names.insert(Array(name.utf8)).inserted {
            number += 1
            let dot = base.lastIndex(of: ".").flatMap { $0 == base.startIndex ? nil : $0 }
            name = dot.map { "\(base[..<$0])-\(number)\(base[$0...])" } ?? "\(base)-\(number)"
        }
        return name
    }

    private mutating func nextLine() throws(VerificationFault) -> [UInt8]? {
        do {
            return try file?.line()
        } catch {
            throw .report(error)
        }
    }

    /// Whether the next record of the file is that of a cell, in which what is no UTF-8 was replaced, and which may be cut.
    private mutating func compare(_ cell: String) throws(VerificationFault) -> Bool {
        let isCut = cell.utf8.count >= 32_000 && cell.hasSuffix("…")
        let text = isCut ? String(cell.dropLast()) : cell
        let breaks = text.utf8.count { $0 == 0x0A }
        guard var record = try nextLine() else { return false }
        if isAfterCutRecord {
            let first = text.utf8.prefix { $0 != 0x0A }
            while !String(decoding: record, as: UTF8.self).utf8.starts(with: first) {
                guard let line = try nextLine() else { return false }
                record = line
            }
        }
        isAfterCutRecord = isCut
        for _ in 0..<breaks {
            guard let line = try nextLine() else { return false }
            record += line
        }
        if isCut { return String(decoding: record, as: UTF8.self).utf8.starts(with: text.utf8) }
        if record.last == 0x0A { record.removeLast() }
        if record.last == 0x0D { record.removeLast() }
        return String(decoding: record, as: UTF8.self).utf8.elementsEqual(text.utf8)
    }
}
