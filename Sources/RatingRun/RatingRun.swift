import CallModel
import CallRecords
import Catalogue
import Ledger
import Rating
import Settlement
import UsageReport
import UsageTally

/// One run: from a list of inputs to a report that adds up and a ledger that knows it, or to nothing at all.
///
/// 1. The catalogue is loaded, the ledger opened and held, the last run's output finished if it was left behind.
/// 2. Inputs that were committed before are told by their bytes.
/// 3. The pipeline takes the others through all stages; reports are staged in the output folder, out of sight.
/// 4. The ledger is committed, once. From here on the run has happened.
/// 5. The staged files are put in their place.
/// 6. What this and earlier runs have to tell is delivered.
///
/// A failure before 4 takes everything away again; after it, the next run finishes 5 and 6.
public struct RatingRun: Sendable {
    private let options: RunOptions
    private let interruption: Interruption

    /// A run, which ``start()`` begins.
    public init(_ options: RunOptions, interruption: Interruption = Interruption()) {
        self.options = options
        self.interruption = interruption
    }

    /// Does the run.
    ///
    /// - Throws: ``RunFault``; then nothing was settled, unless only putting the files in their place failed.
    public func start() async throws(RunFault) -> RunSummary {
        let began = ContinuousClock.now
        let sources = try InputList.expand(options.inputs)
        let room = TallyRoom(inputByteCount: sources.reduce(0) { $0 + $1.byteCount })
        let (catalogue, catalogueSHA256) = try LoadedCatalogue.load(options.catalogue) { room.begin(userCount: $0) }
        let hasPayer = options.paymentCommand != nil || options.assumedAnswer != nil
        if !hasPayer, let payer = catalogue.organizations.first(where: { $0.autoRecharge?.payment == .command }) {
            throw .command("organization \(payer.key) pays by command; name the program with --payment-command")
        }
        let compiled = CompiledCatalogue(catalogue, style: options.style, sources: sources.map(\.name), room: room)
        let ledger = try reading { () throws(LedgerFault) in try LedgerFile.openForRun(options.ledger, access: options.access) }
        // A ledger that cannot be closed any more has been committed or rolled back before.
        defer { try? ledger.close() }
        do throws(RunFault) {
            var summary = try await start(sources, catalogue, catalogueSHA256, compiled, ledger, began)
            if let delivery = options.delivery { summary.delivery = await NoticeDelivery(delivery, interruption: interruption).deliver(from: ledger) }
            return summary
        } catch {
            // The first fault is the one to tell.
            try? ledger.rollback()
            try? ledger.discardIfEmpty()
            throw error
        }
    }

    private func start(
        _ given: [RunSource], _ catalogue: Catalogue, _ catalogueSHA256: String, _ compiled: CompiledCatalogue, _ ledger: LedgerFile,
        _ began: ContinuousClock.Instant
    ) async throws(RunFault) -> RunSummary {
        let last = try reading { () throws(LedgerFault) in try ledger.lastRun() }
        try OutputFolder.finishLastRun(last, ledger: options.ledger)
        let folder = try OutputFolder(options.output, ledger: options.ledger, lastRun: last?.number ?? 0, access: options.access)
        var sources = given
        if try !folder.isEmpty() {
            let before = try reading { () throws(LedgerFault) in try ledger.lastRun(output: folder.path) }
            guard let before, folder.hasProof, try InputComparison.isSame(&sources, before.inputs, interruption: interruption) else {
                throw .outputNotEmpty(path: options.output)
            }
            return RunSummary(record: before, totals: [], wasDone: true, elapsed: .now - began, output: folder.path)
        }
        let number = (last?.number ?? 0) + 1
        let summary: RunSummary
        do throws(RunFault) {
            summary = try await commit(number, &sources, catalogue, catalogueSHA256, compiled, ledger, folder, began)
        } catch {
            // If it cannot be told whether the run is committed, the next one needs what is staged.
            if case .ledger(.commitUnknown) = error { throw error }
            folder.discard(number)
            throw error
        }
        try folder.publish(number)
        return summary
    }

    /// Everything up to the ledger's commit.
    private func commit(
        _ number: Int, _ sources: inout [RunSource], _ catalogue: Catalogue, _ catalogueSHA256: String, _ compiled: CompiledCatalogue,
        _ ledger: LedgerFile, _ folder: OutputFolder, _ began: ContinuousClock.Instant
    ) async throws(RunFault) -> RunSummary {
        let settler = try settler(catalogue, ledger)
        let staging = try folder.createStaging(number)
        let spools = try InputSpool.spool(&sources, to: staging, interruption: interruption)
        try InputComparison.markSkipped(&sources, ledger, interruption: interruption)
        _ = try reading { () throws(LedgerFault) in try ledger.beginRun() }

        let formatter = await compiled.formatter
        let program = options.paymentCommand.map { PaymentProgram(path: $0, patience: options.paymentPatience) }
        let desk = SettlementDesk(
            settler, ledger, program, assumedAnswer: options.assumedAnswer, witness: options.witness, sources: sources)
        let writer = try ReportWriter(
            staging: staging, formatter, ledger, rowsPerFileMax: options.rowsPerFileMax ?? options.style.rowsPerFileMax, seals: options.seals,
            syncs: options.syncsOutputs, access: options.access,
            payers: options.splitsByOrganization ? catalogue.organizations.map(\.key) : nil,
            writesWorkbook: options.writesWorkbook, gatheredByteCountMax: options.gatheredByteCountMax)
        let rater = await compiled.rater
        let slotCount = Pipeline.slotCount(workers: options.workers, inputs: sources.count { !$0.isSkipped })
        let total = sources.reduce(0) { $0 + ($1.isSkipped ? 0 : $1.byteCount) }
        let tally = await compiled.tally
        let report = options.progress
        let pipeline = Pipeline(
            sources, options.format, workers: options.workers, chunkByteCount: options.chunkByteCount,
            slots: (0..<slotCount).map { _ in RunSlot(rater, faultDetails: options.format?.faultDetails ?? []) }, desk: desk,
            writer: writer, formatter: formatter, tally: tally, interruption: interruption,
            progress: { report(RunProgress(bytesRead: $0, bytesTotal: total, records: $1)) })
        let seals = try await pipeline.run()
        async let usage = tally.takeAggregates(workers: options.workers) { EncodedUsage($0) }
        try desk.handOverRest()

        let result = desk.finish()
        let inputs = try self.inputs(sources, seals, desk.tallies)
        let record = RunRecord(
            number: number, version: options.version, catalogueSHA256: catalogueSHA256, timeZone: catalogue.timeZone.name, output: folder.path,
            exitStatus: result.counts.suspended > 0 ? 1 : 0, read: Int64(result.counts.read), settled: Int64(result.counts.settled),
            suspended: Int64(result.counts.suspended), duplicates: Int64(result.counts.duplicates), inputs: inputs)
        let outputs = try writer.finish(notices: result.notices, totals: StagedWorkbook.totals(catalogue, result))
        for spool in spools { try OutputFolder.removeFile(spool) }
        let proof = RunProof(record, outputs: outputs, totals: result.totals, elapsed: .now - began)
        let proofFile = try StagedFile(OutputFolder.proof, in: staging, seals: false, access: options.access)
        try proofFile.write(proof.json())
        _ = try proofFile.finish(syncs: options.syncsOutputs)
        if let signal = interruption.signal { throw .interrupted(signal: signal) }

        let changes = RunChanges(
            run: record, accounts: result.accounts,
            lots: result.lots.map { LotChange(organization: $0.organization, lot: $0.lot, isForfeited: $0.isForfeited) }, movements: result.movements,
            pools: result.pools, notices: result.notices, messages: MessageEnvelope.forNotices(result.notices, of: record, catalogue),
            takenApprovals: result.takenApprovals, planNames: PlanName.all(of: result.pools, catalogue))
        try reading { () throws(LedgerFault) in try ledger.write(changes) }
        let encoded = await usage
        // While the disk is waited for, and nobody asks for memory.
        desk.forgetSeen()
        try reading { () throws(LedgerFault) in try ledger.commit(encoded) }
        return RunSummary(record: record, totals: result.totals, wasDone: false, elapsed: .now - began, output: folder.path)
    }

    /// The settler with what lasts, and with the fundings that are new; or what in the catalogue may not have changed.
    private func settler(_ catalogue: Catalogue, _ ledger: LedgerFile) throws(RunFault) -> Settler {
        let accounts = try reading { () throws(LedgerFault) in try ledger.accounts() }
        let applied = try reading { () throws(LedgerFault) in try ledger.appliedFundings() }
        let approvals = try reading { () throws(LedgerFault) in try ledger.approvals() }
        let faults = CatalogueHistory.faults(
            catalogue, timeZone: try reading { () throws(LedgerFault) in try ledger.timeZone() },
            hasUse: try reading { () throws(LedgerFault) in try ledger.hasUse() }, accounts: accounts, fundings: applied, approvals: approvals,
            questions: try reading { () throws(LedgerFault) in try ledger.openQuestions() })
        if !faults.isEmpty { throw .catalogue(folder: options.catalogue, CatalogueFaults(faults: faults)) }
        var settler = Settler(catalogue, accounts: accounts, approvals: approvals)
        settler.applyFundings(except: applied.map(\.reference))
        if let fault = settler.fault { throw .settlement(fault) }
        return settler
    }

    /// The inputs as the ledger keeps them.
    private func inputs(
        _ sources: [RunSource], _ seals: [Int: InputSeal], _ tallies: [SettlementDesk.InputTally]
    ) throws(RunFault) -> [RunInput] {
        var inputs: [RunInput] = []
        for (i, source) in sources.enumerated() {
            let seal = seals[i] ?? InputSeal(sha256: source.sha256 ?? "", byteCount: source.byteCount)
            if let expected = source.sha256, expected != seal.sha256 { throw .inputChanged(path: source.name) }
            if !source.isSkipped, source.byteCount != seal.byteCount { throw .inputChanged(path: source.name) }
            inputs.append(
                RunInput(
                    path: source.name, sha256: seal.sha256, bytes: seal.byteCount, records: tallies[i].records, suspended: tallies[i].suspended,
                    isSkipped: source.isSkipped))
        }
        return inputs
    }
}

extension PlanName {
    /// The names of the plans that pools are of, in the catalogue's order.
    fileprivate static func all(of pools: [PoolState], _ catalogue: Catalogue) -> [PlanName] {
        let drawn = Set(pools.map { ByteKey($0.key.plan) })
        return catalogue.plans.filter { drawn.contains(ByteKey($0.key)) }.map { PlanName(plan: $0.key, name: $0.name) }
    }
}
