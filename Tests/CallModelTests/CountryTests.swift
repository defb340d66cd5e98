import CallModel
import SeededRandom
import Testing

/// Countries and sets of them.
struct CountryTests {
    @Test func `every two capital letters are a country, and come back`() throws {
        var seen = Set<Country>()
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(Unicode.Scalar($0)) }
        for first in letters {
            for second in letters {
                let country = try #require(Country(first + second))
                #expect(country.description == first + second)
                #expect(Country.at(ordinal: country.ordinal) == country)
                #expect(country != .unknown)
                seen.insert(country)
            }
        }
        #expect(seen.count == Country.ordinalCount - 1)
        #expect(seen.sorted().map(\.description) == seen.map(\.description).sorted())
    }

    @Test(arguments: ["", "I", "it", "It", "iT", "ITA", "I ", " IT", "I1", "@A", "A[", "ÅX", "Ａ", "**"]) func `is no country`(_ code: String) {
        #expect(Country(code) == nil)
    }

    @Test func `an unknown country has no letters`() {
        #expect(Country.unknown.description == "")
        #expect(Country.unknown.letters == nil)
        #expect(Country.at(ordinal: 0) == .unknown)
    }

    @Test func `a set contains what was inserted and nothing else`() {
        var random = Random(seed: 3)
        for size in [0, 1, 2, 60, 300, 676] {
            let all = (1..<UInt16(Country.ordinalCount)).map { Country.at(ordinal: $0) }.shuffled(using: &random)
            let set = CountrySet(all.prefix(size))
            #expect(all.prefix(size).allSatisfy { set.contains($0) })
            #expect(!all.dropFirst(size).contains { set.contains($0) })
            #expect(set == CountrySet(all.prefix(size).reversed()))
        }
    }

    @Test func `an unknown country is in no set`() {
        var set = CountrySet([.unknown])
        set.insert(.unknown)
        #expect(!set.contains(.unknown))
        #expect(set == CountrySet())
    }
}
