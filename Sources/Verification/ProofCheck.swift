internal import CallModel
internal import Catalogue
internal import Ledger

/// Compares run.json with the ledger, and with what was read of the report.
struct ProofCheck {
    let path: String
    let proof: ProofFile
    let run: RunRecord

    /// What was counted, and the inputs.
    func checkRun(_ findings: inout Findings) {
        let counts: [(String, String, String)] = [
            ("run", "\(proof.run)", "\(run.number)"), ("version", proof.version, run.version),
            ("catalogueSha256", proof.catalogueSha256, run.catalogueSHA256), ("read", "\(proof.read)", "\(run.read)"),
            ("settled", "\(proof.settled)", "\(run.settled)"), ("suspended", "\(proof.suspended)", "\(run.suspended)"),
            ("duplicates", "\(proof.duplicates)", "\(run.duplicates)"), ("the count of inputs", "\(proof.inputs.count)", "\(run.inputs.count)"),
        ]
        for (name, found, expected) in counts { compare(name, found, expected, &findings) }
        for (i, (found, expected)) in zip(proof.inputs, run.inputs).enumerated() {
            compare("path of input \(i + 1)", found.path, expected.path, &findings)
            compare("sha256 of input \(i + 1)", found.sha256, expected.sha256, &findings)
            compare("bytes of input \(i + 1)", "\(found.bytes)", "\(expected.bytes)", &findings)
            compare("records of input \(i + 1)", "\(found.records)", "\(expected.records)", &findings)
            compare("skipped of input \(i + 1)", "\(found.skipped)", "\(expected.isSkipped)", &findings)
        }
    }

    /// The sums of the organizations.
    func checkOrganizations(_ catalogue: Catalogue, _ sums: UsageSums?, _ movements: MovementSums, _ findings: inout Findings) {
        compare("the count of organizations", "\(proof.organizations.count)", "\(catalogue.organizations.count)", &findings)
        for (i, (found, organization)) in zip(proof.organizations, catalogue.organizations).enumerated() {
            let tariff = catalogue.tariffs[organization.tariff]
            func text(_ units: Int128) -> String { DecimalText.text(units, decimals: tariff.rounding.decimals) }
            let account = movements.organizations.index(of: organization.key)
            if account < 0 {
                findings.note(.proof, "\(path): it lists \(organization.key), of which the ledger has no account")
                continue
            }
            let sum = movements.ofRun[account]
            compare("organization \(i + 1)", found.organization, organization.key, &findings)
            if let sums { compare("calls of \(organization.key)", "\(found.calls)", "\(sums.rows[i])", &findings, source: "the report") }
            compare("currency of \(organization.key)", found.currency, tariff.currency, &findings, source: "the catalogue")
            compare("charged of \(organization.key)", found.charged, text(sum.charged), &findings)
            compare("recharged of \(organization.key)", found.recharged, text(sum.recharged), &findings)
            compare("expired of \(organization.key)", found.expired, text(sum.expired), &findings)
            compare("balance of \(organization.key)", found.balance, text(movements.untilRun[account].balance), &findings)
        }
    }

    private func compare(_ name: String, _ found: String, _ expected: String, _ findings: inout Findings, source: String = "the ledger") {
        if !found.utf8.elementsEqual(expected.utf8) { findings.note(.proof, "\(path): \(name) is \(found), and \(source) has \(expected)") }
    }
}
