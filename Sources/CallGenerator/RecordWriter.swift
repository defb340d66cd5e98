import CallModel

/// Writes calls as native CSV records into a buffer (file-formats.md, Call detail records).
struct RecordWriter {
    static let header: StaticString =
        "usage_id,call_type,start_time,duration_seconds,caller,callee,user,organization,end_time,call_id,conference_id,number_type\n"
    private static let quotedHeader: StaticString =
        "\"usage_id\",\"call_type\",\"start_time\",\"duration_seconds\",\"caller\",\"callee\",\"user\",\"organization\",\"end_time\",\"call_id\",\"conference_id\",\"number_type\"\n"

    private let population: CallPopulation
    private let isQuoted: Bool
    private let idOffset: UInt64

    init(population: CallPopulation, seed: UInt64, isQuoted: Bool) {
        self.population = population
        self.isQuoted = isQuoted
        idOffset = SeededRandom.mixed(seed)
    }

    /// Adds the header.
    func writeHeader(to buffer: inout TextBuffer) { buffer.append(isQuoted ? RecordWriter.quotedHeader : RecordWriter.header) }

    /// Adds a record and its line end.
    func write(_ draft: CallDraft, to buffer: inout TextBuffer) {
        quote(&buffer)
        // One to one, so no two records of a seed share an id.
        if draft.flaw != .noUsageId { buffer.append(hexadecimal: SeededRandom.mixed(idOffset &+ draft.sequence), digitCount: 16) }
        next(&buffer)
        buffer.append(draft.flaw == .unknownCallType ? "fax_out" : draft.kind.callType)
        next(&buffer)
        if draft.flaw == .malformed {
            writeMalformedRest(draft, to: &buffer)
            return
        }
        append(time: draft.startSeconds, to: &buffer)
        next(&buffer)
        buffer.append(decimal: UInt64(draft.durationSeconds))
        next(&buffer)
        writeCaller(draft, to: &buffer)
        next(&buffer)
        if draft.flaw == .badNumber {
            buffer.append("sip:reception")
        } else if draft.callee != 0 {
            buffer.append(UInt8(ascii: "+"))
            buffer.append(decimal: draft.callee)
        }
        next(&buffer)
        if draft.flaw == .unknownUser {
            buffer.append("nobody-")
            buffer.append(hexadecimal: draft.noise, digitCount: 8)
            buffer.append("@nowhere.invalid")
        } else if draft.user >= 0 {
            writeField(population.people[Int(draft.user)].name, to: &buffer)
        }
        next(&buffer)
        if draft.flaw == .unknownOrganization {
            buffer.append("nobody-")
            buffer.append(hexadecimal: draft.noise, digitCount: 8)
        } else if draft.organization >= 0 {
            writeField(population.payers[Int(draft.organization)].key, to: &buffer)
        }
        next(&buffer)
        if draft.hasEnd { append(time: draft.startSeconds + Int64(draft.durationSeconds), to: &buffer) }
        next(&buffer)
        if draft.hasCallId { writeCallId(draft, to: &buffer) }
        next(&buffer)
        if draft.kind.isConference { buffer.append(decimal: draft.noise >> 20 % 1_000_000_000, width: 9) }
        next(&buffer)
        if draft.noise & 3 == 0 && !draft.kind.usesService { buffer.append("Subscriber") }
        end(&buffer)
    }

    private func writeCaller(_ draft: CallDraft, to buffer: inout TextBuffer) {
        switch draft.caller {
        case .anonymous:
            buffer.append("anonymous")
        case .number(let digits):
            buffer.append(UInt8(ascii: "+"))
            buffer.append(decimal: digits)
        case .masked(let digits):
            buffer.append(UInt8(ascii: "+"))
            buffer.append(decimal: digits / 1000)
            buffer.append("***")
        }
    }

    /// Four ways of being malformed: a time that is none, a duration that is none, a field that is missing, a stray quote.
    private func writeMalformedRest(_ draft: CallDraft, to buffer: inout TextBuffer) {
        let way = draft.noise & 3
        if way == 0 { buffer.append("2026-13-41T25:61:00Z") } else { append(time: draft.startSeconds, to: &buffer) }
        next(&buffer)
        if way == 1 { buffer.append("soon") } else { buffer.append(decimal: UInt64(draft.durationSeconds)) }
        next(&buffer)
        if way == 3 { buffer.append(isQuoted ? "ann\" \"a" : "ann\"a") } else { writeCaller(draft, to: &buffer) }
        for _ in 0..<(way == 2 ? 6 : 7) { next(&buffer) }
        end(&buffer)
    }

    /// Like `3f2504e0-4f89-41d3-9a0c-0305e82c3301`.
    private func writeCallId(_ draft: CallDraft, to buffer: inout TextBuffer) {
        let low = SeededRandom.mixed(draft.noise &+ 1)
        buffer.append(hexadecimal: draft.noise >> 32, digitCount: 8)
        buffer.append(UInt8(ascii: "-"))
        buffer.append(hexadecimal: draft.noise >> 16, digitCount: 4)
        buffer.append("-4")
        buffer.append(hexadecimal: draft.noise, digitCount: 3)
        buffer.append("-a")
        buffer.append(hexadecimal: low >> 48, digitCount: 3)
        buffer.append(UInt8(ascii: "-"))
        buffer.append(hexadecimal: low, digitCount: 12)
    }

    /// A time as `2026-10-01T08:15:30Z`.
    private func append(time seconds: Int64, to buffer: inout TextBuffer) {
        let instant = Instant(epochSeconds: seconds)
        let date = CivilDate(daysSinceEpoch: instant.day)
        let second = instant.secondOfDay
        buffer.append(decimal: UInt64(date.year), width: 4)
        buffer.append(UInt8(ascii: "-"))
        appendTwo(date.month, to: &buffer)
        buffer.append(UInt8(ascii: "-"))
        appendTwo(date.day, to: &buffer)
        buffer.append(UInt8(ascii: "T"))
        appendTwo(second / 3600, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        appendTwo(second / 60 % 60, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
        appendTwo(second % 60, to: &buffer)
        buffer.append(UInt8(ascii: "Z"))
    }

    private func appendTwo(_ number: Int, to buffer: inout TextBuffer) {
        buffer.append(UInt8(ascii: "0") + UInt8(number / 10))
        buffer.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    /// Adds a text that is a whole CSV field, quotes included; the quotes around it are dropped where all fields get some.
    private func writeField(_ range: TextRange, to buffer: inout TextBuffer) {
        let field = population.text.span.extracting(range.range)
        buffer.append(isQuoted ? field.extracting(1..<(field.count - 1)) : field)
    }

    private func quote(_ buffer: inout TextBuffer) {
        if isQuoted { buffer.append(UInt8(ascii: "\"")) }
    }

    private func next(_ buffer: inout TextBuffer) { buffer.append(isQuoted ? "\",\"" : ",") }

    private func end(_ buffer: inout TextBuffer) { buffer.append(isQuoted ? "\"\n" : "\n") }
}
