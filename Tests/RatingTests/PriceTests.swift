import CallModel
import Catalogue
import Rating
import Testing

/// rating-rules.md §4 to §6, and the rounding of §8.
struct PriceTests {
    /// A deck, a call to a number at a moment, and what it costs.
    struct DeckCase: Sendable, CustomStringConvertible {
        var description: String
        var header: String
        var rows: [String]
        /// Called number, moment, and what is expected behind `calling acme ada `; or the whole, if it is suspended.
        var calls: [(to: String, at: String, expected: String)]

        init(_ description: String, _ header: String, _ rows: [String], _ calls: [(to: String, at: String, expected: String)]) {
            self.description = description
            self.header = header
            self.rows = rows
            self.calls = calls
        }
    }

    private static func check(_ row: DeckCase) throws {
        let catalogue = try SampleCatalogue.load(rates: row.header, row.rows)
        var rater = Rater(catalogue)
        for call in row.calls {
            let found = rated(SampleCall("ucap_out", organization: "acme", to: call.to, at: call.at), &rater)
            let expected = call.expected.hasPrefix("suspended") ? call.expected : "voiceApplication acme - " + call.expected
            #expect(verdict(found, catalogue) == expected, "to \(call.to) at \(call.at)")
        }
    }

    private static let noon = "2026-10-05T12:00:00Z"

    static let validity = [
        DeckCase(
            "the longest prefix that matches", "prefix,destination,rate_per_minute,country",
            ["3,three,1,IT", "39,two,2,IT", "3906,four,4,IT", "39061,five,5,IT"],
            [
                ("+38", noon, "three IT 60 s 1.0000 + 0.0000"), ("+3902", noon, "two IT 60 s 2.0000 + 0.0000"),
                ("+39069", noon, "four IT 60 s 4.0000 + 0.0000"), ("+39061", noon, "five IT 60 s 5.0000 + 0.0000"),
                ("+3", noon, "three IT 60 s 1.0000 + 0.0000"), ("+4", noon, "suspended no_rate"),
            ]),
        DeckCase(
            "from effective_from on, until effective_until exclusive", "prefix,destination,rate_per_minute,country,effective_from,effective_until",
            ["39,old,1,IT,,2026-10-05T12:00:00Z", "39,new,2,IT,2026-10-05T12:00:00Z,2026-10-06T12:00:00Z"],
            [
                ("+39", "2026-10-05T11:59:59Z", "old IT 60 s 1.0000 + 0.0000"), ("+39", noon, "new IT 60 s 2.0000 + 0.0000"),
                ("+39", "2026-10-06T11:59:59Z", "new IT 60 s 2.0000 + 0.0000"), ("+39", "2026-10-06T12:00:00Z", "suspended no_rate"),
            ]),
        DeckCase(
            "the later effective_from wins, open is the earliest", "prefix,destination,rate_per_minute,country,effective_from",
            ["39,open,1,IT,", "39,september,2,IT,2026-09-01", "39,october,3,IT,2026-10-01"],
            [
                ("+39", "2026-08-31T23:59:59Z", "open IT 60 s 1.0000 + 0.0000"), ("+39", "2026-09-30T00:00:00Z", "september IT 60 s 2.0000 + 0.0000"),
                ("+39", noon, "october IT 60 s 3.0000 + 0.0000"),
            ]),
        DeckCase(
            "then the row that stands first, though its validity ends earlier or later", "prefix,destination,rate_per_minute,country,effective_until",
            ["39,first,1,IT,2027-01-01", "39,second,2,IT,2026-12-01", "39,third,3,IT,"],
            [("+39", noon, "first IT 60 s 1.0000 + 0.0000"), ("+39", "2027-01-01T00:00:00Z", "third IT 60 s 3.0000 + 0.0000")]),
        DeckCase(
            "a prefix with no rate that applies falls to the shorter", "prefix,destination,rate_per_minute,country,effective_from",
            ["3906,Rome,4,IT,2026-11-01", "390,later,3,IT,2026-11-01", "39,Italy,1,IT,"],
            [("+39061", noon, "Italy IT 60 s 1.0000 + 0.0000"), ("+39061", "2026-11-01T00:00:00Z", "Rome IT 60 s 4.0000 + 0.0000")]),
        DeckCase(
            "and to none", "prefix,destination,rate_per_minute,country,effective_from", ["3906,Rome,4,IT,2026-11-01", "390,later,3,IT,2026-11-01"],
            [("+39061", noon, "suspended no_rate")]),
        DeckCase(
            "a bare date is midnight of the catalogue's zone", "prefix,destination,rate_per_minute,country,effective_from",
            ["39,Italy,1,IT,2026-11-01"],
            [("+39", "2026-10-31T23:59:59Z", "suspended no_rate"), ("+39", "2026-11-01T00:00:00Z", "Italy IT 60 s 1.0000 + 0.0000")]),
    ]

    @Test("§5: prefix and validity", arguments: validity)
    func validityOfRates(_ row: DeckCase) throws { try PriceTests.check(row) }

    /// 2026-10-05 is a Monday; New York is four hours behind.
    static let bands = [
        DeckCase(
            "a band comes before none, whatever their validity and place", "prefix,destination,rate_per_minute,country,band,effective_from",
            ["39,always,1,IT,,2026-10-01", "39,nights,2,IT,night,"],
            [
                ("+39", "2026-10-05T21:59:59Z", "always IT 60 s 1.0000 + 0.0000"), ("+39", "2026-10-05T22:00:00Z", "nights IT 60 s 2.0000 + 0.0000"),
                ("+39", "2026-10-06T05:59:59Z", "nights IT 60 s 2.0000 + 0.0000"), ("+39", "2026-10-06T06:00:00Z", "always IT 60 s 1.0000 + 0.0000"),
            ]),
        DeckCase(
            "past midnight it belongs to the day on which it begins", "prefix,destination,rate_per_minute,country,band",
            ["39,always,1,IT,", "39,nights,2,IT,night"],
            [
                ("+39", "2026-10-05T05:00:00Z", "always IT 60 s 1.0000 + 0.0000"), ("+39", "2026-10-10T03:00:00Z", "nights IT 60 s 2.0000 + 0.0000"),
                ("+39", "2026-10-10T23:00:00Z", "always IT 60 s 1.0000 + 0.0000"), ("+39", "2026-10-11T03:00:00Z", "always IT 60 s 1.0000 + 0.0000"),
            ]),
        DeckCase(
            "in the band's zone", "prefix,destination,rate_per_minute,country,band", ["39,always,1,IT,", "39,days,2,IT,day"],
            [
                ("+39", "2026-10-05T11:59:59Z", "always IT 60 s 1.0000 + 0.0000"), ("+39", "2026-10-05T12:00:00Z", "days IT 60 s 2.0000 + 0.0000"),
                ("+39", "2026-10-05T21:59:59Z", "days IT 60 s 2.0000 + 0.0000"), ("+39", "2026-10-05T22:00:00Z", "always IT 60 s 1.0000 + 0.0000"),
                ("+39", "2026-11-02T12:30:00Z", "always IT 60 s 1.0000 + 0.0000"), ("+39", "2026-11-02T13:00:00Z", "days IT 60 s 2.0000 + 0.0000"),
            ]),
        DeckCase(
            "outside of its only band a prefix is passed over", "prefix,destination,rate_per_minute,country,band",
            ["39,Italy,1,IT,", "3906,Rome,2,IT,night"],
            [("+3906", noon, "Italy IT 60 s 1.0000 + 0.0000"), ("+3906", "2026-10-05T23:00:00Z", "Rome IT 60 s 2.0000 + 0.0000")]),
        DeckCase(
            "a band at the shorter prefix does not come before the longer one", "prefix,destination,rate_per_minute,country,band",
            ["39,Italy,1,IT,night", "3906,Rome,2,IT,"], [("+3906", "2026-10-05T23:00:00Z", "Rome IT 60 s 2.0000 + 0.0000")]),
        DeckCase(
            "among bands that apply the later effective_from wins, then the first row",
            "prefix,destination,rate_per_minute,country,band,effective_from",
            ["39,day,1,IT,day,2026-09-01", "39,night,2,IT,night,2026-09-01", "39,later,3,IT,night,2026-11-01"],
            [
                ("+39", "2026-10-05T22:30:00Z", "night IT 60 s 2.0000 + 0.0000"), ("+39", "2026-11-02T22:30:00Z", "later IT 60 s 3.0000 + 0.0000"),
                // Until 23:00 UTC it is day in New York, once the clocks there are set back.
                ("+39", "2026-11-02T13:30:00Z", "day IT 60 s 1.0000 + 0.0000"),
            ]),
    ]

    @Test("§5: bands", arguments: bands)
    func bandsOfRates(_ row: DeckCase) throws { try PriceTests.check(row) }

    static let countries = [
        DeckCase(
            "of the rate, or of the longest prefix of the numbering plan that the number begins with", "prefix,destination,rate_per_minute,country",
            ["1,America,1,", "1242,Bahamas,2,BS", "39,Italy,3,FR"],
            [
                ("+12125550100", noon, "America US 60 s 1.0000 + 0.0000"), ("+12045550100", noon, "America CA 60 s 1.0000 + 0.0000"),
                ("+1", noon, "America US 60 s 1.0000 + 0.0000"), ("+12425550100", noon, "Bahamas BS 60 s 2.0000 + 0.0000"),
                ("+39", noon, "Italy FR 60 s 3.0000 + 0.0000"),
            ]),
        DeckCase(
            "a prefix longer than the plan's", "prefix,destination,rate_per_minute,country", ["3906,Rome,1,", "7999,nowhere,2,"],
            [("+39061", noon, "Rome IT 60 s 1.0000 + 0.0000")]),
        DeckCase(
            "masked digits match nothing", "prefix,destination,rate_per_minute,country", ["1,America,1,", "12045,Manitoba,2,", "39,Italy,3,IT"],
            [
                ("+1204555****", noon, "Manitoba CA 60 s 2.0000 + 0.0000"), ("+1204*******", noon, "America CA 60 s 1.0000 + 0.0000 masked"),
                ("+120********", noon, "America US 60 s 1.0000 + 0.0000 masked"), ("+1212*******", noon, "America US 60 s 1.0000 + 0.0000"),
                ("+39*", noon, "Italy IT 60 s 3.0000 + 0.0000"), ("+3*", noon, "suspended no_rate"), ("+*39", noon, "suspended bad_number"),
                ("+39*1", noon, "suspended bad_number"), ("***", noon, "suspended bad_number"),
            ]),
        DeckCase(
            "masked by a prefix of whatever validity", "prefix,destination,rate_per_minute,country,effective_until",
            ["39,Italy,1,IT,", "3906,Rome,2,IT,2020-01-01"],
            [("+39**", noon, "Italy IT 60 s 1.0000 + 0.0000 masked"), ("+3906", noon, "Italy IT 60 s 1.0000 + 0.0000")]),
    ]

    @Test("§4: the destination country, and masked digits", arguments: countries)
    func countryOfCall(_ row: DeckCase) throws { try PriceTests.check(row) }

    @Test("Without an entry in the numbering plan the country is unknown")
    func unknownCountry() throws {
        let files = SampleCatalogue.files
        let yaml = files["catalogue.yaml"]! + "\nnumberingPlan: plan.csv"
        let catalogue = try SampleCatalogue.load(
            rates: "prefix,destination,rate_per_minute", ["3,Europe,1", "39061234,Rome,2"],
            ["catalogue.yaml": yaml, "plan.csv": "prefix,country\n39,IT\n3906,VA\n3906123456,SM"])
        var rater = Rater(catalogue)
        func country(_ number: String) -> String { rated(SampleCall("ucap_out", organization: "acme", to: number), &rater).destination.description }
        #expect(
            ["+38", "+3", "+391", "+3905", "+39061", "+3906123", "+39061234", "+3906123455", "+3906123456", "+39061234567"].map(country)
                == ["", "", "IT", "IT", "VA", "VA", "VA", "VA", "SM", "SM"])
    }

    @Test("§5: the deck is that of the class and of the organization's tariff")
    func deckOfTariff() throws {
        let catalogue = try SampleCatalogue.load()
        var rater = Rater(catalogue)
        #expect(
            verdict(rated(SampleCall(from: "+3906111", to: "+3902"), &rater), catalogue) == "calling acme ada Italy IT 60 s 0.0100 + 0.0000 in plans")
        #expect(
            verdict(rated(SampleCall(from: "+4930222", to: "+3902"), &rater), catalogue) == "calling globex bob Italy IT 60 s 0.02 + 0.00 in plans")
        #expect(verdict(rated(SampleCall(from: "+3906111", to: "+800333"), &rater), catalogue) == "suspended no_rate")
        #expect(verdict(rated(SampleCall("user_in", to: "+3906111"), &rater), catalogue) == "inbound acme ada")
        #expect(verdict(rated(SampleCall(from: "+3906111", to: "+49309"), &rater), catalogue) == "calling acme ada Berlin DE 60 s 0.0300 + 0.0000")
    }

    /// Duration, initial increment, increment, and what is billed.
    static let increments: [(duration: Int32, initial: Int, next: Int, billed: Int32)] = [
        (1, 60, 60, 60), (59, 60, 60, 60), (60, 60, 60, 60), (61, 60, 60, 120), (120, 60, 60, 120), (121, 60, 60, 180),
        (1, 1, 1, 1), (17, 1, 1, 17), (1, 30, 6, 30), (30, 30, 6, 30), (31, 30, 6, 36), (36, 30, 6, 36), (37, 30, 6, 42),
        (5, 1, 60, 61), (61, 1, 60, 61), (62, 1, 60, 121), (1, 60, 1, 60), (61, 60, 1, 61), (10, 20, 7, 20), (21, 20, 7, 27), (28, 20, 7, 34),
        (1, 86_400, 86_400, 86_400), (86_401, 86_400, 86_400, 172_800), (31_536_000, 86_400, 86_400, 31_536_000),
        (31_536_000, 1, 86_400, 31_536_001), (31_536_000, 86_399, 86_400, 31_622_399), (31_536_000, 1, 1, 31_536_000),
    ]

    @Test("§6: billed seconds", arguments: increments)
    func billedSeconds(_ row: (duration: Int32, initial: Int, next: Int, billed: Int32)) throws {
        let catalogue = try SampleCatalogue.load(
            rates: "prefix,destination,rate_per_minute,initial_increment,increment", ["39,Italy,10000,\(row.initial),\(row.next)"])
        var rater = Rater(catalogue)
        let found = rated(SampleCall("ucap_out", organization: "acme", to: "+39", seconds: row.duration), &rater)
        #expect(found.billedSeconds == row.billed)
        // 10,000 a minute are 500,000 for three seconds: exact, up to the highest charge there can be.
        let exact = Int64(row.billed) * 10_000 * 10_000
        let toDecimals = (exact * 2 + 60) / 120
        #expect(found.fullCharge.units == toDecimals * 10_000)
    }

    /// Rate per minute, fee, seconds, decimals, mode, and the charge and fee.
    static let roundings: [(rate: String, fee: String, seconds: Int32, decimals: Int, mode: String, charge: String, rounded: String)] = [
        ("0.0125", "0.00005", 60, 4, "half-up", "0.0125", "0.0001"), ("0.0125", "0.00005", 30, 4, "half-up", "0.0063", "0.0001"),
        ("0.0125", "0.00005", 30, 4, "half-even", "0.0062", "0.0000"), ("0.0135", "0.00015", 30, 4, "half-even", "0.0068", "0.0002"),
        ("0.0125", "0.00001", 30, 4, "up", "0.0063", "0.0001"), ("0.0125", "0.00009", 30, 4, "down", "0.0062", "0.0000"),
        ("0.01", "0.5", 20, 0, "half-up", "0", "1"), ("0.01", "0.5", 20, 0, "half-even", "0", "0"), ("0.01", "1.5", 20, 0, "half-even", "0", "2"),
        ("0.01", "0", 20, 0, "up", "1", "0"), ("0.01", "0.00000001", 20, 8, "up", "0.00333334", "0.00000001"),
        ("0.01", "0", 20, 8, "half-up", "0.00333333", "0.00000000"), ("0.01", "0", 40, 8, "half-even", "0.00666667", "0.00000000"),
        ("0.01", "0", 40, 8, "down", "0.00666666", "0.00000000"), ("0.00000001", "0", 30, 8, "half-up", "0.00000001", "0.00000000"),
        ("0.00000001", "0", 30, 8, "half-even", "0.00000000", "0.00000000"), ("0", "0", 60, 2, "up", "0.00", "0.00"),
    ]

    @Test("§8: charge and fee are rounded once, on the exact value", arguments: roundings)
    func rounding(_ row: (rate: String, fee: String, seconds: Int32, decimals: Int, mode: String, charge: String, rounded: String)) throws {
        let catalogue = try Catalogue.load(files: [
            "catalogue.yaml": """
            tariffs: { standard: { currency: EUR, decimals: \(row.decimals), rounding: \(row.mode), outbound: rates.csv } }
            plans: { PSTN: { credits: yes } }
            """,
            "rates.csv": "prefix,destination,rate_per_minute,connection_fee,initial_increment,increment\n39,Italy,\(row.rate),\(row.fee),1,1",
            "organizations.csv": "organization\nacme", "users.csv": "user,organization,usage_location",
        ])
        var rater = Rater(catalogue)
        let found = rated(SampleCall("ucap_out", organization: "acme", to: "+39", seconds: row.seconds), &rater)
        #expect(found.fullCharge.text(decimals: row.decimals) == row.charge)
        #expect(found.connectionFee.text(decimals: row.decimals) == row.rounded)
    }

    @Test("The month and day are those of the catalogue's time zone")
    func localMonth() throws {
        let yaml = SampleCatalogue.files["catalogue.yaml"]!.replacing("timeZone: UTC", with: "timeZone: Europe/Rome")
        var rater = Rater(try SampleCatalogue.load(["catalogue.yaml": yaml]))
        func day(_ at: String) -> String {
            let found = rated(SampleCall("dr_out", organization: "acme", at: at), &rater)
            return "\(found.month) \(Instant(epochSeconds: Int64(found.localDay) * 86_400))"
        }
        #expect(day("2026-09-30T21:59:59Z") == "2026-09 2026-09-30T00:00:00Z")
        #expect(day("2026-09-30T22:00:00Z") == "2026-10 2026-10-01T00:00:00Z")
        #expect(day("2026-10-31T22:59:59Z") == "2026-10 2026-10-31T00:00:00Z")
        #expect(day("2026-10-31T23:00:00Z") == "2026-11 2026-11-01T00:00:00Z")
        #expect(day("2026-09-30T21:59:59Z") == "2026-09 2026-09-30T00:00:00Z")
    }
}
