internal import CallModel

/// Columns of a numbering plan.
enum NumberingPlanColumn: Int, TableColumn {
    case prefix, country

    static let names = ["prefix", "country"]
    static let requiredCount = 2
}

extension NumberingPlanEntry {
    /// The name under which faults of the built-in plan would appear.
    static let builtInFile = "numbering-plan.csv"

    /// The rows of a numbering plan, and what is wrong with them.
    static func read(file: String, bytes: consuming [UInt8]) -> (entries: [NumberingPlanEntry], faults: [CatalogueFault]) {
        var table = TableReader<NumberingPlanColumn>(file: file, bytes: bytes)
        var entries: [NumberingPlanEntry] = []
        while table.next() {
            let prefix = table.read(.prefix) { PrefixText($0) }
            if table.require(.prefix), prefix == nil { table.unreadable(.prefix, "write 1 to 18 digits") }
            let country = table.read(.country) { Country($0) }
            if table.require(.country), country == nil {
                table.unreadable(.country, "write the country's two capital letters, as ISO 3166-1 has them")
            }
            if let prefix, let country { entries.append(NumberingPlanEntry(prefix: prefix.digits, prefixCount: prefix.count, country: country)) }
        }
        return (entries, table.finish().faults)
    }
}
