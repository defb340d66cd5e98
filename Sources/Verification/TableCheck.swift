/// Reads a file of a run row by row, until one does not agree.
enum TableCheck {
    static let duplicates = (name: "duplicates.csv", columns: ["Source", "Line", "Organization", "UsageId", "Same"])
    static let suspense = (name: "suspense.csv", columns: ["Source", "Line", "Byte Offset", "Reason", "Detail", "Record"])
    static let notices = (name: "notices.csv", columns: ["Organization", "Kind", "At", "Amount", "Balance", "Detail"])

    /// Calls `body` for each row, which answers with what is wrong with it.
    ///
    /// - Returns: How many rows the file has; `nil` if one of them does not agree, which is noted.
    static func read(
        _ path: String, columns: [String], noting kind: Disagreement.Kind, _ findings: inout Findings,
        _ body: (_ block: borrowing ReportBlock, _ row: Int) throws(VerificationFault) -> String?
    ) throws(VerificationFault) -> Int64? {
        guard var file = try open(path, columns: columns, noting: kind, &findings) else { return nil }
        var block = ReportBlock()
        while try next(&file, &block, noting: kind, &findings) {
            for row in 0..<block.rowCount {
                if let message = try body(block, row) { findings.note(kind, "\(path):\(block.line(row)): \(message)") }
                if findings.has(kind) { return nil }
            }
        }
        return findings.has(kind) ? nil : file.rowCount
    }

    /// Opens a file; `nil` if its header is not that of the columns, which is noted.
    static func open(
        _ path: String, columns: [String], noting kind: Disagreement.Kind, _ findings: inout Findings
    ) throws(VerificationFault) -> TableFileReader? {
        do {
            return try TableFileReader(path, columns: columns)
        } catch {
            try note(error, kind, &findings)
            return nil
        }
    }

    private static func next(
        _ file: inout TableFileReader, _ block: inout ReportBlock, noting kind: Disagreement.Kind, _ findings: inout Findings
    ) throws(VerificationFault) -> Bool {
        do {
            return try file.next(into: &block)
        } catch {
            try note(error, kind, &findings)
            return false
        }
    }

    /// What is not written as a run writes it is a disagreement; what cannot be read ends the verification.
    static func note(_ fault: ReportFault, _ kind: Disagreement.Kind, _ findings: inout Findings) throws(VerificationFault) {
        guard case .malformed = fault else { throw .report(fault) }
        findings.note(kind, fault.description)
    }
}
