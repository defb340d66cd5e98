import CallModel

/// Makes calls of the columns of records, as a compiled format says.
///
/// What is not simply a column is written behind the text of the batch, where texts of calls may stand, so that later stages see no difference.
struct RecordComposer: Sendable {
    let program: RecordProgram
    /// The looked-at columns of the record at hand, by slot.
    var fields: [TextRange]
    /// How many columns the record at hand has.
    var columnCount = 0
    /// Whether the last of them is empty.
    var endsEmpty = false
    /// Where the program's texts stand in the text of the batch.
    var poolStart = 0
    private var times = CallTime()
    /// The slot of each field that is simply a column; −1 for one that is nothing, −2 for one that has to be made.
    private var simpleSlots = InlineArray<12, Int32>(repeating: -1)
    /// Whether times have the usual pattern first, and whether their zone is UTC.
    private let hasUsualTimes: Bool
    private let isUTC: Bool

    /// The slot of each column as far as any is looked at; −1 where none is.
    let slots: [Int32]

    init(_ program: RecordProgram) {
        self.program = program
        var slots = Array(repeating: Int32(-1), count: Int(program.places.max() ?? -1) + 1)
        for (slot, place) in program.places.enumerated() { slots[Int(place)] = Int32(slot) }
        self.slots = slots
        if case .pattern(let pattern) = program.time.forms.first { hasUsualTimes = pattern.isUsual } else { hasUsualTimes = false }
        isUTC = program.time.zone == .utc
        for field in RecordField.allCases {
            let node = program.nodes[Int(program.fieldNodes[field.rawValue])]
            let isSimple = node.kind == .column && node.list.count == 0
            simpleSlots[field.rawValue] = node.kind == .nothing ? -1 : isSimple ? node.operand : -2
        }
        fields = Array(repeating: .empty, count: program.places.count)
    }

    /// Puts the program's texts behind the text of a batch.
    mutating func begin(_ text: inout [UInt8], tail: inout Int) {
        poolStart = tail
        // The pool ends in slack, over which the next text is written.
        RecordComposer.reserve(program.pool.count, &text, tail)
        for i in program.pool.indices { text[tail + i] = program.pool[i] }
        tail += program.pool.count - CallBatch.slack
    }

    /// Makes sure that so many bytes, and slack behind them, have room from `tail` on.
    @inline(__always)
    static func reserve(_ count: Int, _ text: inout [UInt8], _ tail: Int) {
        let needed = tail + count + CallBatch.slack
        if text.count < needed { grow(needed, &text) }
    }

    @inline(never)
    private static func grow(_ needed: Int, _ text: inout [UInt8]) {
        // A quarter more, so that a batch grows seldom.
        text.append(contentsOf: repeatElement(0, count: needed - text.count + needed / 4))
    }

    /// Fills in a call; returns false if the record is one that the format ignores.
    ///
    /// - Parameter record: The bytes of the record, less its line end; they are UTF-8 within the limit of a record's length.
    mutating func compose(_ call: inout Call, _ text: inout [UInt8], _ record: Range<Int>, tail: inout Int) -> Bool {
        for list in program.ignored where holds(list, call, &text, record, &tail) { return false }
        let began = value(.startTime, call, &text, record, &tail)
        guard let start = time(text.span, began) else {
            call.fault = .startTime
            return true
        }
        if holds(program.answered, call, &text, record, &tail) {
            let duration = value(.durationSeconds, call, &text, record, &tail)
            guard let seconds = seconds(text.span, duration) else {
                call.fault = .duration
                return true
            }
            call.durationSeconds = seconds
        }
        call.start = start
        call.end = Instant(epochSeconds: start.epochSeconds &+ Int64(call.durationSeconds))
        let ended = value(.endTime, call, &text, record, &tail)
        if !ended.isEmpty {
            guard let end = time(text.span, ended) else {
                call.fault = .endTime
                return true
            }
            call.end = end
        }
        let caller = value(.caller, call, &text, record, &tail)
        call.caller = rewritten(caller, program.callerRules, &text, &tail)
        call.callerNumber = PhoneNumber(cleaning: text.span, call.caller)
        let callee = value(.callee, call, &text, record, &tail)
        call.callee = rewritten(callee, program.calleeRules, &text, &tail)
        call.calleeNumber = PhoneNumber(cleaning: text.span, call.callee)
        call.usageId = value(.usageId, call, &text, record, &tail)
        call.callType = value(.callType, call, &text, record, &tail)
        call.user = value(.user, call, &text, record, &tail)
        call.organization = value(.organization, call, &text, record, &tail)
        call.callId = value(.callId, call, &text, record, &tail)
        call.conferenceId = value(.conferenceId, call, &text, record, &tail)
        call.numberType = value(.numberType, call, &text, record, &tail)
        return true
    }

    @inline(__always)
    private func value(
        _ field: RecordField, _ call: borrowing Call, _ text: inout [UInt8], _ record: Range<Int>, _ tail: inout Int
    ) -> TextRange {
        let slot = simpleSlots[field.rawValue]
        if slot >= 0 { return RecordComposer.trimmed(text.span, fields[Int(slot)]) }
        if slot == -1 { return .empty }
        return value(program.fieldNodes[field.rawValue], call, &text, record, &tail)
    }

    /// The text of a source. Sources are nested no deeper than ``FieldSource/depthMax``.
    func value(_ node: Int32, _ call: borrowing Call, _ text: inout [UInt8], _ record: Range<Int>, _ tail: inout Int) -> TextRange {
        let source = program.nodes[Int(node)]
        switch source.kind {
        case .nothing: return .empty
        case .column:
            let found = RecordComposer.trimmed(text.span, fields[Int(source.operand)])
            if source.list.count > 0, !found.isEmpty, isOne(of: source.list, text.span, found) { return .empty }
            return found
        case .constant: return constant(source.operand)
        case .first:
            for k in source.list.range {
                let found = value(program.children[k], call, &text, record, &tail)
                if !found.isEmpty { return found }
            }
            return .empty
        case .joined: return joined(source, call, &text, record, &tail)
        case .chosen:
            for k in source.list.range {
                let rule = program.rules[k]
                if holds(rule.conditions, call, &text, record, &tail) { return value(rule.node, call, &text, record, &tail) }
            }
            return value(source.operand, call, &text, record, &tail)
        case .digest:
            RecordComposer.reserve(RecordDigest.byteCount, &text, tail)
            RecordDigest.write(record, &text, at: tail)
            tail += RecordDigest.byteCount
            return TextRange(offset: tail - RecordDigest.byteCount, count: RecordDigest.byteCount)
        }
    }

    private func constant(_ place: Int32) -> TextRange {
        let within = program.texts[Int(place)]
        return TextRange(offset: poolStart + Int(within.offset), count: Int(within.count))
    }

    private func joined(
        _ source: RecordProgram.Node, _ call: borrowing Call, _ text: inout [UInt8], _ record: Range<Int>, _ tail: inout Int
    ) -> TextRange {
        let separator = constant(source.operand)
        // Parts may write behind the text themselves, so all of them come first.
        let first = tail
        var joined = TextRange.empty
        for k in source.list.range {
            let part = value(program.children[k], call, &text, record, &tail)
            if part.isEmpty { continue }
            if joined.isEmpty {
                joined = part
                continue
            }
            // What is joined already is copied to the end, unless it stands there.
            if joined.range.upperBound != tail || Int(joined.offset) < first {
                let start = tail
                RecordComposer.append(joined, &text, &tail)
                joined = TextRange(offset: start, count: tail - start)
            }
            RecordComposer.append(separator, &text, &tail)
            RecordComposer.append(part, &text, &tail)
            joined.count = UInt32(truncatingIfNeeded: tail - Int(joined.offset))
        }
        return joined
    }

    @inline(__always)
    static func append(_ range: TextRange, _ text: inout [UInt8], _ tail: inout Int) {
        reserve(Int(range.count), &text, tail)
        let from = Int(range.offset)
        for i in 0..<Int(range.count) { text[tail + i] = text[from + i] }
        tail += Int(range.count)
    }

    @inline(__always)
    private mutating func time(_ text: Span<UInt8>, _ range: TextRange) -> Instant? {
        // With nineteen characters and that blank it is `YYYY-MM-DD hh:mm:ss` or nothing.
        if hasUsualTimes, range.count == 19, text[Int(range.offset) + 10] == UInt8(ascii: " "), let shown = times.read(text.extracting(range.range)) {
            return isUTC ? shown : program.time.zone.instant(shown: shown.epochSeconds)
        }
        return timeByForms(text, range)
    }

    @inline(never)
    private mutating func timeByForms(_ text: Span<UInt8>, _ range: TextRange) -> Instant? {
        for form in program.time.forms {
            let found: Instant?
            switch form {
            case .standard: found = times.read(text, range)
            case .pattern(let pattern): found = pattern.read(text.extracting(range.range), zone: program.time.zone)
            case .epoch(let units): found = CallTime.epoch(text.extracting(range.range), unitsPerSecond: units)
            }
            if found != nil { return found }
        }
        return nil
    }

    private func seconds(_ text: Span<UInt8>, _ range: TextRange) -> Int32? {
        switch program.durationUnit {
        case .seconds: CallDuration.read(text, range)
        case .milliseconds: CallDuration.milliseconds(text.extracting(range.range))
        case .clock: CallDuration.clock(text.extracting(range.range))
        }
    }

    @inline(__always)
    private static func trimmed(_ text: Span<UInt8>, _ whole: TextRange) -> TextRange {
        if whole.isEmpty { return whole }
        let (first, last) = (text[Int(whole.offset)], text[whole.range.upperBound - 1])
        // Blanks are below `!`, or begin with C2 and end with A0.
        if first > 0x20, first != 0xC2, last > 0x20, last != 0xA0 { return whole }
        let inner = text.extracting(whole.range).rangeWithoutBlanks
        return TextRange(offset: Int(whole.offset) + inner.lowerBound, count: inner.count)
    }
}
