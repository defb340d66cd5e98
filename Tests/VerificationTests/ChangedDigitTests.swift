import Foundation
import Ledger
import Testing
import UsageReport

@testable import RatingRun
@testable import Verification

/// A report with one changed digit is found, and the message names the line and the column.
@Suite struct ChangedDigitTests {
    /// Columns whose digits neither catalogue nor ledger knows: there the file's SHA-256 has to tell.
    static let unproved: Set<UsageColumn> = [.callId, .conferenceId, .numberType, .end]

    /// A digit of a report: where it stands, in which line and column.
    struct Place {
        var offset: Int
        var line: Int
        var column: UsageColumn
    }

    /// All digits of a report that can be proved. Cells are found again by looking for their digits, quotes and formulas left on.
    static func places(_ report: [UInt8], separator: UInt8) -> [Place] {
        var places: [Place] = []
        var (line, column, isQuoted) = (1, 0, false)
        for (offset, byte) in report.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == separator, !isQuoted { column += 1 }
            if byte == UInt8(ascii: "\n"), !isQuoted { (line, column) = (line + 1, 0) }
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            if isDigit, line > 1, let found = UsageColumn(rawValue: column), !unproved.contains(found) {
                places.append(Place(offset: offset, line: line, column: found))
            }
        }
        return places
    }

    static let styles: [(style: ReportStyle, separator: UInt8)] = [
        (.plain, UInt8(ascii: ",")), (.excel(try! ReportLocale(named: "it-IT")), UInt8(ascii: ";")),
    ]

    @Test(arguments: styles)
    func `each changed digit is found, and its line and column are named`(style: ReportStyle, separator: UInt8) async throws {
        let run = try await VerifiedRun.make(style)
        let index = CatalogueIndex(try LoadedCatalogue.load(VerifiedRun.samples + "/catalogue").catalogue)
        let ledger = try LedgerFile.openForReading(run.path + "/ledger.sqlite")
        defer { try? ledger.close() }
        let report = try run.bytes("out/pstn-usage.csv")
        let all = Dictionary(grouping: Self.places(report, separator: separator), by: \.column)
        #expect(
            Set(all.keys).isSuperset(of: [
                .usageId, .caller, .callee, .start, .duration, .connectionFee, .charge, .billedSeconds, .includedSeconds, .chargedSeconds,
                .uncoveredSeconds,
                .rate, .prefix, .objectId,
            ]))
        var random = Random(seed: 7)
        for (column, places) in all.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for _ in 0..<12 {
                let place = places[random.below(places.count)]
                var changed = report
                changed[place.offset] = UInt8(ascii: "0") + (changed[place.offset] - UInt8(ascii: "0") + UInt8(1 + random.below(9))) % 10
                try run.write(changed, "out/pstn-usage.csv")
                var findings = Findings()
                // So small that the report has a hundred blocks.
                var check = try UsageCheck(index, ledger, run: 1, blockByteCount: 600)
                try check.read(run.path + "/out", &findings)
                let message = try #require(findings.all.first?.message, "\(column.name) of line \(place.line)")
                #expect(message.contains("/pstn-usage.csv:\(place.line): "), "\(column.name) of line \(place.line): \(message)")
                #expect(message.contains(column.name), "\(column.name) of line \(place.line): \(message)")
            }
        }
    }
}
