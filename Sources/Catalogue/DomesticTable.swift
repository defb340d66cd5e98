public import CallModel

extension Catalogue {
    /// How many words a location has in ``domesticWords``.
    @inlinable
    public static var domesticStride: Int { (Country.ordinalCount + 63) / 64 }

    /// Domestic groups as bits, for who asks once a call: from a location, by its ordinal, ``domesticStride`` words, with a bit for each country that is domestic
    /// from there. A location without a group has itself alone.
    ///
    /// - Complexity: O(countries²), computed anew each time.
    public var domesticWords: [UInt64] {
        var words = [UInt64](repeating: 0, count: Country.ordinalCount * Catalogue.domesticStride)
        let all = (1..<UInt16(Country.ordinalCount)).map { Country.at(ordinal: $0) }
        for location in all {
            let group = domesticGroups[location] ?? CountrySet([location])
            for country in all where group.contains(country) {
                words[Int(location.ordinal) * Catalogue.domesticStride + Int(country.ordinal) / 64] |= 1 << UInt64(country.ordinal % 64)
            }
        }
        return words
    }
}
