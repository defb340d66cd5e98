import Testing

/// Faults of catalogue.yaml.
struct YAMLFaultTests {
    private static let base = SmallCatalogue.files["catalogue.yaml"]! + "\n"
    private static let yaml = "mend the YAML there; indent with spaces, and quote text that has ':' or '#' in it"
    private static let country = "write its two capital letters, as ISO 3166-1 has them"

    private static func yamlCase(_ description: String, _ text: String, _ faults: [String]) -> FaultCase {
        FaultCase(description, "catalogue.yaml", text, faults)
    }

    private static let cases: [FaultCase] = [
        yamlCase("nothing", "", ["1:1: the file is empty; give it tariffs and plans, as the file formats describe"]),
        yamlCase("a comment alone", "# later\n", ["1:1: the file is empty; give it tariffs and plans, as the file formats describe"]),
        yamlCase(
            "a list", "[a]",
            [
                "1:1: the catalogue is no mapping; write it as 'key: value' lines",
                "1:1: there is no tariff; add one under 'tariffs', with a currency and an outbound rate deck",
                "1:1: there is no plan; add one under 'plans', with allowances or 'credits: yes'",
            ]),
        yamlCase("no YAML", "tariffs:\n  a: [b\nplans: {}\n", ["3:6: this is no YAML: did not find expected ',' or ']'; \(yaml)"]),
        yamlCase("a tab", "tariffs:\n\ta: b\n", ["2:1: this is no YAML: found character that cannot start any token; \(yaml)"]),
        yamlCase("a control character", "a: 1\r\nb: \u{1}\n", ["2:4: this is no YAML: control characters are not allowed; \(yaml)"]),
        yamlCase("two documents", "a: 1\n---\nb: 2\n", ["2:1: this is no YAML: but found another document; \(yaml)"]),
        yamlCase(
            "unknown keys", base + "tarifs: {}\nnotes: x\ndirectory: { user: u.csv }\n",
            [
                "5:1: the catalogue has no key 'tarifs'; write 'tariffs', or remove it",
                "6:1: the catalogue has no key 'notes'; remove it; the keys are timeZone, tariffs, numberingPlan, zones, domestic, sharedPools, bands, plans, directory",
                "7:14: directory has no key 'user'; write 'users', or remove it",
            ]),
        yamlCase(
            "keys that stand twice, and what follows is read all the same",
            base + "zones: { a: [US], b: [FR], \"a\": [XYZ] }\nzones: { c: [fr] }\ntimeZone: Nowhere\n",
            [
                "5:1: the key 'zones' stands more than once in one place; keep one of them",
                "5:10: the key 'a' stands more than once in one place; keep one of them",
                "6:14: 'fr' is no country; \(country)",
                "7:11: there is no time zone 'Nowhere'; write an IANA name, such as Europe/Rome or UTC",
            ]),
        yamlCase(
            "keys that are one text, however they are written", base + "zones: { 1: [US], \"1\": [FR] }\n",
            ["5:10: the key '1' stands more than once in one place; keep one of them"]),
        yamlCase(
            "a zone that is an offset", base + "timeZone: GMT+5",
            ["5:11: there is no time zone 'GMT+5'; write an IANA name, such as Europe/Rome or UTC"]),
        yamlCase(
            "tariffs",
            """
            tariffs:
              a: { currency: eur, decimals: 9, rounding: bankers }
              b: { outbound: [rates.csv] }
              c:
            plans: { P: }
            """,
            [
                "2:3: tariff 'a' has no outbound rate deck; name its file, such as 'outbound: rates.csv'",
                "2:18: 'eur' is no currency; write its three capital letters, as ISO 4217 has them",
                "2:33: decimals is '9'; write a whole number from 0 to 8",
                "2:46: rounding is 'bankers'; write 'half-up' or 'half-even' or 'up' or 'down'",
                "3:3: tariff 'b' has no currency; add one, such as 'currency: EUR'",
                "3:18: outbound is no text; write one word or a quoted text",
                "4:3: tariff 'c' has no currency; add one, such as 'currency: EUR'",
                "4:3: tariff 'c' has no outbound rate deck; name its file, such as 'outbound: rates.csv'",
            ]),
        yamlCase(
            "zones, domestic groups and shared pools",
            base
                + """
                zones:
                  domestic: [US]
                  FR: [FR]
                  north: [NO, se, [DK]]
                  south: IT
                domestic: { USA: [US], CA: [ca] }
                sharedPools: [[US, PR, US], [CA, US], MX]
                """,
            [
                "6:3: a zone cannot be named 'domestic'; give it a name that is no country, 'domestic' or 'international'",
                "7:3: a zone cannot be named 'FR'; give it a name that is no country, 'domestic' or 'international'",
                "8:15: 'se' is no country; \(country)",
                "8:19: an item of zone 'north' is no text; write countries in brackets, such as [US, CA]",
                "9:10: zone 'south' is no list; write countries in brackets, such as [US, CA]",
                "10:13: 'USA' is no country; \(country)",
                "10:29: 'ca' is no country; \(country)",
                "11:34: US is in two groups of sharedPools; keep it in one of them",
                "11:39: a group of sharedPools is no list; write countries in brackets, such as [US, PR]",
            ]),
        yamlCase(
            "bands",
            base
                + """
                bands:
                  a: { days: Mon-Fry, from: 8:00, until: 24:01, timeZone: Rome }
                  b: { days: [Mon, tue], from: "24:00" }
                  c: { days: [] , hours: 5 }
                  d: { days: Mon-Tue-Wed, until: 12:60 }
                """,
            [
                "6:14: days is 'Mon-Fry'; write days such as Mon, a range such as Mon-Fri, or a list such as [Mon, Wed]",
                "6:29: from is '8:00'; write a time of day from 00:00 to 23:59",
                "6:42: until is '24:01'; write a time of day from 00:00 to 24:00",
                "6:59: there is no time zone 'Rome'; write an IANA name, such as Europe/Rome or UTC",
                "7:20: days is 'tue'; write days such as Mon, a range such as Mon-Fri, or a list such as [Mon, Wed]",
                "7:32: from is '24:00'; write a time of day from 00:00 to 23:59",
                "8:14: days names no day; write days such as Mon, a range such as Mon-Fri, or a list such as [Mon, Wed]",
                "8:19: band 'c' has no key 'hours'; remove it; the keys are days, from, until, timeZone",
                "9:14: days is 'Mon-Tue-Wed'; write days such as Mon, a range such as Mon-Fri, or a list such as [Mon, Wed]",
                "9:34: until is '12:60'; write a time of day from 00:00 to 24:00",
            ]),
        yamlCase(
            "plans and allowances",
            base
                + """
                  A: { credits: maybe, includes: [B, PSTM] }
                  B: { includes: [C] }
                  C: { includes: [A, PSTN, D] }
                  D: { includes: [D] }
                  E: { allowances: { calls: calling } }
                  F:
                    allowances:
                      - { calls: sms, to: europe, minutes: -1, pool: all }
                      - { calls: calling, to: [US, ca], except: asia, minutes: 10000001, minutesIn: { US: lots, usa: 5 }, pool: user }
                      - { id: 1, calls: conferencing, to: domestic, minutes: 1.5, pool: user }
                      - { }
                zones: { eurpe: [IT] }
                """,
            [
                "5:17: credits is 'maybe'; write yes or no",
                "5:35: plan 'A' includes itself by way of 'B'; remove one of the inclusions of the circle",
                "5:38: there is no plan 'PSTM'; write 'PSTN', or add this one",
                "6:19: plan 'B' includes itself by way of 'C'; remove one of the inclusions of the circle",
                "7:19: plan 'C' includes itself by way of 'A'; remove one of the inclusions of the circle",
                "8:19: plan 'D' includes itself by way of 'D'; remove one of the inclusions of the circle",
                "9:20: the allowances of plan 'E' are no list; begin each with '- '",
                "12:18: calls is 'sms'; write 'calling' or 'conferencing'",
                "12:27: there is no zone 'europe'; write 'eurpe', or add this one to zones",
                "12:44: minutes is '-1'; write whole minutes from 0 to 10000000, or unlimited",
                "12:54: pool is 'all'; write 'country' or 'organization' or 'user'",
                "13:36: 'ca' is no country; \(country)",
                "13:49: there is no zone 'asia'; add it to zones, or write countries in brackets",
                "13:64: minutes is '10000001'; write whole minutes from 0 to 10000000, or unlimited",
                "13:91: minutesIn of US is 'lots'; write whole minutes from 0 to 10000000, or unlimited",
                "13:97: 'usa' is no country; \(country)",
                "14:15: two allowances of plan 'F' have the id '1'; give one of them another id",
                "14:62: minutes is '1.5'; write whole minutes from 0 to 10000000, or unlimited",
                "15:9: allowance 3 of plan 'F' has no 'calls'; write 'calls: calling' or 'calls: conferencing'",
                "15:9: allowance 3 of plan 'F' has no 'to'; write domestic, international, a zone, or countries such as [US, CA]",
                "15:9: allowance 3 of plan 'F' has no 'pool'; write 'pool: country', 'pool: organization' or 'pool: user'",
            ]),
        yamlCase(
            "prices of plans",
            base
                + """
                  A: { monthly_price: 12.50 }
                  B: { monthly_price: 0 }
                  C: { monthly_price: "12,50" }
                  D: { monthly_price: -1 }
                  E: { monthly_price: 0.123456789 }
                  F: { monthly_price: 10000000000.00000001 }
                  G: { monthly_price: [1] }
                  H: { monthlyPrice: 1 }
                """,
            [
                "7:23: monthly_price is '12,50'; write a plain decimal from 0 to 10000000000 with up to 8 decimals, such as 12.50",
                "8:23: monthly_price is '-1'; write a plain decimal from 0 to 10000000000 with up to 8 decimals, such as 12.50",
                "9:23: monthly_price is '0.123456789'; write a plain decimal from 0 to 10000000000 with up to 8 decimals, such as 12.50",
                "10:23: monthly_price is '10000000000.00000001'; write a plain decimal from 0 to 10000000000 with up to 8 decimals, such as 12.50",
                "11:23: monthly_price is no text; write one word or a quoted text",
                "12:8: plan 'H' has no key 'monthlyPrice'; write 'monthly_price', or remove it",
            ]),
        yamlCase(
            "files that are not there",
            """
            tariffs:
              standard: { currency: EUR, outbound: rates.csv, tollFree: free.csv }
            plans: { P: }
            numberingPlan: plan.csv
            directory:
              users: people.csv
              fundings: money.csv
            """,
            [
                "2:61: the file free.csv cannot be read: no such file; put it there, or name another one",
                "4:16: the file plan.csv cannot be read: no such file; put it there, or name another one",
                "6:10: the file people.csv cannot be read: no such file; put it there, or name another one",
                "7:13: the file money.csv cannot be read: no such file; put it there, or name another one",
            ]),
    ]

    @Test(arguments: cases) func `says what is wrong with catalogue.yaml, where, and what to do`(_ fault: FaultCase) {
        #expect(SmallCatalogue.faults([fault.file: fault.text]) == fault.expected)
    }

    @Test func `files with default names are missed at the top of catalogue.yaml`() {
        var files = SmallCatalogue.files
        files["users.csv"] = nil
        files["organizations.csv"] = nil
        #expect(
            SmallCatalogue.faults(of: files) == [
                "catalogue.yaml:1:1: the file organizations.csv cannot be read: no such file; put it there, or name another one",
                "catalogue.yaml:1:1: the file users.csv cannot be read: no such file; put it there, or name another one",
            ])
    }

    @Test func `no catalogue.yaml is a fault`() {
        #expect(
            SmallCatalogue.faults(of: [:]) == [
                "catalogue.yaml:1:1: the file cannot be read: no such file; name a folder that has a catalogue.yaml"
            ])
    }

    @Test(arguments: [4096, 4097]) func `so many plans and no more`(_ count: Int) {
        let plans = (1...count).map { "  P\($0): { credits: yes }\n" }.joined()
        let text = "tariffs:\n  standard: { currency: EUR, outbound: rates.csv }\nplans:\n" + plans
        let fault = "catalogue.yaml:1:1: there are 4097 plans, and at most 4096 can be told apart; remove those that nobody holds"
        #expect(SmallCatalogue.faults(["catalogue.yaml": text]) == (count > 4096 ? [fault] : []))
    }

    @Test(arguments: ["[", "{", "- ", "? "]) func `deep nesting is a fault`(_ opening: String) {
        let faults = SmallCatalogue.faults(["catalogue.yaml": String(repeating: opening, count: 100_000)])
        #expect(faults.count >= 1)
        #expect(faults.allSatisfy { $0.hasPrefix("catalogue.yaml:1:") && $0.hasSuffix("; \(YAMLFaultTests.yaml)") })
    }
}
