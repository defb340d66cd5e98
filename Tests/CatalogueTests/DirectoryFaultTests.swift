import Testing

/// Faults of organizations, users, service numbers and fundings.
struct DirectoryFaultTests {
    private static let date = "write a date such as 2026-10-01, or a date-time such as 2026-10-01T08:00:00Z, from 1970 to 2999"
    private static let payment = "write agreement:NUMBER, agreement:NUMBER/PURCHASE-ORDER, card:YYYY-MM or command"
    private static let together = "fill in auto_recharge_trigger, auto_recharge_amount and payment together, or none of them"
    private static let number = "write the number in international form, such as +390612345678"

    private static let cases: [FaultCase] = [
        FaultCase(
            "no organization", "organizations.csv", "organization\n",
            ["1:1: there is no organization; add a row for each one that pays"]),
        FaultCase(
            "organizations", "organizations.csv",
            "organization,tariff\nacme,\n\"\",\nacme,\nAcme,gold\n",
            [
                "3:1: organization is empty; fill it in, or remove the row",
                "4:1: the organization 'acme' is listed twice, first on line 2; remove one of the two rows",
                "5:6: there is no tariff 'gold'; write a tariff of catalogue.yaml, or none for the first one",
            ]),
        FaultCase(
            "auto-recharge", "organizations.csv",
            """
            organization,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment
            acme,5,10.25,,agreement:1
            b,5,,,
            c,-1,0,abc,cash
            d,5.12345,10,9.99,card:2026-13
            e,0,10,10,agreement:/PO
            f,0,10,10,agreement:1/
            g,10000000000.01,,,card:2026-1
            h,,,9,
            """,
            [
                "3:5: auto_recharge_amount is empty; \(together)",
                "3:7: payment is empty; \(together)",
                "4:3: auto_recharge_trigger is '-1'; write a plain decimal from 0 to 10000000000, such as 25.50",
                "4:6: auto_recharge_amount is '0'; write a plain decimal above 0 to 10000000000, such as 25.50",
                "4:8: monthly_limit is 'abc'; write a plain decimal from 0 to 10000000000, such as 25.50",
                "4:12: payment is 'cash'; \(payment)",
                "5:3: auto_recharge_trigger is '5.12345'; write no more decimals than the tariff has, which is 4",
                "5:14: monthly_limit is below auto_recharge_amount; raise it, or leave it empty for no limit",
                "5:19: payment is 'card:2026-13'; \(payment)",
                "6:11: payment is 'agreement:/PO'; \(payment)",
                "7:11: payment is 'agreement:1/'; \(payment)",
                "8:3: auto_recharge_trigger is '10000000000.01'; write a plain decimal from 0 to 10000000000, such as 25.50",
                "8:18: auto_recharge_amount is empty; \(together)",
                "8:20: payment is 'card:2026-1'; \(payment)",
            ]),
        FaultCase(
            "users", "users.csv",
            """
            user,organization,usage_location,phone_numbers,licences
            ada@acme.example,acme,IT,,
            ADA@acme.EXAMPLE,acme,IT,,
            ,acme,IT,,
            bob,other,it,,PSTN; GOLD ;
            eve,,,,
            Àda,acme,IT,,GOLD
            àda,acme,IT,,
            """,
            [
                "3:1: the user 'ADA@acme.EXAMPLE' is listed twice, first on line 2; remove one of the two rows",
                "4:1: user is empty; fill it in, or remove the row",
                "5:5: there is no organization 'other'; write one of the organizations' file, or add this one to it",
                "5:11: usage_location is 'it'; write the country's two capital letters, as ISO 3166-1 has them",
                "5:21: there is no plan 'GOLD'; write a plan of catalogue.yaml, or add this one to it",
                "6:5: organization is empty; fill it in, or remove the row",
                "6:6: usage_location is empty; fill it in, or remove the row",
                "7:14: there is no plan 'GOLD'; write a plan of catalogue.yaml, or add this one to it",
            ]),
        FaultCase(
            "numbers of users", "users.csv",
            """
            user,organization,usage_location,phone_numbers
            ada,acme,IT,+39 06 1234;tel:+390655555
            bob,acme,IT, 39061234 ; ;0039066
            eve,acme,IT,"+12025550101;reception 12345"
            """,
            [
                "3:14: the number +390***** is listed twice, first at users.csv:2; leave it where it belongs",
                "3:26: '003****' is no number; \(number)",
                "4:27: 'reception 123**' is no number; \(number)",
            ]),
        FaultCase(
            "service numbers", "service-numbers.csv",
            "number,organization,name\n+39800123,acme,A\n,acme,B\n+39 800 123,nobody,\"C\"\n+390612,acme,\nabc,acme,\n",
            [
                "3:1: number is empty; fill it in, or remove the row",
                "4:1: the number +398***** is listed twice, first at service-numbers.csv:2; leave it where it belongs",
                "4:13: there is no organization 'nobody'; write one of the organizations' file, or add this one to it",
                "6:1: 'abc' is no number; \(number)",
            ]),
        FaultCase(
            "fundings", "fundings.csv",
            """
            reference,organization,amount,date,payment
            F-1,acme,5,2026-03-25,agreement:EA-1
            F-1,acme,5.00,2026-03-25 10:00:00.5+0200,
            recharge-1,acme,0,1969-12-31,wire
            ,nobody,-1,,
            F-3,acme,1.23456,3000-01-01,command
            F-4,acme,,2026-10-01T10:60,
            """,
            [
                "3:1: the reference 'F-1' is listed twice, first on line 2; remove one of the two rows, or give it another reference",
                "4:1: the reference begins with 'recharge-', which is for auto-recharge; write another one",
                "4:17: amount is '0'; write a plain decimal above 0 to 10000000000, such as 25.50",
                "4:19: date is '1969-12-31'; \(date)",
                "4:30: payment is 'wire'; \(payment)",
                "5:1: reference is empty; fill it in, or remove the row",
                "5:2: there is no organization 'nobody'; write one of the organizations' file, or add this one to it",
                "5:9: amount is '-1'; write a plain decimal above 0 to 10000000000, such as 25.50",
                "5:12: date is empty; fill it in, or remove the row",
                "6:10: amount is '1.23456'; write no more decimals than the tariff has, which is 4",
                "6:18: date is '3000-01-01'; \(date)",
                "7:10: amount is empty; fill it in, or remove the row",
                "7:11: date is '2026-10-01T10:60'; \(date)",
            ]),
    ]

    @Test(arguments: cases) func `says what is wrong with the directory, where, and what to do`(_ fault: FaultCase) {
        #expect(SmallCatalogue.faults([fault.file: fault.text]) == fault.expected)
    }

    @Test func `without a tariff or a plan the directory is checked all the same`() {
        #expect(
            SmallCatalogue.faults([
                "catalogue.yaml": "timeZone: UTC",
                "organizations.csv": "organization,tariff,monthly_limit\nacme,,0.5\n,x,\n",
                "users.csv": "user,organization,usage_location,licences\n,acme,I,P\n",
                "fundings.csv": "reference,organization,amount,date\nF-1,acme,1.25,2026-10-01\n",
            ]) == [
                "catalogue.yaml:1:1: there is no tariff; add one under 'tariffs', with a currency and an outbound rate deck",
                "catalogue.yaml:1:1: there is no plan; add one under 'plans', with allowances or 'credits: yes'",
                "organizations.csv:3:1: organization is empty; fill it in, or remove the row",
                "organizations.csv:3:2: there is no tariff 'x'; write a tariff of catalogue.yaml, or none for the first one",
                "users.csv:2:1: user is empty; fill it in, or remove the row",
                "users.csv:2:7: usage_location is 'I'; write the country's two capital letters, as ISO 3166-1 has them",
                "users.csv:2:9: there is no plan 'P'; write a plan of catalogue.yaml, or add this one to it",
            ])
    }

    @Test func `a number of a user cannot be a service number too`() {
        #expect(
            SmallCatalogue.faults([
                "users.csv": "user,organization,usage_location,phone_numbers\nada,acme,IT,+390612345678\n",
                "service-numbers.csv": "number,organization\ntel:390612345678,acme\n",
            ]) == ["service-numbers.csv:2:1: the number +390********* is listed twice, first at users.csv:2; leave it where it belongs"])
    }

    @Test func `faults of all files are reported at once, in the order of the files`() {
        #expect(
            SmallCatalogue.faults([
                "catalogue.yaml": SmallCatalogue.files["catalogue.yaml"]! + "\ntimeZone: Europe/Atlantis",
                "rates.csv": "prefix,destination,rate_per_minute\n39,Italy,free\n",
                "organizations.csv": "name\nacme\n",
                "users.csv": "user,organization,usage_location\nada,anyone,XYZ\n",
            ]) == [
                "catalogue.yaml:5:11: there is no time zone 'Europe/Atlantis'; write an IANA name, such as Europe/Rome or UTC",
                "rates.csv:2:10: rate_per_minute is 'free'; write a plain decimal from 0 to 10000 with at most 8 decimals, such as 0.0125",
                "organizations.csv:1:1: the column organization is missing; add it to the header and to every row",
                "users.csv:2:12: usage_location is 'XYZ'; write the country's two capital letters, as ISO 3166-1 has them",
            ])
    }
}
