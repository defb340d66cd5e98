internal import CallModel
internal import Yams

extension CatalogueOutline {
    /// The most minutes of an allowance, so that the seconds of a pool fit whatever the number of users.
    private static let minutesMax = 10_000_000

    /// A report counts plans in 16 bits, and what they cover is worked out for each of them.
    static let plansMax = 4096

    /// Reads the plans, which need the zones.
    mutating func readPlans(_ node: Node?, _ document: inout YAMLDocument) {
        let entries = document.entries(node, "plans")
        let keys = entries.map(\.key)
        let indices = Dictionary(keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var includes: [[(plan: Int, node: Node)]] = []
        for (key, _, value) in entries {
            let what = "plan '\(key.excerpt)'"
            let fields = document.fields(value, what, ["name", "allowances", "credits", "includes", "monthly_price"])
            let name = document.text(fields["name"], "name")
            let credits = CatalogueOutline.yesOrNo(fields["credits"], "credits", &document)
            let allowances = allowances(fields["allowances"], what, &document)
            let price = CatalogueOutline.price(fields["monthly_price"], "monthly_price", &document)
            plans.append(
                Plan(key: key, name: name ?? key, allowances: allowances, grantsCredits: credits ?? false, monthlyPrice: price, includes: []))
            var included: [(plan: Int, node: Node)] = []
            for (text, item) in document.texts(fields["includes"], "includes", "write plans in brackets, such as [MCOMEETADD]") {
                if let plan = indices[text] {
                    included.append((plan, item))
                } else {
                    let near = NearestName.among(keys, to: text)
                    document.fault(
                        item, "there is no plan '\(text.excerpt)'",
                        near.map { "write '\($0)', or add this one" } ?? "write one of the plans, or add this one")
                }
            }
            includes.append(included)
        }
        if plans.count > CatalogueOutline.plansMax {
            document.fault(
                "there are \(plans.count) plans, and at most \(CatalogueOutline.plansMax) can be told apart", "remove those that nobody holds")
        }
        if plans.isEmpty { document.fault("there is no plan", "add one under 'plans', with allowances or 'credits: yes'") }
        resolveInclusions(includes, &document)
    }

    /// Closes inclusions transitively. An inclusion that leads back to its plan is a fault.
    private mutating func resolveInclusions(_ includes: [[(plan: Int, node: Node)]], _ document: inout YAMLDocument) {
        for plan in plans.indices {
            var reached: Set<Int> = []
            var open = includes[plan].map(\.plan)
            while let next = open.popLast() {
                if reached.insert(next).inserted { open += includes[next].map(\.plan) }
            }
            if reached.contains(plan) {
                // The inclusions that are part of the circle are those from which the plan can be reached again.
                for (included, node) in includes[plan] where leads(from: included, to: plan, includes) {
                    document.fault(
                        node, "plan '\(plans[plan].key.excerpt)' includes itself by way of '\(plans[included].key.excerpt)'",
                        "remove one of the inclusions of the circle")
                }
            }
            plans[plan].includes = reached.subtracting([plan]).sorted()
        }
    }

    private func leads(from start: Int, to end: Int, _ includes: [[(plan: Int, node: Node)]]) -> Bool {
        var reached: Set<Int> = []
        var open = [start]
        while let next = open.popLast() {
            if next == end { return true }
            if reached.insert(next).inserted { open += includes[next].map(\.plan) }
        }
        return false
    }

    private static func yesOrNo(_ node: Node?, _ what: String, _ document: inout YAMLDocument) -> Bool? {
        guard let node, let text = document.text(node, what) else { return nil }
        switch text {
        case "yes", "Yes", "YES", "true", "True", "TRUE": return true
        case "no", "No", "NO", "false", "False", "FALSE": return false
        default:
            document.fault(node, "\(what) is '\(text.excerpt)'", "write yes or no")
            return nil
        }
    }

    /// An amount from 0, with up to 8 decimals.
    private static func price(_ node: Node?, _ what: String, _ document: inout YAMLDocument) -> Money? {
        guard let node, let text = document.text(node, what) else { return nil }
        if let price = Money.parse(text) { return price.amount }
        document.fault(
            node, "\(what) is '\(text.excerpt)'", "write a plain decimal from 0 to 10000000000 with up to 8 decimals, such as 12.50")
        return nil
    }
}

extension CatalogueOutline {
    private static let allowanceKeys = ["id", "calls", "to", "except", "minutes", "minutesIn", "pool"]

    private func allowances(_ node: Node?, _ plan: String, _ document: inout YAMLDocument) -> [Allowance] {
        guard let node else { return [] }
        guard case .sequence(let items) = node else {
            document.fault(node, "the allowances of \(plan) are no list", "begin each with '- '")
            return []
        }
        var allowances: [Allowance] = []
        var ids: Set<String> = []
        for (place, item) in items.enumerated() {
            let what = "allowance \(place) of \(plan)"
            let fields = document.fields(item, what, CatalogueOutline.allowanceKeys)
            for key in ["calls", "to", "pool"] where fields[key] == nil {
                document.fault(item, "\(what) has no '\(key.excerpt)'", CatalogueOutline.missingRemedy[key] ?? "")
            }
            let id = document.text(fields["id"], "id") ?? String(place)
            if !ids.insert(id).inserted {
                document.fault(fields["id"] ?? item, "two allowances of \(plan) have the id '\(id.excerpt)'", "give one of them another id")
            }
            var minutesIn: [Country: Int64?] = [:]
            for (key, keyNode, value) in document.entries(fields["minutesIn"], "minutesIn") {
                if let minutes = CatalogueOutline.minutes(value, "minutesIn of \(key.excerpt)", &document),
                    let country = document.country(key, keyNode)
                {
                    minutesIn[country] = .some(minutes.limit)
                }
            }
            allowances.append(
                Allowance(
                    id: id,
                    calls: document.word(fields["calls"], "calls", [("calling", .calling), ("conferencing", .conferencing)]) ?? .calling,
                    to: destinations(fields["to"], &document), except: countrySet(fields["except"], "except", &document),
                    minutes: fields["minutes"].flatMap { CatalogueOutline.minutes($0, "minutes", &document) }.map(\.limit) ?? .some(0),
                    minutesIn: minutesIn,
                    pool: document.word(
                        fields["pool"], "pool", [("country", Allowance.Sharing.country), ("organization", .organization), ("user", .user)])
                        ?? .country))
        }
        return allowances
    }

    private static let missingRemedy = [
        "calls": "write 'calls: calling' or 'calls: conferencing'",
        "to": "write domestic, international, a zone, or countries such as [US, CA]",
        "pool": "write 'pool: country', 'pool: organization' or 'pool: user'",
    ]

    /// Minutes; a limit of `nil` is unlimited.
    private static func minutes(_ node: Node, _ what: String, _ document: inout YAMLDocument) -> (limit: Int64?, Void)? {
        guard let text = document.text(node, what) else { return nil }
        if text == "unlimited" { return (nil, ()) }
        let bytes = Array(text.utf8)
        if let minutes = bytes.span.wholeNumber(upTo: minutesMax) { return (Int64(minutes), ()) }
        document.fault(node, "\(what) is '\(text.excerpt)'", "write whole minutes from 0 to \(minutesMax), or unlimited")
        return nil
    }

    private func destinations(_ node: Node?, _ document: inout YAMLDocument) -> Allowance.Destinations {
        if case .scalar(let scalar)? = node {
            if scalar.string == "domestic" { return .domestic }
            if scalar.string == "international" { return .international }
        }
        return .countries(countrySet(node, "to", &document))
    }

    /// Countries in brackets, one country, or a zone.
    private func countrySet(_ node: Node?, _ what: String, _ document: inout YAMLDocument) -> CountrySet {
        guard let node else { return CountrySet() }
        guard case .scalar(let scalar) = node else { return CountrySet(document.countries(node, what)) }
        if let zone = zones[scalar.string] { return zone }
        if let country = Country(scalar.string) { return CountrySet([country]) }
        let near = NearestName.among(zones.keys.sorted() + (what == "to" ? ["domestic", "international"] : []), to: scalar.string)
        document.fault(
            node, "there is no zone '\(scalar.string.excerpt)'",
            near.map { "write '\($0)', or add this one to zones" } ?? "add it to zones, or write countries in brackets")
        return CountrySet()
    }
}
