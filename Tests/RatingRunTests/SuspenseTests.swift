import Testing

@testable import RatingRun

/// Records that cannot be settled: what is said of them, and what becomes of their bytes.
@Suite struct SuspenseTests {
    static let good = SmallCatalogue.call("good")

    /// A record, and its row in suspense.csv from the reason on.
    struct Case: Sendable {
        var record: String
        var reason: String
        var detail: String
    }

    static let cases = [
        Case(
            record: "x,user_out,2026-10-01T25:00:00Z,60,,+33199000504,ann@alder.example,,\n", reason: "malformed",
            detail: "\"the start time cannot be read; write it like 2026-10-01T08:15:30Z, in the years 1970 to 2999\""),
        Case(
            record: "x,user_out\n", reason: "malformed",
            detail: "\"the record has not as many fields as the header; add or remove commas, or quote fields that contain them\""),
        Case(
            record: ",user_out,2026-10-01T08:00:00Z,60,,+33199000504,ann@alder.example,,\n", reason: "no_usage_id",
            detail: "the usage id is empty; give the record one of its own"),
        Case(
            record: "x,fax_out,2026-10-01T08:00:00Z,60,,+33199000504,ann@alder.example,,\n", reason: "unknown_call_type",
            detail: "call type “fax_out” is unknown; correct it to one of the rating rules"),
        Case(
            record: "x,user_out,2026-10-01T08:00:00Z,60,,+33199000504,dan@alder.example,,\n", reason: "unknown_user",
            detail: "no user “dan@alder.example” in the catalogue; add the user to users.csv or correct the field"),
        Case(
            record: "x,user_out,2026-10-01T08:00:00Z,60,,+33199000504,,elder,\n", reason: "unknown_organization",
            detail: "no organization “elder” in the catalogue; add it to organizations.csv or correct the field"),
        Case(
            record: "x,user_out,2026-10-01T08:00:00Z,60,,+33199000504,ann@alder.example,birch,\n", reason: "organization_mismatch",
            detail: "\"user “ann@alder.example” is of “alder”, the organization is “birch”; correct the one that is wrong\""),
        Case(
            record: "x,user_out,2026-10-01T08:00:00Z,60,,reception,ann@alder.example,,\n", reason: "bad_number",
            detail: "callee “reception” is no phone number; give it in international form"),
        Case(
            record: "x,user_out,2026-10-01T08:00:00Z,60,,+999555123,ann@alder.example,,\n", reason: "no_rate",
            detail: "no rate for +999****** at 2026-10-01T08:00:00Z; add its prefix to rates.csv or extend the validity of a rate"),
    ]

    @Test(arguments: cases)
    func `a record is suspended with its reason, place and bytes`(bad: Case) async throws {
        let folder = try RunFolder()
        let text = SmallCatalogue.header + "\n" + Self.good + bad.record + SmallCatalogue.call("last", second: 9)
        try folder.write(text, "night.csv")
        #expect(try await folder.rate("night.csv").exitStatus == 1)
        let record = bad.record.dropLast()
        let shown = record.contains(",") ? "\"\(record)\"" : String(record)
        let offset = SmallCatalogue.header.utf8.count + 1 + Self.good.utf8.count
        let suspense = try folder.text("out/suspense.csv")
        #expect(
            suspense
                == "Source,Line,Byte Offset,Reason,Detail,Record\n\(folder.path)/night.csv,4,\(offset),\(bad.reason),\(bad.detail),\(shown)\n")
        #expect(try folder.text("out/suspended/night.csv") == SmallCatalogue.header + bad.record)
        let proof = try folder.proof()
        #expect(proof.counts == [3, 2, 1, 0])
    }

    @Test func `once the cause is mended, the suspended records settle and the others do not count again`() async throws {
        let folder = try RunFolder()
        let bad = SmallCatalogue.call("bad", by: "dan@alder.example")
        try folder.write(SmallCatalogue.header + Self.good + bad, "night.csv")
        try await folder.rate("night.csv")
        let users = SmallCatalogue.files["users.csv"] ?? ""
        try folder.write(users + "dan@alder.example,alder,IE,Dan Alder,,CREDITS\n", "catalogue/users.csv")
        #expect(try await folder.rate("out/suspended/night.csv", output: "mended").exitStatus == 0)
        let mended = try folder.proof("mended")
        #expect(mended.counts == [1, 1, 0, 0])
        #expect(try folder.text("mended/pstn-usage.csv").contains("\nbad,"))
        // The whole night again: an input that left records in suspense is read again, and adds nothing any more.
        #expect(try await folder.rate("night.csv", output: "again").exitStatus == 0)
        let again = try folder.proof("again")
        #expect(again.counts == [2, 0, 0, 2])
        #expect(!folder.exists("again/suspended"))
    }

    @Test func `a record of 3 MiB is suspended, and its bytes are kept`() async throws {
        let folder = try RunFolder()
        let long = "long,user_out," + String(repeating: "0123456789abcdef", count: 3 << 16) + "\n"
        try folder.write(SmallCatalogue.header + Self.good + long + SmallCatalogue.call("last", second: 9), "night.csv")
        #expect(try await folder.rate("night.csv").exitStatus == 1)
        let row = try #require(try folder.text("out/suspense.csv").split(separator: "\n").dropFirst().first)
        #expect(row.hasPrefix("\(folder.path)/night.csv,3,\((SmallCatalogue.header + Self.good).utf8.count),malformed,"))
        #expect(row.utf8.count < 40_000)
        #expect(try folder.text("out/suspended/night.csv") == SmallCatalogue.header + long)
        let proof = try folder.proof()
        #expect(proof.counts == [3, 2, 1, 0])
    }

    @Test func `a suspended record at the end without a line end is kept as it was`() async throws {
        let folder = try RunFolder()
        try folder.write("\u{FEFF}\n" + SmallCatalogue.header + Self.good + "x,user_out", "night.csv")
        try await folder.rate("night.csv")
        #expect(try folder.text("out/suspended/night.csv") == SmallCatalogue.header + "x,user_out")
    }

    @Test func `inputs of equal names have files of their own`() async throws {
        let folder = try RunFolder()
        let text = SmallCatalogue.header + "x,user_out\n"
        try folder.write(gzipped([Array(text.utf8)]), "a/x.csv.gz")
        try folder.write(text + "y,user_out\n", "b/x.csv")
        try folder.write(text + "z,user_out\n", "c/x.csv.gz")
        try folder.write(text + "w,user_out\n", "d/x")
        try folder.write(text + "v,user_out\n", "e/x")
        try await folder.rate("a/x.csv.gz", "b/x.csv", "c/x.csv.gz", "d/x", "e/x")
        #expect(try folder.tree("out/suspended").keys.sorted() == ["x", "x-2", "x-2.csv", "x-3.csv", "x.csv"])
        #expect(try folder.text("out/suspended/x.csv") == text)
        #expect(try folder.text("out/suspended/x-2.csv") == text + "y,user_out\n")
        #expect(try folder.text("out/suspended/x-3.csv") == text + "z,user_out\n")
        #expect(try folder.text("out/suspended/x-2") == text + "v,user_out\n")
    }
}
