internal import FoundationEssentials

/// Which files stand in the output folder, their sizes and, where the run was sealed, their hashes.
struct FilesCheck {
    let folder: String
    let outputs: [ProofFile.Output]
    /// The files below the folder, by their path in it.
    private let found: Set<String>
    /// Outputs that were hashed.
    private(set) var sealedCount = 0

    /// Folders that a run makes within its output folder.
    private static let folders = ["suspended", SplitCheck.folder]

    /// Lists the folder.
    init(_ folder: String, _ outputs: [ProofFile.Output]) throws(VerificationFault) {
        self.folder = folder
        self.outputs = outputs
        var found: Set<String> = []
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                var isFolder = false
                _ = FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
                if !FilesCheck.folders.contains(name) || !isFolder {
                    found.insert(name)
                    continue
                }
                for inner in try FileManager.default.contentsOfDirectory(atPath: folder + "/" + name) { found.insert(name + "/" + inner) }
            }
        } catch {
            throw .report(.cannotRead(path: folder, reason: "the folder cannot be listed"))
        }
        self.found = found
    }

    /// Whether a file stands in the folder.
    func has(_ name: String) -> Bool { found.contains(name) }

    /// The report's files by organization, in byte order.
    var split: [String] {
        found.filter { $0.hasPrefix(SplitCheck.folder + "/") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// That the files are those that run.json lists.
    func checkNames(_ findings: inout Findings) {
        let listed = Set(outputs.map(\.path)).union([ProofFile.name])
        for name in listed.subtracting(found).sorted() { findings.note(.files, "\(folder)/\(name): the file is missing, and run.json lists it") }
        for name in found.subtracting(listed).sorted() { findings.note(.files, "\(folder)/\(name): run.json does not list this file") }
        if listed.count != outputs.count + 1 { findings.note(.proof, "\(folder)/\(ProofFile.name): outputs lists a file twice") }
        for name in ["pstn-usage.csv", "duplicates.csv", "suspense.csv", "notices.csv"] where !listed.contains(name) {
            findings.note(.proof, "\(folder)/\(ProofFile.name): outputs does not list \(name)")
        }
    }

    /// Sizes, rows and hashes.
    ///
    /// - Parameters:
    ///   - rows: The rows of each file that was read to its end.
    ///   - digest: The SHA-256 of a file, 64 hexadecimal digits in lower case.
    mutating func checkContents(
        rows: [String: Int64], digest: (_ path: String) throws(ReportFault) -> String, _ findings: inout Findings
    ) throws(VerificationFault) {
        for output in outputs where found.contains(output.path) {
            let path = folder + "/" + output.path
            if let count = rows[output.path], count != output.rows {
                findings.note(.files, "\(path): it has \(counted(count, "row")), and run.json says \(output.rows)")
            }
            do throws(ReportFault) {
                let bytes = try InputBytes(path).size()
                if bytes != output.bytes { findings.note(.files, "\(path): it has \(bytes) bytes, and run.json says \(output.bytes)") }
                guard let expected = output.sha256 else { continue }
                sealedCount += 1
                let sha256 = try digest(path)
                if sha256 != expected {
                    findings.note(.files, "\(path): its SHA-256 is \(sha256.prefix(12))…, and run.json says \(expected.prefix(12))…")
                }
            } catch {
                throw .report(error)
            }
        }
    }
}
