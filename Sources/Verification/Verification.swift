public import Catalogue
internal import FoundationEssentials
public import Ledger

/// Proves a run with a second method: from its report, its catalogue and its ledger, and without the code that made the report.
///
/// Each row is priced anew and found in the ledger's duplicate index; sums are compared with the ledger's movements and draws; and the ledger itself has to
/// add up over all its runs. Reliability says what that proves, and what it cannot.
public struct Verification {
    private let catalogue: Catalogue
    private let catalogueSHA256: String
    private let catalogueFolder: String
    private let ledger: LedgerFile
    private let givenFolder: String
    private let digest: (_ path: String) throws(ReportFault) -> String

    /// What is to be verified.
    ///
    /// - Parameters:
    ///   - catalogue: The catalogue of the run, with the SHA-256 of its files and the folder from which it was loaded.
    ///   - ledger: The ledger, open for reading.
    ///   - folder: The output folder of the run.
    ///   - digest: The SHA-256 of a file's bytes, 64 hexadecimal digits in lower case.
    public init(
        catalogue: Catalogue, sha256: String, loadedFrom catalogueFolder: String, ledger: LedgerFile, folder: String,
        digest: @escaping (_ path: String) throws(ReportFault) -> String
    ) {
        self.catalogue = catalogue
        catalogueSHA256 = sha256
        self.catalogueFolder = catalogueFolder
        self.ledger = ledger
        givenFolder = folder
        self.digest = digest
    }

    /// Verifies the last run that wrote into the folder and stands. No run can commit meanwhile.
    public func verify() throws(VerificationFault) -> VerificationResult {
        let folder: String
        do {
            folder = try RealPath.of(givenFolder)
        } catch {
            throw .report(error)
        }
        let outcome = try reading { () throws(LedgerFault) in
            try ledger.withUnchanged { () -> Result<VerificationResult, VerificationFault> in
                do throws(VerificationFault) {
                    return .success(try verify(folder))
                } catch {
                    return .failure(error)
                }
            }
        }
        return try outcome.get()
    }

    private func verify(_ folder: String) throws(VerificationFault) -> VerificationResult {
        let run = try standingRun(folder)
        if run.catalogueSHA256 != catalogueSHA256 {
            throw .otherCatalogue(folder: catalogueFolder, run: run.number, given: catalogueSHA256, expected: run.catalogueSHA256)
        }
        if !FileManager.default.fileExists(atPath: folder + "/" + ProofFile.name) { throw .notInPlace(folder: folder, run: run.number) }
        var findings = Findings()
        var audit = try reading { () throws(LedgerFault) in try LedgerAudit(ledger, run: run.number) }
        let index = CatalogueIndex(catalogue)
        let proof = try ProofFile.read(folder, &findings)
        var files = try FilesCheck(folder, proof?.outputs ?? [])
        if proof != nil { files.checkNames(&findings) }
        let tables = try readTables(folder, run, index, files, &findings)
        if let proof {
            let check = ProofCheck(path: folder + "/" + ProofFile.name, proof: proof, run: run)
            check.checkRun(&findings)
            check.checkOrganizations(catalogue, tables.sums, audit.movements, &findings)
            try files.checkContents(rows: tables.rows, digest: digest, &findings)
        }
        let keepsDraws = try reading { () throws(LedgerFault) in try ledger.lastRunWithoutDraws() } < run.number
        if let sums = tables.sums {
            let check = SumsCheck(index: index, sums: sums, path: folder + "/" + ReportReader.name(1))
            check.checkCharges(audit.movements, &findings)
            if keepsDraws { try reading { () throws(LedgerFault) in try check.checkDraws(ledger, run: run.number, &findings) } }
        }
        try reading { () throws(LedgerFault) in
            try audit.check(zone: catalogue.timeZone, &findings)
            try SeenCheck(ledger).check(run: run.number, &findings)
        }
        return VerificationResult(
            run: run, folder: folder, ledger: ledger.path, disagreements: findings.all,
            organizations: VerificationResult.organizations(catalogue, tables.sums, audit.movements), fileCount: tables.rows.count,
            sealedCount: files.sealedCount, outputCount: proof?.outputs.count ?? 0, keepsDraws: keepsDraws,
            ledgerCounts: VerificationResult.LedgerCounts(
                runs: audit.runs.count, undone: audit.undone.count, settled: audit.settledCount, lots: audit.lots.count,
                movements: audit.movements.count, pools: audit.poolCount))
    }

    /// The run to verify.
    private func standingRun(_ folder: String) throws(VerificationFault) -> RunRecord {
        if let run = try reading({ () throws(LedgerFault) in try ledger.lastRun(output: folder) }) { return run }
        let undone = try reading { () throws(LedgerFault) in try ledger.undoneRuns() }
        for number in undone.sorted(by: >) {
            let run = try reading { () throws(LedgerFault) in try ledger.run(number) }
            if let run, run.output == folder { throw .takenBack(folder: folder, run: number) }
        }
        throw .noRun(folder: folder, ledger: ledger.path)
    }

    /// What was read of the report's files.
    private struct Tables {
        /// Rows by file, of those that were read to their end.
        var rows: [String: Int64] = [:]
        /// What the rows of the usage report add up to, if all of them agree.
        var sums: UsageSums?
    }

    /// Reads all files of the report, and compares how many rows they have with what the ledger counts.
    private func readTables(
        _ folder: String, _ run: RunRecord, _ index: CatalogueIndex, _ files: FilesCheck, _ findings: inout Findings
    ) throws(VerificationFault) -> Tables {
        var tables = Tables()
        var counts: [(name: String, rows: Int64, kept: Int64, what: String)] = []
        if files.has(ReportReader.name(1)) {
            var usage = try reading { () throws(LedgerFault) in try UsageCheck(index, ledger, run: run.number, hashesRows: !files.split.isEmpty) }
            try usage.read(folder, &findings)
            if usage.isComplete {
                for (path, rows) in usage.rowsOfFiles { tables.rows[String(path.dropFirst(folder.count + 1))] = rows }
                tables.sums = findings.has(.usage) ? nil : usage.sums
                counts.append((ReportReader.name(1), usage.sums.rowCount, run.settled, "settled"))
                if let sums = tables.sums, !files.split.isEmpty {
                    var split = SplitCheck(catalogue, folder, files.split, sums)
                    try split.read(&findings)
                    tables.rows.merge(split.rowsOfFiles) { first, _ in first }
                }
            }
        }
        if files.has(TableCheck.duplicates.name) {
            var duplicates = DuplicatesCheck(index, run.inputs)
            if let count = try duplicates.read(folder, &findings) {
                tables.rows[TableCheck.duplicates.name] = count
                counts.append((TableCheck.duplicates.name, count, run.duplicates, "duplicate"))
            }
        }
        if files.has(TableCheck.suspense.name) {
            var suspense = SuspenseCheck(folder, run.inputs)
            if let count = try suspense.read(&findings) {
                tables.rows[TableCheck.suspense.name] = count
                counts.append((TableCheck.suspense.name, count, run.suspended, "suspended"))
                tables.rows.merge(suspense.rowsOfFiles) { first, _ in first }
            }
        }
        if files.has(TableCheck.notices.name) {
            var notices = NoticesCheck(try reading { () throws(LedgerFault) in try ledger.notices(ofRun: run.number) })
            if let count = try notices.read(folder, &findings) { tables.rows[TableCheck.notices.name] = count }
        }
        for (name, rows, kept, what) in counts where rows != kept {
            findings.note(
                .counts,
                "\(folder)/\(name): it has \(counted(rows, "row")), and the ledger has \(counted(kept, "\(what) record")) of run \(run.number)")
        }
        return tables
    }
}
