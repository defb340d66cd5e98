import Testing

/// Faults of the rows of a rate deck and of a numbering plan.
struct RateDeckFaultTests {
    private static let header =
        "prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country,effective_from,effective_until,band,in_plans\n"
    private static let amount = "write a plain decimal from 0 to 10000 with at most 8 decimals, such as 0.0125"
    private static let increment = "write whole seconds from 1 to 86400"
    private static let date = "write a date such as 2026-10-01, or a date-time such as 2026-10-01T08:00:00Z, from 1970 to 2999"
    private static let country = "write the country's two capital letters, as ISO 3166-1 has them"

    private static let cases: [FaultCase] = [
        FaultCase(
            "a row with nothing readable", "rates.csv", header + "39x,,-1,1e3,0,86401,ITA,2026-02-29,2026,night,maybe\n",
            [
                "2:1: prefix is '39x'; write 1 to 18 digits",
                "2:5: destination is empty; fill it in, or remove the row",
                "2:6: rate_per_minute is '-1'; \(amount)",
                "2:9: connection_fee is '1e3'; \(amount)",
                "2:13: initial_increment is '0'; \(increment)",
                "2:15: increment is '86401'; \(increment)",
                "2:21: country is 'ITA'; \(country)",
                "2:25: effective_from is '2026-02-29'; \(date)",
                "2:36: effective_until is '2026'; \(date)",
                "2:41: there is no band 'night'; write a band of catalogue.yaml, or add this one to it",
                "2:47: in_plans is 'maybe'; write yes or no",
            ]),
        FaultCase(
            "prices at and beyond their bounds", "rates.csv",
            header + "1,A,10000,10000.0,,,,,,,\n2,B,10000.00000001,0,,,,,,,\n3,C,0.00000001,0.000000001,,,,,,,\n4,D,,,,,,,,,\n",
            [
                "3:5: rate_per_minute is '10000.00000001'; \(amount)",
                "4:16: connection_fee is '0.000000001'; \(amount)",
                "5:5: rate_per_minute is empty; fill it in, or remove the row",
            ]),
        FaultCase(
            "prefixes", "rates.csv", header + ",A,0,,,,,,,,\n+ ,A,0,,,,,,,,\n1234567890123456789,A,0,,,,,,,,\n+123 456789012345678,A,0,,,,,,,,\n",
            [
                "2:1: prefix is empty; fill it in, or remove the row",
                "3:1: prefix is '+ '; write 1 to 18 digits",
                "4:1: prefix is '1234567890123456789'; write 1 to 18 digits",
            ]),
        FaultCase(
            "validity that ends before it begins", "rates.csv",
            header + "1,A,0,,,,,2026-10-01,2026-10-01,,\n2,A,0,,,,,2026-10-01T00:00+01:00,2026-10-01,,\n3,A,0,,,,,2999-12-31,2026-10-01T24:00,,\n",
            [
                "2:22: effective_until is not after effective_from; write a later one, or none",
                "4:22: effective_until is '2026-10-01T24:00'; \(date)",
            ]),
        FaultCase(
            "the same prefix, validity and band twice", "rates.csv",
            header + "39,A,0,,,,,2026-10-01,,,\n39,A,0,,,,,,,,\n039,A,0,,,,,,,,\n+3 9,B,1,,,,IT,2026-10-01T00:00Z,,,no\n",
            [
                "5:1: the row has the same prefix, validity and band as line 2; remove one of the two, or let one end before the other begins"
            ]),
    ]

    @Test(arguments: cases) func `says what is wrong with a rate, where, and what to do`(_ fault: FaultCase) {
        #expect(SmallCatalogue.faults([fault.file: fault.text]) == fault.expected)
    }

    @Test func `a numbering plan needs digits and countries`() {
        let yaml = SmallCatalogue.files["catalogue.yaml"]! + "\nnumberingPlan: plan.csv\n"
        #expect(
            SmallCatalogue.faults(["catalogue.yaml": yaml, "plan.csv": "prefix,country\n39,IT\n,it\n3-9,\n"]) == [
                "plan.csv:3:1: prefix is empty; fill it in, or remove the row",
                "plan.csv:3:2: country is 'it'; \(RateDeckFaultTests.country)",
                "plan.csv:4:1: prefix is '3-9'; write 1 to 18 digits",
                "plan.csv:4:5: country is empty; fill it in, or remove the row",
            ])
    }

    @Test func `a deck that two tariffs name is reported once`() {
        let yaml = """
            tariffs:
              a: { currency: EUR, outbound: rates.csv, tollFree: rates.csv }
              b: { currency: USD, outbound: rates.csv }
            plans: { PSTN: }
            """
        #expect(
            SmallCatalogue.faults(["catalogue.yaml": yaml, "rates.csv": "prefix,destination,rate_per_minute\nx,y,0\n"]) == [
                "rates.csv:2:1: prefix is 'x'; write 1 to 18 digits"
            ])
    }
}
