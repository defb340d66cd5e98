import CallModel
public import Ledger

/// Takes the last run back, so that its inputs can be rated again, for example with a mended catalogue.
///
/// 1. The ledger is opened and held; the run's output is finished if it was left behind.
/// 2. The ledger is committed, once: the run does not count any more. Its reports stay where they are.
public enum RunUndo {
    /// What was taken back.
    public struct Summary: Sendable {
        /// The run.
        public var record: RunRecord
        /// What it had done to each organization's money.
        public var totals: [LedgerFile.RunTotal]
        /// Whether it was taken back before, so that nothing was done.
        public var wasDone: Bool

        /// For people: what does not count any more, what stays paid, and what to do next.
        public var text: String {
            if wasDone { return "Nothing to do: run \(record.number) was taken back before.\n" }
            let inputs = record.inputs.count { !$0.isSkipped }
            var lines = [
                "Run \(record.number) was taken back: its \(record.read) records from \(inputs) \(inputs == 1 ? "input" : "inputs") can be rated again."
            ]
            for total in totals {
                func text(_ amount: Money) -> String { "\(amount.text(decimals: total.decimals)) \(total.currency)" }
                var parts: [String] = []
                if total.charged != .zero { parts.append("\(text(total.charged)) charged for \(total.calls) calls is given back") }
                if total.expired != .zero { parts.append("\(text(total.expired)) that expired is there again") }
                if total.funded != .zero { parts.append("\(text(total.funded)) of fundings is applied again by the next run") }
                if total.recharged != .zero {
                    parts.append("\(text(total.recharged)) recharged stays paid: the next recharges take it and nobody pays again")
                }
                if !parts.isEmpty { lines.append("  \(total.organization): " + parts.joined(separator: "; ")) }
            }
            lines.append("Its reports in \(record.output) do not count any more: move them away, and rate again into that folder or another.")
            return lines.joined(separator: "\n") + "\n"
        }
    }

    /// Takes a run back. The same again changes nothing.
    ///
    /// - Throws: ``RunFault``; then nothing has changed.
    public static func undo(run: Int, ledger path: String) throws(RunFault) -> Summary {
        let ledger = try reading { () throws(LedgerFault) in try LedgerFile.openForChange(path) }
        defer { try? ledger.close() }
        let undoing = try reading { () throws(LedgerFault) in try ledger.undoing(of: run) }
        let record = try reading { () throws(LedgerFault) in try ledger.run(run) }
        guard let record else { throw .command("\(path): there is no run \(run); scatto runs list shows which there are") }
        switch undoing {
        case .noRun: throw .command("\(path): there is no run \(run); scatto runs list shows which there are")
        case .done: return Summary(record: record, totals: [], wasDone: true)
        case .notLast(let last): throw .command("\(path): run \(run) is not the last one that stands; take run \(last) back first")
        case .notKept:
            throw .command("\(path): run \(run) cannot be taken back, because the Scatto that committed it did not keep what it changed")
        case .possible: break
        }
        // Nobody would finish its output later.
        try OutputFolder.finishLastRun(record, ledger: path)
        let totals = try reading { () throws(LedgerFault) in try ledger.totals(ofRun: run) }
        try reading { () throws(LedgerFault) in try ledger.undo(run: run) }
        return Summary(record: record, totals: totals, wasDone: false)
    }
}
