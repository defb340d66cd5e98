import Foundation
import Ledger
import RatingRun
import Testing
import UsageReport

@testable import Verification

/// Reports that were changed after the run: what is said of them, to the letter. Lines are those of samples/README.md's night.
@Suite struct TamperedReportTests {
    /// A change of one cell of the usage report, in the row of a usage id.
    struct Cell: Sendable {
        var id: String
        var column: UsageColumn
        var text: String
        var said: String
    }

    static let cells: [Cell] = [
        Cell(id: "S-001", column: .usageId, text: "", said: "2: UsageId is empty, and every settled call has one"),
        Cell(
            id: "S-001", column: .usageId, text: "S-1",
            said: "2: UsageId, Start Time or Organization is not that of the call which the ledger has in this place"),
        Cell(id: "S-001", column: .userLocation, text: "GB", said: "2: User Location is GB, and the catalogue has IE for this user"),
        Cell(id: "S-001", column: .objectId, text: "", said: "2: AAD ObjectId is empty, and the catalogue has 5a110000-0000-4000-8000-000000000001"),
        Cell(id: "S-001", column: .user, text: "", said: "2: User Location is IE, and the row names no user"),
        Cell(
            id: "S-001", column: .user, text: "zoe@flying-snail.example",
            said: "2: UPN is zoe@flying-snail.example, and the catalogue has no user written so"),
        Cell(id: "S-001", column: .displayName, text: "Ada", said: "2: User Display Name is Ada, and the catalogue has Ada Slow"),
        Cell(id: "S-015", column: .displayName, text: "Ada", said: "94: User Display Name is Ada, and the row names no user"),
        Cell(
            id: "S-001", column: .caller, text: "+353209100009",
            said: "2: Call Type, UPN, Caller ID, Destination Number or Duration Seconds is not what the ledger keeps of this call"),
        Cell(id: "S-001", column: .caller, text: "353209100001", said: "2: Caller ID is 353*********, and a number is reported as + and digits"),
        Cell(id: "S-015", column: .caller, text: "+353209100001", said: "94: UPN is empty, and Caller ID is the number of ada@flying-snail.example"),
        Cell(
            id: "S-001", column: .caller, text: "+33199000203", said: "2: Organization is flying-snail, and Caller ID is a number of moonlit-library"),
        Cell(id: "S-001", column: .callType, text: "user_outt", said: "2: Call Type is user_outt, and that is no call type, in lower case"),
        Cell(
            id: "S-001", column: .callType, text: "user_out_conf",
            said: "2: Call Type, UPN, Caller ID, Destination Number or Duration Seconds is not what the ledger keeps of this call"),
        Cell(id: "S-015", column: .callType, text: "conf_out", said: "94: UPN is empty, and a call of type conf_out needs a user"),
        Cell(
            id: "S-001", column: .domesticOrInternational, text: "Domestic",
            said: "2: Domestic/International is Domestic, and the call goes from IE to GB: that makes International"),
        Cell(
            id: "S-015", column: .domesticOrInternational, text: "Domestic",
            said: "94: Domestic/International is Domestic, and the call is no outbound one by a user: it stays empty"),
        Cell(id: "S-001", column: .destination, text: "Ireland", said: "2: Destination Dialed is Ireland, and the catalogue has United Kingdom"),
        Cell(
            id: "S-001", column: .callee, text: "anonymous",
            said: "2: Call Type, UPN, Caller ID, Destination Number or Duration Seconds is not what the ledger keeps of this call"),
        Cell(
            id: "S-001", column: .start, text: "2026-10-01T16:02:11Z",
            said: "2: UsageId, Start Time or Organization is not that of the call which the ledger has in this place"),
        Cell(
            id: "S-001", column: .start, text: "2026-10-02T16:02:10Z",
            said: "2: UsageId, Start Time or Organization is not that of a call which the ledger has: it has no more of 2026-10-02 (UTC)"),
        Cell(
            id: "S-001", column: .start, text: "2026-10-01 16:02:10",
            said: "2: Start Time is 2026-10-01 16:02:10, and that is no time as a run writes it"),
        Cell(
            id: "S-001", column: .end, text: "2026-10-01T24:00:00Z",
            said: "2: End Time is 2026-10-01T24:00:00Z, and that is no time as a run writes it"),
        Cell(
            id: "S-001", column: .duration, text: "1981",
            said: "2: Call Type, UPN, Caller ID, Destination Number or Duration Seconds is not what the ledger keeps of this call"),
        Cell(
            id: "S-001", column: .duration, text: "31536001",
            said: "2: Duration Seconds is 31536001, and that is no duration of 0 to 31536000 seconds"),
        Cell(id: "S-001", column: .connectionFee, text: "0.0001", said: "2: Connection Fee is 0.0001, and the rate's fee is 0.0000"),
        Cell(
            id: "S-005", column: .connectionFee, text: "0.0001", said: "19: Connection Fee is 0.0001, and there is no fee where seconds are included"),
        Cell(id: "S-025", column: .connectionFee, text: "0.0000", said: "153: Connection Fee is 0.0000, and the rate's fee is 0.3500"),
        Cell(id: "S-001", column: .charge, text: "0.5941", said: "2: Charge is 0.5941, and 1980 s at 0.018 a minute make 0.5940"),
        Cell(id: "S-001", column: .charge, text: "0.594", said: "2: Charge is 0.594, and that is no amount with 4 decimals"),
        Cell(id: "S-001", column: .charge, text: "0,5940", said: "2: Charge is 0,5940, and that is no amount with 4 decimals"),
        Cell(id: "S-002", column: .charge, text: "0.3750", said: "10: Charge is 0.3750, and no second is charged"),
        Cell(id: "S-006", column: .charge, text: "0.0300", said: "27: Charge is 0.0300, and nothing is taken for seconds that are not covered"),
        Cell(id: "S-003", column: .charge, text: "0.0001", said: "12: Charge is 0.0001, and a call of 0 seconds is not billed"),
        Cell(id: "S-001", column: .currency, text: "USD", said: "2: Currency is USD, and the catalogue has EUR"),
        Cell(id: "S-001", column: .capability, text: "MCOPSTN1", said: "2: Capability is MCOPSTN1, and credits paid: that makes MCOPSTNPP"),
        Cell(
            id: "S-002", column: .capability, text: "MCOPSTNPP",
            said: "10: Capability is MCOPSTNPP, and that plan gave the last included second: that makes MCOPSTN1"),
        Cell(id: "S-006", column: .capability, text: "MCOPSTN1", said: "27: Capability is MCOPSTN1, and no plan paid: it stays empty"),
        Cell(
            id: "S-001", column: .organization, text: "paper-rocket",
            said: "2: Organization is paper-rocket, and ada@flying-snail.example is of flying-snail"),
        Cell(
            id: "S-015", column: .organization, text: "paper-rocket",
            said: "94: Organization is paper-rocket, and Caller ID is a number of flying-snail"),
        Cell(
            id: "S-001", column: .organization, text: "flying-squid",
            said: "2: Organization is flying-squid, and the catalogue has no such organization"),
        Cell(
            id: "S-001", column: .outcome, text: "split",
            said: "2: Outcome is split, and 0 s are included, 1980 s charged and 0 s uncovered: that makes charged"),
        Cell(id: "S-003", column: .outcome, text: "free", said: "12: Outcome is free, and a call of 0 seconds is not billed: that makes unanswered"),
        Cell(id: "S-020", column: .outcome, text: "unanswered", said: "119: Outcome is unanswered, and dr_out is free: that makes free"),
        Cell(id: "S-030", column: .outcome, text: "charged", said: "188: Outcome is charged, and no toll-free number was called: that makes free"),
        Cell(id: "S-001", column: .billedSeconds, text: "1979", said: "2: Billed Seconds is 1979, and 1980 s by increments of 60 and 1 s make 1980"),
        Cell(id: "S-003", column: .billedSeconds, text: "1", said: "12: Billed Seconds is 1, and a call of 0 seconds is not billed"),
        Cell(
            id: "S-001", column: .includedSeconds, text: "1",
            said: "2: Included Seconds 1, Charged Seconds 1980 and Uncovered Seconds 0 are 1981 together, and Billed Seconds is 1980"),
        Cell(id: "S-001", column: .chargedSeconds, text: "-1980", said: "2: Charged Seconds is -1980, and that is no number of seconds"),
        Cell(
            id: "S-005", column: .includedBy, text: "MCOPSTN2",
            said: "19: Included By is MCOPSTN2, and the user's plans that may cover this call are MCOPSTN1"),
        Cell(id: "S-005", column: .includedBy, text: "", said: "19: Included By is empty, and 600 s are included"),
        Cell(id: "S-015", column: .includedBy, text: "MCOPSTN1", said: "94: Included By is MCOPSTN1, and 0 s are included"),
        Cell(id: "S-001", column: .rate, text: "0.0180", said: "2: Rate Per Minute is 0.0180, and line 3 of rates-eur.csv has 0.018"),
        Cell(id: "S-001", column: .rate, text: "0.019", said: "2: Rate Per Minute is 0.019, and line 3 of rates-eur.csv has 0.018"),
        Cell(
            id: "S-001", column: .prefix, text: "442",
            said: "2: Matched Prefix is 442, and the rate that applies is that of 44, line 3 of rates-eur.csv"),
        Cell(id: "S-003", column: .prefix, text: "353", said: "12: Matched Prefix is 353, and a call of 0 seconds is not billed: it stays empty"),
        Cell(
            id: "S-006", column: .note, text: "no_credit",
            said: "27: Rate Note is no_credit, and the user has no plan with credits: that makes no_credits_licence"),
        Cell(id: "S-018", column: .note, text: "", said: "114: Rate Note is empty, and masked digits may decide the rate: that makes masked"),
        Cell(id: "S-001", column: .note, text: "masked", said: "2: Rate Note is masked, and nothing is to be noted: it stays empty"),
    ]

    @Test func `each changed cell is named, with what should stand there`() async throws {
        let run = try await VerifiedRun.make()
        let report = try run.bytes("out/pstn-usage.csv")
        for cell in Self.cells {
            try run.write(report, "out/pstn-usage.csv")
            try run.edit("out/pstn-usage.csv") { lines in
                let row = lines.firstIndex { $0.hasPrefix(cell.id + ",") }!
                var cells = lines[row].components(separatedBy: ",")
                cells[cell.column.rawValue] = cell.text.contains(",") ? "\"\(cell.text)\"" : cell.text
                lines[row] = cells.joined(separator: ",")
            }
            let said = try run.disagreements()[0]
            #expect(said == "out/pstn-usage.csv:" + cell.said, "\(cell.column.name) of \(cell.id)")
        }
    }

    /// Lines of a file, the header being the first, changed.
    typealias Lines = @Sendable (inout [String]) -> Void
    static let lines: [(what: String, file: String, change: Lines, said: [String])] = [
        (
            "a row is missing", "out/pstn-usage.csv", { $0.remove(at: 9) },
            [
                "out/pstn-usage.csv:10: 1 row is missing here, or this one was moved: the ledger has 1 call before it",
                "out/pstn-usage.csv: it has 60432 bytes, and run.json says 60745",
            ]
        ),
        (
            "three rows are missing", "out/pstn-usage.csv", { $0.removeSubrange(9..<12) },
            [
                "out/pstn-usage.csv:10: 3 rows are missing here, or this one was moved: the ledger has 3 calls before it",
                "out/pstn-usage.csv: it has 59822 bytes, and run.json says 60745",
            ]
        ),
        (
            "the last row is missing", "out/pstn-usage.csv", { $0.remove(at: $0.count - 2) },
            [
                "out/pstn-usage.csv: 1 row of 2026-10-01 (UTC) is missing: the ledger has 1 more",
                "out/pstn-usage.csv: it has 202 rows, and the ledger has 203 settled records of run 1",
                "out/pstn-usage.csv: it has 202 rows, and run.json says 203",
            ]
        ),
        (
            "a row stands twice", "out/pstn-usage.csv", { $0.insert($0[9], at: 10) },
            ["out/pstn-usage.csv:11: the row before stands here a second time", "out/pstn-usage.csv: it has 61058 bytes, and run.json says 60745"]
        ),
        (
            "the last row stands twice", "out/pstn-usage.csv", { $0.insert($0[$0.count - 2], at: $0.count - 1) },
            ["out/pstn-usage.csv:205: the row before stands here a second time", "out/pstn-usage.csv: it has 61081 bytes, and run.json says 60745"]
        ),
        (
            "two rows are exchanged", "out/pstn-usage.csv", { $0.swapAt(9, 30) },
            ["out/pstn-usage.csv:10: 21 rows are missing here, or this one was moved: the ledger has 21 calls before it"]
        ),
        (
            "all rows are missing", "out/pstn-usage.csv", { $0.removeSubrange(1..<($0.count - 1)) },
            [
                "out/pstn-usage.csv: 203 rows of 2026-10-01 (UTC) are missing: the ledger has 203 more",
                "out/pstn-usage.csv: it has 0 rows, and the ledger has 203 settled records of run 1",
                "out/pstn-usage.csv: it has 0 rows, and run.json says 203",
            ]
        ),
        (
            "a column is renamed", "out/pstn-usage.csv", { $0[0] = $0[0].replacing("Charge,", with: "Price,") },
            [
                "out/pstn-usage.csv:1: the header is not the one that a run writes, in any dialect",
                "out/pstn-usage.csv: it has 60744 bytes, and run.json says 60745",
            ]
        ),
        (
            "a cell is added", "out/pstn-usage.csv", { $0[5] += "," },
            ["out/pstn-usage.csv:6: the row has more than 30 cells", "out/pstn-usage.csv: it has 60746 bytes, and run.json says 60745"]
        ),
        (
            "a duplicate is missing", "out/duplicates.csv", { $0.remove(at: 2) },
            [
                "out/duplicates.csv: it has 1 row, and the ledger has 2 duplicate records of run 1",
                "out/duplicates.csv: it has 1 row, and run.json says 2",
            ]
        ),
        (
            "a duplicate of another input", "out/duplicates.csv", { $0[1] = $0[1].replacing("2026-10-01.csv.gz", with: "x.csv") },
            [
                "out/duplicates.csv:2: Source is samples/calls/x.csv, which is no input of the run, or stands behind a later one",
                "out/duplicates.csv: it has 161 bytes, and run.json says 173",
            ]
        ),
        ("duplicates exchanged", "out/duplicates.csv", { $0.swapAt(1, 2) }, ["out/duplicates.csv:3: Line is 214, and the row before has 215"]),
        (
            "a duplicate of another organization", "out/duplicates.csv", { $0[1] = $0[1].replacing("snail", with: "squid") },
            ["out/duplicates.csv:2: Organization is flying-squid, and the catalogue has no such organization"]
        ),
        (
            "a duplicate without id", "out/duplicates.csv", { $0[1] = $0[1].replacing("S-002", with: "") },
            ["out/duplicates.csv:2: UsageId is empty, and every duplicate has one", "out/duplicates.csv: it has 168 bytes, and run.json says 173"]
        ),
        (
            "a duplicate neither the same nor not", "out/duplicates.csv", { $0[1] = $0[1].replacing("yes", with: "maybe") },
            ["out/duplicates.csv:2: Same is maybe, and it says yes or no", "out/duplicates.csv: it has 175 bytes, and run.json says 173"]
        ),
        (
            "a suspended record is missing", "out/suspense.csv", { $0.remove(at: 4) },
            [
                "out/suspense.csv:5: Record is not the one that stands here in suspended/2026-10-01.csv",
                "out/suspense.csv: it has 2415 bytes, and run.json says 2690",
            ]
        ),
        (
            "a suspended record of another input", "out/suspense.csv", { $0[4] = $0[4].replacing("2026-10-01.csv.gz,61", with: "x.csv,61") },
            [
                "out/suspense.csv:5: Source is samples/calls/x.csv, and here the ledger has a suspended record of samples/calls/2026-10-01.csv.gz",
                "out/suspense.csv: it has 2678 bytes, and run.json says 2690",
            ]
        ),
        (
            "another line", "out/suspense.csv", { $0[4] = $0[4].replacing(",61,", with: ",55,") },
            ["out/suspense.csv:5: Line is 55, and the row before has 55"]
        ),
        (
            "another byte offset", "out/suspense.csv", { $0[4] = $0[4].replacing(",7662,", with: ",662,") },
            ["out/suspense.csv:5: Byte Offset is 662, and the row before has 6981", "out/suspense.csv: it has 2689 bytes, and run.json says 2690"]
        ),
        (
            "another reason", "out/suspense.csv", { $0[4] = $0[4].replacing("unknown_call_type,", with: "unknown,") },
            ["out/suspense.csv:5: Reason is unknown, which is none", "out/suspense.csv: it has 2680 bytes, and run.json says 2690"]
        ),
        (
            "another record", "out/suspense.csv", { $0[4] = $0[4].replacing("X-004", with: "X-003") },
            ["out/suspense.csv:5: Record is not the one that stands here in suspended/2026-10-01.csv"]
        ),
        (
            "another suspended record", "out/suspended/2026-10-01.csv", { $0[4] = $0[4].replacing("X-004", with: "X-003") },
            ["out/suspense.csv:5: Record is not the one that stands here in suspended/2026-10-01.csv"]
        ),
        (
            "one suspended record more", "out/suspended/2026-10-01.csv", { $0.insert($0[9], at: 10) },
            [
                "out/suspended/2026-10-01.csv: it goes on behind the 9 records of suspense.csv",
                "out/suspended/2026-10-01.csv: it has 1377 bytes, and run.json says 1244",
            ]
        ),
        (
            "another amount of a notice", "out/notices.csv", { $0[10] = $0[10].replacing("20.0000", with: "20.0001") },
            ["out/notices.csv:11: Amount is 20.0001, and the ledger has 20.0000"]
        ),
        (
            "a notice is missing", "out/notices.csv", { $0.remove(at: 16) },
            [
                "out/notices.csv: it has 15 rows, and the ledger has 16 notices of the run",
                "out/notices.csv: it has 1153 bytes, and run.json says 1221",
            ]
        ),
        (
            "a notice too many", "out/notices.csv", { $0.insert($0[16], at: 17) },
            ["out/notices.csv:18: the ledger has only 16 notices of the run", "out/notices.csv: it has 1289 bytes, and run.json says 1221"]
        ),
        (
            "another sum", "out/run.json", { $0[17] = $0[17].replacing("50.6950", with: "50.6951") },
            ["out/run.json: charged of flying-snail is 50.6951, and the ledger has 50.6950"]
        ),
        ("another count", "out/run.json", { $0[2] = $0[2].replacing("2", with: "3") }, ["out/run.json: duplicates is 3, and the ledger has 2"]),
        (
            "another input", "out/run.json", { $0[5] = $0[5].replacing("8302", with: "8303") },
            ["out/run.json: bytes of input 1 is 8303, and the ledger has 8302"]
        ),
        ("no JSON", "out/run.json", { $0.remove(at: 0) }, ["out/run.json: this is no proof as a run writes it"]),
    ]

    /// Two sizes as which is larger: reports have the paths of the sample, whose lengths depend on where the repository lies.
    private static func withoutSize(_ line: String) -> String {
        guard let sizes = line.firstMatch(of: /it has (\d+) bytes, and run.json says (\d+)/) else { return line }
        let (found, said) = (Int(sizes.1) ?? 0, Int(sizes.2) ?? 0)
        let word = found < said ? "fewer" : found > said ? "more" : "as many"
        return line[..<sizes.range.lowerBound] + "it has \(word) bytes" + line[sizes.range.upperBound...]
    }

    @Test func `each changed file is named, and what does not agree`() async throws {
        let run = try await VerifiedRun.make()
        for (what, file, change, said) in Self.lines {
            let before = try run.bytes(file)
            try run.edit(file, change)
            let found = try run.disagreements().map { $0.replacing(VerifiedRun.samples + "/", with: "samples/") }
            #expect(found.map(Self.withoutSize) == said.map(Self.withoutSize), "\(what)")
            try run.write(before, file)
            #expect(try run.disagreements() == [], "\(what), mended")
        }
    }

    @Test func `one file in another dialect or locale is found`() async throws {
        let run = try await VerifiedRun.make(.excel(), rowsPerFileMax: 100)
        let other = try await VerifiedRun.make(.plain, rowsPerFileMax: 100)
        try run.write(try other.bytes("out/pstn-usage-2.csv"), "out/pstn-usage-2.csv")
        #expect(try run.disagreements()[0] == "out/pstn-usage-2.csv:1: the file is written in another dialect or locale than the first one")
    }

    @Test(arguments: [600, 1 << 20])
    func `one amount with another decimal mark is found, in whichever block it stands`(blockByteCount: Int) async throws {
        let run = try await VerifiedRun.make(.excel(try ReportLocale(named: "it-IT")))
        try run.replace(";18,0000;", with: ";18.0000;", in: "out/pstn-usage.csv")
        let ledger = try LedgerFile.openForReading(run.path + "/ledger.sqlite")
        defer { try? ledger.close() }
        let index = CatalogueIndex(try LoadedCatalogue.load(VerifiedRun.samples + "/catalogue").catalogue)
        var findings = Findings()
        var check = try UsageCheck(index, ledger, run: 1, blockByteCount: blockByteCount)
        try check.read(run.path + "/out", &findings)
        #expect(findings.all.map(\.message) == [run.path + "/out/pstn-usage.csv:168: Charge is 18.0000, and that is no amount with 4 decimals"])
    }
}
