import CallModel
import Testing
import UsageReport

/// One row for every way a call can end up, in both dialects and two locales (file-formats.md, "Usage report").
struct UsageRowTests {
    struct Golden: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var call: SampleCall
        var plain: String
        var american: String
        var italian: String
    }

    static let goldens = [
        Golden(
            testDescription: "included",
            call: SampleCall { call in
                call.price(Sample.germanMobile, to: "DE")
                call.settle(.included, billed: 120, included: 120, by: [Sample.domesticPlan])
            },
            plain: """
                id-7,call-1,,DE,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001,anna@contoso.example,Anna Müller,+4930111,user_out,Subscriber,Domestic,\
                "Germany, mobile “A”",+49151234567,2026-10-01T08:15:30Z,2026-10-01T08:16:31Z,61,0.0000,0.0000,EUR,MCOPSTN1,contoso,included,\
                120,120,0,0,MCOPSTN1,0.123456,4915,
                """,
            american: #"""
                id-7,call-1,,DE,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001,anna@contoso.example,Anna Müller,"=""+4930111""",user_out,Subscriber,\#
                Domestic,"Germany, mobile “A”","=""+49151234567""",2026-10-01 08:15:30,2026-10-01 08:16:31,61,0.0000,0.0000,EUR,MCOPSTN1,contoso,\#
                included,120,120,0,0,MCOPSTN1,0.123456,4915,
                """#,
            italian: #"""
                id-7;call-1;;DE;0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001;anna@contoso.example;Anna Müller;"=""+4930111""";user_out;Subscriber;\#
                Domestic;Germany, mobile “A”;"=""+49151234567""";2026-10-01 08:15:30;2026-10-01 08:16:31;61;0,0000;0,0000;EUR;MCOPSTN1;contoso;\#
                included;120;120;0;0;MCOPSTN1;0,123456;4915;
                """#),
        Golden(
            testDescription: "split between two plans and credits, with a fee",
            call: SampleCall { call in
                call.callType = "USER_Out"
                call.price(Sample.italy, to: "IT")
                call.settle(.split, billed: 180, included: 60, charged: 120, by: [Sample.domesticPlan, Sample.worldPlan])
                call.settled.charge = Money(units: 404_0000)
                call.settled.connectionFee = Money(units: 12_1234_0000)
            },
            plain: """
                id-7,call-1,,DE,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001,anna@contoso.example,Anna Müller,+4930111,user_out,Subscriber,International,\
                Italy,+49151234567,2026-10-01T08:15:30Z,2026-10-01T08:16:31Z,61,12.1234,0.0404,EUR,MCOPSTNPP,contoso,split,180,60,120,0,\
                MCOPSTN1+MCOPSTN2,0.0202,39,
                """,
            american: #"""
                id-7,call-1,,DE,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001,anna@contoso.example,Anna Müller,"=""+4930111""",user_out,Subscriber,\#
                International,Italy,"=""+49151234567""",2026-10-01 08:15:30,2026-10-01 08:16:31,61,12.1234,0.0404,EUR,MCOPSTNPP,contoso,split,\#
                180,60,120,0,MCOPSTN1+MCOPSTN2,0.0202,39,
                """#,
            italian: #"""
                id-7;call-1;;DE;0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001;anna@contoso.example;Anna Müller;"=""+4930111""";user_out;Subscriber;\#
                International;Italy;"=""+49151234567""";2026-10-01 08:15:30;2026-10-01 08:16:31;61;12,1234;0,0404;EUR;MCOPSTNPP;contoso;split;\#
                180;60;120;0;MCOPSTN1+MCOPSTN2;0,0202;39;
                """#),
        Golden(
            testDescription: "disconnected, plans whose keys are digits, the last of them gave the last second",
            call: SampleCall { call in
                call.price(Sample.germany, to: "DE")
                call.settle(.disconnected, billed: 120, included: 61, uncovered: 59, by: [Sample.digitPlan, Sample.otherDigitPlan])
                call.settled.refusal = .noCredit
            },
            plain: """
                id-7,call-1,,DE,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001,anna@contoso.example,Anna Müller,+4930111,user_out,Subscriber,Domestic,\
                Germany,+49151234567,2026-10-01T08:15:30Z,2026-10-01T08:16:31Z,61,0.0000,0.0000,EUR,2,contoso,disconnected,120,61,0,59,1+2,0.02,49,\
                no_credit
                """,
            american: #"""
                id-7,call-1,,DE,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001,anna@contoso.example,Anna Müller,"=""+4930111""",user_out,Subscriber,\#
                Domestic,Germany,"=""+49151234567""",2026-10-01 08:15:30,2026-10-01 08:16:31,61,0.0000,0.0000,EUR,2,contoso,disconnected,\#
                120,61,0,59,"=""1+2""",0.02,49,no_credit
                """#,
            italian: #"""
                id-7;call-1;;DE;0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001;anna@contoso.example;Anna Müller;"=""+4930111""";user_out;Subscriber;\#
                Domestic;Germany;"=""+49151234567""";2026-10-01 08:15:30;2026-10-01 08:16:31;61;0,0000;0,0000;EUR;2;contoso;disconnected;\#
                120;61;0;59;"=""1+2""";0,02;49;no_credit
                """#),
        Golden(
            testDescription: "blocked, with masked digits, a name that is a formula, and a number type that came with the record",
            call: SampleCall { call in
                call.rated.user = Sample.rossi
                call.numberType = "+Pilot"
                call.caller = "anonymous 2"
                call.callee = "+49151**"
                call.price(Sample.satellite, to: nil)
                call.rated.isMasked = true
                call.settle(.blocked, billed: 61, uncovered: 61, by: [])
                call.settled.refusal = .noCreditsLicence
            },
            plain: """
                id-7,call-1,,IT,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f002,Rossi@contoso.example,=SUM(A1),anonymous 2,user_out,+Pilot,International,1-2,\
                +49151**,2026-10-01T08:15:30Z,2026-10-01T08:16:31Z,61,0.0000,0.0000,EUR,,contoso,blocked,61,0,0,61,,9.50,881234567890,\
                masked;no_credits_licence
                """,
            american: #"""
                id-7,call-1,,IT,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f002,Rossi@contoso.example,"=""=SUM(A1)""",anonymous 2,user_out,"=""+Pilot""",\#
                International,"=""1-2""","=""+49151**""",2026-10-01 08:15:30,2026-10-01 08:16:31,61,0.0000,0.0000,EUR,,contoso,blocked,61,0,0,61,,\#
                9.50,"=""881234567890""",masked;no_credits_licence
                """#,
            italian: #"""
                id-7;call-1;;IT;0f3c2a10-77aa-4b1e-9d55-0c6a1be2f002;Rossi@contoso.example;"=""=SUM(A1)""";anonymous 2;user_out;"=""+Pilot""";\#
                International;"=""1-2""";"=""+49151**""";2026-10-01 08:15:30;2026-10-01 08:16:31;61;0,0000;0,0000;EUR;;contoso;blocked;61;0;0;61;;\#
                9,50;"=""881234567890""";"masked;no_credits_licence"
                """#),
        Golden(
            testDescription: "charged, toll-free, to a service number, without a user",
            call: SampleCall { call in
                call.callType = "ucap_in"
                call.rated.callClass = .inbound
                call.rated.isInbound = true
                call.rated.user = -1
                call.rated.serviceNumber = Sample.hotline
                call.caller = "tel:tel:1"
                call.callee = "+39800123"
                call.price(0, to: "IT")
                call.settle(.charged, billed: 61, charged: 61, by: [])
                call.settled.connectionFee = Money(units: 5_000_000)
            },
            plain: """
                id-7,call-1,,,,,,tel:tel:1,ucap_in,TollFree,,Toll-free 39800; special,+39800123,2026-10-01T08:15:30Z,2026-10-01T08:16:31Z,61,\
                0.0500,0.0000,EUR,MCOPSTNPP,contoso,charged,61,0,61,0,,0.00,39800,
                """,
            american: #"""
                id-7,call-1,,,,,,tel:tel:1,ucap_in,TollFree,,Toll-free 39800; special,"=""+39800123""",2026-10-01 08:15:30,\#
                2026-10-01 08:16:31,61,0.0500,0.0000,EUR,MCOPSTNPP,contoso,charged,61,0,61,0,,0.00,39800,
                """#,
            italian: #"""
                id-7;call-1;;;;;;tel:tel:1;ucap_in;TollFree;;"Toll-free 39800; special";"=""+39800123""";2026-10-01 08:15:30;\#
                2026-10-01 08:16:31;61;0,0500;0,0000;EUR;MCOPSTNPP;contoso;charged;61;0;61;0;;0,00;39800;
                """#),
        Golden(
            testDescription: "charged by a tariff without decimals, by another plan with credits, within the user's domestic group",
            call: SampleCall { call in
                call.usageId = "0042"
                call.callId = "1234567890123"
                call.conferenceId = "a\nb"
                call.rated.organization = Sample.fabrikam
                call.rated.user = Sample.zoe
                call.price(Sample.unitedStates, to: "PR")
                call.settle(.charged, billed: 120, charged: 120, by: [])
                call.settled.charge = Money(units: 3_00_000_000)
            },
            plain: """
                0042,1234567890123,"a
                b",US,,zoë@fabrikam.example,"Zoë ""Z"" 0, sales",+4930111,user_out,Subscriber,Domestic,United States,+49151234567,\
                2026-10-01T08:15:30Z,2026-10-01T08:16:31Z,61,0,3,USD,PAYG,fabrikam,charged,120,0,120,0,,0.01,1,
                """,
            american: #"""
                "=""0042""","=""1234567890123""","a
                b",US,,zoë@fabrikam.example,"Zoë ""Z"" 0, sales","=""+4930111""",user_out,Subscriber,Domestic,United States,"=""+49151234567""",\#
                2026-10-01 08:15:30,2026-10-01 08:16:31,61,0,3,USD,PAYG,fabrikam,charged,120,0,120,0,,0.01,1,
                """#,
            italian: #"""
                "=""0042""";"=""1234567890123""";"a
                b";US;;zoë@fabrikam.example;"Zoë ""Z"" 0, sales";"=""+4930111""";user_out;Subscriber;Domestic;United States;"=""+49151234567""";\#
                2026-10-01 08:15:30;2026-10-01 08:16:31;61;0;3;USD;PAYG;fabrikam;charged;120;0;120;0;;0,01;1;
                """#),
        Golden(
            testDescription: "free, from a service number without a type",
            call: SampleCall { call in
                call.callType = "dr_out"
                call.rated.callClass = .free
                call.rated.user = Sample.bruno
                call.rated.organization = Sample.fabrikam
                call.rated.serviceNumber = Sample.reception
                call.rated.isMasked = true
                call.start = Instant(epochSeconds: -1)
                call.settle(.free, billed: 0, by: [])
            },
            plain: """
                id-7,call-1,,PR,00000000-0000-0000-0000-000000000000,bruno@fabrikam.example,Bruno; 2,+4930111,dr_out,Subscriber,,,+49151234567,\
                1969-12-31T23:59:59Z,1970-01-01T00:01:00Z,61,0,0,USD,,fabrikam,free,0,0,0,0,,,,
                """,
            american: #"""
                id-7,call-1,,PR,"=""00000000-0000-0000-0000-000000000000""",bruno@fabrikam.example,Bruno; 2,"=""+4930111""",dr_out,Subscriber,\#
                ,,"=""+49151234567""",1969-12-31 23:59:59,1970-01-01 00:01:00,61,0,0,USD,,fabrikam,free,0,0,0,0,,,,
                """#,
            italian: #"""
                id-7;call-1;;PR;"=""00000000-0000-0000-0000-000000000000""";bruno@fabrikam.example;"Bruno; 2";"=""+4930111""";dr_out;\#
                Subscriber;;;"=""+49151234567""";1969-12-31 23:59:59;1970-01-01 00:01:00;61;0;0;USD;;fabrikam;free;0;0;0;0;;;;
                """#),
        Golden(
            testDescription: "unanswered",
            call: SampleCall { call in
                call.durationSeconds = 0
                call.settle(.unanswered, billed: 0, by: [])
            },
            plain: """
                id-7,call-1,,DE,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001,anna@contoso.example,Anna Müller,+4930111,user_out,Subscriber,,,+49151234567,\
                2026-10-01T08:15:30Z,2026-10-01T08:15:30Z,0,0.0000,0.0000,EUR,,contoso,unanswered,0,0,0,0,,,,
                """,
            american: #"""
                id-7,call-1,,DE,0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001,anna@contoso.example,Anna Müller,"=""+4930111""",user_out,Subscriber,,,\#
                "=""+49151234567""",2026-10-01 08:15:30,2026-10-01 08:15:30,0,0.0000,0.0000,EUR,,contoso,unanswered,0,0,0,0,,,,
                """#,
            italian: #"""
                id-7;call-1;;DE;0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001;anna@contoso.example;Anna Müller;"=""+4930111""";user_out;Subscriber;;;\#
                "=""+49151234567""";2026-10-01 08:15:30;2026-10-01 08:15:30;0;0,0000;0,0000;EUR;;contoso;unanswered;0;0;0;0;;;;
                """#),
    ]

    @Test(arguments: goldens)
    func `a row has its thirty cells`(_ golden: Golden) {
        #expect(usageRows([golden.call], .plain) == golden.plain + "\n")
        #expect(usageRows([golden.call], .excel()) == golden.american + "\r\n")
        #expect(usageRows([golden.call], excel("it-IT")) == golden.italian + "\r\n")
        #expect(CSVReader.records(golden.plain, separator: ",").map(\.count) == [30])
        #expect(CSVReader.records(golden.italian, separator: ";").map(\.count) == [30])
    }

    @Test
    func `rows follow the order of the batch, and each tells where it ends`() {
        let rows = ReportRows()
        let formatter = ReportFormatter(catalogue: Sample.catalogue, style: .plain, sources: ["cdr.csv"])
        formatter.format(batch(Self.goldens.map(\.call)), into: rows)
        let expected = Self.goldens.map { $0.plain + "\n" }
        #expect(rows.withUsageBytes { text($0) } == expected.joined())
        var end = 0
        #expect(
            rows.usageRowEnds
                == expected.map { row in
                    end += row.utf8.count
                    return end
                })
        #expect(rows.duplicateRowCount == 0)
        #expect(rows.suspenseRowCount == 0)
    }

    @Test
    func `rows can be used again for another batch`() {
        let rows = ReportRows()
        let formatter = ReportFormatter(catalogue: Sample.catalogue, style: .plain, sources: ["cdr.csv"])
        for golden in Self.goldens {
            formatter.format(batch([golden.call]), into: rows)
            #expect(rows.withUsageBytes { text($0) } == golden.plain + "\n")
            #expect(rows.usageRowCount == 1)
        }
    }

    @Test
    func `texts of any length fit their row`() {
        for length in [0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 5_000, 70_000] {
            for filling in ["x", "\"", "é", "="] {
                let long = String(repeating: filling, count: length)
                let call = SampleCall {
                    $0.usageId = long; $0.callType = "dr_" + long; $0.caller = long
                }
                let row = CSVReader.records(usageRows([call], .plain), separator: ",")[0]
                #expect(row[0] == long && row[8] == "dr_" + long && row[7] == long && row.count == 30)
                let cells = CSVReader.records(usageRows([call], .excel()), separator: ",")[0]
                #expect(CSVReader.shownByExcel(cells[0]) == long && CSVReader.shownByExcel(cells[7]) == long && cells.count == 30)
            }
        }
    }
}

extension SampleCall {
    /// Finds a rate.
    mutating func price(_ rate: Int32, to country: String?) {
        rated.isPriced = true
        rated.rate = rate
        rated.destination = country.flatMap { Country($0) } ?? .unknown
    }

    /// Decides the call.
    mutating func settle(
        _ outcome: Outcome, billed: Int32, included: Int32 = 0, charged: Int32 = 0, uncovered: Int32 = 0, by plans: [UInt16]
    ) {
        settled.outcome = outcome
        settled.billedSeconds = billed
        settled.includedSeconds = included
        settled.chargedSeconds = charged
        settled.uncoveredSeconds = uncovered
        includingPlans = plans
    }
}
