public import CallModel

/// What two reports of the same calls differ in, by organization and destination.
public struct ReportDifference: Sendable {
    /// A destination of an organization whose calls or charges are not the same.
    public struct Line: Sendable, Hashable {
        /// Whose calls to where.
        public var key: ReportTotals.Key
        /// As the first report has it.
        public var before: ReportTotals.Sum
        /// As the second one has it.
        public var after: ReportTotals.Sum
        /// How much more the second one charges.
        public var difference: Money { after.charged - before.charged }
        /// Decimals of the amounts.
        public var decimals: Int { max(before.decimals, after.decimals) }
    }

    /// Destinations that differ, in byte order of organizations and destinations.
    public let lines: [Line]
    /// Every organization with the sums over all of its destinations, those included that do not differ; ``ReportTotals/Key/destination`` is empty.
    public let organizations: [Line]

    /// Compares two reports.
    public init(before: ReportTotals, after: ReportTotals) {
        func lines(_ before: [ReportTotals.Key: ReportTotals.Sum], _ after: [ReportTotals.Key: ReportTotals.Sum]) -> [Line] {
            Set(before.keys).union(after.keys).sorted().map {
                Line(key: $0, before: before[$0] ?? ReportTotals.Sum(), after: after[$0] ?? ReportTotals.Sum())
            }
        }
        func byOrganization(_ totals: ReportTotals) -> [ReportTotals.Key: ReportTotals.Sum] {
            var sums: [ReportTotals.Key: ReportTotals.Sum] = [:]
            for (key, sum) in totals.sums {
                var organization = key
                organization.destination = ""
                sums[organization] = (sums[organization] ?? ReportTotals.Sum()) + sum
            }
            return sums
        }
        self.lines = lines(before.sums, after.sums).filter { $0.before != $0.after }
        organizations = lines(byOrganization(before), byOrganization(after))
    }
}
