import CallModel
import Catalogue
import Rating

/// A call as a record tells it: what is not given is empty, or an ordinary call of a minute.
struct SampleCall: Sendable {
    var type: String
    var user: String
    var organization: String
    var from: String
    var to: String
    var seconds: Int32
    /// `YYYY-MM-DDTHH:MM:SSZ`
    var at: String
    var id: String
    var fault = Call.Fault.none

    init(
        _ type: String = "user_out", user: String = "", organization: String = "", from: String = "", to: String = "", seconds: Int32 = 60,
        at: String = "2026-10-05T10:00:00Z", id: String = "id-1", fault: Call.Fault = .none
    ) {
        self.type = type
        self.user = user
        self.organization = organization
        self.from = from
        self.to = to
        self.seconds = seconds
        self.at = at
        self.id = id
        self.fault = fault
    }
}

/// The calls as one batch, as the stage `parse` leaves it.
func batch(_ samples: [SampleCall]) -> CallBatch {
    let batch = CallBatch()
    for sample in samples {
        func put(_ text: String) -> TextRange {
            defer { batch.text += text.utf8 }
            return TextRange(offset: batch.text.count, count: text.utf8.count)
        }
        func number(_ text: String) -> PhoneNumber {
            let bytes = Array(text.utf8)
            return PhoneNumber(cleaning: bytes.span)
        }
        var call = Call()
        call.usageId = put(sample.id)
        call.callType = put(sample.type)
        call.user = put(sample.user)
        call.organization = put(sample.organization)
        call.caller = put(sample.from)
        call.callee = put(sample.to)
        call.callerNumber = number(sample.from)
        call.calleeNumber = number(sample.to)
        call.start = Instant(sample.at)!
        call.end = Instant(epochSeconds: call.start.epochSeconds + Int64(sample.seconds))
        call.durationSeconds = sample.seconds
        call.fault = sample.fault
        batch.calls.append(call)
    }
    batch.textCount = batch.text.count
    // What lies behind the text must not matter.
    batch.text += (0..<CallBatch.slack).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
    return batch
}

/// What a rater makes of one call.
func rated(_ call: SampleCall, _ rater: inout Rater) -> RatedCall {
    let batch = batch([call])
    rater.rate(batch)
    return batch.rated[0]
}

/// What was made of a call, in the words of the rules: `calling acme ada Rome IT 60 s 0.0100 + 0.0000`, and `masked` behind it.
///
/// Class, organization, user up to the `@`, then for a priced call the rate's destination, the country, billed seconds, charge and fee; `-` is none.
func verdict(_ rated: RatedCall, _ catalogue: Catalogue) -> String {
    if rated.suspension != .none { return "suspended \(rated.suspension.name)" }
    let organization = catalogue.organizations[Int(rated.organization)]
    let user = rated.user < 0 ? "-" : String(catalogue.users.name(Int(rated.user)).prefix { $0 != "@" })
    var words = ["\(rated.callClass)", organization.key, user]
    if rated.serviceNumber >= 0 { words.append("(\(catalogue.serviceNumbers[Int(rated.serviceNumber)].name))") }
    if rated.isPriced {
        let tariff = catalogue.tariffs[organization.tariff]
        let deck = rated.callClass == .inbound ? tariff.tollFree : tariff.outbound
        let rate = deck.rates[Int(rated.rate)]
        let country = rated.destination == .unknown ? "-" : rated.destination.description
        let decimals = tariff.rounding.decimals
        words += [deck.destination(rate), country, "\(rated.billedSeconds) s"]
        words += [rated.fullCharge.text(decimals: decimals), "+", rated.connectionFee.text(decimals: decimals)]
        if rated.drawsOnAllowances { words.append("in plans") }
        if rated.isMasked { words.append("masked") }
    }
    return words.joined(separator: " ")
}

/// A row of a table: what it shows, a call, and what must be made of it.
struct CallCase: Sendable, CustomStringConvertible {
    var description: String
    var call: SampleCall
    var expected: String

    init(_ description: String, _ call: SampleCall, _ expected: String) {
        self.description = description
        self.call = call
        self.expected = expected
    }
}
