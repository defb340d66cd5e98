import FoundationEssentials
public import Ledger
import UsageReport

/// Rates the inputs of the last run again with another catalogue, on a copy of the ledger: nothing is posted and nobody is asked for a payment.
///
/// The copy and the reports go into a temporary folder, its owner's alone, that goes away with this.
public final class Rerating {
    /// The run as it stands.
    public let before: RunRecord
    /// What the same inputs come to with the other catalogue.
    public let after: RunSummary
    /// Where the reports of ``after`` are, in the dialect `plain`.
    public let output: String
    private let folder: TemporaryFolder

    private init(before: RunRecord, after: RunSummary, output: String, folder: TemporaryFolder) {
        self.before = before
        self.after = after
        self.output = output
        self.folder = folder
    }

    /// Rates the last run that stands again.
    ///
    /// - Parameters:
    ///   - options: The ledger, which is only read; the other catalogue; the inputs, or none to read them from where the run read them; workers,
    ///     version and progress. The rest is of no account.
    /// - Throws: ``RunFault``, also where the inputs are not, byte by byte, those of the run.
    public static func start(_ options: RunOptions, interruption: Interruption = Interruption()) async throws(RunFault) -> Rerating {
        let folder = try TemporaryFolder()
        let copy = folder.path + "/ledger.sqlite"
        let before = try lastRun(options.ledger, copiedTo: copy)
        var tried = options.trial(ledger: copy, output: folder.path + "/output")
        if options.inputs.isEmpty {
            guard !before.inputs.contains(where: { $0.path == "-" }) else {
                throw .command("run \(before.number) read standard input, which is gone; name its inputs again")
            }
            tried.inputs = before.inputs.map(\.path)
        }
        var sources = try InputList.expand(tried.inputs)
        guard try InputComparison.isSame(&sources, before.inputs, interruption: interruption) else {
            throw .command("the inputs are not those of run \(before.number), byte by byte; name the same files in the same order")
        }
        let after = try await RatingRun(tried, interruption: interruption).start()
        return Rerating(before: before, after: after, output: tried.output, folder: folder)
    }

    /// The last run that stands; the ledger is copied, and the run taken back in the copy.
    private static func lastRun(_ path: String, copiedTo copy: String) throws(RunFault) -> RunRecord {
        try TrialLedger.copy(path, to: copy)
        let ledger = try reading { () throws(LedgerFault) in try LedgerFile.openForChange(copy) }
        defer { try? ledger.close() }
        guard let last = try reading({ () throws(LedgerFault) in try ledger.lastStandingRun() }) else {
            throw .command("\(path): there is no run that stands; scatto runs list shows which there are")
        }
        if try reading({ () throws(LedgerFault) in try ledger.undoing(of: last.number) }) != .possible {
            throw .command(
                "\(path): run \(last.number) cannot be rated again, because the Scatto that committed it did not keep what it changed")
        }
        try reading { () throws(LedgerFault) in try ledger.undo(run: last.number) }
        return last
    }
}
