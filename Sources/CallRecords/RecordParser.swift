public import CallModel

/// Turns a piece of whole records into calls: the stage `parse`.
///
/// It keeps nothing between pieces but what makes it fast, so each worker has its own.
public struct RecordParser: Sendable {
    private let plan: ColumnPlan
    private let scanner: RecordScanner
    private let delimiter: UInt8
    private var times = CallTime()
    /// The fields of the record at hand, one more than there are columns, and which of them hold doubled quotes.
    private var fields: [TextRange]
    private var doubled: [Int] = []

    /// A parser of records with these columns.
    public init(_ plan: ColumnPlan, delimiter: UInt8 = UInt8(ascii: ",")) {
        self.plan = plan
        self.delimiter = delimiter
        scanner = RecordScanner(delimiter: delimiter)
        fields = Array(repeating: .empty, count: plan.columnCount + 1)
    }

    /// Reads the calls of `batch.text` into `batch.calls`, and counts its lines.
    ///
    /// The first `continuation` bytes are passed over: they belong to a line of the piece before.
    public mutating func parse(_ batch: CallBatch, continuation: Int = 0) {
        // Taken out of the batch for the time being: what a class holds cannot stay in registers.
        var text = batch.text
        var calls = batch.calls
        batch.text = []
        batch.calls = []
        var lines = 0
        var tail = batch.textCount
        var i = continuation
        if i > 0, DelimiterWord.last(UInt8(ascii: "\n"), in: text.span, (i - 1)..<i) != nil { lines = 1 }
        while i < batch.textCount {
            var call = Call()
            call.lineInChunk = UInt32(truncatingIfNeeded: lines)
            var next = 0
            let found = splitPlain(text.span, from: i, to: batch.textCount, next: &next)
            lines += 1
            switch found {
            case .empty:
                i = next
                continue
            case .fields(let count, let end):
                fill(&call, text.span, start: i, end: end, fieldCount: count)
            case .quoted:
                splitQuoted(&call, &text, from: i, to: batch.textCount, tail: &tail, next: &next)
                lines += lineFeeds(text.span, i..<max(i, next - 1))
            }
            call.record = TextRange(offset: i, count: next - i)
            calls.append(call)
            i = next
        }
        if batch.textCount > 0, batch.textCount > continuation, !endsLine(text.span, batch.textCount) { lines -= 1 }
        batch.lineCount = lines
        batch.text = text
        batch.calls = calls
    }

    private func endsLine(_ text: Span<UInt8>, _ end: Int) -> Bool { text[end - 1] == UInt8(ascii: "\n") }

    private func lineFeeds(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var count = 0
        for i in range where text[i] == UInt8(ascii: "\n") { count += 1 }
        return count
    }

    /// What a line without a quote is.
    private enum Line {
        case empty
        /// So many fields, of which the bounds of as many as there are columns are known; `end` is where the content ends.
        case fields(Int, end: Int)
        case quoted
    }

    /// Finds the fields of the line at `start`, eight bytes at a time, unless it holds a quote. `next` is where the next line begins.
    private mutating func splitPlain(_ text: Span<UInt8>, from start: Int, to end: Int, next: inout Int) -> Line {
        let delimiters = DelimiterWord.pattern(delimiter)
        let lineFeeds = DelimiterWord.pattern(UInt8(ascii: "\n"))
        let quotes = DelimiterWord.pattern(UInt8(ascii: "\""))
        let columns = plan.columnCount
        var field = 0
        var from = start
        var i = start
        var fields = self.fields.mutableSpan
        while i < end {
            let word = text.wordWithoutBoundsCheck(at: i)
            let commas = DelimiterWord.matches(word, delimiters)
            let ends = DelimiterWord.matches(word, lineFeeds)
            let stray = DelimiterWord.matches(word, quotes)
            var found = commas | ends | stray
            while found != 0 {
                let at = i + found.trailingZeroBitCount >> 3
                if at >= end { break }
                let lane = found & (0 &- found)
                if lane & commas != 0 {
                    fields[min(field, columns)] = TextRange(offset: from, count: at - from)
                    field += 1
                    from = at + 1
                } else if lane & stray != 0 {
                    return .quoted
                } else {
                    let hasReturn = at > start && text[at - 1] == UInt8(ascii: "\r")
                    let contentEnd = hasReturn ? at - 1 : at
                    next = at + 1
                    if contentEnd == start { return .empty }
                    fields[min(field, columns)] = TextRange(offset: from, count: contentEnd - from)
                    return .fields(field + 1, end: contentEnd)
                }
                found &= found &- 1
            }
            i += 8
        }
        next = end
        fields[min(field, columns)] = TextRange(offset: from, count: end - from)
        return .fields(field + 1, end: end)
    }

    /// Reads the record with quotes at `start`. Fields with doubled quotes are unquoted behind the text, at `tail`.
    private mutating func splitQuoted(_ call: inout Call, _ text: inout [UInt8], from start: Int, to end: Int, tail: inout Int, next: inout Int) {
        var count = 0
        let columns = plan.columnCount
        doubled.removeAll(keepingCapacity: true)
        var (fields, doubled) = (self.fields, self.doubled)
        let finding = scanner.scan(text.span, from: start, to: end, isWhole: true) { from, to, hasDoubledQuotes in
            fields[min(count, columns)] = TextRange(offset: from, count: to - from)
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
        fill(&call, text.span, start: start, end: contentEnd(text.span, start, recordEnd), fieldCount: count)
    }

    /// Where a record ends less its line end.
    private func contentEnd(_ text: Span<UInt8>, _ start: Int, _ next: Int) -> Int {
        guard next > start, text[next - 1] == UInt8(ascii: "\n") else { return next }
        return next - 1 > start && text[next - 2] == UInt8(ascii: "\r") ? next - 2 : next - 1
    }

    /// Checks the record and reads its fields.
    private mutating func fill(_ call: inout Call, _ text: Span<UInt8>, start: Int, end: Int, fieldCount: Int) {
        if end - start > RecordScanner.lengthMax {
            call.fault = .tooLong
            return
        }
        if hasHighBytes(text, start, end), !text.isValidUTF8(start..<end) {
            call.fault = .invalidUTF8
            return
        }
        if fieldCount != plan.columnCount {
            call.fault = .fieldCount
            return
        }
        let startTime = trimmed(text, .startTime)
        guard let began = times.read(text.extracting(startTime.range)) else {
            call.fault = .startTime
            return
        }
        let duration = trimmed(text, .durationSeconds)
        guard let seconds = CallDuration.read(text.extracting(duration.range)) else {
            call.fault = .duration
            return
        }
        call.start = began
        call.durationSeconds = seconds
        call.end = Instant(epochSeconds: began.epochSeconds + Int64(seconds))
        let endTime = trimmed(text, .endTime)
        if !endTime.isEmpty {
            guard let ended = times.read(text.extracting(endTime.range)) else {
                call.fault = .endTime
                return
            }
            call.end = ended
        }
        call.usageId = trimmed(text, .usageId)
        call.callType = trimmed(text, .callType)
        call.user = trimmed(text, .user)
        call.organization = trimmed(text, .organization)
        call.callId = range(.callId)
        call.conferenceId = range(.conferenceId)
        call.numberType = range(.numberType)
        call.caller = range(.caller)
        call.callee = range(.callee)
        call.callerNumber = PhoneNumber(cleaning: text.extracting(call.caller.range))
        call.calleeNumber = PhoneNumber(cleaning: text.extracting(call.callee.range))
    }

    /// Whether a range of the text has a byte that is not ASCII.
    private func hasHighBytes(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
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
    private func range(_ field: RecordField) -> TextRange {
        let column = plan.columns[field.rawValue]
        return column < 0 ? .empty : fields[column]
    }

    /// The bounds of a field, less the blanks around it.
    private func trimmed(_ text: Span<UInt8>, _ field: RecordField) -> TextRange {
        let whole = range(field)
        if whole.isEmpty { return whole }
        let first = text[Int(whole.offset)]
        let last = text[Int(whole.offset + whole.count) - 1]
        if first > 0x20, first < 0x80, last > 0x20, last < 0x80 { return whole }
        let inner = text.extracting(whole.range).rangeWithoutBlanks
        return TextRange(offset: Int(whole.offset) + inner.lowerBound, count: inner.count)
    }
}
