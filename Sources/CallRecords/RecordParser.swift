public import CallModel

/// Turns a piece of whole records into calls: the stage `parse`.
///
/// It keeps nothing between pieces but what makes it fast, so each worker has its own.
public struct RecordParser: Sendable {
    let plan: ColumnPlan
    let scanner: RecordScanner
    var delimiters: DelimiterIndex
    private var times = CallTime()
    /// The fields of the record with quotes at hand; then one without text, which stands for columns that the input does not have, and one for fields too
    /// many.
    private var fields: [TextRange]
    var doubled: [Int] = []
    /// What makes calls of the columns, where a format asks for more than to take them as they are.
    var composer: RecordComposer?

    /// A parser of records with these columns; with another delimiter than theirs if one is given.
    public init(_ plan: ColumnPlan, delimiter: UInt8? = nil) {
        self.plan = plan
        scanner = RecordScanner(delimiter: delimiter ?? plan.delimiter, quote: plan.quote, allowsBlanks: plan.program != nil)
        delimiters = DelimiterIndex(delimiter: scanner.delimiter, quote: plan.quote)
        fields = Array(repeating: .empty, count: plan.columnCount + 2)
        composer = plan.program.map { RecordComposer($0) }
    }

    /// Reads the calls of `batch.text` into `batch.calls`, and counts its lines.
    ///
    /// The first `continuation` bytes are passed over: they belong to a line of the piece before.
    ///
    /// - Precondition: ``CallBatch/slack`` bytes follow the text.
    public mutating func parse(_ batch: CallBatch, continuation: Int = 0) {
        if composer != nil { return parseComposed(batch, continuation: continuation) }
        // Taken out of the batch and out of the parser for the time being: what a class holds cannot stay in registers.
        var text = batch.text
        var calls = batch.calls
        var delimiters = delimiters
        self.delimiters = DelimiterIndex(delimiter: scanner.delimiter)
        batch.text = []
        batch.calls = []
        let whole = batch.textCount
        delimiters.find(text.span, continuation..<whole)
        var place = calls.count
        let traits = Traits(delimiters, delimiter: scanner.delimiter)
        let linesBefore = continuation > 0 && text[continuation - 1] == UInt8(ascii: "\n") ? 1 : 0
        var tail = whole
        var line = 0
        // The place in the index of where the record at hand begins.
        var first = 0
        var i = continuation
        while i < whole {
            // Room for some calls, of which those that are none are dropped at the end: a text of nothing but line feeds must not need room for as many.
            // Each is filled where it lies: a call is too large to be copied, and what was just written is not at hand to be read.
            calls.append(contentsOf: repeatElement(Call(), count: max(1, min(delimiters.lineFeedCount + 1 - line, RecordParser.roomCount))))
            var slots = calls.mutableSpan
            while i < whole, place < slots.count {
                let last = Int(delimiters.lineEnds[line])
                var next = min(Int(delimiters.starts[last]), whole)
                slots[place].lineInChunk = UInt32(truncatingIfNeeded: linesBefore + line)
                line += 1
                if traits.hasQuotes, hasQuote(text.span, delimiters.starts.span.extracting((first + 1)...last)) {
                    splitQuoted(&slots[place], &text, from: i, to: whole, tail: &tail, next: &next, traits)
                    line = delimiters.line(behind: next, from: line)
                    first = Int(delimiters.lineEnds[line - 1])
                } else {
                    let end = contentEnd(text.span, i, next)
                    let begin = first
                    first = last
                    if end == i {
                        i = next
                        continue
                    }
                    slots[place].isBare = traits.isBare
                    slots[place].standsInRecord = true
                    fill(&slots[place], text.span, start: i, end: end, delimiters.starts.span, begin, fieldCount: last - begin, traits)
                }
                slots[place].record = TextRange(offset: i, count: next - i)
                place += 1
                i = next
            }
        }
        calls.removeLast(calls.count - place)
        batch.lineCount = linesBefore + delimiters.lineFeedCount
        batch.text = text
        batch.calls = calls
        self.delimiters = delimiters
    }

    /// Calls for which room is made at a time: more than a chunk has.
    private static let roomCount = 1024

    /// What holds for a whole piece, so that it need not be asked of each of its records.
    struct Traits {
        let hasQuotes: Bool
        /// Of lines without quotes: whether no text of theirs needs quotes where commas separate.
        var isBare: Bool
        let hasBlanks: Bool
        let hasHighBytes: Bool

        init(_ delimiters: DelimiterIndex, delimiter: UInt8) {
            hasQuotes = delimiters.hasQuotes
            isBare = !delimiters.hasStrayReturns && delimiter == UInt8(ascii: ",")
            hasBlanks = delimiters.hasBlanks
            hasHighBytes = delimiters.hasHighBytes
        }
    }

    /// Whether a quote stands among the delimiters before these starts.
    func hasQuote(_ text: Span<UInt8>, _ starts: Span<UInt32>) -> Bool {
        for k in starts.indices {
            let at = Int(starts[k]) - 1
            if at < text.count, text[at] == scanner.quote { return true }
        }
        return false
    }

    /// Reads the record with quotes at `start`. Fields with doubled quotes are unquoted behind the text, at `tail`.
    private mutating func splitQuoted(
        _ call: inout Call, _ text: inout [UInt8], from start: Int, to end: Int, tail: inout Int, next: inout Int,
        _ traits: Traits
    ) {
        var count = 0
        let columns = plan.columnCount
        doubled.removeAll(keepingCapacity: true)
        var (fields, doubled) = (self.fields, self.doubled)
        let finding = scanner.scan(text.span, from: start, to: end, isWhole: true) { from, to, hasDoubledQuotes in
            fields[count < columns ? count : columns + 1] = TextRange(offset: from, count: to - from)
            if hasDoubledQuotes, count < columns { doubled.append(count) }
            count += 1
        }
        guard case .record(let recordEnd) = finding else {
            next = DelimiterWord.first(UInt8(ascii: "\n"), in: text.span, start..<end).map { $0 + 1 } ?? end
            // What is wrong is told from the line alone, so that it does not depend on how much text follows in this piece.
            let content = contentEnd(text.span, start, next)
            if content - start > RecordScanner.lengthMax {
                call.fault = .tooLong
            } else {
                call.fault = text.span.isValidUTF8(start..<content) ? .strayQuote : .invalidUTF8
            }
            return
        }
        next = recordEnd
        if count == columns {
            for field in doubled {
                let (from, to) = (fields[field].range.lowerBound, fields[field].range.upperBound)
                let needed = tail + (to - from) + CallBatch.slack
                if text.count < needed { text.append(contentsOf: repeatElement(0, count: needed - text.count + (to - from))) }
                let start = tail
                var i = from
                while i < to {
                    text[tail] = text[i]
                    tail += 1
                    i += text[i] == UInt8(ascii: "\"") ? 2 : 1
                }
                fields[field] = TextRange(offset: start, count: tail - start)
            }
        }
        (self.fields, self.doubled) = (fields, doubled)
        fill(&call, text.span, start: start, end: contentEnd(text.span, start, recordEnd), nil, 0, fieldCount: count, traits)
    }

    /// Where a record ends less its line end.
    func contentEnd(_ text: Span<UInt8>, _ start: Int, _ next: Int) -> Int {
        guard next > start, text[next - 1] == UInt8(ascii: "\n") else { return next }
        return next - 1 > start && text[next - 2] == UInt8(ascii: "\r") ? next - 2 : next - 1
    }

    /// Checks the record and reads its fields: of a line without quotes those between the starts from `first` on, else those that were listed.
    @inline(__always)
    private mutating func fill(
        _ call: inout Call, _ text: Span<UInt8>, start: Int, end: Int, _ starts: Span<UInt32>?, _ first: Int, fieldCount: Int, _ traits: Traits
    ) {
        if end - start > RecordScanner.lengthMax {
            call.fault = .tooLong
            return
        }
        if traits.hasHighBytes, RecordParser.hasHighBytes(text, start, end), !text.isValidUTF8(start..<end) {
            call.fault = .invalidUTF8
            return
        }
        if fieldCount != plan.columnCount {
            call.fault = .fieldCount
            return
        }
        if let starts { precondition(first >= 0 && first + fieldCount < starts.count, "a record lies outside the index") }
        // Nearly all records are plain: asked for each field, what is said here once would be half of what reading them takes.
        if let starts, plan.hasAllFields, !traits.hasBlanks, Int(starts[first + fieldCount]) == end + 1 {
            read(Plain.self, &call, text, end: end, starts, first, hasBlanks: false)
        } else {
            read(NotPlain.self, &call, text, end: end, starts, first, hasBlanks: traits.hasBlanks)
        }
    }

    /// Whether all fields of a record have columns, and each field ends right before the next start of the index, the last one too. A type, so that reading is
    /// compiled once for each.
    private protocol Plainness { static var isPlain: Bool { get } }
    private enum Plain: Plainness { static var isPlain: Bool { true } }
    private enum NotPlain: Plainness { static var isPlain: Bool { false } }

    /// Reads the fields of a record that has as many as it must have.
    private mutating func read<P: Plainness>(
        _: P.Type, _ call: inout Call, _ text: Span<UInt8>, end: Int, _ starts: Span<UInt32>?, _ first: Int, hasBlanks: Bool
    ) {
        guard let began = times.read(text, trimmed(text, range(.startTime, starts, first, end, P.isPlain), hasBlanks)) else {
            call.fault = .startTime
            return
        }
        guard let seconds = CallDuration.read(text, trimmed(text, range(.durationSeconds, starts, first, end, P.isPlain), hasBlanks)) else {
            call.fault = .duration
            return
        }
        call.start = began
        call.durationSeconds = seconds
        call.end = Instant(epochSeconds: began.epochSeconds &+ Int64(seconds))
        let endTime = trimmed(text, range(.endTime, starts, first, end, P.isPlain), hasBlanks)
        if !endTime.isEmpty {
            guard let ended = times.read(text, endTime) else {
                call.fault = .endTime
                return
            }
            call.end = ended
        }
        call.usageId = trimmed(text, range(.usageId, starts, first, end, P.isPlain), hasBlanks)
        call.callType = trimmed(text, range(.callType, starts, first, end, P.isPlain), hasBlanks)
        call.user = trimmed(text, range(.user, starts, first, end, P.isPlain), hasBlanks)
        call.organization = trimmed(text, range(.organization, starts, first, end, P.isPlain), hasBlanks)
        call.callId = range(.callId, starts, first, end, P.isPlain)
        call.conferenceId = range(.conferenceId, starts, first, end, P.isPlain)
        call.numberType = range(.numberType, starts, first, end, P.isPlain)
        call.caller = range(.caller, starts, first, end, P.isPlain)
        call.callee = range(.callee, starts, first, end, P.isPlain)
        call.callerNumber = PhoneNumber(cleaning: text, call.caller)
        call.calleeNumber = PhoneNumber(cleaning: text, call.callee)
    }

    /// Whether a range of the text has a byte that is not ASCII.
    static func hasHighBytes(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        var all: UInt64 = 0
        var i = start
        // The last word may reach into what follows: at worst a record is checked for nothing.
        while i < end {
            all |= text.wordWithoutBoundsCheck(at: i)
            i += 8
        }
        return all & 0x8080_8080_8080_8080 != 0
    }

    /// The bounds of a field, as it came.
    @inline(__always)
    private func range(_ field: RecordField, _ starts: Span<UInt32>?, _ first: Int, _ end: Int, _ isPlain: Bool) -> TextRange {
        let place = plan.place(of: field)
        guard let starts else { return fields[place] }
        if !isPlain, place == plan.columnCount { return .empty }
        // There are as many starts behind `first` as columns: the record has as many, and `fill` has looked whether they are in the index.
        let from = unsafe Int(starts[unchecked: first &+ place])
        // A carriage return may stand behind the last field.
        let to = unsafe !isPlain && place &+ 1 == plan.columnCount ? end : Int(starts[unchecked: first &+ place &+ 1]) &- 1
        return TextRange(offset: from, count: to &- from)
    }

    /// The bounds of a field, less the blanks around it.
    @inline(__always)
    private func trimmed(_ text: Span<UInt8>, _ whole: TextRange, _ hasBlanks: Bool) -> TextRange {
        hasBlanks ? RecordParser.trimmed(text, whole) : whole
    }

    @inline(never)
    private static func trimmed(_ text: Span<UInt8>, _ whole: TextRange) -> TextRange {
        if whole.isEmpty { return whole }
        let inner = text.extracting(whole.range).rangeWithoutBlanks
        return TextRange(offset: Int(whole.offset) + inner.lowerBound, count: inner.count)
    }
}
