internal import CallModel
internal import Settlement
internal import UsageReport
internal import UsageSummary

/// A row of credits-statement.csv.
struct StatementRow {
    private let organization: OrganizationMonth
    private let entry: String
    private let reference: String
    private var day: Int?
    private var amount: Money?
    private var balance: Money?
    private var movement: CreditMovement?
    private var lot: CreditLot?
    private var approval: PaymentApproval?

    private init(_ organization: OrganizationMonth, _ entry: String, reference: String = "") {
        self.organization = organization
        self.entry = entry
        self.reference = reference
    }

    /// The rows of an organization: the opening balance, what happened, the closing balance; then lots that have something left, and approved payments.
    static func all(_ organization: OrganizationMonth, _ month: CalendarMonth) -> [StatementRow] {
        let statement = organization.statement
        var opening = StatementRow(organization, "opening balance")
        (opening.day, opening.balance) = (month.days.lowerBound, statement.opening)
        var rows = [opening]
        for entry in statement.entries {
            let movement = entry.movement
            var row = StatementRow(
                organization, movement.kind == .charge ? "charges" : movement.kind.rawValue, reference: movement.lot?.reference ?? "")
            (row.day, row.amount, row.balance) = (movement.day, movement.amount, entry.balance)
            (row.movement, row.lot) = (movement, movement.lot)
            rows.append(row)
        }
        var closing = StatementRow(organization, "closing balance")
        (closing.day, closing.balance) = (month.days.upperBound - 1, statement.closing)
        rows.append(closing)
        for lot in statement.lots {
            var row = StatementRow(organization, "lot", reference: lot.reference)
            row.lot = lot
            rows.append(row)
        }
        for approval in statement.approvals {
            var row = StatementRow(organization, "approved payment", reference: "attempt-\(approval.attempt)")
            row.approval = approval
            rows.append(row)
        }
        return rows
    }

    /// Writes its cells.
    func put(into table: inout ReportTable) {
        table.put(organization.organization)
        if let day { table.put(CivilDate(daysSinceEpoch: day)) } else { table.putEmpty() }
        table.put(entry)
        table.put(reference)
        put(amount, &table)
        put(balance, &table)
        table.put(organization.currency)
        if let movement, movement.kind == .charge { table.put(movement.calls) } else { table.putEmpty() }
        if let movement { table.put(Int64(movement.run)) } else { table.putEmpty() }
        if let movement, movement.kind != .charge { table.put(movement.at) } else { table.putEmpty() }
        table.put(lot?.payment ?? approval?.payment ?? "")
        put(lot?.amount ?? approval?.amount, &table)
        put(lot?.remaining, &table)
        if let lot { table.put(lot.expires) } else { table.putEmpty() }
    }

    private func put(_ amount: Money?, _ table: inout ReportTable) {
        if let amount { table.put(amount, decimals: organization.decimals) } else { table.putEmpty() }
    }
}
