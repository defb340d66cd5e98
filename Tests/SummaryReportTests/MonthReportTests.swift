import CallModel
import Foundation
import Ledger
import RatingRun
import Settlement
import Testing
import UsageReport
import UsageSummary

@testable import SummaryReport

/// A month's files, as a person reads them.
@Suite struct MonthReportTests {
    private static let totals =
        "Calls,Answered Calls,Free Calls,Included Calls,Charged Calls,Split Calls,Disconnected Calls,Blocked Calls,Duration Seconds,"
        + "Duration Minutes,Included Seconds,Charged Seconds,Uncovered Seconds,Charged,Currency,Average Duration Seconds,Average Charge"

    /// The files of October, in the dialect `plain`.
    static let october: [(file: SummaryFile, text: String)] = [
        (
            .byUser,
            """
            Organization,UPN,User Display Name,User Location,\(totals)
            maple,+ben@maple.example,"=Ben, B",IT,2,1,0,0,1,0,0,0,1200,20.00,0,1200,0,2.6000,EUR,1200.00,2.6000
            maple,ada@maple.example,Ada,IT,2,2,0,1,0,1,0,0,780,13.00,600,180,0,0.0900,EUR,390.00,0.0900
            oak,cleo@oak.example,Cleo,IT,3,3,0,0,0,0,1,2,1020,17.00,600,0,480,0.0000,EUR,340.00,
            """
        ),
        (
            .byDestination,
            """
            Organization,Country,Destination Dialed,Domestic/International,\(totals)
            maple,,,,1,0,0,0,0,0,0,0,0,0.00,0,0,0,0.0000,EUR,,
            maple,FR,France,International,1,1,0,0,1,0,0,0,1200,20.00,0,1200,0,2.6000,EUR,1200.00,2.6000
            maple,IT,Italy,Domestic,2,2,0,1,0,1,0,0,780,13.00,600,180,0,0.0900,EUR,390.00,0.0900
            oak,FR,France,International,2,2,0,0,0,0,0,2,120,2.00,0,0,180,0.0000,EUR,60.00,
            oak,IT,Italy,Domestic,1,1,0,0,0,0,1,0,900,15.00,600,0,300,0.0000,EUR,900.00,
            """
        ),
        (
            .byDay,
            """
            Organization,Date,\(totals),Complete
            maple,2026-10-01,1,1,0,1,0,0,0,0,480,8.00,480,0,0,0.0000,EUR,480.00,,yes
            maple,2026-10-02,2,1,0,0,0,1,0,0,300,5.00,120,180,0,0.0900,EUR,300.00,0.0900,yes
            maple,2026-10-12,1,1,0,0,1,0,0,0,1200,20.00,0,1200,0,2.6000,EUR,1200.00,2.6000,yes
            oak,2026-10-12,2,2,0,0,0,0,0,2,120,2.00,0,0,180,0.0000,EUR,60.00,,yes
            oak,2026-10-13,1,1,0,0,0,0,1,0,900,15.00,600,0,300,0.0000,EUR,900.00,,yes
            """
        ),
        (
            .pools,
            """
            Country or region,Capability description,Total minutes,Minutes used,Minutes available,Capability,Organization,Allowance,Scope,Month,Seconds used,Used up on
            IT,Domestic Calling Plan,10,10.00,0.00,LOCAL,maple,0,IT,2026-10,600,2026-10-02
            IT,Domestic Calling Plan,10,10.00,0.00,LOCAL,oak,0,IT,2026-10,600,2026-10-13
            """
        ),
        (
            // The lot of 2025 expires on 10 October, and forfeits at the next call; the balance of the day is below zero until the recharge.
            .credits,
            """
            Organization,Date,Entry,Reference,Amount,Balance,Currency,Calls,Run,At,Payment,Lot Amount,Lot Remaining,Lot Expires
            maple,2026-10-01,opening balance,,,7.4250,EUR,,,,,,,
            maple,2026-10-02,charges,,-0.0900,7.3350,EUR,1,2,,,,,
            maple,2026-10-12,expiry,M-1,-7.6850,-0.3500,EUR,,2,2026-10-12T09:00:00Z,,8.0000,0.0000,2026-10-10T00:00:00Z
            maple,2026-10-12,recharge,recharge-1,10.0000,9.6500,EUR,,2,2026-10-12T09:00:00Z,agreement:EA-7,10.0000,6.7000,2027-10-12T09:00:00Z
            maple,2026-10-12,charges,,-2.6000,7.0500,EUR,1,2,,,,,
            maple,2026-10-31,closing balance,,,7.0500,EUR,,,,,,,
            maple,,lot,recharge-1,,,EUR,,,,agreement:EA-7,10.0000,6.7000,2027-10-12T09:00:00Z
            oak,2026-10-01,opening balance,,,3.0000,EUR,,,,,,,
            oak,2026-10-31,closing balance,,,3.0000,EUR,,,,,,,
            oak,,lot,O-1,,,EUR,,,,,3.0000,3.0000,2027-09-01T22:00:00Z
            """
        ),
        (
            .blocked,
            """
            Organization,Date,UPN,User Display Name,Reason,Outcome,Calls,Uncovered Seconds,Would Have Cost,Currency
            oak,2026-10-12,cleo@oak.example,Cleo,no_credits_licence,blocked,2,180,0.5750,EUR
            oak,2026-10-13,cleo@oak.example,Cleo,no_credits_licence,disconnected,1,300,0.1500,EUR
            """
        ),
    ]

    @Test func `the files of a month say what happened in it`() async throws {
        let folder = try MonthFolder()
        try await folder.rateAutumn()
        try folder.report(2026, 10)
        #expect(folder.names("2026-10") == (SummaryFile.allCases.map(\.name) + ["overview"]).sorted())
        #expect(folder.names("2026-10/overview") == ["maple.html", "oak.html"])
        #expect(Self.october.map(\.file) == SummaryFile.allCases)
        for (file, text) in Self.october { #expect(try folder.text("2026-10/" + file.name) == text + "\n", "\(file.name)") }
        for path in ["2026-10", "2026-10/usage-by-day.csv"] {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + path)[.posixPermissions] as? Int
            #expect(mode == (path.hasSuffix("csv") ? 0o600 : 0o700))
        }
    }

    @Test func `a call that comes late is charged in the month of its start, by the run that settled it`() async throws {
        let folder = try MonthFolder()
        try await folder.rateAutumn()
        try folder.report(2026, 9, organization: "maple")
        #expect(
            try folder.text("2026-9/credits-statement.csv").split(separator: "\n").dropFirst().map(String.init) == [
                "maple,2026-09-01,opening balance,,,8.0000,EUR,,,,,,,", "maple,2026-09-15,charges,,-0.3500,7.6500,EUR,1,3,,,,,",
                "maple,2026-09-30,charges,,-0.2250,7.4250,EUR,1,1,,,,,", "maple,2026-09-30,closing balance,,,7.4250,EUR,,,,,,,",
            ])
    }

    @Test func `Excel of a locale gets its separators, and no text that it would run`() async throws {
        let folder = try MonthFolder()
        try await folder.rateAutumn()
        try folder.report(2026, 11, style: .excel(try ReportLocale(named: "it-IT")))
        let users = try folder.text("2026-11/usage-by-user.csv")
        #expect(users.hasPrefix("\u{FEFF}Organization;UPN;"))
        #expect(
            users.hasSuffix(
                "\r\nmaple;\"=\"\"+ben@maple.example\"\"\";\"=\"\"=Ben, B\"\"\";IT;1;1;0;0;1;0;0;0;120;2,00;0;120;0;0,3500;EUR;120,00;0,3500\r\n"))
        #expect(try folder.text("2026-11/credits-statement.csv").contains("\r\nmaple;2026-11-03;charges;;-0,3500;6,7000;EUR;1;3;;;;;\r\n"))
        #expect(try folder.text("2026-11/blocked-calls.csv").split(separator: "\r\n").count == 1)
    }

    @Test func `a month of a run that was taken back is as if it had never been`() async throws {
        let folder = try MonthFolder()
        try await folder.rateAutumn()
        _ = try RunUndo.undo(run: 3, ledger: folder.ledger)
        #expect(folder.fault(2026, 11).text == "ledger.sqlite: nothing of 2026-11 is on record; choose a month from 2025-10 to 2026-10")
        _ = try RunUndo.undo(run: 2, ledger: folder.ledger)
        // What auto-recharge bought stays paid.
        let maple = try folder.summary(2026, 9, organization: "maple").organizations[0]
        #expect(maple.statement.closing == Money.parse("7.7750")!.amount)
        #expect(maple.statement.approvals.map(\.amount) == [Money.parse("10")!.amount])
        try folder.report(2026, 9, organization: "maple")
        #expect(
            try folder.text("2026-9/credits-statement.csv").hasSuffix("\nmaple,,approved payment,attempt-1,,,EUR,,,,agreement:EA-7,10.0000,,\n"))
    }

    @Test func `faults are one line, and have the status that belongs to them`() async throws {
        let folder = try MonthFolder()
        #expect(
            folder.fault(2026, 10) == ("ledger.sqlite: there is no such ledger; check the path; the first run of scatto rate creates the ledger", 3))
        try folder.write("no ledger", "ledger.sqlite")
        #expect(folder.fault(2026, 10) == ("ledger.sqlite: this file is no ledger of Scatto; name another file; this one was not changed", 4))
        try FileManager.default.removeItem(atPath: folder.ledger)
        try await folder.rateAutumn()
        #expect(folder.fault(2026, 12) == ("ledger.sqlite: nothing of 2026-12 is on record; choose a month from 2025-10 to 2026-11", 2))
        #expect(
            folder.fault(2026, 12, organization: "oak") == (
                "ledger.sqlite: nothing of 2026-12 is on record of oak; choose a month from 2026-09 to 2026-10", 2
            ))
        #expect(folder.fault(2026, 10, organization: "pine") == ("ledger.sqlite: there is no organization 'pine'; it has maple, oak", 2))
    }

    @Test func `a folder that cannot be written to stays as it is`() async throws {
        let folder = try MonthFolder()
        try await folder.rateAutumn()
        let summary = try folder.summary(2026, 10)
        func fault(_ name: String) -> (text: String, status: Int32) {
            do throws(SummaryOutputFault) {
                try SummaryReport.write(summary, to: folder.path + "/" + name, style: .plain)
                return ("no fault", 0)
            } catch {
                return (error.description.replacing(folder.path + "/", with: ""), error.exitStatus)
            }
        }
        let before = folder.names("")
        #expect(fault("catalogue") == ("catalogue: the output folder is not empty; name an empty or a new folder", 2))
        #expect(fault("ledger.sqlite") == ("ledger.sqlite: the output is not a folder; name another", 2))
        #expect(
            fault("ledger.sqlite/x") == ("ledger.sqlite/x: cannot write (Not a directory); free space or mend the permissions, then try again", 3))
        #expect(folder.names("") == before)
        // An empty folder keeps its permissions; folders above an absent one are made; what a killed process left goes.
        try FileManager.default.createDirectory(atPath: folder.path + "/empty", withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: folder.path + "/empty")
        try FileManager.default.createDirectory(atPath: folder.path + "/a/b.partial", withIntermediateDirectories: true)
        try folder.write("left", "a/b.partial/usage-by-day.csv")
        #expect(fault("empty").status == 0 && fault("a/b/").status == 0)
        #expect(try FileManager.default.attributesOfItem(atPath: folder.path + "/empty")[.posixPermissions] as? Int == 0o750)
        #expect(folder.names("a") == ["b"] && folder.names("a/b") == folder.names("empty"))
        #expect(fault("empty") == ("empty: the output folder is not empty; name an empty or a new folder", 2))
    }

    @Test func `a table goes on in another file where a spreadsheet ends`() async throws {
        let folder = try MonthFolder()
        try await folder.rateAutumn()
        let summary = try folder.summary(2026, 10)
        let output = try SummaryFolder(folder.path + "/small")
        try SummaryTables(summary, .plain, output, rowsPerFileMax: 2).write()
        try output.finish()
        #expect(folder.names("small").filter { $0.hasPrefix("usage-by-user") } == ["usage-by-user-2.csv", "usage-by-user.csv"])
        #expect(
            try folder.text("small/usage-by-user-2.csv").split(separator: "\n").map { $0.prefix(16) } == ["Organization,UPN", "oak,cleo@oak.exa"])
    }
}
