import Foundation
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
        Cell(id: "S-001", column: .usageId, text: "S-1", said: "2: "),
        Cell(id: "S-001", column: .userLocation, text: "GB", said: ""),
        Cell(id: "S-001", column: .objectId, text: "", said: ""),
        Cell(id: "S-001", column: .user, text: "", said: ""),
        Cell(id: "S-001", column: .user, text: "zoe@flying-snail.example", said: ""),
        Cell(id: "S-001", column: .displayName, text: "Ada", said: ""),
        Cell(id: "S-015", column: .displayName, text: "Ada", said: ""),
        Cell(id: "S-001", column: .caller, text: "+353209100009", said: ""),
        Cell(id: "S-001", column: .caller, text: "353209100001", said: ""),
        Cell(id: "S-015", column: .caller, text: "+353209100001", said: ""),
        Cell(id: "S-001", column: .caller, text: "+33199000203", said: ""),
        Cell(id: "S-001", column: .callType, text: "user_outt", said: ""),
        Cell(id: "S-001", column: .callType, text: "user_out_conf", said: ""),
        Cell(id: "S-015", column: .callType, text: "conf_out", said: ""),
        Cell(id: "S-001", column: .domesticOrInternational, text: "Domestic", said: ""),
        Cell(id: "S-015", column: .domesticOrInternational, text: "Domestic", said: ""),
        Cell(id: "S-001", column: .destination, text: "Ireland", said: ""),
        Cell(id: "S-001", column: .callee, text: "anonymous", said: ""),
        Cell(id: "S-001", column: .start, text: "2026-10-01T16:02:11Z", said: ""),
        Cell(id: "S-001", column: .start, text: "2026-10-02T16:02:10Z", said: ""),
        Cell(id: "S-001", column: .start, text: "2026-10-01 16:02:10", said: ""),
        Cell(id: "S-001", column: .end, text: "2026-10-01T24:00:00Z", said: ""),
        Cell(id: "S-001", column: .duration, text: "1981", said: ""),
        Cell(id: "S-001", column: .duration, text: "31536001", said: ""),
        Cell(id: "S-001", column: .connectionFee, text: "0.0001", said: ""),
        Cell(id: "S-005", column: .connectionFee, text: "0.0001", said: ""),
        Cell(id: "S-025", column: .connectionFee, text: "0.0000", said: ""),
        Cell(id: "S-001", column: .charge, text: "0.5941", said: ""),
        Cell(id: "S-001", column: .charge, text: "0.594", said: ""),
        Cell(id: "S-001", column: .charge, text: "0,5940", said: ""),
        Cell(id: "S-002", column: .charge, text: "0.3750", said: ""),
        Cell(id: "S-006", column: .charge, text: "0.0300", said: ""),
        Cell(id: "S-003", column: .charge, text: "0.0001", said: ""),
        Cell(id: "S-001", column: .currency, text: "USD", said: ""),
        Cell(id: "S-001", column: .capability, text: "MCOPSTN1", said: ""),
        Cell(id: "S-002", column: .capability, text: "MCOPSTNPP", said: ""),
        Cell(id: "S-006", column: .capability, text: "MCOPSTN1", said: ""),
        Cell(id: "S-001", column: .organization, text: "paper-rocket", said: ""),
        Cell(id: "S-015", column: .organization, text: "paper-rocket", said: ""),
        Cell(id: "S-001", column: .organization, text: "flying-squid", said: ""),
        Cell(id: "S-001", column: .outcome, text: "split", said: ""),
        Cell(id: "S-003", column: .outcome, text: "free", said: ""),
        Cell(id: "S-020", column: .outcome, text: "unanswered", said: ""),
        Cell(id: "S-030", column: .outcome, text: "charged", said: ""),
        Cell(id: "S-001", column: .billedSeconds, text: "1979", said: ""),
        Cell(id: "S-003", column: .billedSeconds, text: "1", said: ""),
        Cell(id: "S-001", column: .includedSeconds, text: "1", said: ""),
        Cell(id: "S-001", column: .chargedSeconds, text: "-1980", said: ""),
        Cell(id: "S-005", column: .includedBy, text: "MCOPSTN2", said: ""),
        Cell(id: "S-005", column: .includedBy, text: "", said: ""),
        Cell(id: "S-015", column: .includedBy, text: "MCOPSTN1", said: ""),
        Cell(id: "S-001", column: .rate, text: "0.0180", said: ""),
        Cell(id: "S-001", column: .rate, text: "0.019", said: ""),
        Cell(id: "S-001", column: .prefix, text: "442", said: ""),
        Cell(id: "S-003", column: .prefix, text: "353", said: ""),
        Cell(id: "S-006", column: .note, text: "no_credit", said: ""),
        Cell(id: "S-018", column: .note, text: "", said: ""),
        Cell(id: "S-001", column: .note, text: "masked", said: ""),
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
            print("@@CELL|\(cell.id)|\(cell.column)|\(cell.text)|\(said)")
            #expect(said == "out/pstn-usage.csv:" + cell.said, "\(cell.column.name) of \(cell.id)")
        }
    }

    /// Lines of a file, the header being the first, changed.
    typealias Lines = @Sendable (inout [String]) -> Void
    static let lines: [(what: String, file: String, change: Lines, said: [String])] = [
        ("a row is missing", "out/pstn-usage.csv", { $0.remove(at: 9) }, []),
        ("three rows are missing", "out/pstn-usage.csv", { $0.removeSubrange(9..<12) }, []),
        ("the last row is missing", "out/pstn-usage.csv", { $0.remove(at: $0.count - 2) }, []),
        ("a row stands twice", "out/pstn-usage.csv", { $0.insert($0[9], at: 10) }, []),
        ("the last row stands twice", "out/pstn-usage.csv", { $0.insert($0[$0.count - 2], at: $0.count - 1) }, []),
        ("two rows are exchanged", "out/pstn-usage.csv", { $0.swapAt(9, 30) }, []),
        ("all rows are missing", "out/pstn-usage.csv", { $0.removeSubrange(1..<($0.count - 1)) }, []),
        ("a column is renamed", "out/pstn-usage.csv", { $0[0] = $0[0].replacing("Charge,", with: "Price,") }, []),
        ("a cell is added", "out/pstn-usage.csv", { $0[5] += "," }, []),
        ("a duplicate is missing", "out/duplicates.csv", { $0.remove(at: 2) }, []),
        ("a duplicate of another input", "out/duplicates.csv", { $0[1] = $0[1].replacing("2026-10-01.csv.gz", with: "x.csv") }, []),
        ("duplicates exchanged", "out/duplicates.csv", { $0.swapAt(1, 2) }, []),
        ("a duplicate of another organization", "out/duplicates.csv", { $0[1] = $0[1].replacing("snail", with: "squid") }, []),
        ("a duplicate without id", "out/duplicates.csv", { $0[1] = $0[1].replacing("S-002", with: "") }, []),
        ("a duplicate neither the same nor not", "out/duplicates.csv", { $0[1] = $0[1].replacing("yes", with: "maybe") }, []),
        ("a suspended record is missing", "out/suspense.csv", { $0.remove(at: 4) }, []),
        ("a suspended record of another input", "out/suspense.csv", { $0[4] = $0[4].replacing("2026-10-01.csv.gz,61", with: "x.csv,61") }, []),
        ("another line", "out/suspense.csv", { $0[4] = $0[4].replacing(",61,", with: ",55,") }, []),
        ("another byte offset", "out/suspense.csv", { $0[4] = $0[4].replacing(",7662,", with: ",662,") }, []),
        ("another reason", "out/suspense.csv", { $0[4] = $0[4].replacing("unknown_call_type,", with: "unknown,") }, []),
        ("another record", "out/suspense.csv", { $0[4] = $0[4].replacing("X-004", with: "X-003") }, []),
        ("another suspended record", "out/suspended/2026-10-01.csv", { $0[4] = $0[4].replacing("X-004", with: "X-003") }, []),
        ("one suspended record more", "out/suspended/2026-10-01.csv", { $0.insert($0[9], at: 10) }, []),
        ("another amount of a notice", "out/notices.csv", { $0[10] = $0[10].replacing("20.0000", with: "20.0001") }, []),
        ("a notice is missing", "out/notices.csv", { $0.remove(at: 16) }, []),
        ("a notice too many", "out/notices.csv", { $0.insert($0[16], at: 17) }, []),
        ("another sum", "out/run.json", { $0[17] = $0[17].replacing("50.6950", with: "50.6951") }, []),
        ("another count", "out/run.json", { $0[2] = $0[2].replacing("2", with: "3") }, []),
        ("another input", "out/run.json", { $0[5] = $0[5].replacing("8302", with: "8303") }, []),
        ("no JSON", "out/run.json", { $0.remove(at: 0) }, []),
    ]

    @Test func `each changed file is named, and what does not agree`() async throws {
        let run = try await VerifiedRun.make()
        for (what, file, change, said) in Self.lines {
            let before = try run.bytes(file)
            try run.edit(file, change)
            let found = try run.disagreements().map { $0.replacing(VerifiedRun.samples + "/", with: "samples/") }
            print("@@LINES|\(what)|" + found.joined(separator: "¶"))
            #expect(found == said, "\(what)")
            try run.write(before, file)
            #expect(try run.disagreements() == [], "\(what), mended")
        }
    }
}
