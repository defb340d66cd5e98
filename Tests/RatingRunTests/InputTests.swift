import CallModel
import Foundation
import Testing

@testable import RatingRun

/// The forms in which calls may come in.
@Suite struct InputTests {
    static let records = (0..<4).map { SmallCatalogue.call("c-\($0)", second: $0) }
    static let text = SmallCatalogue.header + records.joined()

    /// The report of a run over one file.
    private func report(_ bytes: [UInt8]) async throws -> String {
        let folder = try RunFolder()
        try folder.write(bytes, "night.csv")
        #expect(try await folder.rate("night.csv").exitStatus == 0)
        return try folder.text("out/pstn-usage.csv")
    }

    @Test(arguments: [
        ("\u{FEFF}" + text, "with a byte order mark"),
        (text.replacing("\n", with: "\r\n"), "with CRLF"),
        (String(text.dropLast()), "with no line end at the end"),
        ("\r\n\n" + text.replacing("\n", with: "\n\n"), "with empty lines"),
        (text.replacing("user_out", with: "\"user_out\""), "with quotes"),
    ])
    func `the same calls in another form give the same report`(form: String, name: String) async throws {
        #expect(try await report(Array(form.utf8)) == report(Array(Self.text.utf8)), "\(name)")
    }

    @Test func `gzip with many members is one text, wherever they are cut`() async throws {
        let bytes = Array(Self.text.utf8)
        let cuts = [0, 1, 5, 100, 101, 230, bytes.count]
        let members = zip(cuts, cuts.dropFirst()).map { Array(bytes[$0..<$1]) } + [[]]
        #expect(try await report(gzipped(members)) == report(bytes))
    }

    @Test func `the names of the Teams export are taken, in any order and case`() async throws {
        let teams = """
            Call ID,Destination Number,UPN,UsageId,Call Type,START TIME,duration seconds,Caller ID,Something Else
            ,+33199000504,ann@alder.example,c-0,user_out,2026-10-01 00:00:00,60,,1
            ,+33199000504,ann@alder.example,c-1,user_out,2026-10-01 00:00:01,59.5,,2
            ,+33199000504,ann@alder.example,c-2,user_out,2026-10-01 01:00:02+01:00,60,,3
            ,+33199000504,ann@alder.example,c-3,user_out,1790812803,60,,4

            """
        #expect(try await report(Array(teams.utf8)) == report(Array(Self.text.utf8)))
    }

    @Test func `a folder stands for its files in byte order of their names`() async throws {
        let folder = try RunFolder()
        let names = ["calls/B.csv", "calls/a.csv", "calls/a.csv.gz", "calls/é.csv", "calls/10.csv", "calls/9.csv"]
        for (i, name) in names.enumerated() { try folder.write(SmallCatalogue.header + SmallCatalogue.call("c-\(i)", second: i), name) }
        try folder.write("not even CSV", "calls/.hidden")
        try folder.write("not even CSV", "calls/deeper/x.csv")
        try await folder.rate("calls/")
        let proof = try folder.proof()
        let found = proof.inputs.map { String($0.path.dropFirst(folder.path.count + 1)) }
        #expect(found == ["calls/10.csv", "calls/9.csv", "calls/B.csv", "calls/a.csv", "calls/a.csv.gz", "calls/é.csv"])
        #expect(
            try folder.text("out/pstn-usage.csv").split(separator: "\n").dropFirst().map { String($0.prefix(4)) } == [
                "c-4,", "c-5,", "c-0,", "c-1,", "c-2,", "c-3,",
            ])
    }

    @Test(arguments: ["", "\n\r\n\n", "\u{FEFF}", SmallCatalogue.header, String(SmallCatalogue.header.dropLast())])
    func `an input without records is no fault`(text: String) async throws {
        let folder = try RunFolder()
        try folder.write(text, "night.csv")
        #expect(try await folder.rate("night.csv").exitStatus == 0)
        let proof = try folder.proof()
        #expect(proof.read == 0)
        #expect(proof.inputs.map(\.records) == [0])
        #expect(try folder.tree("out").keys.sorted() == ["duplicates.csv", "notices.csv", "pstn-usage.csv", "run.json", "suspense.csv"])
        #expect(try folder.text("out/duplicates.csv") == "Source,Line,Organization,UsageId,Same\n")
    }

    @Test func `empty lines before the header count as lines and bytes, and take no memory`() async throws {
        let empty = String(repeating: "\n", count: 5000) + String(repeating: "\r\n", count: 5000)
        let source = RunSource(name: "night.csv", path: "night.csv", byteCount: 0)
        let folder = try RunFolder()
        try folder.write("\u{FEFF}" + empty + SmallCatalogue.header + "x,user_out\n", "night.csv")
        var place = source
        place.path = folder.path + "/night.csv"
        let reader = try InputReader(0, place, chunkByteCount: 100)
        let slot = try RunSlot.forReading(folder)
        try reader.read(into: slot)
        #expect(slot.batch.text.count < 1000)
        #expect(reader.headerLineCount == 10_001)
        #expect(slot.batch.byteOffset == Int64(3 + empty.utf8.count + SmallCatalogue.header.utf8.count))

        try await folder.rate("night.csv") { $0.chunkByteCount = 100 }
        let row = try #require(try folder.text("out/suspense.csv").split(separator: "\n").dropFirst().first)
        #expect(row.contains("night.csv,10002,\(3 + empty.utf8.count + SmallCatalogue.header.utf8.count),malformed,"))
    }

    @Test func `a byte order mark behind empty lines is part of the header's name, however the text is cut`() async throws {
        let folder = try RunFolder()
        try folder.write("\n\u{FEFF}" + Self.text, "night.csv")
        for chunkByteCount in [1, 3, 4, 1 << 19] {
            let refused = try await folder.fault("night.csv") { $0.chunkByteCount = chunkByteCount }
            #expect(
                refused.text == "night.csv: the header has no column usage_id (or “UsageId”); add it, or give a file that has it; nothing was settled"
            )
        }
    }

    @Test func `a pipe is read once and kept for the time of the run`() async throws {
        let folder = try RunFolder()
        let path = folder.path + "/pipe"
        let made = unsafe mkfifo(path, 0o600)
        #expect(made == 0)
        let text = Self.text
        Thread.detachNewThread {
            guard let file = FileHandle(forWritingAtPath: path) else { return }
            file.write(Data(text.utf8))
            try? file.close()
        }
        try await folder.rate("pipe")
        #expect(try folder.proof().inputs.map(\.bytes) == [text.utf8.count])
        #expect(try folder.proof().settled == 4)
        #expect(try folder.tree("out").keys.sorted() == ["duplicates.csv", "notices.csv", "pstn-usage.csv", "run.json", "suspense.csv"])
    }

    @Test func `what was committed before, or stands earlier in the run, is skipped and said to be`() async throws {
        let folder = try RunFolder()
        try folder.write(Self.text, "a.csv")
        try await folder.rate("a.csv")
        try folder.write(Self.text, "b.csv")
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("new", second: 99), "c.csv")
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("new", second: 99), "d.csv")
        let summary = try await folder.rate("b.csv", "c.csv", "d.csv", output: "second")
        let proof = try folder.proof("second")
        #expect(proof.inputs.map(\.skipped) == [true, false, true])
        #expect(proof.inputs.map(\.records) == [0, 1, 0])
        #expect(proof.counts == [1, 1, 0, 0])
        let lines = summary.text.split(separator: "\n").map { $0.replacing(folder.path + "/", with: "") }
        #expect(lines[2] == "  skipped b.csv: its very bytes were committed before")
        #expect(lines[3] == "  skipped d.csv: its very bytes are those of c.csv")
    }
}
