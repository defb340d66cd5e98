/// An ISO 3166-1 alpha-2 country or region: two capital letters.
@frozen
public struct Country: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 1 + 26 × first letter + second letter; 0 for ``unknown``.
    public let ordinal: UInt16

    /// No country is known.
    public static let unknown = Country(ordinal: 0)
    /// How many ordinals there are, ``unknown`` among them.
    public static let ordinalCount = 26 * 26 + 1

    @inlinable
    init(ordinal: UInt16) { self.ordinal = ordinal }

    /// The country with that ordinal.
    ///
    /// - Precondition: `ordinal` is below ``ordinalCount``.
    @inlinable
    public static func at(ordinal: UInt16) -> Country {
        precondition(Int(ordinal) < ordinalCount, "no country has that ordinal")
        return Country(ordinal: ordinal)
    }

    /// The country of that code; `nil` unless it is two capital letters.
    public init?(_ code: Span<UInt8>) {
        guard code.count == 2 else { return nil }
        let first = code[0] &- UInt8(ascii: "A")
        let second = code[1] &- UInt8(ascii: "A")
        guard first < 26, second < 26 else { return nil }
        ordinal = 1 + 26 * UInt16(first) + UInt16(second)
    }

    /// The country of that code; `nil` unless it is two capital letters.
    public init?(_ code: String) {
        let bytes = Array(code.utf8)
        self.init(bytes.span)
    }

    /// The two letters as ASCII, or `nil` for ``unknown``.
    public var letters: (UInt8, UInt8)? {
        if ordinal == 0 { return nil }
        return (UInt8(ascii: "A") + UInt8((ordinal - 1) / 26), UInt8(ascii: "A") + UInt8((ordinal - 1) % 26))
    }

    /// The two letters, or nothing for ``unknown``.
    public var description: String {
        guard let letters else { return "" }
        return String(decoding: [letters.0, letters.1], as: UTF8.self)
    }

    /// Whether the ordinal is less.
    @inlinable
    public static func < (a: Country, b: Country) -> Bool { a.ordinal < b.ordinal }
}

/// A set of countries, asked for every call: one bit for each of the 676 codes.
public struct CountrySet: Hashable, Sendable {
    @usableFromInline var words: [UInt64]

    /// No country.
    public init() { words = Array(repeating: 0, count: (Country.ordinalCount + 63) / 64) }

    /// These countries.
    public init(_ countries: some Sequence<Country>) {
        self.init()
        for country in countries { insert(country) }
    }

    /// Adds a country; ``Country/unknown`` is never in a set.
    public mutating func insert(_ country: Country) {
        if country == .unknown { return }
        words[Int(country.ordinal) / 64] |= 1 << UInt64(country.ordinal % 64)
    }

    /// Whether the country is in the set. - Complexity: O(1).
    @inlinable
    public func contains(_ country: Country) -> Bool {
        words[Int(country.ordinal) / 64] & (1 << UInt64(country.ordinal % 64)) != 0
    }
}
