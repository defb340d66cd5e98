import CallModel
import Foundation
import GRDB
import RatingRun
import UsageReport
import UsageSummary

@testable import Ledger
@testable import SummaryReport

extension LedgerFile {
    /// Changes what no run would, and closes the ledger.
    fileprivate func forTests(_ body: (Database) throws -> Void) throws {
        try withDatabase(body)
        try close()
    }
}

/// A folder with a small catalogue, nights of calls, a ledger and reports. It goes away with the test.
final class MonthFolder {
    let path: String

    static let header = "usage_id,call_type,start_time,duration_seconds,caller,callee,user,organization\n"

    /// Organization maple has auto-recharge, a pool of ten minutes and two users; oak has a funding and one user without a licence for credits.
    static let catalogue = [
        "catalogue.yaml": """
        timeZone: Europe/Rome
        tariffs:
          euro: { currency: EUR, decimals: 4, outbound: rates.csv }
        plans:
          LOCAL:
            name: Domestic Calling Plan
            allowances:
              - { calls: calling, to: domestic, minutes: 10, pool: country }
          CREDITS: { credits: yes }
        numberingPlan: numbering-plan.csv

        """,
        "organizations.csv": """
        organization,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment
        maple,5,10,,agreement:EA-7
        oak,,,,

        """,
        "users.csv": """
        user,organization,usage_location,display_name,licences
        ada@maple.example,maple,IT,Ada,LOCAL;CREDITS
        +ben@maple.example,maple,IT,"=Ben, B",CREDITS
        cleo@oak.example,oak,IT,Cleo,LOCAL

        """,
        "fundings.csv": "reference,organization,amount,date\nM-1,maple,8.00,2025-10-10T00:00:00Z\nO-1,oak,3.00,2026-09-02\n",
        "rates.csv": """
        prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country
        39,Italy,0.0300,0,60,60,IT
        33,France,0.1250,0.10,60,60,FR

        """,
        "numbering-plan.csv": "prefix,country\n39,IT\n33,FR\n",
    ]

    init() throws {
        path = NSTemporaryDirectory() + "month-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path + "/catalogue", withIntermediateDirectories: true)
        for (name, text) in Self.catalogue { try write(text, "catalogue/" + name) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }

    func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self) }

    func names(_ folder: String) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()) ?? [] }

    var ledger: String { path + "/ledger.sqlite" }

    /// Rates records: user, callee, start, seconds.
    func rate(_ name: String, _ calls: [(String, String, String, Int)]) async throws {
        let records = calls.enumerated().map { i, call in "\(name)-\(i),user_out,\(call.2),\(call.3),,\(call.1),\(call.0),\n" }
        try await rate(name, records: records)
    }

    /// Rates records as they are.
    func rate(_ name: String, records: [String], workers: Int = 2) async throws {
        try write(Self.header + records.joined(), name + ".csv")
        var options = RunOptions(
            catalogue: path + "/catalogue", ledger: ledger, output: path + "/out-" + name, inputs: [path + "/" + name + ".csv"], version: "1.2.3")
        options.style = .plain
        options.workers = workers
        _ = try await RatingRun(options).start()
    }

    /// September to November of 2026: a lot that expires, recharges, calls that come late, calls that are blocked.
    func rateAutumn() async throws {
        let ada = "ada@maple.example"
        let ben = "+ben@maple.example"
        let cleo = "cleo@oak.example"
        try await rate("september", [(ada, "+39021234567", "2026-09-30T10:00:00Z", 300), (ben, "+33199000504", "2026-09-30T21:59:59Z", 60)])
        try await rate(
            "october",
            [
                (ada, "+39021234567", "2026-10-01T08:00:00Z", 480), (ada, "+39021234567", "2026-10-02T08:00:00Z", 300),
                (ben, "+33199000504", "2026-10-02T09:00:00Z", 0), (ben, "+33199000504", "2026-10-12T09:00:00Z", 1200),
                (cleo, "+33199000504", "2026-10-12T10:00:00Z", 61), (cleo, "+33199000504", "2026-10-12T11:00:00Z", 59),
                (cleo, "+39021234567", "2026-10-13T10:00:00Z", 900),
            ])
        // A call of September comes late.
        try await rate("november", [(ben, "+33199000504", "2026-09-15T09:00:00Z", 120), (ben, "+33199000504", "2026-11-03T09:00:00Z", 120)])
    }

    /// Makes the ledger one that was of format 2 until after that run.
    func forgetUsage(throughRun run: Int) throws {
        try LedgerFile.openForRun(ledger).forTests { database in
            try database.execute(sql: "DELETE FROM usage WHERE run <= \(run)")
            try database.execute(sql: "DELETE FROM plan_names WHERE run <= \(run)")
            try database.execute(sql: "INSERT INTO upgrades VALUES (3, \(run))")
        }
    }

    /// What is known of a month.
    func summary(_ year: Int, _ month: Int, organization: String? = nil) throws -> MonthSummary {
        try UsageRecords.read(ledger) { (records) throws(SummaryFault) in
            try records.summary(of: CalendarMonth(year: year, month: month), organization: organization)
        }
    }

    /// The report of a month in the dialect `plain`.
    func report(_ year: Int, _ month: Int, organization: String? = nil, style: ReportStyle = .plain) throws {
        try SummaryReport.write(try summary(year, month, organization: organization), to: path + "/\(year)-\(month)", style: style)
    }

    /// The fault of a month, paths relative to the folder.
    func fault(_ year: Int, _ month: Int, organization: String? = nil) -> (text: String, status: Int32) {
        do throws(SummaryFault) {
            _ = try UsageRecords.read(ledger) { (records) throws(SummaryFault) in
                try records.summary(of: CalendarMonth(year: year, month: month), organization: organization)
            }
            return ("no fault", 0)
        } catch {
            return (error.description.replacing(path + "/", with: ""), error.exitStatus)
        }
    }
}
