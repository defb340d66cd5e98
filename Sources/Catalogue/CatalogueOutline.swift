internal import CallModel
internal import Yams

/// What catalogue.yaml says, before the files that it names are read.
struct CatalogueOutline {
    /// The file's name.
    static let file = "catalogue.yaml"

    var timeZone = CalendarZone.utc
    var tariffs: [TariffOutline] = []
    var numberingPlan: FileReference?
    var zones: [String: CountrySet] = [:]
    var domesticGroups: [Country: CountrySet] = [:]
    var sharedPoolLeaders: [Country: Country] = [:]
    var bands: [Band] = []
    var plans: [Plan] = []
    var organizations = FileReference(name: "organizations.csv")
    var users = FileReference(name: "users.csv")
    var serviceNumbers = FileReference(name: "service-numbers.csv", isRequired: false)
    var fundings = FileReference(name: "fundings.csv", isRequired: false)

    /// A file of the catalogue, and where it is named.
    struct FileReference {
        /// Relative to the catalogue's folder.
        var name: String
        /// Whether it is an error that it is not there.
        var isRequired = true
        /// Where catalogue.yaml names it.
        var line = 1
        /// See ``line``.
        var column = 1
    }

    /// A tariff, before its decks are read.
    struct TariffOutline {
        var key: String
        var currency: String
        var rounding: Rounding
        var outbound: FileReference?
        var tollFree: FileReference?
        var line: Int
        var column: Int
    }

    private static let keys = [
        "timeZone", "tariffs", "numberingPlan", "zones", "domestic", "sharedPools", "bands", "plans", "directory",
    ]

    /// An outline of nothing.
    init() {}

    /// Reads it; faults go to the document.
    init(_ document: inout YAMLDocument) {
        guard let root = document.root, !YAMLDocument.isNothing(root) else {
            if document.faults.isEmpty { document.fault("the file is empty", "give it tariffs and plans, as the file formats describe") }
            return
        }
        let fields = document.fields(root, "the catalogue", CatalogueOutline.keys)
        timeZone = zone(fields["timeZone"], &document) ?? .utc
        readTariffs(fields["tariffs"], &document)
        numberingPlan = file(fields["numberingPlan"], "numberingPlan", &document)
        readZones(fields["zones"], &document)
        readCountryGroups(domestic: fields["domestic"], sharedPools: fields["sharedPools"], &document)
        readBands(fields["bands"], &document)
        readPlans(fields["plans"], &document)
        readDirectory(fields["directory"], &document)
    }

    /// A time zone; `nil` if none is given, or there is none of that name.
    private func zone(_ node: Node?, _ document: inout YAMLDocument) -> CalendarZone? {
        guard let node, let name = document.text(node, "timeZone") else { return nil }
        if let zone = CalendarZone(name: name) { return zone }
        document.fault(node, "there is no time zone '\(name.excerpt)'", "write an IANA name, such as Europe/Rome or UTC")
        return nil
    }

    private func file(_ node: Node?, _ what: String, isRequired: Bool = true, _ document: inout YAMLDocument) -> FileReference? {
        guard let node, let name = document.text(node, what) else { return nil }
        return FileReference(name: name, isRequired: isRequired, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    private mutating func readDirectory(_ node: Node?, _ document: inout YAMLDocument) {
        let fields = document.fields(node, "directory", ["organizations", "users", "serviceNumbers", "fundings"])
        organizations = file(fields["organizations"], "organizations", &document) ?? organizations
        users = file(fields["users"], "users", &document) ?? users
        serviceNumbers = file(fields["serviceNumbers"], "serviceNumbers", &document) ?? serviceNumbers
        fundings = file(fields["fundings"], "fundings", &document) ?? fundings
    }
}

extension CatalogueOutline {
    private mutating func readTariffs(_ node: Node?, _ document: inout YAMLDocument) {
        for (key, keyNode, value) in document.entries(node, "tariffs") {
            let what = "tariff '\(key.excerpt)'"
            let fields = document.fields(value, what, ["currency", "decimals", "rounding", "outbound", "tollFree"])
            let currency = document.text(fields["currency"], "currency")
            if let currency, !CatalogueOutline.isCurrency(currency) {
                document.fault(
                    fields["currency"] ?? value, "'\(currency.excerpt)' is no currency", "write its three capital letters, as ISO 4217 has them")
            } else if fields["currency"] == nil {
                document.fault(keyNode, "\(what) has no currency", "add one, such as 'currency: EUR'")
            }
            if fields["outbound"] == nil {
                document.fault(keyNode, "\(what) has no outbound rate deck", "name its file, such as 'outbound: rates.csv'")
            }
            let decimals = document.number(fields["decimals"], "decimals", 0...Money.decimalsMax) ?? 4
            let mode = document.word(fields["rounding"], "rounding", Rounding.Mode.allCases.map { ($0.rawValue, $0) }) ?? .halfUp
            tariffs.append(
                TariffOutline(
                    key: key, currency: currency ?? "", rounding: Rounding(mode, decimals: decimals),
                    outbound: file(fields["outbound"], "outbound", &document), tollFree: file(fields["tollFree"], "tollFree", &document),
                    line: keyNode.mark?.line ?? 1, column: keyNode.mark?.column ?? 1))
        }
        if tariffs.isEmpty { document.fault("there is no tariff", "add one under 'tariffs', with a currency and an outbound rate deck") }
    }

    private static func isCurrency(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
    }

    private mutating func readZones(_ node: Node?, _ document: inout YAMLDocument) {
        for (key, keyNode, value) in document.entries(node, "zones") {
            if Country(key) != nil || key == "domestic" || key == "international" {
                document.fault(keyNode, "a zone cannot be named '\(key.excerpt)'", "give it a name that is no country, 'domestic' or 'international'")
            }
            zones[key] = CountrySet(document.countries(value, "zone '\(key.excerpt)'"))
        }
    }

    private mutating func readCountryGroups(domestic: Node?, sharedPools: Node?, _ document: inout YAMLDocument) {
        for (key, keyNode, value) in document.entries(domestic, "domestic") {
            let group = document.countries(value, "the domestic group of \(key.excerpt)")
            guard let location = document.country(key, keyNode) else { continue }
            // Wherever a user is, calls within that country are domestic.
            domesticGroups[location] = CountrySet(group + [location])
        }
        guard let sharedPools, !YAMLDocument.isNothing(sharedPools) else { return }
        guard case .sequence(let groups) = sharedPools else {
            document.fault(sharedPools, "sharedPools is no list", "write a list of groups, such as [[US, PR]]")
            return
        }
        for group in groups {
            var leader: Country?
            var members: Set<Country> = []
            for (text, item) in document.texts(group, "a group of sharedPools", "write countries in brackets, such as [US, PR]") {
                guard let country = document.country(text, item), members.insert(country).inserted else { continue }
                if sharedPoolLeaders[country] != nil {
                    document.fault(item, "\(country) is in two groups of sharedPools", "keep it in one of them")
                } else {
                    leader = leader ?? country
                    sharedPoolLeaders[country] = leader
                }
            }
        }
    }
}

extension CatalogueOutline {
    private mutating func readBands(_ node: Node?, _ document: inout YAMLDocument) {
        for (key, _, value) in document.entries(node, "bands") {
            let fields = document.fields(value, "band '\(key.excerpt)'", ["days", "from", "until", "timeZone"])
            bands.append(
                Band(
                    key: key, days: fields["days"].map { CatalogueOutline.days($0, &document) } ?? Array(repeating: true, count: 7),
                    fromMinute: CatalogueOutline.minute(fields["from"], "from", 0...1439, &document) ?? 0,
                    untilMinute: CatalogueOutline.minute(fields["until"], "until", 0...1440, &document) ?? 1440,
                    timeZone: zone(fields["timeZone"], &document) ?? timeZone))
        }
    }

    /// Days of the week from Monday: a day, a range that may wrap the week, or a list of these.
    private static func days(_ node: Node, _ document: inout YAMLDocument) -> [Bool] {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let remedy = "write days such as Mon, a range such as Mon-Fri, or a list such as [Mon, Wed]"
        var days = Array(repeating: false, count: 7)
        var items: [(text: String, node: Node)] = []
        if case .scalar(let scalar) = node {
            items = [(scalar.string, node)]
        } else {
            items = document.texts(node, "days", remedy)
            if items.isEmpty { document.fault(node, "days names no day", remedy) }
        }
        for (text, item) in items {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { names.firstIndex(of: String($0)) }
            guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1] else {
                document.fault(item, "days is '\(text.excerpt)'", remedy)
                continue
            }
            var day = first
            days[day] = true
            while day != last {
                day = (day + 1) % 7
                days[day] = true
            }
        }
        return days
    }

    /// A time of day `HH:MM` in minutes after midnight.
    private static func minute(_ node: Node?, _ what: String, _ bounds: ClosedRange<Int>, _ document: inout YAMLDocument) -> Int? {
        guard let node, let text = document.text(node, what) else { return nil }
        let bytes = Array(text.utf8)
        var scan = DigitScan(position: 0)
        if let hour = scan.number(bytes.span, digits: 2), scan.take(":", bytes.span), let minute = scan.number(bytes.span, digits: 2),
            scan.position == bytes.count, minute < 60, bounds.contains(hour * 60 + minute)
        {
            return hour * 60 + minute
        }
        document.fault(node, "\(what) is '\(text.excerpt)'", "write a time of day from 00:00 to \(bounds.upperBound == 1440 ? "24:00" : "23:59")")
        return nil
    }
}
