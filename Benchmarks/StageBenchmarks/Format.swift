import BenchmarkInputs
import CallModel
import Catalogue
import UsageReport

/// Formatting beside String interpolation. Bytes are those of the rows.
func formatBenchmarks() {
    for (name, style) in [("format, plain", ReportStyle.plain), ("format, excel", .excel())] {
        benchmark(
            name,
            setup: {
                let chunks = try await CallChunks(upTo: .settled)
                let formatter = ReportFormatter(catalogue: chunks.input.catalogue, style: style, sources: ["calls.csv.gz"])
                let rows = ReportRows()
                if style.dialect == .plain {
                    formatter.format(chunks.batches[0], into: rows)
                    let text = rows.withUsageBytes { bytes in bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
                    try requireSame("format", text, InterpolatedRows(chunks.input.catalogue).rows(of: chunks.batches[0]))
                }
                return (chunks, formatter, rows)
            },
            prepare: { $0 }
        ) { state in
            var bytes = 0
            for batch in state.0.batches {
                state.1.format(batch, into: state.2)
                bytes += state.2.withUsageBytes { $0.count }
            }
            return Work(records: state.0.recordCount, bytes: bytes)
        }
    }
    benchmark(
        "format, plain, twin: String interpolation",
        setup: {
            let chunks = try await CallChunks(upTo: .settled)
            return (chunks, InterpolatedRows(chunks.input.catalogue))
        },
        prepare: { $0 }
    ) { state in
        var bytes = 0
        for batch in state.0.batches { bytes += state.1.rows(of: batch).utf8.count }
        return Work(records: state.0.recordCount, bytes: bytes)
    }
}

/// The usage report's rows in the dialect `plain` as one would write them first.
struct InterpolatedRows {
    private let catalogue: Catalogue

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    /// The rows of a batch's settled calls.
    func rows(of batch: CallBatch) -> String {
        var text = ""
        for i in batch.calls.indices where batch.settled[i].disposition == .settled { text += row(batch, i) }
        return text
    }

    private func row(_ batch: CallBatch, _ i: Int) -> String {
        let (call, rated, settled) = (batch.calls[i], batch.rated[i], batch.settled[i])
        func field(_ range: TextRange) -> String { cell(String(decoding: batch.text[range.range], as: UTF8.self)) }
        func number(_ number: PhoneNumber, _ range: TextRange) -> String { number.isNumber ? number.text : field(range) }
        let users = catalogue.users
        func ofUser(_ ranges: [TextRange]) -> String {
            rated.user < 0 ? "" : cell(String(decoding: users.text[ranges[Int(rated.user)].range], as: UTF8.self))
        }
        let organization = catalogue.organizations[Int(rated.organization)]
        let tariff = catalogue.tariffs[organization.tariff]
        let deck = rated.isInbound ? tariff.tollFree : tariff.outbound
        let rate = rated.isPriced ? deck.rates[Int(rated.rate)] : nil
        let plans = batch.includingPlans[settled.includedBy.range].map { catalogue.plans[Int($0)].key }
        let isBilled = settled.outcome != .unanswered && settled.outcome != .free

        var numberType = field(call.numberType)
        if numberType.isEmpty, rated.serviceNumber >= 0 { numberType = cell(catalogue.serviceNumbers[Int(rated.serviceNumber)].numberType) }
        if numberType.isEmpty, rated.user >= 0 { numberType = "Subscriber" }
        var location = ""
        var reach = ""
        var capability = plans.last ?? ""
        if rated.user >= 0 {
            let home = users.locations[Int(rated.user)]
            location = "\(home)"
            if rated.isPriced, !rated.isInbound {
                reach = (catalogue.domesticGroups[home] ?? CountrySet([home])).contains(rated.destination) ? "Domestic" : "International"
            }
        }
        if settled.charge != .zero || settled.connectionFee != .zero {
            let plan = rated.user < 0 ? -1 : users.planSets[Int(users.planSetOf[Int(rated.user)])].creditsPlan
            capability = plan < 0 ? "MCOPSTNPP" : catalogue.plans[plan].key
        }
        var notes: [String] = []
        if rated.isMasked, rated.isPriced { notes.append("masked") }
        if settled.refusal != .none { notes.append("\(settled.refusal.name)") }

        let called = "\(field(call.usageId)),\(field(call.callId)),\(field(call.conferenceId)),\(location),\(ofUser(users.objectIds))"
        let caller = number(call.callerNumber, call.caller)
        let parties = "\(ofUser(users.names)),\(ofUser(users.displayNames)),\(caller),\(field(call.callType).lowercased())"
        let destination = "\(numberType),\(reach),\(cell(rate.map(deck.destination) ?? "")),\(number(call.calleeNumber, call.callee))"
        let times = "\(time(call.start)),\(time(call.end)),\(call.durationSeconds)"
        let decimals = tariff.rounding.decimals
        let money = "\(settled.connectionFee.text(decimals: decimals)),\(settled.charge.text(decimals: decimals)),\(tariff.currency)"
        let seconds = "\(settled.billedSeconds),\(settled.includedSeconds),\(settled.chargedSeconds),\(settled.uncoveredSeconds)"
        let priced = isBilled ? "\(plans.joined(separator: "+")),\(rate?.perMinute.rateText ?? ""),\(rate.map { String($0.prefix) } ?? "")" : ",,"
        return "\(called),\(parties),\(destination),\(times),\(money),\(capability),\(cell(organization.key)),\(settled.outcome.name),"
            + "\(seconds),\(priced),\(notes.joined(separator: ";"))\n"
    }

    /// A text as a cell: in quotes if it must be.
    private func cell(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13 }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }

    /// A time as `2026-10-01T08:15:30Z`.
    private func time(_ instant: Instant) -> String {
        let date = CivilDate(daysSinceEpoch: instant.day)
        let second = instant.secondOfDay
        return "\(date.year)-\(two(date.month))-\(two(date.day))T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
