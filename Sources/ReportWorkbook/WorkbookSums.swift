/// What the sheet `Totals` says of each organization: formulas over the rows of the usage report, and the values that they have.
struct WorkbookSums {
    /// The columns of the sheet.
    static let columns =
        ["No.", "Organization", "Currency"] + summed.map(\.title) + ["Charged by the ledger", "Difference"]

    /// What is summed: its title, the columns of the usage report, and whether it is money.
    static let summed: [(title: String, columns: [String], isAmount: Bool)] = [
        ("Calls", [], false),
        ("Fees and charges", ["Connection Fee", "Charge"], true),
        ("Billed seconds", ["Billed Seconds"], false),
        ("Included seconds", ["Included Seconds"], false),
        ("Charged seconds", ["Charged Seconds"], false),
        ("Uncovered seconds", ["Uncovered Seconds"], false),
    ]

    /// By organization: each sum, money in units of 10⁻⁸.
    private var sums: [[Int64]] = []
    /// The place of each summed column in the usage report.
    private var places: [[Int]] = []

    /// Adds a row of the usage report.
    mutating func add(_ cells: RowCells, payer: Int, columns: [String]) {
        if places.isEmpty { places = WorkbookSums.summed.map { $0.columns.compactMap { columns.firstIndex(of: $0) } } }
        while sums.count <= payer { sums.append(Array(repeating: 0, count: WorkbookSums.summed.count)) }
        for (k, own) in places.enumerated() {
            if own.isEmpty { sums[payer][k] += 1 }
            for column in own { sums[payer][k] &+= WorkbookSums.units(cells, column, isAmount: WorkbookSums.summed[k].isAmount) }
        }
    }

    /// How many rows an organization has.
    func calls(_ payer: Int) -> Int64 { payer < sums.count ? sums[payer][0] : 0 }

    /// The value of a sum, as a sheet holds numbers.
    func value(_ payer: Int, _ k: Int) -> Double { WorkbookSums.summed[k].isAmount ? Double(sums[payer][k]) / 1e8 : Double(sums[payer][k]) }

    /// Digits of a cell: whole, or an amount in units of 10⁻⁸.
    private static func units(_ cells: RowCells, _ column: Int, isAmount: Bool) -> Int64 {
        var value: Int64 = 0
        var decimals = -1
        for k in 0..<cells.counts[column] {
            let digit = cells.bytes[cells.starts[column] + k] &- UInt8(ascii: "0")
            if digit > 9 {
                decimals = 0
                continue
            }
            value = value &* 10 &+ Int64(digit)
            if decimals >= 0 { decimals += 1 }
        }
        for _ in max(0, decimals)..<(isAmount ? 8 : max(0, decimals)) { value = value &* 10 }
        return value
    }

    /// The formulas of a row of the sheet, which finds an organization's rows by its number.
    static func formulas(row: Int, usage: [(name: String, rows: Int)], columns: [String]) -> [(formula: String, isAmount: Bool)] {
        let number = column(columns.count)
        return summed.map { sum in
            let terms = usage.filter { $0.rows > 0 }.flatMap { page in
                func range(_ column: String) -> String { "'\(page.name)'!$\(column)$2:$\(column)$\(page.rows + 1)" }
                let own = "\(range(number)),$A\(row)"
                if sum.columns.isEmpty { return ["COUNTIFS(\(own))"] }
                return sum.columns.compactMap { columns.firstIndex(of: $0) }.map { "SUMIFS(\(range(column($0))),\(own))" }
            }
            return ("=" + (terms.isEmpty ? "0" : terms.joined(separator: "+")), sum.isAmount)
        }
    }

    /// The letters of a column, from 0.
    static func column(_ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
        return index < 26 ? letter : column(index / 26 - 1) + letter
    }
}
