import Catalogue
import Testing

@testable import RateDecks

/// Vocabularies of one's own: each key, and what is said of a wrong one.
@Suite struct OwnVocabularyTests {
    private static let columns = "columns: { prefix: [Code], destination: [Name], rate_per_minute: [Price] }\n"

    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var vocabulary: String
        var deck: String
        var rows: String
        var currency = ""
    }

    static let examples: [Example] = [
        Example(
            testDescription: "title lines with quotes and other delimiters in them, tabs, a header in another case",
            vocabulary: columns,
            deck: "ACME \"Wholesale\", rates; 2026\n\nprices in EUR\nCODE\t name \tprice\n49\tGermany\t0.01\n",
            rows: "49,Germany,0.01,0,60,60,,,,,yes\n"),
        Example(
            testDescription: "bars", vocabulary: columns, deck: "Code|Name|Price\n49|Germany|0.01\n", rows: "49,Germany,0.01,0,60,60,,,,,yes\n"),
        Example(
            testDescription: "a delimiter that is given", vocabulary: columns + "delimiter: \";\"\n", deck: "Code;Name;Price\n49;A, B;0.01\n",
            rows: "49,\"A, B\",0.01,0,60,60,,,,,yes\n"),
        Example(
            testDescription: "lists, ranges, + and 00", vocabulary: columns,
            deck: "Code,Name,Price\n\"49152, 49172-49174; 0049180\",Mobile,0.1\n+44,UK,0.02\n\"37120-2\",X,0.3\n",
            rows: """
                49152,Mobile,0.1,0,60,60,,,,,yes
                49172,Mobile,0.1,0,60,60,,,,,yes
                49173,Mobile,0.1,0,60,60,,,,,yes
                49174,Mobile,0.1,0,60,60,,,,,yes
                49180,Mobile,0.1,0,60,60,,,,,yes
                44,UK,0.02,0,60,60,,,,,yes
                37120,X,0.3,0,60,60,,,,,yes
                37121,X,0.3,0,60,60,,,,,yes
                37122,X,0.3,0,60,60,,,,,yes

                """),
        Example(
            testDescription: "country and area code in two columns",
            vocabulary: """
                columns: { country_code: [CC], prefix: [Area], destination: [Name], rate_per_minute: [Price] }
                """,
            deck: "CC,Area,Name,Price\n44,\"20, 161\",UK cities,0.01\n44,,UK,0.02\n+49,170-171 175,Mobile,0.1\n",
            rows: """
                4420,UK cities,0.01,0,60,60,,,,,yes
                44161,UK cities,0.01,0,60,60,,,,,yes
                44,UK,0.02,0,60,60,,,,,yes
                49170,Mobile,0.1,0,60,60,,,,,yes
                49171,Mobile,0.1,0,60,60,,,,,yes
                49175,Mobile,0.1,0,60,60,,,,,yes

                """),
        Example(
            testDescription: "increments in one cell",
            vocabulary: """
                columns: { prefix: [Code], destination: [Name], rate_per_minute: [Price], increments: [Billing] }
                """,
            deck: "Code,Name,Price,Billing\n1,A,0.01,60/1\n2,B,0.01,1/1\n3,C,0.01,30-6\n4,D,0.01,60\n5,E,0.01,0/6\n6,F,0.01,\n",
            rows: """
                1,A,0.01,0,60,1,,,,,yes
                2,B,0.01,0,1,1,,,,,yes
                3,C,0.01,0,30,6,,,,,yes
                4,D,0.01,0,60,60,,,,,yes
                5,E,0.01,0,6,6,,,,,yes
                6,F,0.01,0,60,60,,,,,yes

                """),
        Example(
            testDescription: "decimal commas, thousands, currencies", vocabulary: columns + "decimal: \",\"\n",
            deck: "Code;Name;Price\n1;A;€ 0,0125\n2;B;1.234,5 €\n3;C;0,5€\n",
            rows: """
                1,A,0.0125,0,60,60,,,,,yes
                2,B,1234.5,0,60,60,,,,,yes
                3,C,0.5,0,60,60,,,,,yes

                """, currency: "€"),
        Example(
            testDescription: "prices per second, in cents", vocabulary: columns + "priceFor: second\npricesIn: cents\n",
            deck: "Code,Name,Price\n1,A,0.01\n2,B,0.0000005\n", rows: "1,A,0.006,0,60,60,,,,,yes\n2,B,0.0000003,0,60,60,,,,,yes\n"),
        Example(
            testDescription: "a currency's column",
            vocabulary: """
                columns: { prefix: [Code], destination: [Name], rate_per_minute: [Price], currency: [Cur] }
                """,
            deck: "Code,Name,Price,Cur\n1,A,0.01,USD\n2,B,0.02,USD\n", rows: "1,A,0.01,0,60,60,,,,,yes\n2,B,0.02,0,60,60,,,,,yes\n", currency: "USD"),
        Example(
            testDescription: "dates by pattern, the last day included",
            vocabulary: """
                columns: { prefix: [Code], destination: [Name], rate_per_minute: [Price], effective_from: [From], effective_until: [To] }
                dates: [DD/MM/YYYY, D MMM YYYY, DD.MM.YYYY hh:mm]
                openDates: [immediately]
                timeZone: Europe/Rome
                lastDayIncluded: yes
                """,
            deck:
                "Code,Name,Price,From,To\n1,A,0.01,01/02/2026,28/02/2026\n2,B,0.01,Immediately,3 Jul 2026\n3,C,0.01,01.07.2026 12:30,01.07.2026 13:00\n",
            rows: """
                1,A,0.01,0,60,60,,2026-01-31T23:00:00Z,2026-02-28T23:00:00Z,,yes
                2,B,0.01,0,60,60,,,2026-07-03T22:00:00Z,,yes
                3,C,0.01,0,60,60,,2026-07-01T10:30:00Z,2026-07-01T11:00:00Z,,yes

                """),
        Example(
            testDescription: "no destination: named by the prefix; defaults",
            vocabulary: """
                columns: { prefix: [Code], rate_per_minute: [Price] }
                emptyDestination: prefix
                defaults: { initial_increment: 30, increment: 6, in_plans: no }
                """,
            deck: "Code,Price\n\"31, 32\",0.01\n", rows: "31,+31,0.01,0,30,6,,,,,no\n32,+32,0.01,0,30,6,,,,,no\n"),
        Example(
            testDescription: "blanks that mean nothing", vocabulary: columns + "blanksInCodes: join\n", deck: "Code,Name,Price\n44 7700,X,0.01\n",
            rows: "447700,X,0.01,0,60,60,,,,,yes\n"),
        Example(
            testDescription: "blanks between codes that begin alike", vocabulary: columns, deck: "Code,Name,Price\n49152 49172  49173,X,0.01\n",
            rows: "49152,X,0.01,0,60,60,,,,,yes\n49172,X,0.01,0,60,60,,,,,yes\n49173,X,0.01,0,60,60,,,,,yes\n"),
        Example(
            testDescription: "blanks between codes, as the vocabulary says", vocabulary: columns + "blanksInCodes: separate\n",
            deck: "Code,Name,Price\n44 353,X,0.01\n", rows: "44,X,0.01,0,60,60,,,,,yes\n353,X,0.01,0,60,60,,,,,yes\n"),
        Example(
            testDescription: "blanks around cells, no-break ones too", vocabulary: columns,
            deck: "Code ;\u{A0}Name; Price\n\u{A0}49 ;\u{A0}Ger many\u{A0}; 0,01\u{A0}\n\u{A0};;\n", rows: "49,Ger many,0.01,0,60,60,,,,,yes\n"),
        Example(
            testDescription: "no header", vocabulary: columns + "columnsWithoutHeader: [Name, Code, Comment, Price]\n",
            deck: "Germany;49;none;0.01\n", rows: "49,Germany,0.01,0,60,60,,,,,yes\n"),
    ]

    @Test(arguments: examples) func `each key does what it says`(example: Example) throws {
        let deck = try DeckText.imported(example.deck, as: example.vocabulary)
        #expect(deck.faults.map(\.description) == [])
        #expect(try DeckText.rows(deck) == example.rows)
        #expect(deck.currency == example.currency)
    }

    @Test func `UTF-16 with and without mark, and Windows-1252, are understood`() throws {
        let text = "Code\tName\tPrice\r\n33\tRéunion – fixe\t0.01\r\n"
        let rows = "33,Réunion – fixe,0.01,0,60,60,,,,,yes\n"
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for bytes in [[0xFF, 0xFE] + little, little, [0xFE, 0xFF] + big, big, [0xEF, 0xBB, 0xBF] + Array(text.utf8)] {
            let deck = try DeckImport(DeckText.vocabulary(Self.columns)).deck(file: "deck.csv", bytes: bytes)
            #expect(try DeckText.rows(deck) == rows)
        }
        let windows = "Code\tName\tPrice\n33\tR".utf8 + [0xE9] + "union ".utf8 + [0x96] + " fixe\t0.01\n".utf8
        let deck = try DeckImport(DeckText.vocabulary(Self.columns + "encoding: windows-1252\n")).deck(file: "deck.csv", bytes: Array(windows))
        #expect(try DeckText.rows(deck) == rows)
    }

    static let faults: [(String, [String])] = [
        ("", ["1:1: the file is empty; write a vocabulary; scatto tariff vocabularies NAME shows one that can be copied"]),
        (
            "columns: { prefix: [Code] }\n",
            [
                "1:1: columns has no rate_per_minute; name the columns that hold it, such as 'rate_per_minute: [Name]'",
                "1:1: columns has no destination; name the columns that hold it, or write 'emptyDestination: prefix'",
            ]
        ),
        (
            columns + "column: {}\ndates: [\"DD/MM\", DD/MM/YYYY]\ntimeZone: Mars\n",
            [
                "2:1: the vocabulary has no key 'column'; write 'columns', or remove it",
                "3:8: 'DD/MM' is no pattern of a date; write YYYY, MM, M or MMM, DD or D, and possibly hh:mm, hh:mm:ss and zz, such as DD/MM/YYYY",
                "4:11: there is no time zone 'Mars'; write an IANA name, such as Europe/Rome or UTC",
            ]
        ),
        (
            columns + "delimiter: x\ndecimal: x\nmustBe:\n  - { columns: [A] }\nleaveOut: A\ndefaults: { increment: 0 }\n",
            [
                "2:12: delimiter is 'x'; write ',' or ';' or 'tab' or '|' or 'tell'",
                "3:10: decimal is 'x'; write '.' or ',' or 'tell'",
                "5:5: an item of mustBe has no columns or no values; write both, such as { columns: [Status], values: [Inactive] }",
                "6:11: leaveOut is no list; write a list of mappings with columns and values",
                "7:24: increment is '0'; write a whole number from 1 to 86400",
            ]
        ),
        (
            "columns: [",
            [
                "2:1: this is no YAML: did not find expected node content; mend the YAML there; indent with spaces, and quote text that has ':' or '#' in it"
            ]
        ),
    ]

    @Test(arguments: faults) func `what is wrong with a vocabulary is said with line and column`(text: String, expected: [String]) throws {
        var found: [String] = []
        do {
            _ = try DeckVocabulary.read(name: "own.yaml", content: Array(text.utf8))
        } catch {
            found = error.faults.map { String($0.description.dropFirst("own.yaml:".count)) }
        }
        #expect(found == expected)
    }
}
