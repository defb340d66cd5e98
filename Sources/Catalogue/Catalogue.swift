public import CallModel

/// The catalogue: who may call what at which price, checked and ready to be used.
///
/// What is asked for every call is reached by index; texts lie in arenas. A catalogue is a value that never changes.
public struct Catalogue: Sendable {
    /// The time zone of months and local times.
    public var timeZone: CalendarZone
    /// Tariffs in the catalogue's order; the first is the default.
    public var tariffs: [Tariff]
    /// Bands that rates name.
    public var bands: [Band]
    /// Country by prefix, where a rate names none.
    public var numberingPlan: [NumberingPlanEntry]
    /// Domestic groups: the countries that are domestic from a usage location. Locations that are not listed have themselves alone.
    public var domesticGroups: [Country: CountrySet]
    /// The first country of the shared group that a location is in; locations in no group are not listed.
    public var sharedPoolLeaders: [Country: Country]
    /// Plans in order of use.
    public var plans: [Plan]
    /// Organizations in the order of their file.
    public var organizations: [Organization]
    /// Users.
    public var users: UserTable
    /// Service numbers.
    public var serviceNumbers: [ServiceNumber]
    /// Numbers of users and service numbers together.
    public var numbers: NumberIndex
    /// Fundings in the order of their file.
    public var fundings: [Funding]
    /// Where the rows of keyed things stand, for messages about the ledger (see ``Organization/line``, ``Funding/line``).
    public var fileNames: FileNames

    /// The files of the directory, as catalogue.yaml names them, relative to the catalogue's folder.
    public struct FileNames: Sendable {
        /// organizations.csv
        public var organizations: String
        /// users.csv
        public var users: String
        /// service-numbers.csv
        public var serviceNumbers: String
        /// fundings.csv
        public var fundings: String
    }
}

/// A currency, an outbound deck and a toll-free deck.
public struct Tariff: Sendable {
    /// Its key in catalogue.yaml.
    public var key: String
    /// The currency, as written.
    public var currency: String
    /// How charges are rounded, and to how many decimals.
    public var rounding: Rounding
    /// Rates of outbound calls.
    public var outbound: RateDeck
    /// Rates of toll-free calls; empty without a `tollFree` file.
    public var tollFree: RateDeck
    /// Line and column of the tariff in catalogue.yaml, from 1.
    public var line: Int
    /// See ``line``.
    public var column: Int
}

/// The rows of a rate deck, in the order of the file.
public struct RateDeck: Sendable {
    /// The file, relative to the catalogue's folder; empty for a deck that is not there.
    public var file: String
    /// The rates.
    public var rates: [Rate]
    /// Texts of the deck: destinations.
    public var text: [UInt8]

    /// A deck of these rates.
    package init(file: String, rates: [Rate], text: [UInt8]) {
        self.file = file
        self.rates = rates
        self.text = text
    }

    /// The destination of a rate.
    public func destination(_ rate: Rate) -> String { String(decoding: text[rate.destination.range], as: UTF8.self) }
}

/// One priced prefix.
public struct Rate: Sendable {
    /// The prefix as digits: 1 … 18 of them; ``prefixDigits`` less its leading zeros, which only an unreachable prefix has.
    public var prefix: UInt64
    /// How many digits the prefix has.
    public var prefixCount: UInt8
    /// Whether allowances may cover it.
    public var inPlans: Bool
    /// The row's country, or unknown.
    public var country: Country
    /// An index into ``Catalogue/bands``, or −1.
    public var band: Int32
    /// The destination, a range of the deck's text.
    public var destination: TextRange
    /// Price per minute.
    public var perMinute: Money
    /// Fee per call.
    public var connectionFee: Money
    /// 1 … 86,400.
    public var initialIncrementSeconds: Int32
    /// 1 … 86,400.
    public var incrementSeconds: Int32
    /// From when on it applies; `distantPast` if open.
    public var effectiveFrom: Instant
    /// Until when it applies, exclusive; `distantFuture` if open.
    public var effectiveUntil: Instant
    /// The physical line on which its row begins, from 1.
    public var line: Int32

    /// A rate; nothing is checked.
    package init(
        prefix: UInt64, prefixCount: UInt8, inPlans: Bool, country: Country, band: Int32, destination: TextRange, perMinute: Money,
        connectionFee: Money, initialIncrementSeconds: Int32, incrementSeconds: Int32, effectiveFrom: Instant, effectiveUntil: Instant, line: Int32
    ) {
        self.prefix = prefix
        self.prefixCount = prefixCount
        self.inPlans = inPlans
        self.country = country
        self.band = band
        self.destination = destination
        self.perMinute = perMinute
        self.connectionFee = connectionFee
        self.initialIncrementSeconds = initialIncrementSeconds
        self.incrementSeconds = incrementSeconds
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
        self.line = line
    }
}

/// Hours of the week in which a rate applies.
public struct Band: Sendable {
    /// Its key.
    public var key: String
    /// Monday … Sunday: whether a band begins on that day.
    public var days: [Bool]
    /// Minutes after midnight at which it begins: 0 … 1,439.
    public var fromMinute: Int
    /// Minutes after midnight at which it ends: 0 … 1,440; not after ``fromMinute`` if it runs past midnight.
    public var untilMinute: Int
    /// In whose local time.
    public var timeZone: CalendarZone

    /// A band; nothing is checked.
    package init(key: String, days: [Bool], fromMinute: Int, untilMinute: Int, timeZone: CalendarZone) {
        self.key = key
        self.days = days
        self.fromMinute = fromMinute
        self.untilMinute = untilMinute
        self.timeZone = timeZone
    }

    /// Whether the band contains a moment (file-formats.md, Bands).
    public func contains(_ instant: Instant) -> Bool {
        let local = Int(instant.epochSeconds) + timeZone.offsetSeconds(at: instant)
        let day = (local >= 0 ? local : local - 86_399) / 86_400
        let minute = (local - day * 86_400) / 60
        let weekday = ((day + 3) % 7 + 7) % 7
        if fromMinute < untilMinute { return days[weekday] && minute >= fromMinute && minute < untilMinute }
        return (days[weekday] && minute >= fromMinute) || (days[(weekday + 6) % 7] && minute < untilMinute)
    }
}

/// One row of the numbering plan.
public struct NumberingPlanEntry: Sendable, Hashable {
    /// The prefix as digits.
    public var prefix: UInt64
    /// How many digits it has.
    public var prefixCount: UInt8
    /// The country.
    public var country: Country

    /// A row; nothing is checked.
    package init(prefix: UInt64, prefixCount: UInt8, country: Country) {
        self.prefix = prefix
        self.prefixCount = prefixCount
        self.country = country
    }
}

/// What a licence grants.
public struct Plan: Sendable {
    /// Its key: what licences name.
    public var key: String
    /// Its name, or the key.
    public var name: String
    /// Its allowances, in order.
    public var allowances: [Allowance]
    /// Whether it grants the use of credits.
    public var grantsCredits: Bool
    /// What a licence costs for a month, in the currency of its holder's tariff; `nil` if the catalogue names no price. No call is priced by it.
    public var monthlyPrice: Money?
    /// Plans that it includes, as indices, transitively closed, itself not among them.
    public var includes: [Int]
}

/// Minutes that a plan includes.
public struct Allowance: Sendable {
    /// Where it applies.
    public enum Destinations: Sendable {
        /// The domestic group of the user's usage location.
        case domestic
        /// All but that, unknown countries among them.
        case international
        /// These countries.
        case countries(CountrySet)
    }
    /// Who shares its minutes.
    public enum Sharing: String, Sendable {
        case country, organization, user
    }

    /// By which its pools are kept over the months.
    public var id: String
    /// `calling` or `conferencing`.
    public var calls: CallClass
    /// Where it applies.
    public var to: Destinations
    /// Where it does not.
    public var except: CountrySet
    /// Minutes per user and month; `nil` is unlimited.
    public var minutes: Int64?
    /// Minutes by usage location, before ``minutes``. `nil` inside is unlimited.
    public var minutesIn: [Country: Int64?]
    /// Who shares.
    public var pool: Sharing

    /// Minutes for a user of that location; `nil` is unlimited.
    public func minutes(in location: Country) -> Int64? { minutesIn[location] ?? minutes }
}

/// Who pays.
public struct Organization: Sendable {
    /// Its key.
    public var key: String
    /// Its name; may be empty.
    public var name: String
    /// An index into ``Catalogue/tariffs``.
    public var tariff: Int
    /// E-mail addresses.
    public var notify: [String]
    /// How credits are bought when they run low, if they are.
    public var autoRecharge: AutoRecharge?
    /// The physical line on which its row begins.
    public var line: Int
}

/// How credits are bought when they run low.
public struct AutoRecharge: Sendable, Hashable {
    /// Below this balance credits are bought.
    public var trigger: Money
    /// They are bought in multiples of this; above 0.
    public var amount: Money
    /// The most that is bought in a calendar month.
    public var monthlyLimit: Money?
    /// How they are paid.
    public var payment: Payment
}

/// How credits are paid.
public enum Payment: Sendable, Hashable {
    /// `agreement:NUMBER[/PURCHASE-ORDER]`: always approved.
    case agreement(String)
    /// `card:YYYY-MM`: approved up to and including that month.
    case card(CalendarMonth)
    /// `command`: a program decides.
    case command
}

/// Credits that were bought by hand.
public struct Funding: Sendable, Hashable {
    /// By which it is applied once.
    public var reference: String
    /// An index into ``Catalogue/organizations``.
    public var organization: Int
    /// Above 0.
    public var amount: Money
    /// When it was bought.
    public var purchased: Instant
    /// As written, for the record.
    public var payment: String
    /// The physical line on which its row begins.
    public var line: Int
}

/// A number that is a service's, not a user's.
public struct ServiceNumber: Sendable {
    /// Cleaned.
    public var number: PhoneNumber
    /// An index into ``Catalogue/organizations``.
    public var organization: Int
    /// Its name; may be empty.
    public var name: String
    /// Its number type; may be empty.
    public var numberType: String
}
