import CallModel

@testable import Catalogue

/// Two organizations, four users, two tariffs: enough for every cell of a row.
enum Sample {
    // Indices, as `rate` and `settle` hand them on.
    static let contoso: Int32 = 0
    static let fabrikam: Int32 = 1
    static let anna: Int32 = 0
    static let rossi: Int32 = 1
    static let zoe: Int32 = 2
    static let bruno: Int32 = 3
    static let hotline: Int32 = 0
    static let reception: Int32 = 1
    static let domesticPlan: UInt16 = 0
    static let worldPlan: UInt16 = 1
    static let creditsPlan: UInt16 = 2
    static let digitPlan: UInt16 = 3
    static let otherDigitPlan: UInt16 = 4
    /// Rates of the outbound decks.
    static let germany: Int32 = 0
    static let germanMobile: Int32 = 1
    static let italy: Int32 = 2
    static let satellite: Int32 = 3
    static let unitedStates: Int32 = 0

    static let catalogue: Catalogue = {
        var users = UserTable()
        users.planSets = [
            UserTable.PlanSet(plans: [0, 2], creditsPlan: 2), UserTable.PlanSet(plans: [0, 1], creditsPlan: -1),
            UserTable.PlanSet(plans: [5], creditsPlan: 5),
        ]
        users.add("anna@contoso.example", "Anna Müller", "0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001", contoso, "DE", planSet: 0)
        users.add("Rossi@contoso.example", "=SUM(A1)", "0f3c2a10-77aa-4b1e-9d55-0c6a1be2f002", contoso, "IT", planSet: 1)
        users.add("zoë@fabrikam.example", "Zoë \"Z\" 0, sales", "", fabrikam, "US", planSet: 2)
        users.add("bruno@fabrikam.example", "Bruno; 2", "00000000-0000-0000-0000-000000000000", fabrikam, "PR", planSet: 1)
        users.index()
        var standard = RateDeck(file: "rates.csv", rates: [], text: [])
        standard.add(49, 2, "Germany", "0.02")
        standard.add(4915, 4, "Germany, mobile “A”", "0.123456")
        standard.add(39, 2, "Italy", "0.0202")
        standard.add(881_234_567_890, 12, "1-2", "9.5")
        var tollFree = RateDeck(file: "toll-free.csv", rates: [], text: [])
        tollFree.add(39800, 5, "Toll-free 39800; special", "0")
        var dollars = RateDeck(file: "dollars.csv", rates: [], text: [])
        dollars.add(1, 1, "United States", "0.01")
        let none = RateDeck(file: "", rates: [], text: [])
        let tariffs = [
            Tariff(
                key: "standard", currency: "EUR", rounding: Rounding(.halfUp, decimals: 4), outbound: standard, tollFree: tollFree, line: 2,
                column: 3),
            Tariff(
                key: "dollars", currency: "USD", rounding: Rounding(.halfUp, decimals: 0), outbound: dollars, tollFree: none, line: 6, column: 3),
        ]
        var numbers = NumberIndex(minimumCapacity: 8)
        _ = numbers.insert(number("+4930111"), .user(0))
        _ = numbers.insert(number("+3906222"), .user(1))
        _ = numbers.insert(number("+1202555"), .user(2))
        _ = numbers.insert(number("+39800123"), .service(0))
        _ = numbers.insert(number("+39800124"), .service(1))
        let puertoRico = Country("PR")!
        let group = CountrySet([Country("US")!, puertoRico])
        return Catalogue(
            timeZone: .utc, tariffs: tariffs, bands: [], numberingPlan: [], domesticGroups: [Country("US")!: group, puertoRico: group],
            sharedPoolLeaders: [:],
            plans: ["MCOPSTN1", "MCOPSTN2", "MCOPSTNPP", "1", "2", "PAYG"].map {
                Plan(key: $0, name: $0, allowances: [], grantsCredits: $0 == "MCOPSTNPP" || $0 == "PAYG", includes: [])
            },
            organizations: [organization("contoso", tariff: 0), organization("fabrikam", tariff: 1)], users: users,
            serviceNumbers: [
                ServiceNumber(number: number("+39800123"), organization: 0, name: "Hotline", numberType: "TollFree"),
                ServiceNumber(number: number("+39800124"), organization: 0, name: "Reception", numberType: ""),
            ],
            numbers: numbers, fundings: [], sha256: "",
            fileNames: Catalogue.FileNames(
                organizations: "organizations.csv", users: "users.csv", serviceNumbers: "service-numbers.csv", fundings: "fundings.csv"))
    }()

    private static func organization(_ key: String, tariff: Int) -> Organization {
        Organization(key: key, name: key, tariff: tariff, notify: [], autoRecharge: nil, line: 2)
    }
}

/// The number of a text, cleaned.
func number(_ text: String) -> PhoneNumber {
    let bytes = Array(text.utf8)
    return PhoneNumber(cleaning: bytes.span)
}

extension UserTable {
    fileprivate mutating func add(
        _ name: String, _ displayName: String, _ objectId: String, _ organization: Int32, _ location: String, planSet: Int32
    ) {
        names.append(append(name))
        displayNames.append(append(displayName))
        objectIds.append(append(objectId))
        organizations.append(organization)
        locations.append(Country(location)!)
        planSetOf.append(planSet)
    }

    private mutating func append(_ text: String) -> TextRange {
        defer { self.text += text.utf8 }
        return TextRange(offset: self.text.count, count: text.utf8.count)
    }

    fileprivate mutating func index() {
        slots = [UInt32](repeating: 0, count: 16)
        for user in 0..<count {
            let name = Array(self.name(user).utf8)
            var i = Int(truncatingIfNeeded: UserTable.hash(name.span)) & 15
            while slots[i] != 0 { i = (i + 1) & 15 }
            slots[i] = UInt32(user + 1)
        }
    }
}

extension RateDeck {
    fileprivate mutating func add(_ prefix: UInt64, _ prefixCount: UInt8, _ destination: String, _ perMinute: String) {
        let range = TextRange(offset: text.count, count: destination.utf8.count)
        text += destination.utf8
        rates.append(
            Rate(
                prefix: prefix, prefixCount: prefixCount, inPlans: true, country: .unknown, band: -1, destination: range,
                perMinute: Money.parse(perMinute)!.amount, connectionFee: .zero, initialIncrementSeconds: 60, incrementSeconds: 60,
                effectiveFrom: .distantPast, effectiveUntil: .distantFuture, line: 2))
    }
}
