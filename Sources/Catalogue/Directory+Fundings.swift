internal import CallModel

/// Columns of fundings.csv.
enum FundingColumn: Int, TableColumn {
    case reference, organization, amount, date, payment

    static let names = ["reference", "organization", "amount", "date", "payment"]
    static let requiredCount = 4
}

extension Directory {
    /// References that belong to auto-recharge (rating-rules.md §8).
    private static let rechargePrefix = "recharge-"

    /// Reads fundings.csv, after organizations.csv.
    mutating func readFundings(_ file: String, _ bytes: consuming [UInt8], _ known: Known) -> [CatalogueFault] {
        var table = TableReader<FundingColumn>(file: file, bytes: bytes)
        var references = KeyIndex()
        var lines: [Int] = []
        while table.next() {
            let faultCount = table.faults.count
            if table.require(.reference) {
                let (place, isNew) = table.read(.reference) { references.intern($0) }
                if isNew {
                    lines.append(table.line)
                } else {
                    table.fault(
                        .reference, "the reference '\(table.text(.reference).excerpt)' is listed twice, first on line \(lines[place])",
                        "remove one of the two rows, or give it another reference")
                }
                if table.text(.reference).hasPrefix(Directory.rechargePrefix) {
                    table.fault(.reference, "the reference begins with 'recharge-', which is for auto-recharge", "write another one")
                }
            }
            let organization = organization(.organization, &table)
            let decimals = known.decimals(ofTariff: organization >= 0 ? organizations[organization].tariff : -1)
            let amount = table.require(.amount) ? table.amount(.amount, decimals: decimals, isPositive: true) : nil
            let moment = table.read(.date) { DateTimeText($0)?.instant(in: known.timeZone) }
            if table.require(.date), moment == nil { table.unreadable(.date, DateTimeText.remedy) }
            if !table.isEmpty(.payment), Payment(table.text(.payment)) == nil { table.unreadable(.payment, Payment.remedy) }
            guard table.faults.count == faultCount, let amount, let moment else { continue }
            fundings.append(
                Funding(
                    reference: table.text(.reference), organization: organization, amount: amount, purchased: moment,
                    payment: table.text(.payment), line: table.line))
        }
        return table.finish().faults
    }
}
