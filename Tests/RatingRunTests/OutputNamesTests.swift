import Testing

@testable import RatingRun

/// Names in suspended/: whatever an input is called, its file lies in that folder, and has a name of its own.
@Suite struct OutputNamesTests {
    @Test(arguments: [
        ("-", "stdin.csv"), ("night.csv", "night.csv"), ("calls/night.csv.gz", "night.csv"), ("../../x.csv", "x.csv"), ("/x.csv", "x.csv"),
        ("a/.gz", ".gz"), ("a/..gz", "..gz"), ("a/...gz", "...gz"), ("a/....gz", "..."), ("..", ".."), ("a.gz.gz", "a.gz"), ("x.GZ", "x.GZ"),
        // A slash with an accent behind it is a slash, though a string takes both for one character.
        ("../\u{301}x.csv", "\u{301}x.csv"), ("a\u{301}/b.gz", "b"), ("a/\u{301}.gz", "\u{301}"),
        ("a/two\nlines.csv", "two\nlines.csv"), ("a/\"q\",=1.csv", "\"q\",=1.csv"),
    ]) func `is the last part of the path, less .gz`(_ source: String, _ name: String) {
        var names = OutputNames()
        // Names of files are compared by bytes.
        #expect(Array(names.take(source).utf8) == Array(name.utf8))
    }

    @Test func `numbers tell equal names apart, whatever else is there`() {
        var names = OutputNames()
        let sources = ["a/x.csv", "b/x.csv", "x-2.csv", "c/x.csv.gz", "x", "d/x", ".x", "e/.x"]
        #expect(sources.map { names.take($0) } == ["x.csv", "x-2.csv", "x-2-2.csv", "x-3.csv", "x", "x-2", ".x", ".x-2"])
    }

    @Test(arguments: [
        String(repeating: "a", count: 251) + ".csv", String(repeating: "a", count: 255), String(repeating: "夜", count: 85),
        "." + String(repeating: "b", count: 254),
        "c." + String(repeating: "b", count: 253), String(repeating: "e\u{301}", count: 84) + ".c",
    ]) func `no name is longer than a file system takes`(_ name: String) {
        var names = OutputNames()
        var taken: Set<String> = []
        for folder in 0..<12 {
            let one = names.take("\(folder)/\(name)")
            #expect(one.utf8.count <= 255)
            #expect(!one.utf8.contains(UInt8(ascii: "/")) && one != "." && one != "..")
            taken.insert(one)
        }
        #expect(taken.count == 12)
        #expect(taken.contains(name))
    }
}
