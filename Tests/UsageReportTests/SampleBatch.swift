import CallModel
import Catalogue
import Testing
import UsageReport

/// A record and what the stages before made of it; a plain domestic call of Anna's unless told otherwise.
struct SampleCall {
    var usageId = "id-7"
    var callId = "call-1"
    var conferenceId = ""
    var callType = "user_out"
    var numberType = ""
    var user = ""
    var organization = ""
    var caller = "+4930111"
    var callee = "+49151234567"
    var start = Instant(CivilDate(year: 2026, month: 10, day: 1), secondOfDay: 8 * 3600 + 15 * 60 + 30)
    var durationSeconds: Int32 = 61
    var fault = Call.Fault.none
    /// The record's bytes; made of its fields if there are none.
    var record: [UInt8]?
    var rated = RatedCall()
    var settled = SettledCall()
    var includingPlans: [UInt16] = []

    /// A call, changed as the body says.
    init(_ change: (inout SampleCall) -> Void = { _ in }) {
        rated.callClass = .calling
        rated.organization = Sample.contoso
        rated.user = Sample.anna
        change(&self)
    }
}

extension SampleCall {
    /// What rating tells, with what follows from whose call it is.
    fileprivate var ratedForUser: RatedCall {
        var rated = rated
        guard rated.user >= 0 else { return rated }
        let users = Sample.catalogue.users
        rated.creditsPlan = UInt16(exactly: users.planSets[Int(users.planSetOf[Int(rated.user)])].creditsPlan) ?? RatedCall.noPlan
        guard rated.isPriced, !rated.isInbound else { return rated }
        let location = users.locations[Int(rated.user)]
        let isDomestic = (Sample.catalogue.domesticGroups[location] ?? CountrySet([location])).contains(rated.destination)
        rated.reach = isDomestic ? .domestic : .international
        return rated
    }
}

/// A settled batch of calls, as it stands in an input: each record on a line of its own below a header.
func batch(_ calls: [SampleCall]) -> CallBatch {
    let batch = CallBatch()
    batch.firstLine = 1
    batch.byteOffset = 100
    for sample in calls {
        func put(_ text: String) -> TextRange {
            defer { batch.text += text.utf8 }
            return TextRange(offset: batch.text.count, count: text.utf8.count)
        }
        var call = Call()
        let record = sample.record ?? Array("\(sample.usageId),\(sample.callType),\(sample.caller)\r\n".utf8)
        call.record = TextRange(offset: batch.text.count, count: record.count)
        batch.text += record
        call.usageId = put(sample.usageId)
        call.callId = put(sample.callId)
        call.conferenceId = put(sample.conferenceId)
        call.callType = put(sample.callType)
        call.numberType = put(sample.numberType)
        call.user = put(sample.user)
        call.organization = put(sample.organization)
        call.caller = put(sample.caller)
        call.callee = put(sample.callee)
        call.callerNumber = number(sample.caller)
        call.calleeNumber = number(sample.callee)
        call.start = sample.start
        call.end = Instant(epochSeconds: sample.start.epochSeconds + Int64(sample.durationSeconds))
        call.durationSeconds = sample.durationSeconds
        call.fault = sample.fault
        call.lineInChunk = UInt32(batch.calls.count)
        var settled = sample.settled
        settled.includedBy = TextRange(offset: batch.includingPlans.count, count: sample.includingPlans.count)
        batch.includingPlans += sample.includingPlans
        batch.calls.append(call)
        batch.rated.append(sample.ratedForUser)
        batch.settled.append(settled)
    }
    batch.textCount = batch.text.count
    // What lies behind the text must not matter: these bytes would need quotes.
    batch.text += [UInt8](repeating: UInt8(ascii: "\""), count: CallBatch.slack)
    return batch
}

/// The rows for pstn-usage.csv, one text.
func usageRows(_ calls: [SampleCall], _ style: ReportStyle) -> String {
    let rows = ReportRows()
    ReportFormatter(catalogue: Sample.catalogue, style: style, sources: ["cdr.csv"]).format(batch(calls), into: rows)
    return rows.withUsageBytes { text($0) }
}

/// The bytes as text.
func text(_ bytes: Span<UInt8>) -> String { String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }

/// An excel style of a locale that is in the table.
func excel(_ locale: String) -> ReportStyle { try! .excel(ReportLocale(named: locale)) }
