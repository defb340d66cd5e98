/// What `scatto runs list` answers: the committed runs, in order.
public struct RunsListing: Sendable {
    private let runs: [RunRecord]
    private let undone: Set<Int>

    /// Takes what a ledger holds.
    ///
    /// - Parameters:
    ///   - runs: ``LedgerFile/runs()``.
    ///   - undone: ``LedgerFile/undoneRuns()``.
    public init(runs: [RunRecord], undone: Set<Int>) {
        self.runs = runs
        self.undone = undone
    }

    /// For programs: an array of objects, and a line break.
    public var json: String {
        JSONText.array(
            runs.map { run in
                JSONText.object([
                    "run": String(run.number),
                    "undone": String(undone.contains(run.number)),
                    "inputs": String(run.inputs.count),
                    "read": String(run.read),
                    "settled": String(run.settled),
                    "suspended": String(run.suspended),
                    "duplicates": String(run.duplicates),
                    "catalogueSha256": JSONText.string(run.catalogueSHA256),
                    "version": JSONText.string(run.version),
                    "output": JSONText.string(run.output),
                ])
            }) + "\n"
    }

    /// For people: a line for every run.
    public var text: String {
        if runs.isEmpty { return "No run was committed yet.\n" }
        var table = TextTable([
            ("run", .trailing), ("inputs", .trailing), ("read", .trailing), ("settled", .trailing), ("suspended", .trailing),
            ("duplicates", .trailing), ("state", .leading), ("output", .leading),
        ])
        for run in runs {
            table.append([
                String(run.number), String(run.inputs.count), String(run.read), String(run.settled), String(run.suspended), String(run.duplicates),
                undone.contains(run.number) ? "taken back" : "stands", run.output,
            ])
        }
        return table.text
    }
}
