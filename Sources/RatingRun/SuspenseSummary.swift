public import CallModel
public import Catalogue
internal import Rating

/// What waits in suspense: how many records and seconds, by reason, destination and user.
public struct SuspenseSummary: Sendable {
    /// Records with the same reason, to the same destination, of the same user.
    public struct Group: Sendable, Hashable {
        /// The destination: a country and the first digits, or empty where the record cannot be read or calls no number.
        public var destination: String
        /// The user, or else the organization's own number, masked; empty where neither can be told.
        public var user: String
        /// How many records.
        public var records = 0
        /// How many seconds they were connected.
        public var seconds: Int64 = 0
    }

    /// All records with one reason.
    public struct Reason: Sendable, Hashable {
        /// The word of suspense.csv.
        public var name: String
        /// How many records.
        public var records = 0
        /// How many seconds they were connected.
        public var seconds: Int64 = 0
        /// Its groups, that with most records first.
        public var groups: [Group] = []
    }

    private struct Key: Hashable {
        var reason: String
        var destination: String
        var user: String
    }

    private let countries: CountryLookup
    private var groups: [Key: Group] = [:]

    /// No records yet.
    public init(numberingPlan: [NumberingPlanEntry]) { countries = CountryLookup(numberingPlan) }

    /// Adds a record that was suspended for that reason.
    public mutating func add(reason: String, _ batch: CallBatch, _ call: Call) {
        var key = Key(reason: reason, destination: "", user: "")
        var seconds: Int64 = 0
        if call.fault == .none {
            let name = batch.text[call.callType.range].map(asciiLowercased)
            let type = CallType(lowercased: name.span)
            key.destination = destination(call.calleeNumber)
            key.user = user(batch, call, type)
            seconds = Int64(call.durationSeconds)
        }
        groups[key, default: Group(destination: key.destination, user: key.user)].records += 1
        groups[key, default: Group(destination: key.destination, user: key.user)].seconds += seconds
    }

    /// The reasons, that with most records first; among equals that with most seconds, then by name.
    public var reasons: [Reason] {
        var reasons: [String: Reason] = [:]
        for (key, group) in groups {
            reasons[key.reason, default: Reason(name: key.reason)].records += group.records
            reasons[key.reason, default: Reason(name: key.reason)].seconds += group.seconds
            reasons[key.reason, default: Reason(name: key.reason)].groups.append(group)
        }
        for name in reasons.keys {
            reasons[name]?.groups.sort { a, b in
                if a.records != b.records { return a.records > b.records }
                if a.seconds != b.seconds { return a.seconds > b.seconds }
                return (a.destination, a.user) < (b.destination, b.user)
            }
        }
        return reasons.values.sorted { a, b in
            if a.records != b.records { return a.records > b.records }
            return a.seconds != b.seconds ? a.seconds > b.seconds : a.name < b.name
        }
    }

    /// What is to be done about a reason; empty for a word that is none.
    public static func remedy(_ reason: String) -> String {
        switch reason {
        case "malformed": "mend the lines in suspended/ as the column Detail of suspense.csv says, or name the right --format"
        case "no_usage_id": "give each record a usage id of its own in suspended/"
        case "unknown_call_type": "correct the call type in suspended/, or name a format that says which type a record has"
        case "unknown_user": "add the users, or their numbers, to users.csv"
        case "unknown_organization": "add the organization to organizations.csv, or correct the field in suspended/"
        case "organization_mismatch": "move the user or the number to the organization that pays, or correct the field in suspended/"
        case "bad_number": "write the called number in international form in suspended/, or name a format with prefix rules"
        case "no_rate": "add rates to the deck; scatto tariff check --suspense lists the prefixes that are missing"
        default: ""
        }
    }

    /// The country and the first three digits of a called number, the others masked.
    private func destination(_ number: PhoneNumber) -> String {
        guard number.isNumber else { return "" }
        let country = countries.country(of: number)
        return (country == .unknown ? "?" : country.description) + " +" + String(number.digits).prefix(3) + "…"
    }

    /// The user field; else the number that would tell the user.
    private func user(_ batch: CallBatch, _ call: Call, _ type: CallType?) -> String {
        if !call.user.isEmpty { return String(decoding: batch.text[call.user.range], as: UTF8.self).onOneLine }
        guard let type, type.hasOwnNumber else { return "" }
        return type.isInbound ? call.calleeNumber.maskedText : call.callerNumber.maskedText
    }
}
