import Foundation
import Testing

/// The drawing of who may import whom: stages never import one another, only RatingRun knows their order, and each outside library has one place.
@Suite struct ImportTests {
    /// Our own targets, and the libraries that come with no toolchain.
    static let allowed: [String: Set<String>] = [
        "CallModel": ["CProcessor"],
        "GzipStream": ["CZlib", "CISAL"],
        "CallRecords": ["CallModel", "CProcessor"],
        "RecordFormats": ["CallModel", "CallRecords", "Catalogue"],
        "Catalogue": ["CallModel", "Yams"],
        "Rating": ["CallModel", "Catalogue"],
        "Settlement": ["CallModel", "Catalogue"],
        "CrashPoints": [],
        "Ledger": ["CallModel", "Settlement", "CrashPoints", "GRDB", "GRDBSQLite"],
        "UsageReport": ["CallModel", "Catalogue"],
        "ReportWorkbook": ["CXLSX"],
        "UsageTally": ["CallModel", "Catalogue"],
        "UsageSummary": ["CallModel", "Catalogue", "Ledger", "Settlement"],
        "Overview": ["CallModel", "Mustache", "Settlement", "UsageSummary"],
        "SummaryReport": ["CallModel", "Overview", "Settlement", "UsageReport", "UsageSummary"],
        "Journal": ["CallModel", "Settlement", "UsageSummary"],
        "FundingAdvice": ["CallModel", "Catalogue", "Ledger", "Settlement", "UsageSummary"],
        "NoticeMail": ["CallModel", "CrashPoints", "Ledger"],
        "RatingRun": [
            "CallModel", "GzipStream", "CallRecords", "Catalogue", "Rating", "Settlement", "Ledger", "UsageReport", "UsageTally",
            "ReportWorkbook", "NoticeMail", "CrashPoints", "Crypto", "Subprocess", "SystemPackage",
        ],
        "Verification": ["CallModel", "Catalogue", "Ledger", "Settlement"],
        "CallExplanation": ["CallModel", "Catalogue", "RateDecks", "RatingRun", "Settlement"],
        "RateDecks": ["CallModel", "Catalogue", "GzipStream", "Rating"],
        "CallGenerator": ["CallModel", "Catalogue", "GzipStream"],
        "scatto": [
            "RatingRun", "CallExplanation", "CallGenerator", "CallModel", "CallRecords", "Catalogue", "FundingAdvice", "GzipStream", "Journal",
            "Ledger", "NoticeMail", "Overview", "RateDecks", "Rating", "RecordFormats", "SummaryReport", "UsageReport", "UsageSummary",
            "Verification", "ArgumentParser",
        ],
        "CZlib": [], "CISAL": [], "CXLSX": [], "CProcessor": [],
    ]

    /// What comes with the toolchain.
    static let toolchain: Set<String> = ["Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization", "System"]

    static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources")

    /// The modules that a line of source imports.
    static func imported(_ line: Substring) -> String? {
        var words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
        if let first = words.first, ["public", "package", "internal", "private", "fileprivate"].contains(first) { words.removeFirst() }
        guard words.first == "import", words.count >= 2 else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "func", "var", "let", "typealias", "protocol"]
        let module = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
        return String(module.split(separator: ".")[0])
    }

    @Test func `import lines are read in every form`() {
        let lines: [(Substring, String?)] = [
            ("import A", "A"), ("public import A", "A"), ("    internal import A", "A"), ("@testable import A", "A"), ("import struct A.B", "A"),
            ("import A.B", "A"), ("// import A", nil), ("important A", nil),
        ]
        for (line, module) in lines { #expect(Self.imported(line) == module, "\(line)") }
    }

    @Test func `every import is in the drawing, and all of the drawing is imported`() throws {
        let targets = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path).sorted()
        #expect(targets == Self.allowed.keys.sorted())
        for target in targets {
            let folder = Self.sources.appendingPathComponent(target).path
            var found: Set<String> = []
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name.hasSuffix(".swift") {
                let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)), as: UTF8.self)
                found.formUnion(text.split(separator: "\n").compactMap(Self.imported))
            }
            #expect(found.subtracting(Self.toolchain) == Self.allowed[target], "\(target)")
        }
    }
}
