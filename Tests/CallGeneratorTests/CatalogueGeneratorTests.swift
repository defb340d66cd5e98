import CallModel
import Catalogue
import Testing

@testable import CallGenerator

@Suite struct `Generated catalogues` {
    @Test(arguments: [(100, 1, 1), (500, 60, 2), (20_000, 3000, 40)])
    func `A generated catalogue loads without a fault and has the size that was asked for`(prefixes: Int, users: Int, organizations: Int) throws {
        let scratch = try Scratch()
        try CatalogueGenerator(.init(seed: 1, prefixes: prefixes, users: users, organizations: organizations)).write(toFolder: scratch.path("c"))
        let catalogue = try Catalogue.load(folder: scratch.path("c"))
        #expect(catalogue.tariffs[0].outbound.rates.count == prefixes)
        #expect(Set(catalogue.tariffs[0].outbound.rates.map { "\($0.prefixCount) \($0.prefix)" }).count == prefixes)
        #expect(catalogue.users.count == users)
        #expect(catalogue.organizations.count == organizations)
        #expect(catalogue.serviceNumbers.count == 3 * organizations)
        #expect(catalogue.fundings.count == organizations)
        var numbers = 0
        catalogue.numbers.forEach { number, owner in
            numbers += 1
            #expect(catalogue.numbers.owner(of: number) == owner)
            #expect((10...15).contains(number.digitCount))
        }
        #expect(numbers > 3 * organizations)
    }

    @Test func `The same seed gives the same files, another seed others`() throws {
        let scratch = try Scratch()
        for (folder, seed) in [("a", 1), ("b", 1), ("c", 2)] as [(String, UInt64)] {
            try CatalogueGenerator(.init(seed: seed, prefixes: 300, users: 50, organizations: 4)).write(toFolder: scratch.path(folder))
        }
        for file in ["catalogue.yaml", "organizations.csv", "users.csv", "service-numbers.csv", "fundings.csv", "rates.csv", "toll-free.csv"] {
            #expect(try scratch.bytes("a/" + file) == scratch.bytes("b/" + file), "\(file)")
        }
        #expect(try scratch.bytes("a/users.csv") != scratch.bytes("c/users.csv"))
    }

    @Test(arguments: [
        (CatalogueGenerator.Parameters(seed: 1, prefixes: 99, users: 1, organizations: 1), "the number of prefixes must be 100 to 5000000"),
        (.init(seed: 1, prefixes: 100, users: 0, organizations: 1), "the number of users must be 1 to 10000000"),
        (.init(seed: 1, prefixes: 100, users: 1, organizations: 100_001), "the number of organizations must be 1 to 100000"),
    ])
    func `A size out of bounds is named`(parameters: CatalogueGenerator.Parameters, text: String) throws {
        let fault = #expect(throws: GeneratorFault.self) { try CatalogueGenerator(parameters) }
        #expect(fault?.description == text + "; choose another value")
    }

    @Test func `A folder that cannot be made is named`() throws {
        let fault = #expect(throws: GeneratorFault.self) {
            try CatalogueGenerator(.init(seed: 1, prefixes: 100, users: 1, organizations: 1)).write(toFolder: "/dev/null/catalogue")
        }
        #expect(fault?.description == "/dev/null/catalogue: cannot be created: Not a directory; check the folder and the permissions")
    }
}
