public import CallModel

/// Domestic groups as bits, for who asks once a call: for each location, by its ordinal, a bit for each country that is domestic from there.
public struct DomesticTable: Sendable {
    @usableFromInline let words: [UInt64]
    /// How many words a location has.
    @usableFromInline let stride: Int

    /// The groups of a catalogue. A location without a group has itself alone.
    ///
    /// - Complexity: O(countries²).
    public init(_ catalogue: Catalogue) {
        let stride = (Country.ordinalCount + 63) / 64
        var words = [UInt64](repeating: 0, count: Country.ordinalCount * stride)
        let all = (1..<UInt16(Country.ordinalCount)).map { Country.at(ordinal: $0) }
        for location in all {
            let group = catalogue.domesticGroups[location] ?? CountrySet([location])
            for country in all where group.contains(country) {
                words[Int(location.ordinal) * stride + Int(country.ordinal) / 64] |= 1 << UInt64(country.ordinal % 64)
            }
        }
        self.words = words
        self.stride = stride
    }

    /// Whether a destination is domestic from the location of an ordinal.
    @inlinable @inline(__always)
    public func contains(_ destination: Country, from location: Int) -> Bool {
        words[location &* stride &+ Int(destination.ordinal) / 64] & 1 << UInt64(destination.ordinal % 64) != 0
    }
}
