internal import CallModel
internal import Catalogue
public import Ledger

/// What a verification has found.
public struct VerificationResult: Sendable {
    /// The run.
    public let run: RunRecord
    /// Its output folder.
    public let folder: String
    /// The ledger's file.
    public let ledger: String
    /// The first disagreement of each kind, the most specific first; empty if the run is proved.
    public let disagreements: [Disagreement]
    /// What organizations used and paid, by the report.
    let organizations: [OrganizationSum]
    /// Files that were read row by row.
    let fileCount: Int
    /// Outputs whose SHA-256 was compared, of how many.
    let sealedCount: Int
    let outputCount: Int
    /// Whether the ledger knows what the run drew from pools.
    let keepsDraws: Bool
    let ledgerCounts: LedgerCounts

    /// What the process answers with: 0 if the run is proved, 1 if something does not agree.
    public var exitStatus: Int32 { disagreements.isEmpty ? 0 : 1 }

    /// Of one organization.
    struct OrganizationSum: Hashable, Sendable {
        var organization: String
        var currency: String
        var decimals: Int
        var calls: Int64
        var chargedCalls: Int64
        var charged: Int128
        var includedSeconds: Int64
        var balance: Int128
    }

    /// What the ledger holds over all runs.
    struct LedgerCounts: Hashable, Sendable {
        var runs: Int
        var undone: Int
        var settled: Int64
        var lots: Int
        var movements: Int
        var pools: Int
    }

    static func organizations(_ catalogue: Catalogue, _ sums: UsageSums?, _ movements: MovementSums) -> [OrganizationSum] {
        guard let sums else { return [] }
        let (charged, included) = (sums.charged, sums.included)
        return catalogue.organizations.enumerated().map { i, organization in
            let tariff = catalogue.tariffs[organization.tariff]
            let account = movements.organizations.index(of: organization.key)
            return OrganizationSum(
                organization: organization.key, currency: tariff.currency, decimals: tariff.rounding.decimals, calls: sums.rows[i],
                chargedCalls: charged[i].calls, charged: charged[i].amount, includedSeconds: included[i],
                balance: account < 0 ? 0 : movements.untilRun[account].balance)
        }
    }

    /// For people: what was proved, or what does not agree, a line each.
    public var text: String {
        if !disagreements.isEmpty {
            let count = disagreements.count
            return disagreements.map { $0.message + "\n" }.joined()
                + "run \(run.number) is not proved: \(count == 1 ? "this does" : "these \(count) do") not agree; the report or the ledger was changed after the run, "
                + "or the run was wrong: compare both with a backup\n"
        }
        var lines = [
            "Run \(run.number), in \(folder)",
            "  read \(run.read) = settled \(run.settled) + suspended \(run.suspended) + duplicate \(run.duplicates)",
            "  \(counted(fileCount, "file")) read; each settled row attributed, priced and found in the ledger again",
        ]
        lines += table
        lines.append(
            "  ledger: \(counted(ledgerCounts.runs, "run")), \(ledgerCounts.undone) of them taken back; "
                + "\(counted(ledgerCounts.settled, "settled record")), \(counted(ledgerCounts.lots, "lot")), \(counted(ledgerCounts.movements, "movement")), \(counted(ledgerCounts.pools, "pool")) add up"
        )
        lines.append(
            sealedCount == outputCount
                ? "  SHA-256 of all \(outputCount) outputs agree"
                : "  SHA-256 of \(sealedCount) of \(outputCount) outputs agree; the others are not in run.json (scatto rate --seal puts them there)")
        if !keepsDraws { lines.append("  what the run drew from pools was not kept by the Scatto that made it, and is not proved") }
        return lines.joined(separator: "\n") + "\nOK\n"
    }

    /// Organizations that are listed one by one.
    private static let organizationsListedMax = 50

    private var table: [String] {
        let active = organizations.filter { $0.calls > 0 }
        if active.isEmpty { return [] }
        var rows = [["organization", "calls", "charged calls", "charged", "included s", "balance", ""]]
        for sum in active.prefix(VerificationResult.organizationsListedMax) {
            rows.append([
                sum.organization, "\(sum.calls)", "\(sum.chargedCalls)", DecimalText.text(sum.charged, decimals: sum.decimals),
                "\(sum.includedSeconds)",
                DecimalText.text(sum.balance, decimals: sum.decimals), sum.currency,
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { row in
            row.indices.reduce(" ") { line, column in
                let gap = String(repeating: " ", count: widths[column] - row[column].count)
                if column == row.count - 1 { return row[column].isEmpty ? line : line + " " + row[column] }
                return line + (column == 0 ? " " + row[column] + gap : "  " + gap + row[column])
            }
        }
        if active.count > VerificationResult.organizationsListedMax {
            lines.append("  and \(active.count - VerificationResult.organizationsListedMax) more organizations: \(folder)/\(ProofFile.name)")
        }
        return lines
    }
}
