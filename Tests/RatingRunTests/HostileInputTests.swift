import CallModel
import Foundation
import Testing
import UsageReport

@testable import RatingRun

/// Inputs that want to do harm: they are read in bounded memory, their records settle or are suspended with their bytes, and nothing else happens.
@Suite struct HostileInputTests {
    // MARK: Size

    /// What the reader may hold: what it inflates at once, or a record of 1 MiB and what was read with it.
    static let roomMax = (1 << 20) + 3 * InputReader.chunkByteCount

    /// Reads all of a file, and tells what was in it and how much memory was taken.
    private func read(_ bytes: [UInt8]) throws -> (byteCount: Int, chunkMax: Int, roomMax: Int) {
        let folder = try RunFolder()
        try folder.write(bytes, "night.csv")
        let source = RunSource(name: "night.csv", path: folder.path + "/night.csv", byteCount: Int64(bytes.count))
        let reader = try InputReader(0, source)
        let slot = try RunSlot.forReading(folder)
        var (byteCount, chunkMax, roomMax) = (0, 0, 0)
        repeat {
            try reader.read(into: slot)
            byteCount += slot.batch.textCount
            chunkMax = max(chunkMax, slot.batch.text.count)
            roomMax = max(roomMax, reader.roomByteCount)
        } while !slot.isLast
        return (byteCount, chunkMax, roomMax)
    }

    @Test(arguments: ["x", "\u{0}", "\n", "\r\n", "\"", "\"\n", ",", "\"\","])
    func `a gzip bomb streams through, whatever it unpacks to`(_ text: String) throws {
        // Several times what may be held.
        let bomb = Array((SmallCatalogue.header + String(repeating: text, count: (5 << 20) / text.utf8.count)).utf8)
        let bytes = try gzipped([bomb])
        #expect(bomb.count / bytes.count > 100)
        let (byteCount, chunkMax, roomMax) = try read(bytes)
        #expect(byteCount == bomb.count - SmallCatalogue.header.utf8.count)
        #expect(chunkMax <= Self.roomMax && roomMax <= Self.roomMax)
    }

    @Test(arguments: ["\n", "\r\n"])
    func `empty lines without end before a header take no more memory than a chunk`(_ line: String) throws {
        let empty = Array(String(repeating: line, count: 12 << 20).utf8)
        let (byteCount, _, roomMax) = try read(try gzipped([empty, Array((SmallCatalogue.header + SmallCatalogue.call("c")).utf8)]))
        #expect(byteCount == SmallCatalogue.call("c").utf8.count)
        #expect(roomMax <= 3 * InputReader.chunkByteCount)
    }

    @Test func `a header without end is refused after 1 MiB`() async throws {
        let folder = try RunFolder()
        try folder.write(try gzipped([Array(repeating: UInt8(ascii: "x"), count: 4 << 20)]), "night.csv.gz")
        let refused = try await folder.fault("night.csv.gz")
        #expect(
            refused.text
                == "night.csv.gz: the header is not a CSV record of UTF-8 text within 1 MiB; check its quotes and its encoding; nothing was settled")
        #expect(refused.status == 3)
        #expect(refused.changed == [])
    }

    @Test func `a hundred thousand gzip members without a byte are an input without records`() throws {
        let member = try gzipped([[]])
        var bytes: [UInt8] = []
        bytes.reserveCapacity(member.count * 100_000)
        for _ in 0..<100_000 { bytes += member }
        #expect(try read(bytes).byteCount == 0)
    }

    @Test func `a line without end is one suspended record, and its bytes are kept`() async throws {
        let folder = try RunFolder()
        let long = "long,\"" + String(repeating: "\u{0},\"\"x", count: 1 << 20)
        try folder.write(try gzipped([Array((SmallCatalogue.header + SmallCatalogue.call("good") + long).utf8)]), "night.csv.gz")
        #expect(try await folder.rate("night.csv.gz").exitStatus == 1)
        #expect(try folder.proof().counts == [2, 1, 1, 0])
        #expect(try folder.bytes("out/suspended/night.csv") == Array((SmallCatalogue.header + long).utf8))
        // Of the record 32,000 bytes are shown, with each quote doubled.
        #expect(try folder.bytes("out/suspense.csv").count < 70_000)
    }

    @Test func `a million columns are columns like any other`() async throws {
        let folder = try RunFolder()
        let more = String(repeating: ",", count: 1_000_000)
        let header = SmallCatalogue.header.dropLast() + more + "\n"
        let call = SmallCatalogue.call("c").dropLast()
        try folder.write(header + call + more + "\n" + call + more + ",\n" + call + "\n", "night.csv")
        #expect(try await folder.rate("night.csv").exitStatus == 1)
        #expect(try folder.proof().counts == [3, 1, 2, 0])
        #expect(try folder.text("out/suspended/night.csv") == header + call + more + ",\n" + call + "\n")
        let rows = try folder.text("out/suspense.csv").split(separator: "\n").dropFirst()
        #expect(rows.allSatisfy { $0.contains(",malformed,\"the record has not as many fields as the header; ") && $0.utf8.count < 40_000 })
    }

    // MARK: Bytes

    static let broken: [(record: [UInt8], reason: String)] = [
        (Array("\u{0},user_out,2026-10-01T08:00:00Z,60,\u{0},+331,nobody\u{0},,\u{0}\n".utf8), "unknown_user"),
        (Array("n\u{0}l,user_out\u{0},2026-10-01T08:00:00Z,60,,+331,ann@alder.example,,\r\n".utf8), "unknown_call_type"),
        (Array("nul,user_out,2026-10-01T08:00:00\u{0}Z,60,,+331,ann@alder.example,,\n".utf8), "malformed"),
        ([0xFF, 0xFE] + Array("utf-16,user_out,2026-10-01T08:00:00Z,60,,+331,ann@alder.example,,\n".utf8), "malformed"),
        (Array("latin-1 ".utf8) + [0xE9] + Array(",user_out,2026-10-01T08:00:00Z,60,,+331,ann@alder.example,,\n".utf8), "malformed"),
        (Array("surrogate ".utf8) + [0xED, 0xA0, 0x80] + Array(",user_out,2026-10-01T08:00:00Z,60,,+331,ann@alder.example,,\r\n".utf8), "malformed"),
        (Array("stray\"quote,user_out,2026-10-01T08:00:00Z,60,,+331,ann@alder.example,,\n".utf8), "malformed"),
        (Array("\"behind\" it,user_out,2026-10-01T08:00:00Z,60,,+331,ann@alder.example,,\n".utf8), "malformed"),
        (Array("\"two\nlines\u{0}\",user_out,2026-10-01T08:00:00Z,60,,no number,ann@alder.example,,\r\n".utf8), "bad_number"),
        ([UInt8](0x01...0x08) + [0x0B, 0x0C] + [UInt8](0x0E...0x1F) + [0x7F, 0x0A], "malformed"),
        (Array("\"never closed,user_out,2026-10-01T08:00:00Z,60,,+331,ann@alder.example,,\n".utf8), "malformed"),
    ]

    @Test func `what is no text, or no record, is suspended, and every byte of it is kept`() async throws {
        let folder = try RunFolder()
        var text = Array(SmallCatalogue.header.utf8)
        for (i, (record, _)) in Self.broken.enumerated() { text += Array(SmallCatalogue.call("good-\(i)", second: i).utf8) + record }
        try folder.write(text, "night.csv")
        #expect(try await folder.rate("night.csv").exitStatus == 1)
        #expect(try folder.bytes("out/suspended/night.csv") == Array(SmallCatalogue.header.utf8) + Self.broken.flatMap(\.record))
        #expect(try folder.proof().counts == [2 * Self.broken.count, Self.broken.count, Self.broken.count, 0])
        let rows = CSVText.rows(try folder.text("out/suspense.csv")).dropFirst()
        #expect(rows.map { $0[3] } == Self.broken.map(\.reason))
        #expect(rows.allSatisfy { $0.count == 6 })
    }

    // MARK: Limits

    @Test(arguments: [
        ("2026-10-01T08:00:00Z", "31536000", "settled"), ("2026-10-01T08:00:00Z", "31535999.000001", "settled"),
        ("2026-10-01T08:00:00Z", "31536000.000001", "duration"), ("2026-10-01T08:00:00Z", "31536001", "duration"),
        ("2026-10-01T08:00:00Z", "4294967297", "duration"), ("2026-10-01T08:00:00Z", "18446744073709551617", "duration"),
        ("2026-10-01T08:00:00Z", String(repeating: "9", count: 1000), "duration"), ("2026-10-01T08:00:00Z", "-1", "duration"),
        ("1970-01-01T00:00:00Z", "60", "settled"), ("1970-01-01T00:00:00+23:59", "60", "settled"), ("1969-12-31T23:59:59Z", "60", "start time"),
        ("2999-12-31T23:59:59Z", "31536000", "settled"), ("2999-12-31T23:59:59-23:59", "60", "settled"), ("3000-01-01T00:00:00Z", "60", "start time"),
        ("0000-01-01T00:00:00Z", "60", "start time"), ("9999-12-31T23:59:59Z", "60", "start time"), ("9999999999", "60", "settled"),
        ("99999999999", "60", "start time"), ("000000000", "60", "settled"), ("-00000001", "60", "start time"),
    ])
    func `times and durations are read up to their limits, and not beyond`(_ start: String, _ seconds: String, _ fate: String) async throws {
        let folder = try RunFolder()
        let record = "c,user_out,\(start),\(seconds),,+33199000504,ann@alder.example,,\n"
        try folder.write(SmallCatalogue.header + record, "night.csv")
        let status = try await folder.rate("night.csv").exitStatus
        if fate == "settled" {
            #expect(status == 0)
            #expect(try folder.proof().counts == [1, 1, 0, 0])
        } else {
            #expect(status == 1)
            #expect(try folder.text("out/suspense.csv").contains(",malformed,\"the \(fate) cannot be read; write "))
            #expect(try folder.text("out/suspended/night.csv") == SmallCatalogue.header + record)
        }
    }

    @Test func `the longest calls at the highest rate are charged exactly, until the sum would overflow: then nothing is`() async throws {
        let rates = "prefix,destination,rate_per_minute,connection_fee\n33,France,10000,10000\n"
        let organizations =
            "organization,auto_recharge_trigger,auto_recharge_amount,payment\nalder,10000000000,10000000000,agreement:EA-1\nbirch,,,\n"
        let folder = try RunFolder(replacing: ["rates.csv": rates, "organizations.csv": organizations])
        func calls(_ count: Int) -> String {
            SmallCatalogue.header + (0..<count).map { SmallCatalogue.call("c-\($0)", second: $0, seconds: 31_536_000) }.joined()
        }
        try folder.write(calls(15), "night.csv")
        #expect(try await folder.rate("night.csv").exitStatus == 0)
        // 31,536,000 s are 525,600 minutes, and the fee is that of one minute.
        let sum = try #require(try folder.proof().organizations.first { $0.organization == "alder" })
        #expect(sum.charged == "\(15 * 525_601 * 10_000).0000")
        try folder.write(calls(30), "next.csv")
        let refused = try await folder.fault("next.csv", output: "next", ledger: "other.sqlite")
        #expect(
            refused.text == "organization alder: the recharges come to more than 92233720368.54775807 EUR, the most there can be; "
                + "set a monthly_limit; nothing was settled")
        #expect(refused.status == 2)
        #expect(refused.changed == [])
    }

    @Test func `calls of many days, each of its own, are settled once`() async throws {
        let folder = try RunFolder()
        let records = (0..<3000).map { day in "c,user_out,\(day * 86_400 + 1_000_000_000),60,,+33199000504,bob@alder.example,,\n" }
        try folder.write(SmallCatalogue.header + records.joined(), "night.csv")
        try await folder.rate("night.csv")
        #expect(try folder.proof().counts == [3000, 3000, 0, 0])
        try folder.write(SmallCatalogue.header + records.reversed().joined(), "again.csv")
        try await folder.rate("again.csv", output: "again")
        #expect(try folder.proof("again").counts == [3000, 0, 0, 3000])
    }

    // MARK: Names

    @Test func `names of inputs make files in suspended, and nowhere else`() async throws {
        let folder = try RunFolder()
        let names = [
            "deep/down/../../x.csv", "two\nlines.csv", "\"quoted\", with a comma.csv", "=cmd().csv", "deep/\u{301}accent.csv", "deep/...gz", "-rf",
            "tab\t.csv", String(repeating: "long", count: 62) + ".csv", "deep/" + String(repeating: "long", count: 62) + ".csv", "\u{1B}[2J.csv",
        ]
        try FileManager.default.createDirectory(atPath: folder.path + "/deep/down", withIntermediateDirectories: true)
        for (i, name) in names.enumerated() { try folder.write(SmallCatalogue.header + "x-\(i),user_out\n", name) }
        let before = Set(try folder.tree(".").keys)
        #expect(try await folder.rate("-rf") { options in options.inputs = names.map { folder.path + "/" + $0 } }.exitStatus == 1)
        let made = Set(try folder.tree(".").keys).subtracting(before).filter { !$0.hasPrefix("out/") && $0 != "out" }
        #expect(made == ["ledger.sqlite"])
        let long = String(repeating: "long", count: 62)
        let expected = [
            "x.csv", "two\nlines.csv", "\"quoted\", with a comma.csv", "=cmd().csv", "\u{301}accent.csv", "...gz", "-rf", "tab\t.csv", long + ".csv",
            long + "-2.csv", "\u{1B}[2J.csv",
        ]
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path + "/out/suspended")) == Set(expected))
        for (i, name) in expected.enumerated() {
            #expect(try folder.text("out/suspended/" + name) == SmallCatalogue.header + "x-\(i),user_out\n")
        }
        let sources = names.map { folder.path + "/" + $0 }
        let rows = CSVText.rows(try folder.text("out/suspense.csv")).dropFirst()
        #expect(rows.map { $0[0] } == sources && rows.allSatisfy { $0.count == 6 })
        let proof = try folder.proof()
        #expect(proof.inputs.map(\.path) == sources)
        // By bytes: for strings a slash with an accent after it is no slash.
        let outputs = proof.outputs.map(\.path).filter { $0.utf8.starts(with: "suspended/".utf8) }
        #expect(Set(outputs) == Set(expected.map { "suspended/" + $0 }))
    }

    @Test func `a message stays on its line, whatever a file is called`() async throws {
        let folder = try RunFolder()
        let refused = try await folder.fault("no\nsuch\u{1B}[2J.csv")
        #expect(refused.text == "no\\u{A}such\\u{1B}[2J.csv: cannot be opened: No such file or directory; check the name and the permissions")
        try folder.write(InputTests.text, "two\nlines.csv")
        try folder.write(InputTests.text, "again.csv")
        let summary = try await folder.rate("two\nlines.csv", "again.csv")
        #expect(summary.text.contains("\n  skipped \(folder.path)/again.csv: its very bytes are those of \(folder.path)/two\\u{A}lines.csv\n"))
    }

    // MARK: Formulas

    @Test(arguments: ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1"])
    func `a formula in any name or field is text in every report for Excel`(_ formula: String) async throws {
        let quoted = "\"" + formula + "\""
        let users = """
            user,organization,usage_location,display_name,object_id,phone_numbers,licences
            ann@alder.example,alder,IE,\(quoted),\(quoted),,LOCAL;CREDITS
            \(quoted),alder,IE,x,,,LOCAL;CREDITS

            """
        let rates = "prefix,destination,rate_per_minute\n33,\(quoted),0.1250\n"
        let folder = try RunFolder(replacing: ["users.csv": users, "rates.csv": rates])
        let time = "2026-10-01T08:00:00Z,60"
        let records = [
            // Settled, duplicate, and suspended for each reason that shows a text.
            "\(quoted),user_out,\(time),\(quoted),+33199000504,ann@alder.example,,\(quoted),\(quoted),\(quoted)",
            "\(quoted),user_out,\(time),\(quoted),+33199000504,ann@alder.example,,\(quoted),\(quoted),\(quoted)",
            "2,user_out,\(time),\(quoted),\(quoted),ann@alder.example,,\(quoted),\(quoted),\(quoted)",
            "3,user_out,\(time),,+33199000504,\(quoted),,,,", "4,\(quoted),\(time),,+33199000504,,,,,",
            "5,user_out,\(time),,+33199000504,,\(quoted),,,", quoted,
        ]
        let header = SmallCatalogue.header.dropLast() + ",conference_id,number_type\n"
        try folder.write(header + records.joined(separator: "\n") + "\n", "=night.csv")
        #expect(try await folder.rate("=night.csv") { $0.style = .excel() }.exitStatus == 1)
        let proof = try folder.proof()
        // Blanks around a user do not count: then there is no such user.
        #expect(proof.read == 7 && proof.duplicates == 1 && (1...2).contains(proof.settled))
        for name in ["pstn-usage.csv", "duplicates.csv", "suspense.csv", "notices.csv"] {
            let text = try folder.text("out/" + name)
            #expect(text.hasPrefix("\u{FEFF}"))
            for cell in CSVText.rows(String(text.unicodeScalars.dropFirst())).joined() where !Self.isHarmless(cell) {
                Issue.record("\(name) has a cell that Excel runs: \(cell)")
            }
        }
        let usage = CSVText.rows(try folder.text("out/pstn-usage.csv"))
        let shown = "=\"" + formula + "\""
        // Caller ID, Call ID, User Display Name, Destination Dialed: as they are. The usage id has no blanks around it.
        #expect([1, 6, 7, 11].map { usage[1][$0] } == [shown, shown, shown, shown])
        #expect(usage[1][0] == "=\"" + formula.trimmingCharacters(in: CharacterSet(charactersIn: " \t")) + "\"")
    }

    /// Whether a cell is no formula, but for one that is a literal text, and for a number below zero.
    private static func isHarmless(_ cell: String) -> Bool {
        let bare = cell.unicodeScalars.drop { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" || $0 == "\u{A0}" }
        guard let first = bare.first, "=+-@＝＋－＠".unicodeScalars.contains(first) else { return true }
        if cell.hasPrefix("=\""), cell.hasSuffix("\"") { return !cell.dropFirst(2).dropLast().replacing("\"\"", with: "").contains("\"") }
        return first == "-" && bare.dropFirst().allSatisfy { "0123456789.".unicodeScalars.contains($0) }
    }
}
