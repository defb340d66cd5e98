internal import CallModel

/// Columns of organizations.csv.
enum OrganizationColumn: Int, TableColumn {
    case organization, name, tariff, notify, trigger, amount, monthlyLimit, payment

    static let names = [
        "organization", "name", "tariff", "notify", "auto_recharge_trigger", "auto_recharge_amount", "monthly_limit", "payment",
    ]
    static let requiredCount = 1
}

extension Directory {
    /// Reads organizations.csv.
    mutating func readOrganizations(_ file: String, _ bytes: consuming [UInt8], _ known: Known) -> [CatalogueFault] {
        var table = TableReader<OrganizationColumn>(file: file, bytes: bytes)
        while table.next() {
            var isNew = false
            if table.require(.organization) {
                let (place, isFirst) = table.read(.organization) { organizationKeys.intern($0) }
                isNew = isFirst
                if !isNew {
                    table.fault(
                        .organization,
                        "the organization '\(table.text(.organization).excerpt)' is listed twice, first on line \(organizations[place].line)",
                        "remove one of the two rows")
                }
            }
            var tariff = 0
            if !table.isEmpty(.tariff) {
                tariff = table.read(.tariff) { known.tariffs.index(of: $0) } ?? -1
                if tariff < 0 {
                    table.fault(
                        .tariff, "there is no tariff '\(table.text(.tariff).excerpt)'",
                        "write a tariff of catalogue.yaml, or none for the first one")
                }
            }
            let recharge = autoRecharge(&table, decimals: known.decimals(ofTariff: tariff))
            if !isNew { continue }
            var notify: [String] = []
            table.read(.notify) { cell in cell.forEachListItem { notify.append(String(decoding: cell.extracting($0))) } }
            organizations.append(
                Organization(
                    key: table.text(.organization), name: table.text(.name), tariff: tariff, notify: notify, autoRecharge: recharge,
                    line: table.line))
        }
        knowsOrganizations = !organizations.isEmpty
        if table.hasHeader, organizations.isEmpty, table.faults.isEmpty {
            table.faults.append(
                CatalogueFault(file: file, line: 1, column: 1, message: "there is no organization", remedy: "add a row for each one that pays"))
        }
        return table.finish().faults
    }

    /// The row's auto-recharge, if it has one (file-formats.md, organizations.csv).
    private func autoRecharge(_ table: inout TableReader<OrganizationColumn>, decimals: Int) -> AutoRecharge? {
        let together: [OrganizationColumn] = [.trigger, .amount, .payment]
        let missing = together.filter { table.isEmpty($0) }
        if missing.count == 1 || missing.count == 2 {
            for column in missing {
                table.fault(
                    column, "\(OrganizationColumn.names[column.rawValue]) is empty",
                    "fill in auto_recharge_trigger, auto_recharge_amount and payment together, or none of them")
            }
        }
        let trigger = table.amount(.trigger, decimals: decimals, isPositive: false)
        let amount = table.amount(.amount, decimals: decimals, isPositive: true)
        let limit = table.amount(.monthlyLimit, decimals: decimals, isPositive: false)
        if let limit, let amount, limit < amount {
            table.fault(.monthlyLimit, "monthly_limit is below auto_recharge_amount", "raise it, or leave it empty for no limit")
        }
        var payment: Payment?
        if !table.isEmpty(.payment) {
            payment = Payment(table.text(.payment))
            if payment == nil { table.unreadable(.payment, Payment.remedy) }
        }
        guard let trigger, let amount, let payment else { return nil }
        return AutoRecharge(trigger: trigger, amount: amount, monthlyLimit: limit, payment: payment)
    }
}

extension TableReader {
    /// An amount with no more decimals than a tariff has; `nil`, and a fault unless the cell is empty, if it is none.
    mutating func amount(_ column: Column, decimals: Int, isPositive: Bool) -> Money? {
        if isEmpty(column) { return nil }
        let remedy = "write a plain decimal \(isPositive ? "above 0" : "from 0") to 10000000000, such as 25.50"
        guard let parsed = read(column, { Money.parse($0) }), !isPositive || parsed.amount > .zero else {
            unreadable(column, remedy)
            return nil
        }
        if parsed.decimals > decimals {
            unreadable(column, "write no more decimals than the tariff has, which is \(decimals)")
            return nil
        }
        return parsed.amount
    }
}
