import CallModel
import Catalogue
import Foundation
import FundingAdvice
import GRDB
import RatingRun
import UsageReport
import UsageSummary

@testable import Ledger

/// A folder with a catalogue, nights of calls and a ledger. It goes away with the test.
final class AdviceFolder {
    let path: String

    /// Maple has one user with ten minutes at home for 12 a month; WIDE costs 15 and has ten minutes abroad besides. Oak never calls.
    static let small = [
        "catalogue.yaml": """
        tariffs:
          euro: { currency: EUR, decimals: 2, outbound: rates.csv }
        plans:
          LOCAL: { monthly_price: 12, allowances: [ { calls: calling, to: domestic, minutes: 10, pool: country } ] }
          WIDE:
            monthly_price: 15.00
            allowances:
              - { calls: calling, to: domestic, minutes: 10, pool: country }
              - { calls: calling, to: international, minutes: 10, pool: user }
          CREDITS: { credits: yes }

        """,
        "organizations.csv": "organization\nmaple\noak\n",
        "users.csv": "user,organization,usage_location,licences\nAda@maple.example,maple,IT,LOCAL;CREDITS\ncleo@oak.example,oak,IT,LOCAL\n",
        "fundings.csv": """
        reference,organization,amount,date
        F-1,maple,50.00,2025-11-01
        F-2,maple,100.00,2026-09-01

        """,
        "rates.csv": """
        prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country
        39,Italy,0.06,0,60,60,IT
        33,France,0.60,0,60,60,FR

        """,
    ]

    init(_ changes: [String: String] = [:]) throws {
        path = NSTemporaryDirectory() + "advice-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path + "/catalogue", withIntermediateDirectories: true)
        for (name, text) in Self.small.merging(changes, uniquingKeysWith: { $1 }) { try write(text, "catalogue/" + name) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var ledger: String { path + "/ledger.sqlite" }

    func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }

    /// Rates calls: user, callee, day, seconds.
    func rate(_ name: String, _ calls: [(user: String, callee: String, day: String, seconds: Int)]) async throws {
        let records = calls.enumerated().map { i, call in "\(name)-\(i),user_out,\(call.day)T10:00:00Z,\(call.seconds),,\(call.callee),\(call.user)\n"
        }
        try write("usage_id,call_type,start_time,duration_seconds,caller,callee,user\n" + records.joined(), name + ".csv")
        var options = RunOptions(
            catalogue: path + "/catalogue", ledger: ledger, output: path + "/out-" + name, inputs: [path + "/" + name + ".csv"], version: "1.2.3")
        options.style = .plain
        _ = try await RatingRun(options).start()
    }

    /// Forty days of Ada: 9.60 in September, 12.00 in October.
    func rateAutumn() async throws {
        let ada = "ada@maple.example"
        try await rate(
            "september",
            [(ada, "+33199000504", "2026-09-01", 600), (ada, "+39021234567", "2026-09-15", 1200), (ada, "+33199000504", "2026-09-16", 300)])
        try await rate("october", [(ada, "+33199000504", "2026-10-10", 1200)])
    }

    /// Makes the ledger one that was of format 2 until after that run.
    func forgetUsage(throughRun run: Int) throws {
        let file = try LedgerFile.openForRun(ledger)
        try file.withDatabase { database in
            try database.execute(sql: "DELETE FROM usage WHERE run <= \(run)")
            try database.execute(sql: "INSERT INTO upgrades VALUES (3, \(run))")
        }
        try file.close()
    }

    /// What is advised; with the catalogue if `plans`.
    func advice(plans: Bool = true, organization: String? = nil, triggerDays: Int = 3) throws -> FundingAdvice {
        let catalogue = plans ? try Catalogue.load(folder: path + "/catalogue") : nil
        return try UsageRecords.read(ledger) { (records) throws(SummaryFault) in
            try FundingAdvice(records, catalogue: catalogue, organization: organization, triggerDays: triggerDays)
        }
    }
}
