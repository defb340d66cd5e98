import Catalogue
import Rating
import UsageReport
import UsageTally

/// What the stages need of the catalogue, made while the ledger is opened: each goes over all users and rates, and the ledger waits for the disk.
struct RunPreparation: Sendable {
    /// The run's catalogue.
    let catalogue: Catalogue
    let rater: Task<Rater, Never>
    let formatter: Task<ReportFormatter, Never>
    let tally: Task<UsageTally, Never>

    /// Begins all of it.
    init(_ catalogue: Catalogue, _ options: RunOptions, _ sources: [RunSource]) {
        self.catalogue = catalogue
        let byteCount = sources.reduce(0) { $0 + $1.byteCount }
        rater = Task { Rater(catalogue) }
        formatter = Task { ReportFormatter(catalogue: catalogue, style: options.style, sources: sources.map(\.name)) }
        tally = Task { UsageTally(TallyIndex(catalogue), inputByteCount: byteCount) }
    }

    /// Returns when nothing of it is under way any more.
    func end() async {
        _ = await rater.value
        _ = await formatter.value
        _ = await tally.value
    }
}
