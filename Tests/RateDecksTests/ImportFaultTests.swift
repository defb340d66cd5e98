import Catalogue
import SeededRandom
import Testing

@testable import RateDecks

/// What is said of rows, and of decks, that cannot be taken.
@Suite struct ImportFaultTests {
    private static let own = """
        columns:
          prefix: [Code]
          destination: [Name]
          rate_per_minute: [Price]
          next_rate_per_minute: [Next]
          connection_fee: [Fee]
          increments: [Billing]
          initial_increment: [First]
          increment: [Then]
          country: [Country]
          currency: [Currency]
          effective_from: [From]
          effective_until: [To]
          in_plans: [Plans]
        dates: [DD/MM/YYYY, MM/DD/YYYY]
        mustBe:
          - { columns: [Free], values: ["", 0], because: free seconds have no place, do: set it to 0 }
        """
    private static let codes = "write digits; codes with ',' or ';' between; or ranges such as 49172-49174"
    private static let seconds = "write whole seconds from 1 to 86400"

    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var deck: String
        var faults: [String]
        var vocabulary = ImportFaultTests.own
    }

    static let examples: [Example] = [
        Example(
            testDescription: "codes",
            deck: """
                Code,Name,Price
                ,A,1
                4x,A,1
                1234567890123456789,A,1
                020,A,1
                44 7700,A,1
                1-264,A,1
                1264-81,A,1
                49174-49172,A,1
                1-2-3,A,1
                100000-200000,A,1
                "44,-",A,1
                4.47E+11,A,1
                2-,A,1

                """,
            faults: [
                "2:1: Code is empty; fill it in, or remove the row",
                "3:1: Code is '4x'; \(codes)",
                "4:1: Code is '1234567890123456789'; write codes of 1 to 18 digits",
                "5:1: Code is '020'; write the code with its country code in front: no international number begins with 0",
                "6:1: Code is '44 7700'; put ',' between if these are several codes, or write 'blanksInCodes: join' into the vocabulary if it is one",
                "7:1: Code has '1-264', which may be a range or one code; write both ends of a range with as many digits",
                "8:1: Code has '1264-81', which may be a range or one code; write both ends of a range with as many digits",
                "9:1: Code has the range '49174-49172', which ends before it begins; write the lower end first",
                "10:1: Code has '1-2-3', which may be a range or one code; write both ends of a range with as many digits",
                "11:1: Code is '100000-200000'; write shorter codes: one row may stand for 10000",
                "12:1: Code is '44,-'; \(codes)",
                "13:1: Code is '4.47E+11'; \(codes)",
                "14:1: Code is '2-'; \(codes)",
            ]),
        Example(
            testDescription: "prices",
            deck: """
                Code;Name;Price;Next;Fee
                1;A;;;
                2;A;free;;
                3;A;1,234;;
                4;A;1.2E-05;;
                5;A;0.123456789;;
                6;A;-1;;
                7;A;10000,01;;
                8;A;0.01;0.02;
                9;A;0.01;0.010;x
                10;A;$0.01;;
                11;A;0.01 EUR;;
                12;A;1.234.56;;

                """,
            faults: [
                "2:5: Price is empty; fill it in, or remove the row",
                "3:5: Price is 'free'; write a decimal number from 0 to 10000, such as 0.0125",
                "4:5: Price is '1,234'; that may be a decimal comma or one between thousands: write 'decimal: \",\"' or 'decimal: \".\"' into the vocabulary",
                "5:5: Price is '1.2E-05'; a spreadsheet has shortened it: write it out, such as 0.000012",
                "6:5: Price is '0.123456789'; round it to 8 decimals",
                "7:5: Price is '-1'; write a price from 0 on",
                "8:5: Price is '10000,01'; write a price up to 10000",
                "9:10: Next is 0.02, and Price is 0.01; a rate of Scatto has one price: write the same in both, or leave the row out",
                "10:16: Fee is 'x'; write a decimal number from 0 to 10000, such as 0.0125",
                "12:6: the currency is EUR, and on line 11 it is $; make a deck of each currency",
                "13:6: Price is '1.234.56'; write a decimal number from 0 to 10000, such as 0.0125",
            ]),
        Example(
            testDescription: "all else in a row",
            deck: """
                Code,Name,Price,Billing,First,Then,Country,Currency,From,To,Plans,Free
                1,,1,,,,,,,,,
                2,A,1,0,,,,,,,,
                3,A,1,,x,86401,,,,,,
                4,A,1,,,,USA,,,,,
                5,A,1,,,,,,31/31/2026,2026-01-01,maybe,
                6,A,1,,,,,,01/02/2026,,,
                7,A,1,,,,,,13/02/2026,12/02/2026,,
                8,A,1,,,,,,,,,30
                9,A,1,,,,,EUR,,,,0.0
                10,A,1,,,,,USD,,,,
                11,A,1,,,,,,,,,,more
                12,A"B,1,,,,,,,,,
                13,A,1
                13,B,1,,,,,,,,,
                13,B,2,,,,,,,,,

                """,
            faults: [
                "2:3: Name is empty; fill it in, or write 'emptyDestination: prefix' into the vocabulary",
                "3:7: Billing is '0'; write the first and the following seconds, such as 60/1, from 1 to 86400",
                "4:8: First is 'x'; \(seconds)",
                "4:10: Then is '86401'; \(seconds)",
                "5:10: Country is 'USA'; write the country's two letters, as ISO 3166-1 has them, or leave the column out of the vocabulary",
                "6:12: From is '31/31/2026'; write it as DD/MM/YYYY or MM/DD/YYYY, from 1970 to 2999",
                "6:23: To is '2026-01-01'; write it as DD/MM/YYYY or MM/DD/YYYY, from 1970 to 2999",
                "6:34: Plans is 'maybe'; write yes or no",
                "7:12: From is '01/02/2026'; that may be two days: leave one of the patterns out of the vocabulary",
                "8:23: To is '12/02/2026'; that may be two days: leave one of the patterns out of the vocabulary",
                "9:15: Free is '30': free seconds have no place; set it to 0",
                "11:12: the currency is USD, and on line 10 it is EUR; make a deck of each currency",
                "12:17: the row has 13 cells, and the deck has 12 columns; quote a cell that has the delimiter in it, or name the column in the header",
                "13:5: a quote stands inside a cell that does not begin with one; quote the whole cell, and double the quotes in it",
                "15:1: the code 13 stands on line 14 already, for the same time, with the same price; remove one of the two",
                "16:1: the code 13 stands on line 14 already, for the same time, with another price; remove one of the two",
            ]),
        Example(
            testDescription: "an end before the beginning", deck: "Code,Name,Price,From,To\n1,A,1,13/02/2026,13/02/2026\n",
            faults: ["2:18: To is not after From; write a later one, or none"]),
        Example(
            testDescription: "prices per second",
            deck: "Code,Name,Price\n1,A,0.0000000001\n",
            faults: ["2:5: Price is '0.0000000001'; write a price that has no more than 8 decimals for a minute, in whole units of the currency"],
            vocabulary: "columns: { prefix: [Code], destination: [Name], rate_per_minute: [Price] }\npriceFor: second\n"),
        Example(
            testDescription: "a country code that is none", deck: "CC,Area,Name,Price\nx,20,A,1\n\"1,2\",20,A,1\n",
            faults: ["2:1: CC is 'x'; write one calling code, such as 44", "3:1: CC is '1,2'; write one calling code, such as 44"],
            vocabulary: "columns: { country_code: [CC], prefix: [Area], destination: [Name], rate_per_minute: [Price] }\n"),
        Example(
            testDescription: "more cells than a file without header may have", deck: "44,UK,0.01,30,6\n",
            faults: [
                "1:12: the row has 5 cells, and the deck has 3 columns; name all columns in columnsWithoutHeader of a vocabulary, or quote a cell that has the delimiter in it"
            ], vocabulary: "a2billing"),
        Example(
            testDescription: "calls that are forbidden",
            deck: """
                Prefix,Effective from,Forbidden,Discontinued,Price 1,Price N,Interval 1,Interval N
                7,ASAP,1,0,0.1,0.1,1,1

                """,
            faults: [
                "2:8: Forbidden is '1': calls to this prefix are forbidden, which a rate deck of Scatto cannot say; without the row a shorter prefix would price them; leave the row out if that is meant"
            ], vocabulary: "tcxc"),
        Example(
            testDescription: "free seconds", deck: "Code,Destination,Connect Cost,Included Seconds,Per Minute Cost,Increment\n7,X,0,10,0.1,60\n",
            faults: [
                "2:7: Included Seconds is '10': seconds that cost nothing at the beginning of a call have no place in a rate deck of Scatto; set it to 0, or leave the row out"
            ], vocabulary: "astpp"),
        Example(
            testDescription: "no header", deck: "a,b\n1,2\n",
            faults: [
                "1:1: no line names the columns of a deck of astpp; name another vocabulary; this one wants a column 'Code' or 'prefix' or 'pattern', and a column 'Per Minute Cost' or 'Cost / Min' or 'Cost/Min' or 'rate_per_min' or 'cost', and a column 'Destination' or 'comment'"
            ], vocabulary: "astpp"),
        Example(
            testDescription: "half a header", deck: "title\nprefix,description\n1,2\n",
            faults: [
                "2:1: the header has no column for rate_per_minute; add a column 'rate_cost', or name your own columns in a vocabulary"
            ], vocabulary: "kazoo"),
        Example(
            testDescription: "a column twice", deck: "Code,Name,Price,code\n1,A,1,2\n",
            faults: ["1:17: two columns are named code; rename or remove one of them"]),
        Example(testDescription: "no rows", deck: "Code,Name,Price\n", faults: ["1:1: the deck has no rows; give the whole file"]),
        Example(
            testDescription: "nothing", deck: "",
            faults: [
                "1:1: no line names the columns of a deck of kazoo; name another vocabulary; this one wants a column 'prefix', and a column 'rate_cost'"
            ],
            vocabulary: "kazoo"),
    ]

    @Test(arguments: examples) func `what cannot be taken is explained`(example: Example) throws {
        let faults = try DeckText.faults(example.deck, as: example.vocabulary)
        #expect(faults == example.faults)
    }

    @Test func `what is no text is said once`() throws {
        let start = Array("Code,Name,Price\n1,".utf8)
        #expect(
            try DeckText.faults(start + [0xE9] + Array(",1\n2,".utf8) + [0xE9] + Array(",1\n".utf8), as: Self.own) == [
                "2:3: this is no UTF-8, as in 1 more line; save the file as UTF-8, or write 'encoding: windows-1252' into the vocabulary if it came from a spreadsheet"
            ])
        #expect(try DeckText.faults([0xFF, 0xFE, 0x41], as: Self.own) == ["1:1: this is UTF-16 that is cut off; copy the file again"])
        #expect(try DeckText.faults(start + [0] + Array(",1\n".utf8), as: Self.own) == ["2:3: this is a NUL character; remove it"])
    }

    @Test func `rows and faults are counted, and only some faults are kept`() throws {
        let deck = "Code,Name,Price\n1,A,1\nx,A,y\n2,B,1\nz,,\n"
        let all = try DeckText.imported(deck, as: Self.own)
        #expect((all.rowCount, all.faultyRowCount, all.faultCount, all.rateCount) == (4, 2, 5, 2))
        let few = try DeckImport(DeckText.vocabulary(Self.own)).deck(file: "deck.csv", bytes: Array(deck.utf8), faultsKeptMax: 1)
        #expect(few.faults.count == 1 && few.faultCount == 5 && few.faultyRowCount == 2)
        #expect(try DeckText.rows(few) == "1,A,1,0,60,60,,,,,yes\n2,B,1,0,60,60,,,,,yes\n")
    }

    @Test func `any text is read to its end`() throws {
        var random = Random(seed: 7)
        let pieces = [
            "Code,Name,Price\n", "44", "-", ",", ";", "\"", "\n", "\t", "0,5", "€", "00", "+", " ", "\u{0}", "x", "1/1", "=\"4\"", "99999999999",
        ]
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0..<30, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
            for vocabulary in [Self.own, "a2billing", "native"] { _ = try DeckText.faults("Code,Name,Price\n" + text, as: vocabulary) }
        }
    }
}
