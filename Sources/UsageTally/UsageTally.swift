public import CallModel
internal import Synchronization

/// Counts settled calls by user, by destination, and those that nothing covered: what the stage `tally` does.
///
/// All workers share one, and one at a time counts a batch (``add(_:)``); sums do not depend on who counted which batch, nor in which order. Memory is
/// bounded by users, destinations and days, not by calls.
public final class UsageTally: Sendable {
    private let index: TallyIndex
    private let counts: Mutex<TallyCounts>

    /// No calls.
    public init(_ index: TallyIndex) {
        self.index = index
        counts = Mutex(TallyCounts())
    }

    /// Counts the settled calls of a batch.
    ///
    /// It waits while another batch is counted: some tens of microseconds, and as seldom as counting is a small part of a run.
    ///
    /// - Complexity: O(calls); no allocation once the tables have grown.
    public func add(_ batch: CallBatch) { counts.withLock { $0.add(batch, index) } }

    /// What the calls come to, by organization and month, in the catalogue's order of the organizations. Nothing is left of them here.
    ///
    /// - Complexity: O(n log n) in the rows.
    public func takeAggregates() async -> [UsageAggregates] {
        let index = self.index
        // Side by side, because by then nothing else is left for the other cores.
        async let byUser = counts.withLock { $0.takeByUser(index) }()
        async let byDestination = counts.withLock { $0.takeByDestination() }()
        async let uncovered = counts.withLock { $0.takeUncovered(index) }()
        var maker = AggregatesMaker(index)
        return await maker.aggregates(byUser, byDestination, uncovered)
    }
}
