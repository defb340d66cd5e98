import Catalogue
import Testing

@testable import RateDecks

/// Decks in the layout of each vocabulary, with what such files have of quirks. Codes and prices are invented.
@Suite struct BuiltInVocabularyTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var vocabulary: String
        var deck: String
        var rows: String
        var leftOut = 0
        var unused: [String] = []
        var currency = ""
    }

    static let examples: [Example] = [
        Example(
            testDescription: "ASTPP, what it imports: rows end in a comma", vocabulary: "astpp",
            deck: """
                Code,Destination,Connect Cost,Included Seconds,Per Minute Cost,Increment,Precedence
                44,United Kingdom - Fixed,0,0,0.012,60,0,
                447,"United Kingdom, mobile",0.05,0,0.1,1,0,

                """,
            rows: """
                44,United Kingdom - Fixed,0.012,0,60,60,,,,,yes
                447,"United Kingdom, mobile",0.1,0.05,1,1,,,,,yes

                """, unused: ["Precedence"]),
        Example(
            testDescription: "ASTPP, what it exports: the currency in the header, inactive rows", vocabulary: "ASTPP",
            deck: "Code,Destination,\"Connection Cost (USD)\",\"Grace Time\",\"Cost / Min (USD)\",\"Initial Increment\",Increment,Priority,Status\r\n"
                + "353,Ireland,0.0000,0,0.01500,0,6,0,Active\r\n354,Iceland,0.0000,0,0.02,60,1,0,Inactive\r\n355,Albania,0.1,,0.2,30,6,0,Active\r\n",
            rows: "353,Ireland,0.015,0,6,6,,,,,yes\n355,Albania,0.2,0.1,30,6,,,,,yes\n", leftOut: 1, unused: ["Priority"]),
        Example(
            testDescription: "ASTPP, its table: patterns", vocabulary: "astpp",
            deck: "pattern,comment,connectcost,includedseconds,cost,inc,init_inc\n^353.*,Ireland,0,0,0.015,6,60\n",
            rows: "353,Ireland,0.015,0,60,6,,,,,yes\n"),
        Example(
            testDescription: "A2Billing, three columns without header, blanks behind commas", vocabulary: "a2billing",
            deck: "32, Belgium Fix, 1.11\n3247, Belgium Mobile, 1.44\n",
            rows: "32,Belgium Fix,1.11,0,1,1,,,,,yes\n3247,Belgium Mobile,1.44,0,1,1,,,,,yes\n"),
        Example(
            testDescription: "A2Billing, the columns of its table, semicolons, dates", vocabulary: "a2billing",
            deck: """
                dialprefix;destination;buyrate;rateinitial;initblock;billingblock;connectcharge;disconnectcharge;startdate;stopdate;endtime
                44;UK;0.54;0.78;30;6;0.06;0;2026-02-10 21:23:55;2026-04-15 10:00:00;10079
                44;UK;0.54;0.89;0;6;0.1;0.00000;2026-04-15 10:00:00;0;10079

                """,
            rows: """
                44,UK,0.78,0.06,30,6,,2026-02-10T21:23:55,2026-04-15T10:00:00,,yes
                44,UK,0.89,0.1,6,6,,2026-04-15T10:00:00,,,yes

                """, unused: ["buyrate"]),
        Example(
            testDescription: "Kazoo: columns in any order, empty cells, the caller's leg", vocabulary: "kazoo",
            deck: """
                prefix,iso_country_code,description,rate_name,rate_cost,rate_increment,rate_minimum,rate_surcharge,direction,rate_nocharge_time,weight
                1204,ca,Manitoba,,0.02,6,60,0.01,,0,40
                61,AU,,AU_61,0.03,,,,outbound,,
                800,US,Toll-free,,0.01,60,60,,inbound,,

                """,
            rows: "1204,Manitoba,0.02,0.01,60,6,CA,,,,yes\n61,AU_61,0.03,0,60,60,AU,,,,yes\n", leftOut: 1, unused: ["weight"]),
        Example(
            testDescription: "DIDWW: country and network make the destination", vocabulary: "didww",
            deck: """
                Category,Country,Network,Prefix,Rate,Connection fee,Initial increment,Recurring increment,Next rate,Comment,Reject calls
                International,Estonia,,372,0.0169,0.0,1,1,,,false
                International,Estonia,Elisa,3725,0.31,0.0,60,1,0.32,Price change,false
                International,,,88213,9.5,0.0,60,60,,,false

                """,
            rows: """
                372,Estonia,0.0169,0,1,1,,,,,yes
                3725,Estonia Elisa,0.31,0,60,1,,,,,yes
                88213,+88213,9.5,0,60,60,,,,,yes

                """, unused: ["Next rate", "Comment"]),
        Example(
            testDescription: "TCXC: no names, ASAP, a code that was taken back", vocabulary: "tcxc",
            deck: """
                Country,Description,Prefix,Effective from,Rate Id,Forbidden,Discontinued,Price 1,Price N,Interval 1,Interval N
                ,,447700,ASAP,,0,0,0.0125,0.0125,1,1
                Germany,Mobile,4915,2027-01-01 00:00:00,,0,0,0.0421,0.04210,60,1
                ,,5511,ASAP,,0,1,0.0098,0.0098,30,6

                """,
            rows: """
                447700,+447700,0.0125,0,1,1,,,,,yes
                4915,Germany Mobile,0.0421,0,60,1,,2027-01-01T00:00:00Z,,,yes

                """, leftOut: 1, unused: ["Rate Id"]),
        Example(
            testDescription: "Scatto's own, as a spreadsheet saved it", vocabulary: "native",
            deck: "\u{FEFF}prefix;destination;rate_per_minute;effective_from;effective_until;band;in_plans\r\n+39 06;Roma;0,0125;2026-01-01;;;\r\n"
                + "\"=\"\"393\"\"\";Italia mobile;0,1;2026-01-01 08:00;2026-06-01T00:00:00+02:00;night;no\r\n;;;;;;\r\n",
            rows: "3906,Roma,0.0125,0,60,60,,2026-01-01,,,yes\n393,Italia mobile,0.1,0,60,60,,2026-01-01T08:00:00,2026-05-31T22:00:00Z,night,no\n"),
    ]

    @Test(arguments: examples) func `a deck of each layout is taken`(example: Example) throws {
        let deck = try DeckText.imported(example.deck, as: example.vocabulary)
        #expect(deck.faults.map(\.description) == [])
        let rows = try DeckText.rows(deck)
        #expect(rows == example.rows)
        #expect(deck.leftOutCount == example.leftOut)
        #expect(deck.unusedColumns == example.unused)
        #expect(deck.rowCount == deck.leftOutCount + example.rows.split(separator: "\n").count)
    }

    @Test func `all built-in vocabularies can be read, and shown ones are what is read`() throws {
        #expect(DeckVocabulary.builtInNames == ["a2billing", "astpp", "didww", "kazoo", "native", "tcxc"])
        for name in DeckVocabulary.builtInNames {
            #expect(try DeckVocabulary.builtIn(name) != nil)
            #expect(DeckVocabulary.builtInText(name)?.isEmpty == false)
        }
        #expect(try DeckVocabulary.builtIn("none") == nil)
    }
}
