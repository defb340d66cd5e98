import Testing

@testable import Catalogue

/// Faults of the CSV itself; the table is rates.csv, and any other would say the same.
struct TableFaultTests {
    private static let cases: [FaultCase] = [
        FaultCase(
            "no header", "rates.csv", "",
            ["1:1: the file has no header; begin it with a row that names its columns: prefix, destination, rate_per_minute"]),
        FaultCase(
            "empty lines alone", "rates.csv", "\n\r\n\n",
            ["1:1: the file has no header; begin it with a row that names its columns: prefix, destination, rate_per_minute"]),
        FaultCase(
            "missing columns", "rates.csv", "\nprefix,Destinations\n1,2\n",
            [
                "2:1: the column destination is missing; add it to the header and to every row",
                "2:1: the column rate_per_minute is missing; add it to the header and to every row",
            ]),
        FaultCase(
            "two columns of one name", "rates.csv", "prefix,destination,rate_per_minute,\"PREFIX\"\n39,Italy,0.01,39\n",
            ["1:36: two columns are named prefix; rename or remove one of them"]),
        FaultCase(
            "too few and too many cells", "rates.csv", "prefix,destination,rate_per_minute\n39,Italy\n44,Größe,0.01,x\n39,Italy,0.02\n",
            [
                "2:1: the row has 2 cells, and the header has 3; add or remove cells, or quote a cell that has a comma in it",
                "3:15: the row has 4 cells, and the header has 3; add or remove cells, or quote a cell that has a comma in it",
            ]),
        FaultCase(
            "stray quotes", "rates.csv", "prefix,destination,rate_per_minute\n39,It\"aly,0.01\n40,\"Ro\"mania,0.01\n41,\"CH\"\r,0.01\n",
            [
                "2:6: a quote stands inside a cell that does not begin with one; quote the whole cell, and double the quotes in it",
                "3:8: something stands behind a closing quote; double the quotes inside a quoted cell, or put a comma behind it",
                "4:8: something stands behind a closing quote; double the quotes inside a quoted cell, or put a comma behind it",
            ]),
        FaultCase(
            "an unclosed quote, after which reading goes on with the next line", "rates.csv",
            "prefix,destination,rate_per_minute\n39,\"Italy,0.01\n44,UK,x\n",
            [
                "2:4: a quote is not closed; close it, or double it if it is part of the cell",
                "3:7: rate_per_minute is 'x'; write a plain decimal from 0 to 10000 with at most 8 decimals, such as 0.0125",
            ]),
        FaultCase(
            "an unclosed quote in the header", "rates.csv", "prefix,\"destination,rate_per_minute\n",
            ["1:8: a quote is not closed; close it, or double it if it is part of the cell"]),
        FaultCase(
            "columns count characters, and lines inside quoted cells", "rates.csv",
            "prefix,destination,rate_per_minute,country\n39,\"Süd\n\"\"Tirol\"\"\",0.01,It\n\n39,\"\"\"\"\"é\",0.01,It\n",
            [
                "3:17: country is 'It'; write the country's two capital letters, as ISO 3166-1 has them",
                "5:17: country is 'It'; write the country's two capital letters, as ISO 3166-1 has them",
            ]),
    ]

    @Test(arguments: cases) func `says what is wrong with a table, where, and what to do`(_ fault: FaultCase) {
        #expect(SmallCatalogue.faults([fault.file: fault.text]) == fault.expected)
    }

    @Test func `a table may have a mark, CRLF, other columns, quoted line breaks and no line end`() throws {
        let catalogue = try SmallCatalogue.load([
            "rates.csv": "\u{FEFF}note,RATE_PER_MINUTE,Destination,prefix\r\n\r\n,0.01,\"Italy, \"\"all\"\"\r\nof it\",+39 0\r\n\r\n,\"1\",,44"
                .replacing(",,44", with: ",UK,44")
        ])
        let deck = catalogue.tariffs[0].outbound
        #expect(deck.rates.map(deck.destination) == ["Italy, \"all\"\r\nof it", "UK"])
        #expect(deck.rates.map(\.prefix) == [390, 44])
        #expect(deck.rates.map(\.line) == [3, 6])
    }

    @Test func `a NUL character is a fault`() {
        #expect(
            TextEncodingCheck.faults(of: Array("a\nb,\u{0}c\n\u{0}".utf8) + [0xFF], file: "users.csv").map(\.description) == [
                "users.csv:2:3: this is a NUL character; remove it",
                "users.csv:3:1: this is a NUL character; remove it",
            ])
    }

    @Test func `bytes that are no UTF-8 are faults, one for each line`() {
        // A text in memory is UTF-8, so this goes to the check of the bytes.
        let bytes: [UInt8] = Array("a,é\nb,".utf8) + [0xE9, 0x2C, 0xFF] + Array("\nc\n".utf8) + [0xC3]
        #expect(
            TextEncodingCheck.faults(of: bytes, file: "users.csv").map(\.description) == [
                "users.csv:2:3: this is no UTF-8; save the file as UTF-8",
                "users.csv:4:1: this is no UTF-8; save the file as UTF-8",
            ])
    }
}
