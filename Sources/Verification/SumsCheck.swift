internal import CallModel
internal import Catalogue
internal import Ledger
internal import Settlement

/// Compares what the rows of the report add up to with what the ledger keeps of the run.
struct SumsCheck {
    let index: CatalogueIndex
    let sums: UsageSums
    /// The report, for messages.
    let path: String

    /// Fees and charges, by organization and local day.
    func checkCharges(_ movements: MovementSums, _ findings: inout Findings) {
        var kept: [UsageSums.Period: UsageSums.Charge] = [:]
        for movement in movements.charges {
            let organization = index.organizations.index(of: movement.organization)
            if organization < 0 {
                return findings.note(.charges, "\(path): the ledger charged \(movement.organization), which the catalogue does not have")
            }
            let period = UsageSums.Period(organization: organization, number: LocalTime(movement.at.epochSeconds, index.catalogue.timeZone).day)
            kept[period, default: UsageSums.Charge()].amount += Int128(movement.amount.units)
            kept[period, default: UsageSums.Charge()].calls &+= Int64(movement.calls)
        }
        for period in SumsCheck.inOrder(Set(kept.keys).union(sums.charges.keys)) {
            let (found, expected) = (sums.charges[period] ?? UsageSums.Charge(), kept[period] ?? UsageSums.Charge())
            if found == expected { continue }
            let decimals = index.catalogue.tariffs[index.catalogue.organizations[period.organization].tariff].rounding.decimals
            func text(_ charge: UsageSums.Charge) -> String {
                "\(DecimalText.text(charge.amount, decimals: decimals)) in \(charge.calls) \(charge.calls == 1 ? "call" : "calls")"
            }
            findings.note(
                .charges,
                "\(path): fees and charges of \(index.organizations[period.organization]) on \(ReportTime.dayText(period.number)) are \(text(found)), and "
                    + "the ledger has \(text(expected))")
        }
    }

    /// Included seconds, by organization and local month.
    func checkDraws(_ ledger: LedgerFile, run: Int, _ findings: inout Findings) throws(LedgerFault) {
        var kept: [UsageSums.Period: Int128] = [:]
        var stranger: String?
        try ledger.forEachDraw { draw in
            if draw.run != run { return }
            let organization = index.organizations.index(of: draw.pool.organization)
            if organization < 0 {
                stranger = draw.pool.organization
            } else {
                kept[UsageSums.Period(organization: organization, number: Int(draw.pool.month.ordinal)), default: 0] += Int128(draw.seconds)
            }
        }
        if let stranger { return findings.note(.draws, "\(path): the run drew on pools of \(stranger), which the catalogue does not have") }
        for period in SumsCheck.inOrder(Set(kept.keys).union(sums.includedSeconds.keys)) {
            let (found, expected) = (sums.includedSeconds[period] ?? 0, kept[period] ?? 0)
            if Int128(found) == expected { continue }
            let month = ReportTime.dayText(ReportTime.day(period.number / 12, period.number % 12 + 1, 1) ?? 0).prefix(7)
            findings.note(
                .draws,
                "\(path): included seconds of \(index.organizations[period.organization]) in \(month) are \(found), and the ledger has drawn \(expected) "
                    + "from its pools")
        }
    }

    private static func inOrder(_ periods: Set<UsageSums.Period>) -> [UsageSums.Period] {
        periods.sorted { ($0.organization, $0.number) < ($1.organization, $1.number) }
    }
}
