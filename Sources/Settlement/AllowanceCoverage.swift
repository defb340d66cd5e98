import CallModel
import Catalogue

/// Which destinations each allowance covers, from each usage location: one bit each, worked out once, as it is asked for every call.
struct AllowanceCoverage: Sendable {
    private static let wordsPerSet = (Country.ordinalCount + 63) / 64
    /// A set for each allowance and location.
    private var words: [UInt64] = []
    /// The row of each location, by its ordinal; −1 where no user is.
    private var rows = [Int16](repeating: -1, count: Country.ordinalCount)
    private var rowCount = 0

    /// - Complexity: O(allowances × locations of users).
    init(_ allowances: [Allowance], _ catalogue: Catalogue) {
        let locations = Set(catalogue.users.locations).sorted()
        for (row, location) in locations.enumerated() { rows[Int(location.ordinal)] = Int16(row) }
        rowCount = locations.count
        words = Array(repeating: 0, count: allowances.count * rowCount * AllowanceCoverage.wordsPerSet)
        for (place, allowance) in allowances.enumerated() {
            for location in locations {
                let domestic = catalogue.domesticGroups[location] ?? CountrySet([location])
                for ordinal in 0..<UInt16(Country.ordinalCount) {
                    let destination = Country.at(ordinal: ordinal)
                    let isIncluded =
                        switch allowance.to {
                        case .domestic: domestic.contains(destination)
                        case .international: !domestic.contains(destination)
                        case .countries(let countries): countries.contains(destination)
                        }
                    if !isIncluded || allowance.except.contains(destination) { continue }
                    words[base(place, row(of: location)) + Int(ordinal) / 64] |= 1 << UInt64(ordinal % 64)
                }
            }
        }
    }

    /// The row of a location at which a user is.
    func row(of location: Country) -> Int16 { rows[Int(location.ordinal)] }

    @inline(__always)
    private func base(_ allowance: Int, _ row: Int16) -> Int { (allowance * rowCount + Int(row)) * AllowanceCoverage.wordsPerSet }

    /// Whether an allowance covers a destination from the location of a row.
    @inline(__always)
    func covers(_ allowance: Int, _ destination: Country, row: Int16) -> Bool {
        words[base(allowance, row) + Int(destination.ordinal) / 64] & (1 << UInt64(destination.ordinal % 64)) != 0
    }
}
