public import CallModel
internal import Catalogue

/// Counts settled calls by user, by destination, and those that nothing covered: what the stage `tally` does.
///
/// One piece of work has it at a time, which the pipeline sees to; that is why it may cross between threads. Sums do not depend on the order of the batches.
/// Memory is bounded by users, destinations and days, not by calls.
public final class UsageTally: @unchecked Sendable {
    private let index: TallyIndex
    private var counts: TallyCounts

    /// No calls.
    ///
    /// - Parameter room: Room to begin with, which nobody else has taken; tables grow where it is too little.
    public init(_ index: TallyIndex, room: TallyRoom) {
        self.index = index
        counts = TallyCounts(index, kindCountMax: .max, room.take())
    }

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
        async let arrangedUsers: Void = users.arrange()
        async let arrangedDestinations: Void = destinations.arrange()
        uncovered.arrange()
        _ = await (arrangedUsers, arrangedDestinations)
        let parts = UsageTally.parts(workers > 1 ? UsageTally.partsPerWorker * workers : 1, of: users, index.organizationCount)
        return await withTaskGroup(of: (part: Int, results: [Result]).self) { group in
            for (part, organizations) in parts.enumerated() {
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
            var done: [(part: Int, results: [Result])] = []
            for await part in group { done.append(part) }
            return done.sorted { $0.part < $1.part }.flatMap(\.results)
        }
    }

    /// So many that no core waits long for the others.
    private static let partsPerWorker = 4

    /// The organizations in so many ranges, which have about as many cells each.
    private static func parts(_ partCount: Int, of cells: TakenCells<UsageCell>, _ organizationCount: Int) -> [Range<Int>] {
        let count = cells.count(before: organizationCount)
        var parts: [Range<Int>] = []
        var begin = 0
        for part in 1...partCount {
            var end = begin
            while end < organizationCount, part == partCount || cells.count(before: end) * partCount < count * part { end += 1 }
            parts.append(begin..<end)
            begin = end
        }
        return parts
    }
}
