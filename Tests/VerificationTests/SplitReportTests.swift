import Foundation
import Testing
import UsageReport

@testable import Verification

/// The report's files by organization: proved with the whole report, and what is said of those that were changed.
@Suite struct SplitReportTests {
    @Test(arguments: [ReportStyle.plain, .excel()])
    func `files by organization are proved with the run`(style: ReportStyle) async throws {
        let run = try await VerifiedRun.make(style, rowsPerFileMax: 40, splits: true)
        #expect(try run.disagreements() == [])
        #expect(try run.verify().text.contains("  17 files read;"))
    }

    @Test func `a changed cell is found, with its line`() async throws {
        let run = try await VerifiedRun.make(splits: true)
        try run.edit("out/by-organization/paper-rocket.csv") { $0[3] = $0[3].replacingOccurrences(of: "2026-10-01T", with: "2026-10-02T") }
        #expect(
            try run.disagreements() == [
                "out/by-organization/paper-rocket.csv:4: the row is not the one that pstn-usage.csv has in its place among those of paper-rocket"
            ])
    }

    @Test func `a missing row, a missing file, a file of nobody, and a row of another are found`() async throws {
        let run = try await VerifiedRun.make(splits: true)
        let file = "out/by-organization/paper-rocket.csv"
        let bytes = try run.bytes(file)
        try run.edit(file) { $0.remove(at: $0.count - 2) }
        #expect(
            try run.disagreements().first
                == "\(file): 1 row of paper-rocket is missing at its end: pstn-usage.csv has 1 more")
        try run.edit(file) { $0.removeSubrange(1..<$0.count - 1) }
        #expect(try run.disagreements().first == "\(file): it has no row, and so belongs to no organization")
        let other = try run.bytes("out/by-organization/flying-snail.csv")
        try run.write(bytes + other.drop { $0 != 0x0A }.dropFirst(), file)
        #expect(try run.disagreements().first == "\(file):32: Organization is flying-snail, and the rows before are of another")
        try run.write(bytes, file)
        try run.edit(file) { $0[1] = $0[1].replacingOccurrences(of: ",paper-rocket,", with: ",paper-plane,") }
        #expect(try run.disagreements().first == "\(file):2: Organization is paper-plane, which is not in the catalogue")
        try run.remove(file)
        #expect(
            try run.disagreements() == [
                "out/by-organization: paper-rocket has no file, and pstn-usage.csv has 30 rows of it",
                "\(file): the file is missing, and run.json lists it",
            ])
    }
}
