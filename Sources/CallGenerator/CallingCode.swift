/// A country's calling code, and how much of what is generated belongs to it.
struct CallingCode {
    var digits: UInt64
    var country: StaticString
    var name: StaticString
    /// Users and prefixes in proportion.
    var weight: Int

    /// Countries with users come first, as ``homes``.
    static let all: [CallingCode] = [
        .init(digits: 39, country: "IT", name: "Italy", weight: 20), .init(digits: 44, country: "GB", name: "United Kingdom", weight: 18),
        .init(digits: 49, country: "DE", name: "Germany", weight: 16), .init(digits: 1, country: "US", name: "United States", weight: 16),
        .init(digits: 33, country: "FR", name: "France", weight: 12), .init(digits: 34, country: "ES", name: "Spain", weight: 9),
        .init(digits: 31, country: "NL", name: "Netherlands", weight: 6), .init(digits: 41, country: "CH", name: "Switzerland", weight: 4),
        .init(digits: 32, country: "BE", name: "Belgium", weight: 4), .init(digits: 43, country: "AT", name: "Austria", weight: 4),
        .init(digits: 48, country: "PL", name: "Poland", weight: 4), .init(digits: 46, country: "SE", name: "Sweden", weight: 3),
        .init(digits: 353, country: "IE", name: "Ireland", weight: 2), .init(digits: 351, country: "PT", name: "Portugal", weight: 2),
        .init(digits: 47, country: "NO", name: "Norway", weight: 2), .init(digits: 45, country: "DK", name: "Denmark", weight: 2),
        .init(digits: 61, country: "AU", name: "Australia", weight: 4), .init(digits: 55, country: "BR", name: "Brazil", weight: 6),
        .init(digits: 52, country: "MX", name: "Mexico", weight: 4), .init(digits: 81, country: "JP", name: "Japan", weight: 4),
        .init(digits: 91, country: "IN", name: "India", weight: 8), .init(digits: 86, country: "CN", name: "China", weight: 6),
        .init(digits: 7, country: "RU", name: "Russia", weight: 4), .init(digits: 90, country: "TR", name: "Turkey", weight: 3),
        .init(digits: 30, country: "GR", name: "Greece", weight: 2), .init(digits: 36, country: "HU", name: "Hungary", weight: 2),
        .init(digits: 40, country: "RO", name: "Romania", weight: 2), .init(digits: 420, country: "CZ", name: "Czechia", weight: 2),
        .init(digits: 421, country: "SK", name: "Slovakia", weight: 1), .init(digits: 358, country: "FI", name: "Finland", weight: 2),
        .init(digits: 359, country: "BG", name: "Bulgaria", weight: 1), .init(digits: 385, country: "HR", name: "Croatia", weight: 1),
        .init(digits: 380, country: "UA", name: "Ukraine", weight: 2), .init(digits: 54, country: "AR", name: "Argentina", weight: 3),
        .init(digits: 56, country: "CL", name: "Chile", weight: 2), .init(digits: 57, country: "CO", name: "Colombia", weight: 2),
        .init(digits: 51, country: "PE", name: "Peru", weight: 1), .init(digits: 53, country: "CU", name: "Cuba", weight: 1),
        .init(digits: 64, country: "NZ", name: "New Zealand", weight: 1), .init(digits: 65, country: "SG", name: "Singapore", weight: 1),
        .init(digits: 60, country: "MY", name: "Malaysia", weight: 2), .init(digits: 62, country: "ID", name: "Indonesia", weight: 3),
        .init(digits: 63, country: "PH", name: "Philippines", weight: 2), .init(digits: 66, country: "TH", name: "Thailand", weight: 2),
        .init(digits: 82, country: "KR", name: "South Korea", weight: 2), .init(digits: 84, country: "VN", name: "Vietnam", weight: 1),
        .init(digits: 852, country: "HK", name: "Hong Kong", weight: 1), .init(digits: 886, country: "TW", name: "Taiwan", weight: 1),
        .init(digits: 92, country: "PK", name: "Pakistan", weight: 1), .init(digits: 880, country: "BD", name: "Bangladesh", weight: 1),
        .init(digits: 20, country: "EG", name: "Egypt", weight: 2), .init(digits: 27, country: "ZA", name: "South Africa", weight: 2),
        .init(digits: 212, country: "MA", name: "Morocco", weight: 1), .init(digits: 216, country: "TN", name: "Tunisia", weight: 1),
        .init(digits: 234, country: "NG", name: "Nigeria", weight: 2), .init(digits: 254, country: "KE", name: "Kenya", weight: 1),
        .init(digits: 971, country: "AE", name: "United Arab Emirates", weight: 1),
        .init(digits: 966, country: "SA", name: "Saudi Arabia", weight: 1),
        .init(digits: 972, country: "IL", name: "Israel", weight: 1), .init(digits: 961, country: "LB", name: "Lebanon", weight: 1),
    ]

    /// Those in which users are.
    static let homes = Array(all.prefix(17))
    /// A home by a number from 0 to below the sum of their weights.
    static let homeByWeight: [Int] = homes.indices.flatMap { Array(repeating: $0, count: homes[$0].weight) }
}

/// The beginning of toll-free numbers, and where they are.
struct TollFreePrefix {
    var digits: UInt64
    var country: StaticString

    static let all: [TollFreePrefix] = [
        .init(digits: 1800, country: "US"), .init(digits: 1833, country: "US"), .init(digits: 1844, country: "US"),
        .init(digits: 1855, country: "US"), .init(digits: 1866, country: "US"), .init(digits: 1877, country: "US"),
        .init(digits: 1888, country: "US"), .init(digits: 44800, country: "GB"), .init(digits: 44808, country: "GB"),
        .init(digits: 39800, country: "IT"), .init(digits: 49800, country: "DE"), .init(digits: 33800, country: "FR"),
        .init(digits: 34900, country: "ES"), .init(digits: 31800, country: "NL"), .init(digits: 41800, country: "CH"),
    ]
}
