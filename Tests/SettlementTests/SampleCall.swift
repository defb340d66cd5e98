import CallModel
import Catalogue
import Settlement

/// A call as the stage `rate` leaves it: what is not given is a domestic call of Ada's for a minute, at 0.60 a minute.
struct SampleCall: Sendable {
    var user: String?
    /// Who pays, where no user does.
    var organization: String
    var callClass: CallClass
    /// The destination country; empty is unknown.
    var to: String
    /// Billed seconds, and its duration as well.
    var seconds: Int32
    /// The destination of a row of the deck, or `nil` if it is not priced.
    var rate: String?
    var at: String
    var id: String
    /// Stands for all that is compared of two records with one usage id.
    var content: UInt32
    var suspension: SuspensionReason

    init(
        _ user: String? = "ada", organization: String = "acme", callClass: CallClass = .calling, to: String = "IT", seconds: Int32 = 60,
        rate: String? = "cheap", at: String = "2026-10-05T10:00:00Z", id: String = "", content: UInt32 = 1, suspension: SuspensionReason = .none
    ) {
        self.user = user
        self.organization = organization
        self.callClass = callClass
        self.to = to
        self.seconds = seconds
        self.rate = rate
        self.at = at
        self.id = id
        self.content = content
        self.suspension = suspension
    }
}

/// Puts calls into batches as the stage `rate` leaves them.
struct SampleBatch {
    let catalogue: Catalogue
    private var count: UInt64 = 0

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    /// A batch of the calls. A call without an id is like no other.
    mutating func batch(_ samples: [SampleCall]) -> CallBatch {
        let batch = CallBatch()
        for sample in samples { add(sample, to: batch) }
        return batch
    }

    private mutating func add(_ sample: SampleCall, to batch: CallBatch) {
        count += 1
        var call = Call()
        call.start = Instant(sample.at)!
        call.durationSeconds = sample.seconds
        var rated = RatedCall()
        rated.suspension = sample.suspension
        rated.callClass = sample.callClass
        if let user = sample.user {
            let name = Array(user.utf8)
            rated.user = Int32(catalogue.users.index(of: name.span))
            rated.organization = catalogue.users.organizations[Int(rated.user)]
        } else {
            rated.organization = Int32(catalogue.organizations.firstIndex { $0.key.utf8.elementsEqual(sample.organization.utf8) }!)
        }
        let local = catalogue.timeZone.localDay(at: call.start)
        let date = CivilDate(daysSinceEpoch: local.day)
        rated.month = CalendarMonth(year: date.year, month: date.month)
        rated.localDay = Int32(local.day)
        rated.fingerprint = SampleBatch.fingerprint("\(rated.organization)/\(sample.id.isEmpty ? "#\(count)" : sample.id)/\(sample.at)")
        rated.contentCheck = sample.content
        rated.destination = Country(sample.to) ?? .unknown
        if let name = sample.rate, sample.seconds > 0, sample.suspension == .none {
            let tariff = catalogue.tariffs[catalogue.organizations[Int(rated.organization)].tariff]
            let deck = sample.callClass == .inbound ? tariff.tollFree : tariff.outbound
            let place = deck.rates.firstIndex { deck.destination($0) == name }!
            let rate = deck.rates[place]
            rated.isPriced = true
            rated.rate = Int32(place)
            rated.drawsOnAllowances = sample.callClass.needsUser && rate.inPlans
            rated.billedSeconds = sample.seconds
            rated.fullCharge = tariff.rounding.charge(perMinute: rate.perMinute, seconds: Int64(sample.seconds))
            rated.connectionFee = tariff.rounding.rounded(rate.connectionFee)
        }
        batch.calls.append(call)
        batch.rated.append(rated)
        let day = Int32(call.start.day)
        if !batch.days.contains(day) { batch.days.append(day) }
        if !batch.months.contains(rated.month) { batch.months.append(rated.month) }
    }

    /// Another for each text: FNV-1a from two beginnings.
    private static func fingerprint(_ text: String) -> Fingerprint {
        func hash(_ seed: UInt64) -> UInt64 { text.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
        return Fingerprint(high: hash(0xCBF2_9CE4_8422_2325) &* 0x9E37_79B9_7F4A_7C15, low: hash(0x1234_5678_9ABC_DEF1))
    }
}
