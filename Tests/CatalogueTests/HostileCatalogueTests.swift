import Testing

@testable import Catalogue

/// Catalogues that nobody would write by hand: each is refused or read in reasonable time.
struct HostileCatalogueTests {
    private static let base = (SmallCatalogue.files["catalogue.yaml"] ?? "") + "\n"

    private static func faults(_ yaml: String) -> [String] { SmallCatalogue.faults(["catalogue.yaml": base + yaml]) }

    /// Lists of lists, each of `width` aliases of the one before.
    private static func aliases(_ levels: Int, width: Int) -> String {
        var text = "a0: &a0 [x]\n"
        for level in 1...levels {
            text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: width).joined(separator: ", ") + "]\n"
        }
        return text
    }

    @Test func `aliases of aliases that stand for more than memory holds are refused before they are read`() {
        let expected = ["catalogue.yaml:7:40: there are more than 16 aliases; write out what they stand for"]
        #expect(Self.faults(Self.aliases(9, width: 10) + "? *a9\n: key\n") == expected)
        #expect(Self.faults(Self.aliases(9, width: 10) + "b: { *a9 : 1, *a9 : 2 }\n") == expected)
    }

    @Test func `sixteen aliases are read, and an asterisk is none`() throws {
        let plans = (0..<16).map { "  P\($0): *credits\n" }.joined()
        let yaml = Self.base + "  FIRST: &credits { credits: yes, name: \"5 * 3 *credit * *x\" }\n" + plans
        let catalogue = try SmallCatalogue.load(["catalogue.yaml": yaml])
        #expect(catalogue.plans.count == 18)
        let more = Self.faults("  FIRST: &credits { credits: yes }\n" + plans + "  LAST: *credits\n")
        #expect(more == ["catalogue.yaml:22:9: there are more than 16 aliases; write out what they stand for"])
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "]) func `nesting has a bound`(_ opening: String) {
        let faults = Self.faults("notes:\n  " + String(repeating: opening, count: 100_000))
        #expect(faults.count == 1)
        #expect(faults[0].contains("this is no YAML: Maximum nesting level reached"))
    }

    @Test func `a NUL that an escape makes is a fault, in names of files too`() {
        let yaml = """
            timeZone: "UTC\\0x"
            tariffs:
              "e\\0": { currency: EUR, outbound: rates.csv }
              standard: { currency: EUR, outbound: "rates.csv\\0.gz" }
            zones: { z: ["I\\0E", FR] }
            plans:
              PSTN: { credits: yes, name: "\\0" }

            """
        #expect(
            SmallCatalogue.faults(["catalogue.yaml": yaml]) == [
                "catalogue.yaml:1:11: 'UTC x' has a NUL character; remove it", "catalogue.yaml:3:3: 'e ' has a NUL character; remove it",
                "catalogue.yaml:4:40: 'rates.csv .gz' has a NUL character; remove it", "catalogue.yaml:5:14: 'I E' has a NUL character; remove it",
                "catalogue.yaml:7:31: ' ' has a NUL character; remove it",
            ])
    }

    @Test func `thousands of keys that stand twice do not take all day`() {
        let faults = Self.faults((0..<2000).map { "zone\($0): 1\nzone\($0): 2\n" }.joined())
        #expect(faults.count >= 10)
        #expect(faults.allSatisfy { $0.hasSuffix("stands more than once in one place; keep one of them") })
    }

    @Test(arguments: [([UInt8(0)], "this is a NUL character; remove it"), ([0xE9], "this is no UTF-8; save the file as UTF-8")])
    func `a table with a bad byte on each of its lines is gone over once`(_ bad: [UInt8], _ said: String) {
        let lines = 100_000
        let row = Array("ann".utf8) + bad + Array(",acme,IT\n".utf8)
        var table = Array("user,organization,usage_location\n".utf8)
        for _ in 0..<lines { table += row }
        var files = SmallCatalogue.files.mapValues { Array($0.utf8) }
        files["users.csv"] = table
        do {
            _ = try Catalogue.load(contents: files)
            Issue.record("the table has no fault")
        } catch {
            let found = error.faults.map(\.description).filter { $0.hasSuffix(said) }
            #expect(found.count == lines)
            #expect(found.first == "users.csv:2:4: \(said)")
            #expect(found.last == "users.csv:\(lines + 1):4: \(said)")
        }
    }
}
