public import CallModel

/// Counts settled calls by user, by destination, and those that nothing covered: what the stage `tally` does.
///
/// One piece of work has it at a time, which the pipeline sees to; that is why it may cross between threads. Sums do not depend on the order of the batches.
/// Memory is bounded by users, destinations and days, not by calls.
public final class UsageTally: @unchecked Sendable {
    private let index: TallyIndex
    private var counts: TallyCounts

    /// No calls.
    public convenience init(_ index: TallyIndex) { self.init(index, kindCountMax: .max) }

    init(_ index: TallyIndex, kindCountMax: Int) {
        self.index = index
        counts = TallyCounts(index, kindCountMax: kindCountMax)
    }

    /// Counts the settled calls of a batch.
    ///
    /// - Complexity: O(calls); no allocation once the tables have grown.
    public func add(_ batch: CallBatch) { counts.add(batch, index) }

    /// What the calls come to, by organization and month, in the catalogue's order of the organizations, each handed to `body` once. Nothing is left of
    /// them here.
    ///
    /// - Parameters:
    ///   - workers: How many cores share the organizations.
    ///   - body: Makes of an organization's month what is wanted of it, so that not all of them are there at once.
    /// - Complexity: O(n) in the rows, and memory for those of one organization for each worker.
    public func takeAggregates<Result: Sendable>(
        workers: Int, _ body: @escaping @Sendable (UsageAggregates) -> Result
    ) async -> [Result] {
        var counts = TallyCounts(index, kindCountMax: .max)
        swap(&counts, &self.counts)
        let index = self.index
        let (users, destinations, uncovered) = counts.taken(index)
        return await withTaskGroup(of: (part: Int, results: [Result]).self) { group in
            for (part, organizations) in UsageTally.parts(workers, of: users, index.organizationCount).enumerated() {
                group.addTask {
                    var maker = AggregatesMaker(index)
                    var results: [Result] = []
                    for organization in organizations {
                        let months = maker.aggregates(users.sorted(organization), destinations.sorted(organization), uncovered.sorted(organization))
                        for month in months { results.append(body(month)) }
                    }
                    return (part, results)
                }
            }
            var parts: [(part: Int, results: [Result])] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.part < $1.part }.flatMap(\.results)
        }
    }

    /// The organizations in ranges that have about as many cells each.
    private static func parts(_ workers: Int, of cells: TakenCells<UsageCell>, _ organizationCount: Int) -> [Range<Int>] {
        let count = cells.count(before: organizationCount)
        var parts: [Range<Int>] = []
        var begin = 0
        for worker in 1...max(workers, 1) {
            var end = begin
            while end < organizationCount, worker == max(workers, 1) || cells.count(before: end) * workers < count * worker { end += 1 }
            parts.append(begin..<end)
            begin = end
        }
        return parts
    }
}
