import CallModel
import Foundation
import SeededRandom
import Testing

@testable import Catalogue

/// A catalogue with everything in it, and where it comes from.
struct CatalogueLoadingTests {
    private static let files = [
        "catalogue.yaml": """
        timeZone: Europe/Rome
        tariffs:
          standard:
            currency: EUR
            outbound: decks/rates.csv
            tollFree: free.csv
          gold: { currency: CHF, decimals: 2, rounding: half-even, outbound: decks/rates.csv }
        zones:
          nordic: [NO, SE]
        domestic:
          US: [PR, CA]
        sharedPools:
          - [US, PR]
        bands:
          night: { from: 22:00, until: 06:00 }
        plans:
          MCOPSTN:
            name: Domestic
            allowances:
              - { calls: calling, to: domestic, minutes: 1200, minutesIn: { US: 3000, GB: unlimited }, pool: country }
              - { id: abroad, calls: calling, to: international, except: nordic, minutes: unlimited, pool: organization }
              - { calls: conferencing, to: [US, CA], pool: user }
              - { calls: conferencing, to: nordic, except: [NO], minutes: 5, pool: user }
          CREDITS: { credits: yes }
        directory:
          users: people.csv
        """,
        "decks/rates.csv": """
        prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country,effective_from,effective_until,band,in_plans
        +39 06,"Rome, Italy",0.0125,0.05,30,6,IT,2026-10-01,2026-10-25T02:30,night,no
        001,Unreachable,1,,,,,2026-10-01T08:00:00+0530,,,
        """,
        "free.csv": "rate_per_minute,prefix,destination\n0,800,Free\n",
        "organizations.csv": """
        organization,name,tariff,notify,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment
        acme,"Acme, S.p.A.",,it@acme.example; cfo@acme.example ;,5,10.25,100,agreement:EA-1/PO-7
        globex,,gold,,0,5,,card:2028-01
        initech,,gold,,1.25,5,,command
        """,
        "people.csv": "user,organization,usage_location\nada,globex,IT\n",
        "fundings.csv": "reference,organization,amount,date,payment\nF-1,globex,5.10,2026-10-25T02:30,agreement:EA-9\nF-2,acme,0.0001,2026-07-01,\n",
    ]

    @Test func `all that a catalogue says is read`() throws {
        let catalogue = try Catalogue.load(files: CatalogueLoadingTests.files)
        #expect(catalogue.timeZone.name == "Europe/Rome")
        #expect(catalogue.tariffs.map(\.key) == ["standard", "gold"])
        #expect(catalogue.tariffs.map(\.currency) == ["EUR", "CHF"])
        #expect(catalogue.tariffs.map(\.rounding) == [Rounding(.halfUp, decimals: 4), Rounding(.halfEven, decimals: 2)])
        #expect(catalogue.tariffs.map(\.line) == [3, 7])
        #expect(catalogue.tariffs.map(\.column) == [3, 3])
        #expect(catalogue.tariffs.map(\.outbound.file) == ["decks/rates.csv", "decks/rates.csv"])
        #expect(catalogue.tariffs.map(\.tollFree.file) == ["free.csv", ""])
        #expect(catalogue.tariffs.map(\.tollFree.rates.count) == [1, 0])
        #expect(catalogue.numberingPlan.count == 310)
        #expect(catalogue.domesticGroups == [Country("US")!: CountrySet([Country("US")!, Country("PR")!, Country("CA")!])])
        #expect(catalogue.sharedPoolLeaders == [Country("US")!: Country("US")!, Country("PR")!: Country("US")!])
        #expect(catalogue.fileNames.users == "people.csv")
        #expect(catalogue.fileNames.organizations == "organizations.csv")
        #expect(catalogue.fileNames.serviceNumbers == "service-numbers.csv")
        #expect(catalogue.fileNames.fundings == "fundings.csv")
        #expect(catalogue.serviceNumbers.isEmpty)
    }

    @Test func `a rate has what its row says, or the defaults`() throws {
        let deck = try Catalogue.load(files: CatalogueLoadingTests.files).tariffs[0].outbound
        let rome = deck.rates[0]
        #expect(rome.prefix == 3906 && rome.prefixCount == 4)
        #expect(deck.destination(rome) == "Rome, Italy")
        #expect(rome.perMinute.rateText == "0.0125")
        #expect(rome.connectionFee.rateText == "0.05")
        #expect(rome.initialIncrementSeconds == 30 && rome.incrementSeconds == 6)
        #expect(rome.country == Country("IT"))
        #expect(rome.effectiveFrom.description == "2026-09-30T22:00:00Z")
        // 02:30 occurs twice in that night; the earlier one counts.
        #expect(rome.effectiveUntil.description == "2026-10-25T00:30:00Z")
        #expect(rome.band == 0 && !rome.inPlans && rome.line == 2)
        let other = deck.rates[1]
        #expect(other.prefix == 1 && other.prefixCount == 3)
        #expect(other.connectionFee == .zero && other.initialIncrementSeconds == 60 && other.incrementSeconds == 60)
        #expect(other.country == .unknown && other.band == -1 && other.inPlans && other.line == 3)
        #expect(other.effectiveFrom.description == "2026-10-01T02:30:00Z")
        #expect(other.effectiveUntil == .distantFuture)
    }

    @Test func `a plan has its allowances`() throws {
        let plans = try Catalogue.load(files: CatalogueLoadingTests.files).plans
        #expect(plans.map(\.name) == ["Domestic", "CREDITS"])
        #expect(plans.map(\.grantsCredits) == [false, true])
        let allowances = plans[0].allowances
        #expect(allowances.map(\.id) == ["0", "abroad", "2", "3"])
        #expect(allowances.map(\.calls) == [.calling, .calling, .conferencing, .conferencing])
        #expect(allowances.map(\.pool) == [.country, .organization, .user, .user])
        #expect(allowances.map(\.minutes) == [1200, nil, 0, 5])
        #expect(["US", "GB", "IT"].map { allowances[0].minutes(in: Country($0)!) } == [3000, nil, 1200])
        #expect(allowances[1].except == CountrySet([Country("NO")!, Country("SE")!]))
        guard case .domestic = allowances[0].to, case .international = allowances[1].to, case .countries(let listed) = allowances[2].to,
            case .countries(let zone) = allowances[3].to
        else {
            Issue.record("other destinations than the file names")
            return
        }
        #expect(listed == CountrySet([Country("US")!, Country("CA")!]))
        #expect(zone == CountrySet([Country("NO")!, Country("SE")!]))
    }

    @Test func `organizations and fundings have what their rows say`() throws {
        let catalogue = try Catalogue.load(files: CatalogueLoadingTests.files)
        let organizations = catalogue.organizations
        #expect(organizations.map(\.key) == ["acme", "globex", "initech"])
        #expect(organizations.map(\.name) == ["Acme, S.p.A.", "", ""])
        #expect(organizations.map(\.tariff) == [0, 1, 1])
        #expect(organizations.map(\.line) == [2, 3, 4])
        #expect(organizations[0].notify == ["it@acme.example", "cfo@acme.example"])
        let one = Money.unitsPerOne
        #expect(
            organizations.map(\.autoRecharge) == [
                AutoRecharge(
                    trigger: Money(units: 5 * one), amount: Money(units: 1025 * one / 100), monthlyLimit: Money(units: 100 * one),
                    payment: .agreement("EA-1/PO-7")),
                AutoRecharge(
                    trigger: .zero, amount: Money(units: 5 * one), monthlyLimit: nil, payment: .card(CalendarMonth(year: 2028, month: 1))),
                AutoRecharge(trigger: Money(units: 125 * one / 100), amount: Money(units: 5 * one), monthlyLimit: nil, payment: .command),
            ])
        #expect(
            catalogue.fundings == [
                Funding(
                    reference: "F-1", organization: 1, amount: Money(units: 510 * one / 100),
                    purchased: Instant(CivilDate(year: 2026, month: 10, day: 25), secondOfDay: 1800), payment: "agreement:EA-9", line: 2),
                Funding(
                    reference: "F-2", organization: 0, amount: Money(units: one / 10_000),
                    purchased: Instant(CivilDate(year: 2026, month: 6, day: 30), secondOfDay: 22 * 3600), payment: "", line: 3),
            ])
    }

    @Test func `amounts have no more decimals than the organization's tariff`() {
        var files = CatalogueLoadingTests.files
        files["organizations.csv"]! += "\nhooli,,gold,,1.255,5,,command\n"
        files["fundings.csv"]! += "F-3,globex,0.001,2026-07-01,\n"
        #expect(
            SmallCatalogue.faults(of: files) == [
                "organizations.csv:5:14: auto_recharge_trigger is '1.255'; write no more decimals than the tariff has, which is 2",
                "fundings.csv:4:12: amount is '0.001'; write no more decimals than the tariff has, which is 2",
            ])
    }

    @Test func `the observer sees every file once, in byte order of names, as it was read`() throws {
        var seen: [String] = []
        _ = try Catalogue.load(files: CatalogueLoadingTests.files) { name, content in
            seen.append(name)
            #expect(Array(CatalogueLoadingTests.files[name]!.utf8) == (0..<content.count).map { content[$0] })
        }
        #expect(seen == ["catalogue.yaml", "decks/rates.csv", "free.csv", "fundings.csv", "organizations.csv", "people.csv"])
    }

    @Test func `a folder and texts come to the same`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "catalogue-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder.appending(path: "decks"), withIntermediateDirectories: true)
        for (name, text) in CatalogueLoadingTests.files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let catalogue = try Catalogue.load(folder: folder.path)
        let expected = try Catalogue.load(files: CatalogueLoadingTests.files)
        #expect(catalogue.fundings == expected.fundings)
        #expect(catalogue.tariffs[0].outbound.text == expected.tariffs[0].outbound.text)
        #expect(catalogue.users.text == expected.users.text)

        try FileManager.default.removeItem(at: folder.appending(path: "free.csv"))
        try FileManager.default.createDirectory(at: folder.appending(path: "free.csv"), withIntermediateDirectories: true)
        try Data([0x6E, 0x61, 0xFF, 0x0A]).write(to: folder.appending(path: "fundings.csv"))
        let faults = #expect(throws: CatalogueFaults.self) { try Catalogue.load(folder: folder.path) }
        #expect(
            faults?.faults.map(\.description) == [
                "catalogue.yaml:6:15: the file free.csv cannot be read: it is a folder; put it there, or name another one",
                "fundings.csv:1:1: the column reference is missing; add it to the header and to every row",
                "fundings.csv:1:1: the column organization is missing; add it to the header and to every row",
                "fundings.csv:1:1: the column amount is missing; add it to the header and to every row",
                "fundings.csv:1:1: the column date is missing; add it to the header and to every row",
                "fundings.csv:1:3: this is no UTF-8; save the file as UTF-8",
            ])
    }

    @Test func `no folder is a fault`() {
        let faults = #expect(throws: CatalogueFaults.self) { try Catalogue.load(folder: "/nowhere/at/all") }
        #expect(
            faults?.faults.map(\.description) == [
                "catalogue.yaml:1:1: the file cannot be read: no such file; name a folder that has a catalogue.yaml"
            ])
    }

    @Test func `a deck of many rows is read whole`() throws {
        var random = Random(seed: 11)
        var rows = "prefix,destination,rate_per_minute\n"
        var expected: [UInt64] = []
        for i in 0..<20_000 {
            let prefix = UInt64(i) * 1000 + UInt64.random(in: 1...999, using: &random)
            expected.append(prefix)
            rows += "\(prefix),Place \(prefix % 300),0.\(i % 90_000 + 10_000)\n"
        }
        let deck = try SmallCatalogue.load(["rates.csv": rows]).tariffs[0].outbound
        #expect(deck.rates.map(\.prefix) == expected)
        #expect(deck.rates.allSatisfy { deck.destination($0) == "Place \($0.prefix % 300)" })
    }
}
