import Testing
import UsageReport

@testable import RatingRun

/// `--split-by organization`: each payer's rows in a file of its own, beside the whole report.
@Suite struct SplitReportTests {
    static let night = SmallCatalogue.night(seed: 11, count: 600)

    /// The lines of a file, its header aside.
    private func rows(_ folder: RunFolder, _ name: String) throws -> [String] {
        try folder.text(name).split(separator: "\n", omittingEmptySubsequences: true).dropFirst().map(String.init)
    }

    @Test(arguments: [(workers: 1, gathered: 1), (workers: 3, gathered: 700), (workers: 8, gathered: 16 << 20)])
    func `each organization's file has its rows of the report, in the report's order, and nothing else`(workers: Int, gathered: Int) async throws {
        let folder = try RunFolder()
        // No cell of it has a line break, so that a line is a row.
        let night = SmallCatalogue.header + Self.night.filter { !$0.dropLast().contains("\n") }.joined()
        try folder.write(night, "night.csv")
        try await folder.rate("night.csv") {
            $0.workers = workers
            $0.chunkByteCount = 2000
            $0.splitsByOrganization = true
            $0.gatheredByteCountMax = gathered
            $0.seals = true
        }
        let whole = try rows(folder, "out/pstn-usage.csv")
        let header = try folder.text("out/pstn-usage.csv").prefix { $0 != "\n" }
        let organizations = whole.map { row in ["alder", "birch"].first { row.contains(",\($0),") } ?? "?" }
        for organization in ["alder", "birch"] {
            let name = "by-organization/\(organization).csv"
            let expected = zip(whole, organizations).filter { $0.1 == organization }.map(\.0)
            #expect(expected.count > 5)
            #expect(try rows(folder, "out/" + name) == expected)
            #expect(try folder.text("out/" + name).hasPrefix(header + "\n"))
            let listed = try #require(try folder.proof().outputs.first { $0.path == name })
            #expect(listed.rows == expected.count)
            #expect(listed.bytes == (try folder.bytes("out/" + name)).count)
            #expect(try listed.sha256 == FileDigest.sha256(ofFile: folder.path + "/out/" + name))
            #expect(try folder.mode("out/" + name) == 0o600)
        }
        #expect(try folder.mode("out/by-organization") == 0o700)
        #expect(try folder.tree("out/by-organization").keys.sorted() == ["alder.csv", "birch.csv"])
    }

    @Test func `an organization without calls has no file, and without the option there is no folder`() async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("a-1"), "night.csv")
        try await folder.rate("night.csv") { $0.splitsByOrganization = true }
        #expect(try folder.tree("out/by-organization").keys.sorted() == ["alder.csv"])
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("a-2"), "next.csv")
        try await folder.rate("next.csv", output: "whole")
        #expect(!folder.exists("whole/by-organization"))
    }

    @Test func `a file that a spreadsheet could not hold goes on in the next`() async throws {
        let folder = try RunFolder()
        let calls = (1...7).map { SmallCatalogue.call("a-\($0)", second: $0, to: "+353209109950") }
        try folder.write(SmallCatalogue.header + calls.joined(), "night.csv")
        try await folder.rate("night.csv") {
            $0.splitsByOrganization = true
            $0.rowsPerFileMax = 3
            $0.gatheredByteCountMax = 500
        }
        let ids = try ["alder.csv", "alder~2.csv", "alder~3.csv"].map { name in
            try rows(folder, "out/by-organization/" + name).map { String($0.prefix { $0 != "," }) }
        }
        #expect(ids == [["a-1", "a-2", "a-3"], ["a-4", "a-5", "a-6"], ["a-7"]])
        #expect(try folder.tree("out/by-organization").count == 3)
    }

    static let names: [(keys: [String], stems: [String])] = [
        (["alder", "Birch_2", "c.d-e"], ["alder", "Birch_2", "c.d-e"]),
        // The same to a file system that does not tell capitals from small letters: both are marked, whatever the order.
        (["alder", "Alder"], ["alder~253b4cbb", "Alder~e6e92bcb"]),
        (["../../etc/passwd"], [".._.._etc_passwd~2bef2c0b"]),
        (["a/b", "a_b"], ["a_b~e620c319", "a_b~e6c4a319"]),
        (["con", "LPT1.txt", "nul"], ["con~f604f119", "LPT1.txt~ca74fcd9", "nul~2102ba19"]),
        ([".hidden", "-rf", "dot."], [".hidden~28280da0", "-rf~df312917", "dot.~dbf9b067"]),
        (["Übersee GmbH"], ["__bersee_GmbH~56d77eeb"]),
    ]

    @Test(arguments: names)
    func `a key names its file as far as every file system takes it`(keys: [String], stems: [String]) {
        #expect(PayerFileNames(keys).stems == stems)
    }

    @Test func `no two keys have one name, in capitals or not, and none is longer than a file system takes`() {
        var random = SeededRandom(state: 5)
        let alphabet = Array("aAbB/._~ -ü0")
        var keys: Set<String> = [String(repeating: "k", count: 400), String(repeating: "k", count: 401), "\u{301}", "e\u{301}", "é"]
        for _ in 0..<3000 {
            keys.insert(String((0...random.below(5)).map { _ in alphabet[random.below(alphabet.count)] }))
        }
        let names = PayerFileNames(Array(keys))
        let all = (0..<keys.count).map { names.name($0, number: 1) }
        #expect(Set(all.map { $0.lowercased() }).count == keys.count)
        #expect(all.allSatisfy { $0.utf8.count <= 120 && $0.utf8.allSatisfy { $0 < 128 && $0 != 47 && $0 > 32 } && !$0.hasPrefix("~") })
    }
}
