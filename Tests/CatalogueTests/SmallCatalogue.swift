import Catalogue

/// The smallest catalogue without a fault, to change one file of.
enum SmallCatalogue {
    static let files = [
        "catalogue.yaml": """
        tariffs:
          standard: { currency: EUR, outbound: rates.csv }
        plans:
          PSTN: { credits: yes }
        """,
        "rates.csv": """
        prefix,destination,rate_per_minute
        39,Italy,0.01
        """,
        "organizations.csv": """
        organization
        acme
        """,
        "users.csv": """
        user,organization,usage_location
        ada@acme.example,acme,IT
        """,
    ]

    /// The catalogue with some files changed or added.
    static func load(_ changes: [String: String] = [:]) throws(CatalogueFaults) -> Catalogue {
        try Catalogue.load(files: files.merging(changes) { $1 })
    }

    /// All faults of the catalogue with some files changed or added, as they are printed.
    static func faults(_ changes: [String: String]) -> [String] { faults(of: files.merging(changes) { $1 }) }

    /// All faults of a catalogue, as they are printed.
    static func faults(of files: [String: String]) -> [String] {
        do {
            _ = try Catalogue.load(files: files)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }
}

/// A file with faults, and what is said about it.
struct FaultCase: Sendable, CustomStringConvertible {
    /// What is wrong.
    var description: String
    var file: String
    var text: String
    /// Less the file's name in front.
    var faults: [String]

    init(_ description: String, _ file: String, _ text: String, _ faults: [String]) {
        self.description = description
        self.file = file
        self.text = text
        self.faults = faults
    }

    var expected: [String] { faults.map { file + ":" + $0 } }
}
