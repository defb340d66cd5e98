import CallModel
import FoundationEssentials
import Ledger
import Settlement

/// run.json: the closing proof of a run (file-formats.md, "What a run writes").
struct RunProof: Encodable {
    struct Input: Encodable {
        let path: String
        let sha256: String
        let bytes: Int64
        let records: Int64
        let skipped: Bool
    }
    struct Output: Encodable {
        let path: String
        let bytes: Int64
        let rows: Int64
        let sha256: String?
    }
    struct Organization: Encodable {
        let organization: String
        let currency: String
        let calls: Int
        let charged: String
        let recharged: String
        let expired: String
        let balance: String
    }

    let run: Int
    let version: String
    let catalogueSha256: String
    let read: Int64
    let settled: Int64
    let suspended: Int64
    let duplicates: Int64
    let milliseconds: Int64
    let inputs: [Input]
    let outputs: [Output]
    let organizations: [Organization]

    init(_ record: RunRecord, outputs staged: [StagedOutput], totals: [SettlementResult.Total], elapsed: Duration) {
        run = record.number
        version = record.version
        catalogueSha256 = record.catalogueSHA256
        read = record.read
        settled = record.settled
        suspended = record.suspended
        duplicates = record.duplicates
        milliseconds = elapsed.components.seconds * 1000 + elapsed.components.attoseconds / 1_000_000_000_000_000
        inputs = record.inputs.map { Input(path: $0.path, sha256: $0.sha256, bytes: $0.bytes, records: $0.records, skipped: $0.isSkipped) }
        outputs = staged.map { Output(path: $0.name, bytes: $0.byteCount, rows: $0.rowCount, sha256: $0.sha256) }
        organizations = totals.map {
            Organization(
                organization: $0.organization, currency: $0.currency, calls: $0.calls, charged: $0.charged.text(decimals: $0.decimals),
                recharged: $0.recharged.text(decimals: $0.decimals), expired: $0.expired.text(decimals: $0.decimals),
                balance: $0.balance.text(decimals: $0.decimals))
        }
    }

    /// The file's bytes.
    func json() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Strings and integers can always be encoded.
        guard let data = try? encoder.encode(self) else { preconditionFailure("run.json cannot be encoded") }
        return Array(data) + [UInt8(ascii: "\n")]
    }
}
