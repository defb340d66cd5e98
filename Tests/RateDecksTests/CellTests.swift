import CallModel
import Testing

@testable import RateDecks

/// Single cells: prices and dates.
@Suite struct CellTests {
    private static func price(_ text: String, decimal: String = "tell", seconds: UInt64 = 60) throws -> PriceText.Reading {
        let vocabulary = try DeckText.vocabulary(
            "columns: { prefix: [a], destination: [b], rate_per_minute: [c] }\ndecimal: \"\(decimal)\"\n")
        var currency: [UInt8] = []
        let bytes = Array(text.utf8)
        return PriceText.read(bytes.span, seconds: seconds, vocabulary, currency: &currency)
    }

    private static func money(_ text: String) -> PriceText.Reading { .price(Money.parse(text)!.amount) }

    @Test func `prices are read where they can be read in one way`() throws {
        let told: [(String, PriceText.Reading)] = [
            ("0.0125", Self.money("0.0125")), ("0,0125", Self.money("0.0125")), ("12", Self.money("12")), ("1.234", Self.money("1.234")),
            ("1,234", .unclear), ("0,234", Self.money("0.234")), ("1,2345", Self.money("1.2345")), ("1234,567", Self.money("1234.567")),
            ("1.234,5", Self.money("1234.5")), ("1,234.5", Self.money("1234.5")), ("1,234.567", Self.money("1234.567")),
            ("12,34.5", .noNumber), ("1,2,3", .noNumber), ("1,234,567", .high), (".5", Self.money("0.5")), ("5.", Self.money("5")), (",", .noNumber),
            ("", .noNumber), ("$ 0.5", Self.money("0.5")), ("0,5 €", Self.money("0.5")), ("EUR 0.5", Self.money("0.5")),
            ("0.5USD", Self.money("0.5")),
            ("0.5/min", .noNumber), ("0 5", .noNumber), ("1e3", .scientific), ("-0.5", .negative), ("(0.5)", .negative),
            ("10000", Self.money("10000")),
            ("10000.00000001", .high), ("0.123456789", .decimals), ("0.1234567800000000000000000000000000000000", Self.money("0.12345678")),
            ("99999999999999999999999999999999999999", .high), ("0.000000000000000000000000000000000000001", .decimals),
        ]
        for (text, reading) in told { #expect(try Self.price(text) == reading, "\(text)") }
        let commas: [(String, PriceText.Reading)] = [
            ("1,234", Self.money("1.234")), ("1.234", Self.money("1234")), ("0.125", .noNumber), ("1.234,5", Self.money("1234.5")),
            ("1,234.5", .noNumber),
            ("0,5", Self.money("0.5")), ("12", Self.money("12")), ("12.5", .noNumber),
        ]
        for (text, reading) in commas { #expect(try Self.price(text, decimal: ",") == reading, "\(text)") }
        let points: [(String, PriceText.Reading)] = [
            ("1,234", Self.money("1234")), ("1.234", Self.money("1.234")), ("0,5", .noNumber), ("1,234.5", Self.money("1234.5")),
            ("1.234,5", .noNumber),
        ]
        for (text, reading) in points { #expect(try Self.price(text, decimal: ".") == reading, "\(text)") }
        #expect(try Self.price("0.00033333", seconds: 1) == Self.money("0.0199998"))
        #expect(try Self.price("0.0000000001", seconds: 1) == .decimals)
    }

    @Test func `dates are read by their pattern`() throws {
        let cases: [(String, String, String?)] = [
            ("YYYY-MM-DD", "2026-02-28", "2026-02-28 0"), ("YYYY-MM-DD", "2026-02-29", nil), ("YYYY-MM-DD", "2026-2-28", nil),
            ("D/M/YYYY", "1/12/2026", "2026-12-01 0"), ("DD/MM/YYYY", "1/12/2026", nil), ("D MMM YYYY", "3 JUL 2026", "2026-07-03 0"),
            ("D MMM YYYY", "3 Foo 2026", nil), ("YYYYMMDD", "20261231", "2026-12-31 0"),
            ("YYYY-MM-DD hh:mm:ss", "2026-01-01 23:59:59", "2026-01-01 86399"),
            ("YYYY-MM-DD hh:mm:ss", "2026-01-01 24:00:00", nil), ("YYYY-MM-DDThh:mmzz", "2026-01-01T01:00+01:30", "2026-01-01 3600 5400"),
            ("YYYY-MM-DDThh:mmzz", "2026-01-01T01:00-0130", "2026-01-01 3600 -5400"),
            ("YYYY-MM-DDThh:mmzz", "2026-01-01T01:00Z", "2026-01-01 3600 0"),
            ("YYYY-MM-DD", "1969-12-31", nil), ("YYYY-MM-DD", "3000-01-01", nil), ("YYYY-MM-DD", "2026-01-01x", nil), ("YYYY-MM-DD", "", nil),
        ]
        for (pattern, text, expected) in cases {
            let bytes = Array(text.utf8)
            let moment = try #require(DatePattern(pattern)).moment(bytes.span)
            let found = moment.map { moment in
                String(Instant(moment.date, secondOfDay: 0).description.prefix(10)) + " \(moment.secondOfDay)"
                    + (moment.offsetSeconds.map { " \($0)" } ?? "")
            }
            #expect(found == expected, "\(pattern) \(text)")
        }
        for pattern in ["", "YYYY", "MM/DD", "YYYY-MM-MM-DD", "YYYY-MM-DD hh", "YYYY-MM-DD mm", "YYYY-MM-DD hh:ss"] {
            #expect(DatePattern(pattern) == nil, "\(pattern)")
        }
    }
}
