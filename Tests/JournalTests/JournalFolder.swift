import Foundation
import Journal
import RatingRun
import UsageReport
import UsageSummary

/// A folder with a catalogue, nights of calls and a ledger. It goes away with the test.
final class JournalFolder {
    let path: String

    /// Organization maple has a lot that expires and recharges by card.
    static let small = [
        "catalogue.yaml": """
        timeZone: Europe/Rome
        tariffs:
          euro: { currency: EUR, decimals: 4, outbound: rates.csv }
          yen: { currency: JPY, decimals: 0, outbound: rates.csv }
        plans:
          CREDITS: { credits: yes }

        """,
        "organizations.csv": """
        organization,tariff,auto_recharge_trigger,auto_recharge_amount,payment
        maple,euro,5,10,card:2027-01

        """,
        "users.csv": "user,organization,usage_location,licences\nada@maple.example,maple,IT,CREDITS\n",
        "fundings.csv": "reference,organization,amount,date\nM-1,maple,8.00,2025-10-10T00:00:00Z\n",
        "rates.csv": """
        prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country
        33,France,0.1250,0.10,60,60,FR
        39,Italy,3,0,60,60,IT

        """,
    ]

    init(_ changes: [String: String] = [:]) throws {
        path = NSTemporaryDirectory() + "journal-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path + "/catalogue", withIntermediateDirectories: true)
        for (name, text) in Self.small.merging(changes, uniquingKeysWith: { $1 }) { try write(text, "catalogue/" + name) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var ledger: String { path + "/ledger.sqlite" }

    private func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }

    /// Rates calls: user, callee, start, seconds.
    func rate(_ name: String, _ calls: [(user: String, callee: String, start: String, seconds: Int)]) async throws {
        let records = calls.enumerated().map { i, call in "\(name)-\(i),user_out,\(call.start),\(call.seconds),,\(call.callee),\(call.user)\n" }
        try write("usage_id,call_type,start_time,duration_seconds,caller,callee,user\n" + records.joined(), name + ".csv")
        var options = RunOptions(
            catalogue: path + "/catalogue", ledger: ledger, output: path + "/out-" + name, inputs: [path + "/" + name + ".csv"], version: "1.2.3")
        options.style = .plain
        _ = try await RatingRun(options).start()
    }

    /// The journal.
    func journal(organization: String? = nil) throws -> String {
        try UsageRecords.read(ledger) { (records) throws(SummaryFault) in try HledgerJournal(records, organization: organization) }.text
    }
}
