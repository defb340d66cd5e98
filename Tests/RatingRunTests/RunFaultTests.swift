import Foundation
import Ledger
import Testing

@testable import RatingRun

/// What a run answers to input that it cannot take: the text, the status, and that nothing was written (first and second run alike).
@Suite struct RunFaultTests {
    /// Something that is wrong with a run.
    struct Case: CustomTestStringConvertible, Sendable {
        var what: String
        var status: Int32
        var text: String
        var input = "night.csv"
        var output = "out"
        var ledger = "ledger.sqlite"
        var prepare: @Sendable (RunFolder) throws -> Void = { _ in }

        var testDescription: String { what }
    }

    static let night = SmallCatalogue.header + SmallCatalogue.call("c-1")

    static let cases: [Case] = [
        Case(
            what: "an input that is missing", status: 3,
            text: "absent.csv: cannot be opened: No such file or directory; check the name and the permissions", input: "absent.csv"),
        Case(
            what: "a catalogue that is missing", status: 2,
            text: "catalogue/catalogue.yaml:1:1: the file cannot be read: no such file; name a folder that has a catalogue.yaml",
            prepare: { try $0.remove("catalogue") }),
        Case(
            what: "a catalogue file that is missing", status: 2,
            text: "catalogue/catalogue.yaml:1:1: the file users.csv cannot be read: no such file; put it there, or name another one",
            prepare: { try $0.remove("catalogue/users.csv") }),
        Case(
            what: "a catalogue with faults in several files", status: 2,
            text: """
                catalogue/catalogue.yaml:4:21: 'EURO' is no currency; write its three capital letters, as ISO 4217 has them
                catalogue/rates.csv:2:11: rate_per_minute is '-1'; write a plain decimal from 0 to 10000 with at most 8 decimals, such as 0.0125
                catalogue/users.csv:2:19: there is no organization 'elder'; write one of the organizations' file, or add this one to it
                3 faults in the catalogue; nothing was settled
                """,
            prepare: {
                let yaml = SmallCatalogue.files["catalogue.yaml"] ?? ""
                try $0.write(yaml.replacing("currency: EUR", with: "currency: EURO"), "catalogue/catalogue.yaml")
                try $0.write("prefix,destination,rate_per_minute\n33,France,-1\n", "catalogue/rates.csv")
                try $0.write("user,organization,usage_location\nann@alder.example,elder,IE\n", "catalogue/users.csv")
            }),
        Case(
            what: "an output folder that is not empty", status: 2,
            text: "out: the output folder is not empty, and holds no finished output of these inputs on this ledger; name an empty or a new folder",
            prepare: { try $0.write("mine", "out/notes.txt") }),
        Case(
            what: "an output that is a file", status: 2, text: "out: the output is not a folder; name another",
            prepare: { try $0.write("mine", "out") }),
        Case(
            what: "an output below a file", status: 3,
            text: "file/out: cannot write (Not a directory); free space or mend the permissions, then run again; nothing was settled",
            output: "file/out", prepare: { try $0.write("mine", "file") }),
        Case(
            what: "a gzip file that is cut off", status: 3,
            text: "night.csv: the gzip file is cut off at compressed byte 60; copy it again from where it came, and check its size",
            prepare: { try $0.write(Array(gzipped([Array(night.utf8)]).prefix(60)), "night.csv") }),
        Case(
            what: "a gzip file whose header is wrong", status: 3,
            text: "night.csv: the gzip file is damaged at compressed byte 2: the header of a member is wrong; copy it again from where it came",
            prepare: { try $0.write([0x1F, 0x8B, 9] + Array(gzipped([Array(night.utf8)]).dropFirst(3)), "night.csv") }),
        Case(
            what: "an input without a required column", status: 3,
            text:
                "night.csv: the header has no column duration_seconds (or “Duration Seconds”); add it, or give a file that has it; nothing was settled",
            prepare: { try $0.write("usage_id,call_type,start_time,caller,callee\n", "night.csv") }),
        Case(
            what: "an input with two columns for one field", status: 3,
            text: "night.csv: the header has two columns for caller: “caller” and “Caller ID”; remove or rename one; nothing was settled",
            prepare: { try $0.write("usage_id,call_type,start_time,duration_seconds,caller,callee,Caller ID\n", "night.csv") }),
        Case(
            what: "an input whose header is no CSV", status: 3,
            text: "night.csv: the header is not a CSV record of UTF-8 text within 1 MiB; check its quotes and its encoding; nothing was settled",
            prepare: { try $0.write("usage_id,call_type,\"start_time\" \n", "night.csv") }),
        Case(
            what: "a ledger in a folder that is missing", status: 3,
            text: "absent/ledger.sqlite: the ledger cannot be opened (No such file or directory); check the path and its permissions",
            ledger: "absent/ledger.sqlite"),
        Case(
            what: "a ledger that is none", status: 4,
            text: "ledger.txt: this file is no ledger of Scatto; name another file; this one was not changed",
            ledger: "ledger.txt", prepare: { try $0.write(String(repeating: "my notes ", count: 1000), "ledger.txt") }),
    ]

    @Test(arguments: cases)
    func `a run says what is wrong and leaves nothing behind`(bad: Case) async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        try bad.prepare(folder)
        let expected = RunFolder.Refused(text: bad.text, status: bad.status)
        let refused = try await folder.fault(bad.input, output: bad.output, ledger: bad.ledger)
        #expect(refused == expected)
    }

    @Test(arguments: cases.filter { $0.ledger == "ledger.sqlite" })
    func `a run on a ledger in use leaves it byte for byte as it was`(bad: Case) async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + SmallCatalogue.call("before"), "before.csv")
        try await folder.rate("before.csv", output: "before")
        try folder.write(Self.night, "night.csv")
        try bad.prepare(folder)
        let expected = RunFolder.Refused(text: bad.text, status: bad.status)
        let refused = try await folder.fault(bad.input, output: bad.output, ledger: bad.ledger)
        #expect(refused == expected)
    }

    @Test func `a ledger of a newer format is left alone`() async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        try await folder.rate("night.csv")
        var bytes = try folder.bytes("ledger.sqlite")
        // SQLite keeps user_version, big-endian, at byte 60.
        bytes[63] += 1
        try folder.write(bytes, "ledger.sqlite")
        #expect(
            try await folder.fault("night.csv", output: "again")
                == RunFolder.Refused(
                    text:
                        "ledger.sqlite: this ledger has format 4, and this Scatto knows formats up to 3; use the Scatto that wrote it, or a newer one; "
                        + "the file was not changed", status: 4))
    }

    @Test func `a ledger that another run holds is left alone`() async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        let held = try LedgerFile.openForRun(folder.path + "/ledger.sqlite")
        defer { try? held.close() }
        #expect(
            try await folder.fault("night.csv")
                == RunFolder.Refused(
                    text: "ledger.sqlite: another process works with this ledger; wait until it has ended, then try again", status: 4))
    }

    @Test func `damage in the last of many files takes all the others back`() async throws {
        let folder = try RunFolder()
        for i in 0..<6 { try folder.write(SmallCatalogue.header + SmallCatalogue.night(seed: UInt64(i), count: 50).joined(), "calls/\(i).csv") }
        let cut = try Array(gzipped([Array(Self.night.utf8)]).dropLast(3))
        try folder.write(cut, "calls/9.csv.gz")
        let refused = try await folder.fault("calls") { $0.chunkByteCount = 1000 }
        #expect(
            refused
                == RunFolder.Refused(
                    text:
                        "calls/9.csv.gz: the gzip file is cut off at compressed byte \(cut.count); copy it again from where it came, and check its size",
                    status: 3))
    }

    @Test func `a checksum that differs at the very end takes everything back`() async throws {
        let folder = try RunFolder()
        var bytes = try gzipped([Array(Self.night.utf8)])
        bytes[bytes.count - 8] ^= 1
        try folder.write(bytes, "night.csv.gz")
        let refused = try await folder.fault("night.csv.gz")
        let text =
            "night.csv.gz: the gzip file is damaged at compressed byte \(bytes.count - 8): the checksum of the data differs; "
            + "copy it again from where it came"
        #expect(refused == RunFolder.Refused(text: text, status: 3))
    }

    @Test func `of folders that a failed run created none is left`() async throws {
        let folder = try RunFolder()
        try folder.write("usage_id\n", "night.csv")
        #expect(try await folder.fault("night.csv", output: "a/b/c").changed == [])
    }

    @Test func `an input that changes while it is read ends the run`() async throws {
        let folder = try RunFolder()
        try folder.write(SmallCatalogue.header + (0..<50).map { SmallCatalogue.call("c-\($0)") }.joined(), "night.csv")
        let path = folder.path + "/night.csv"
        let refused = try await folder.fault("night.csv") {
            $0.chunkByteCount = 200
            $0.workers = 1
            $0.progress = { progress in
                guard progress.records == 0, let file = FileHandle(forWritingAtPath: path) else { return }
                file.seekToEndOfFile()
                file.write(Data(SmallCatalogue.call("late").utf8))
                try? file.close()
            }
        }
        #expect(refused.status == 3)
        #expect(refused.text == "night.csv: the file changed while it was read; wait until it is complete, then run again; nothing was settled")
        #expect(refused.changed == ["night.csv"])
    }

    @Test func `a run that is told to end changes nothing`() async throws {
        let folder = try RunFolder()
        try folder.write(Self.night, "night.csv")
        let before = try folder.tree(".")
        let interruption = Interruption()
        interruption.interrupt(signal: 15)
        do {
            _ = try await RatingRun(folder.options(["night.csv"]), interruption: interruption).start()
            Issue.record("the run went on")
        } catch {
            #expect(error.description == "interrupted; nothing was settled; run again")
            #expect(error.exitStatus == 143)
        }
        #expect(try folder.tree(".") == before)
    }
}
