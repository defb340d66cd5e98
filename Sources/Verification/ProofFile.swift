internal import FoundationEssentials

/// run.json as it was written (file-formats.md, "What a run writes").
struct ProofFile: Decodable, Hashable, Sendable {
    struct Input: Decodable, Hashable, Sendable {
        var path: String
        var sha256: String
        var bytes: Int64
        var records: Int64
        var skipped: Bool
    }
    struct Output: Decodable, Hashable, Sendable {
        var path: String
        var bytes: Int64
        var rows: Int64
        var sha256: String?
    }
    struct Organization: Decodable, Hashable, Sendable {
        var organization: String
        var currency: String
        var calls: Int64
        var charged: String
        var recharged: String
        var expired: String
        var balance: String
    }

    var run: Int
    var version: String
    var catalogueSha256: String
    var read: Int64
    var settled: Int64
    var suspended: Int64
    var duplicates: Int64
    var inputs: [Input]
    var outputs: [Output]
    var organizations: [Organization]

    /// Its name.
    static let name = "run.json"
    /// The most bytes that it may have.
    private static let byteCountMax = 1 << 28

    /// Reads the file of a folder; `nil` if it is not what a run writes, which is noted.
    static func read(_ folder: String, _ findings: inout Findings) throws(VerificationFault) -> ProofFile? {
        let path = folder + "/" + name
        var bytes: [UInt8] = []
        do throws(ReportFault) {
            var input = try InputBytes(path)
            while bytes.count < byteCountMax {
                let start = bytes.count
                bytes += [UInt8](repeating: 0, count: 1 << 16)
                let end = try input.read(into: &bytes, from: start, to: bytes.count)
                bytes.removeSubrange(end...)
                if end == start { break }
            }
        } catch {
            throw .report(error)
        }
        if let proof = try? JSONDecoder().decode(ProofFile.self, from: Data(bytes)) { return proof }
        findings.note(.proof, "\(path): this is no proof as a run writes it")
        return nil
    }
}
