import Catalogue
import Rating
import UsageReport
import UsageTally

/// What is made of a catalogue for a run: each part goes over all users or rates. They are made side by side, while the ledger is opened and the disk
/// waited for.
struct CompiledCatalogue: Sendable {
    private let raterTask: Task<Rater, Never>
    private let formatterTask: Task<ReportFormatter, Never>
    private let tallyTask: Task<UsageTally, Never>

    /// Begins to make all parts.
    ///
    /// - Parameters:
    ///   - sources: The names of the inputs.
    ///   - room: Room for usage that is being made, and which nobody else has taken.
    init(_ catalogue: Catalogue, style: ReportStyle, sources: [String], room: TallyRoom) {
        let destinations = Task { DestinationNames(catalogue) }
        raterTask = Task { await Rater(catalogue, destinations.value) }
        formatterTask = Task { ReportFormatter(catalogue: catalogue, style: style, sources: sources) }
        tallyTask = Task { await UsageTally(TallyIndex(catalogue, destinations.value), room: room) }
    }

    /// What rates.
    var rater: Rater { get async { await raterTask.value } }
    /// What makes rows.
    var formatter: ReportFormatter { get async { await formatterTask.value } }
    /// What counts usage.
    var tally: UsageTally { get async { await tallyTask.value } }
}
