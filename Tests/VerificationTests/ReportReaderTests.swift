import Foundation
import Testing
import UsageReport

@testable import Verification

/// The reader of a run's own files, in every dialect and locale (RFC 4180; file-formats.md, "Dialects").
@Suite struct ReportReaderTests {
    /// A folder that goes away with the test.
    private final class Folder {
        let path = NSTemporaryDirectory() + "report-reader-" + UUID().uuidString

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }
    }

    /// The rows of a file of two columns with their lines, or what is wrong with it.
    private static func read(_ text: String, blockByteCount: Int = 1 << 20) throws -> [String] {
        let folder = try Folder()
        try folder.write(text, "t.csv")
        var rows: [String] = []
        do {
            var reader = try TableFileReader(folder.path + "/t.csv", columns: ["a", "b"], blockByteCount: blockByteCount)
            var block = ReportBlock()
            while try reader.next(into: &block) {
                for row in 0..<block.rowCount { rows.append("\(block.line(row)): \(block.text(row, 0))|\(block.text(row, 1))") }
            }
        } catch {
            rows.append(error.description.replacing(folder.path + "/", with: ""))
        }
        return rows
    }

    static let files: [(text: String, rows: [String])] = [
        ("a,b\n", []),
        ("a,b\n1,2\n,\n", ["2: 1|2", "3: |"]),
        ("a;b\n1,5;2\n", ["2: 1,5|2"]),
        ("a,b\n\"x, y\",\"say \"\"no\"\"\"\n", ["2: x, y|say \"no\""]),
        ("a,b\n\"two\nlines\",2\n3,4\n", ["2: two\nlines|2", "4: 3|4"]),
        ("a,b\n\"\",\"\"\"\"\n", ["2: |\""]),
        // Without the mark a formula is a text.
        ("a,b\n\"=\"\"+49\"\"\",'1\n", ["2: =\"+49\"|'1"]),
        ("\u{FEFF}a,b\r\n\"=\"\"+49\"\"\",2\r\n", ["2: +49|2"]),
        ("\u{FEFF}a;b\r\n\"=\"\"a\"\"\"\"b\"\"&\"\"c\"\"\";\"'long\"\r\n", ["2: a\"bc|long"]),
        ("\u{FEFF}a,b\r\n\"two\nlines\",2\r\n3,\"4\"\r\n", ["2: two\nlines|2", "4: 3|4"]),
        // No formula that a run writes stays as it is.
        ("\u{FEFF}a,b\r\n\"=\"\"1\"\"+1\",2\r\n", ["2: =\"1\"+1|2"]),
        ("a,b\n1,2", ["t.csv:2: the last row has no end; the file was cut"]),
        ("a,b\n1,2\n\"3,4\n", ["2: 1|2", "t.csv:3: the last row has no end; the file was cut"]),
        ("a,b\n1,2\n3\n", ["2: 1|2", "t.csv:3: the row has 1 cell, and the header has 2"]),
        ("a,b\n1,2,3\n", ["t.csv:2: the row has more than 2 cells"]),
        ("a,b\n1,2\"\n", ["t.csv:2: a quote stands where none may"]),
        ("a,b\n\"1\"2,3\n", ["t.csv:2: a quote stands where none may"]),
        ("\u{FEFF}a,b\r\n1,2\n", ["t.csv:2: the line does not end with CRLF, as the dialect excel has it"]),
        ("\u{FEFF}a,b\r\n1,\"2\"\n", ["t.csv:2: the line does not end with CRLF, as the dialect excel has it"]),
        ("a,c\n1,2\n", ["t.csv:1: the header is not the one that a run writes, in any dialect"]),
        ("", ["t.csv:1: the header is not the one that a run writes, in any dialect"]),
    ]

    @Test(arguments: files)
    func `cells come without quotes and formulas, rows with their physical line`(text: String, rows: [String]) throws {
        #expect(try Self.read(text) == rows)
        // Wherever blocks end.
        for size in 1...12 { #expect(try Self.read(text, blockByteCount: size) == rows, "blocks of \(size) bytes") }
    }

    @Test func `a report in several files is read in their order`() throws {
        let folder = try Folder()
        for (name, id) in [("pstn-usage.csv", "one"), ("pstn-usage-2.csv", "two"), ("pstn-usage-10.csv", "never"), ("pstn-usage-3.csv", "three")] {
            let header = String(decoding: ReportFile.usage.header(.plain), as: UTF8.self)
            try folder.write(header + id + String(repeating: ",", count: 29) + "\n", name)
        }
        var reader = try ReportReader(folder: folder.path)
        var block = ReportBlock()
        var ids: [String] = []
        while try reader.next(into: &block) { ids += (0..<block.rowCount).map { block.text($0, .usageId) } }
        #expect(ids == ["one", "two", "three"])
    }

    @Test func `a folder without a report cannot be read`() throws {
        let folder = try Folder()
        do {
            _ = try ReportReader(folder: folder.path)
            Issue.record("no fault")
        } catch {
            let text = error.description.replacing(folder.path + "/", with: "")
            #expect(text == "pstn-usage.csv: cannot be read (No such file or directory); check the path and its permissions")
        }
    }

    @Test func `the columns are those that a run writes`() {
        #expect(UsageColumn.names == ReportFile.usage.columns)
        #expect(UsageColumn.allCases.map(\.name) == UsageColumn.names)
    }

    static let numbers: [(text: String, units: Int64?, decimals: Int)] = [
        ("0", 0, 0), ("12.50", 1_250_000_000, 2), ("12,50", 1_250_000_000, 2), ("-0.00000001", -1, 8), ("92233720368.54775807", .max, 8),
        ("", nil, 0), ("-", nil, 0), (".5", nil, 0), ("5.", nil, 0), ("007", nil, 0), ("00.5", nil, 0), ("1.2.3", nil, 0), ("1e5", nil, 0),
        ("+1", nil, 0),
        ("1.123456789", nil, 0), ("92233720368.54775808", nil, 0), ("-0", nil, 0),
    ]

    @Test(arguments: numbers)
    func `amounts are read exactly, or not at all`(text: String, units: Int64?, decimals: Int) {
        let bytes = Array(text.utf8)
        let number = DecimalText(bytes.span, 0..<bytes.count)
        #expect(number?.units == units)
        if let number { #expect(number.decimals == decimals) }
    }
}
