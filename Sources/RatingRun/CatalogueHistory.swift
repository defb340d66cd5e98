import CallModel
import Catalogue
import Ledger
import Settlement

/// What may not change between runs (rating-rules.md §8 "Funding" and §11).
enum CatalogueHistory {
    /// Compares a catalogue with what the ledger holds.
    ///
    /// - Returns: The faults, in order of file and line; none if the run may begin.
    static func faults(
        _ catalogue: Catalogue, timeZone: String?, hasUse: Bool, accounts: [AccountState], fundings: [AppliedFunding],
        approvals: [PaymentApproval], questions: [PaymentQuestion]
    ) -> [CatalogueFault] {
        var faults: [CatalogueFault] = []
        let isOtherZone = hasUse && timeZone != nil && timeZone != catalogue.timeZone.name
        if isOtherZone, let timeZone {
            faults.append(
                CatalogueFault(
                    file: "catalogue.yaml", line: 1, column: 1,
                    message: "the time zone is \(catalogue.timeZone.name), and the ledger was kept in \(timeZone)",
                    remedy: "put timeZone: \(timeZone) back, or begin a new ledger"))
        }
        let organizations = Dictionary(
            catalogue.organizations.enumerated().map { (ByteKey($0.element.key), $0.offset) }, uniquingKeysWith: { first, _ in first })
        for account in accounts where account.hasHistory {
            if let organization = organizations[ByteKey(account.organization)] {
                faults += changes(account, catalogue.organizations[organization], catalogue)
            } else if account.balance != .zero {
                faults.append(
                    CatalogueFault(
                        file: catalogue.fileNames.organizations, line: 1, column: 1,
                        message: "organization \(account.organization) is gone, and its balance is "
                            + "\(account.balance.text(decimals: account.decimals)) "
                            + account.currency, remedy: "put it back until its balance is zero"))
            }
        }
        faults += payments(approvals, questions, catalogue, organizations)
        let applied = Dictionary(fundings.map { (ByteKey($0.reference), $0) }, uniquingKeysWith: { first, _ in first })
        for funding in catalogue.fundings {
            guard let before = applied[ByteKey(funding.reference)] else { continue }
            let isSameOrganization = ByteKey(before.organization) == ByteKey(catalogue.organizations[funding.organization].key)
            // In another time zone a bare date is another instant: the zone alone is the fault then.
            let isSameInstant = before.purchased == funding.purchased || isOtherZone
            if !isSameOrganization || before.amount != funding.amount || before.payment != funding.payment || !isSameInstant {
                faults.append(
                    CatalogueFault(
                        file: catalogue.fileNames.fundings, line: funding.line, column: 1,
                        message: "funding \(funding.reference) was applied with another organization, amount, date or payment",
                        remedy: "put the row back as it was, and give a new funding a reference of its own"))
            }
        }
        return faults.sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }

    /// What was paid must become a lot of the same organization, in the same currency.
    private static func payments(
        _ approvals: [PaymentApproval], _ questions: [PaymentQuestion], _ catalogue: Catalogue, _ organizations: [ByteKey: Int]
    ) -> [CatalogueFault] {
        var faults: [CatalogueFault] = []
        for approval in approvals where organizations[ByteKey(approval.organization)] == nil {
            faults.append(
                CatalogueFault(
                    file: catalogue.fileNames.organizations, line: 1, column: 1,
                    message:
                        "organization \(approval.organization) is gone, and its payment \(approval.organization)/\(approval.attempt) is approved "
                        + "and in no run yet", remedy: "put it back until a run has recharged it"))
        }
        for question in questions {
            guard let index = organizations[ByteKey(question.organization)] else { continue }
            let organization = catalogue.organizations[index]
            let currency = catalogue.tariffs[organization.tariff].currency
            if currency == question.currency { continue }
            faults.append(
                CatalogueFault(
                    file: catalogue.fileNames.organizations, line: organization.line, column: 1,
                    message: "the tariff of organization \(organization.key) is in \(currency), and its payment "
                        + "\(question.organization)/\(question.attempt) was asked for in \(question.currency)",
                    remedy: "give it a tariff in \(question.currency) until a run has recharged it"))
        }
        return faults
    }

    private static func changes(_ account: AccountState, _ organization: Organization, _ catalogue: Catalogue) -> [CatalogueFault] {
        let tariff = catalogue.tariffs[organization.tariff]
        if tariff.currency != account.currency {
            return [
                CatalogueFault(
                    file: catalogue.fileNames.organizations, line: organization.line, column: 1,
                    message: "the tariff of organization \(organization.key) is in \(tariff.currency), and its credits are in \(account.currency)",
                    remedy: "give it a tariff in \(account.currency)")
            ]
        }
        if tariff.rounding.decimals < account.decimals {
            return [
                CatalogueFault(
                    file: "catalogue.yaml", line: tariff.line, column: tariff.column,
                    message: "tariff \(tariff.key) has \(tariff.rounding.decimals) decimals, and the credits of organization \(organization.key) "
                        + "were kept with \(account.decimals)", remedy: "put decimals: \(account.decimals) back")
            ]
        }
        return []
    }
}
