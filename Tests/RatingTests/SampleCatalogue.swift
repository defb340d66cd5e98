import Catalogue

/// Two organizations with users and service numbers, and the rates that the tables name.
enum SampleCatalogue {
    static let files = [
        "catalogue.yaml": """
        timeZone: UTC
        tariffs:
          standard: { currency: EUR, decimals: 4, outbound: rates.csv, tollFree: toll-free.csv }
          plain: { currency: USD, decimals: 2, outbound: plain.csv }
        plans:
          PSTN: { allowances: [{ calls: calling, to: domestic, minutes: 60, pool: country }] }
          CREDITS: { credits: yes }
        bands:
          night: { days: Mon-Fri, from: "22:00", until: "06:00" }
          day: { days: Mon-Fri, from: "08:00", until: "18:00", timeZone: America/New_York }
        """,
        "rates.csv": """
        prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country,in_plans
        39,Italy,0.01,0,60,60,,
        393,Italy mobile,0.10,0.05,1,1,IT,
        1,North America,0.02,0,30,6,,
        49,Germany,0.03,0,60,60,DE,
        4930,Berlin,0.03,0,60,60,DE,no
        """,
        "toll-free.csv": """
        prefix,destination,rate_per_minute
        800,Toll-free,0.04
        """,
        "plain.csv": """
        prefix,destination,rate_per_minute
        39,Italy,0.015
        """,
        "organizations.csv": """
        organization,tariff
        acme,
        globex,plain
        """,
        "users.csv": """
        user,organization,usage_location,phone_numbers,licences
        ada@acme.example,acme,IT,+39 06 111,PSTN
        bob@globex.example,globex,DE,+49 30 222,PSTN;CREDITS
        carl@acme.example,acme,IT,,
        """,
        "service-numbers.csv": """
        number,organization,name,number_type
        +800333,acme,hotline,TollFree
        +4930444,globex,desk,Service
        """,
    ]

    /// The catalogue with some files changed or added.
    static func load(_ changes: [String: String] = [:]) throws -> Catalogue { try Catalogue.load(files: files.merging(changes) { $1 }) }

    /// The catalogue with another outbound deck: a header's columns, and rows.
    static func load(rates header: String, _ rows: [String], _ changes: [String: String] = [:]) throws -> Catalogue {
        try load(changes.merging(["rates.csv": ([header] + rows).joined(separator: "\n")]) { $1 })
    }
}
