import CallModel

extension RecordParser {
    /// The same as ``parse(_:continuation:)`` for a format that has to be composed.
    mutating func parseComposed(_ batch: CallBatch, continuation: Int) {
        guard var composer else { return }
        // Taken out for the time being, as there.
        self.composer = nil
        var text = batch.text
        var calls = batch.calls
        var delimiters = delimiters
        self.delimiters = DelimiterIndex(delimiter: scanner.delimiter, quote: plan.quote)
        batch.text = []
        batch.calls = []
        let whole = batch.textCount
        delimiters.find(text.span, continuation..<whole)
        calls.reserveCapacity(calls.count + delimiters.lineFeedCount + 1)
        var traits = Traits(delimiters, delimiter: scanner.delimiter)
        traits.isBare = traits.isBare && composer.program.isBare
        let comment = composer.program.comment
        let linesBefore = continuation > 0 && text[continuation - 1] == UInt8(ascii: "\n") ? 1 : 0
        var tail = whole
        composer.begin(&text, tail: &tail)
        var line = 0
        // The place in the index of where the record at hand begins.
        var first = 0
        var i = continuation
        while i < whole {
            let last = Int(delimiters.lineEnds[line])
            var call = Call()
            call.lineInChunk = UInt32(truncatingIfNeeded: linesBefore + line)
            var next = min(Int(delimiters.starts[last]), whole)
            line += 1
            var isRecord = true
            if !comment.isEmpty, text.span.begins(with: comment, at: i, below: whole) {
                first = last
                i = next
                continue
            }
            if traits.hasQuotes, hasQuote(text.span, delimiters.starts.span.extracting((first + 1)...last)) {
                if composer.splitQuoted(delimiters.starts.span, first, last, whole, &text, scanner, &tail) {
                    first = last
                    let content = contentEnd(text.span, i, next)
                    isRecord = compose(&call, &composer, &text, i..<content, tail: &tail, traits)
                    if isRecord {
                        call.record = TextRange(offset: i, count: next - i)
                        calls.append(call)
                    }
                    i = next
                    continue
                }
                isRecord = composeQuoted(&call, &composer, &text, from: i, to: whole, tail: &tail, next: &next, traits)
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
                composer.split(delimiters.starts.span, begin, last, end)
                call.isBare = traits.isBare
                isRecord = compose(&call, &composer, &text, i..<end, tail: &tail, traits)
            }
            if isRecord {
                call.record = TextRange(offset: i, count: next - i)
                calls.append(call)
            }
            i = next
        }
        batch.lineCount = linesBefore + delimiters.lineFeedCount
        batch.text = text
        batch.calls = calls
        self.delimiters = delimiters
        self.composer = composer
    }

    /// Reads the record with quotes at `start`; returns whether it is one.
    private mutating func composeQuoted(
        _ call: inout Call, _ composer: inout RecordComposer, _ text: inout [UInt8], from start: Int, to end: Int, tail: inout Int,
        next: inout Int, _ traits: Traits
    ) -> Bool {
        var fields = composer.fields
        composer.fields = []
        var doubled = self.doubled
        doubled.removeAll(keepingCapacity: true)
        for slot in fields.indices { fields[slot] = .empty }
        var count = 0
        var lastCount = 0
        let slots = composer.slots
        let finding = scanner.scan(text.span, from: start, to: end, isWhole: true) { from, to, hasDoubledQuotes in
            if count < slots.count, slots[count] >= 0 {
                let slot = Int(slots[count])
                fields[slot] = TextRange(offset: from, count: to - from)
                if hasDoubledQuotes { doubled.append(slot) }
            }
            count += 1
            lastCount = to - from
        }
        guard case .record(let recordEnd) = finding else {
            (composer.fields, self.doubled) = (fields, doubled)
            next = DelimiterWord.first(UInt8(ascii: "\n"), in: text.span, start..<end).map { $0 + 1 } ?? end
            // What is wrong is told from the line alone, so that it does not depend on how much text follows in this piece.
            let content = contentEnd(text.span, start, next)
            if content - start > RecordScanner.lengthMax {
                call.fault = .tooLong
            } else {
                call.fault = text.span.isValidUTF8(start..<content) ? .strayQuote : .invalidUTF8
            }
            return true
        }
        next = recordEnd
        let quote = scanner.quote
        for slot in doubled { fields[slot] = RecordParser.undoubled(fields[slot], quote, &text, &tail) }
        composer.columnCount = count
        composer.endsEmpty = lastCount == 0
        (composer.fields, self.doubled) = (fields, doubled)
        return compose(&call, &composer, &text, start..<contentEnd(text.span, start, recordEnd), tail: &tail, traits)
    }

    /// A copy behind the text in which each two quotes are one.
    static func undoubled(_ field: TextRange, _ quote: UInt8, _ text: inout [UInt8], _ tail: inout Int) -> TextRange {
        RecordComposer.reserve(Int(field.count), &text, tail)
        let start = tail
        var i = field.range.lowerBound
        while i < field.range.upperBound {
            text[tail] = text[i]
            tail += 1
            i += text[i] == quote ? 2 : 1
        }
        return TextRange(offset: start, count: tail - start)
    }

    /// Checks the record and makes a call of it; returns whether it is a record at all.
    @inline(__always)
    private func compose(
        _ call: inout Call, _ composer: inout RecordComposer, _ text: inout [UInt8], _ record: Range<Int>, tail: inout Int, _ traits: Traits
    ) -> Bool {
        if record.count > RecordScanner.lengthMax {
            call.fault = .tooLong
            return true
        }
        if traits.hasHighBytes, RecordParser.hasHighBytes(text.span, record.lowerBound, record.upperBound), !text.span.isValidUTF8(record) {
            call.fault = .invalidUTF8
            return true
        }
        let counts = composer.program.columnCounts
        let isCounted = counts.contains(composer.columnCount) || (composer.columnCount == counts.upperBound + 1 && composer.endsEmpty)
        if isCounted, !composer.compose(&call, &text, record, tail: &tail) { return false }
        if !isCounted { call.fault = .fieldCount }
        // Rows of delimiters alone are what spreadsheets make of empty ones.
        return call.fault == .none || !isEmptyRow(text.span, record)
    }

    /// Whether a row consists of delimiters, blanks and quotes.
    private func isEmptyRow(_ text: Span<UInt8>, _ record: Range<Int>) -> Bool {
        for i in record {
            let byte = text[i]
            let isNothing = byte == scanner.delimiter || byte == scanner.quote || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
            if !isNothing { return false }
        }
        return true
    }
}

extension RecordComposer {
    /// The same for a line with quotes, by what stands between the delimiters and quotes that were found; returns false where it is not plain that the
    /// line is a record, which the scanner then has to tell.
    mutating func splitQuoted(
        _ starts: Span<UInt32>, _ first: Int, _ last: Int, _ whole: Int, _ text: inout [UInt8], _ scanner: RecordScanner, _ tail: inout Int
    ) -> Bool {
        let (delimiter, quote) = (scanner.delimiter, scanner.quote)
        var k = first
        var column = 0
        for slot in fields.indices { fields[slot] = .empty }
        while true {
            let from = Int(starts[k])
            let slot = column < slots.count ? Int(slots[column]) : -1
            column += 1
            if k + 1 < last, text[from] == quote {
                var hasDoubledQuotes = false
                // The quote that closes the field, delimiters within it passed over.
                var j = k + 2
                while true {
                    while j < last, text[Int(starts[j]) - 1] != quote { j += 1 }
                    if j >= last { return false }
                    let next = Int(starts[j + 1]) - 1
                    if next != Int(starts[j]) || next >= text.count || text[next] != quote || j + 1 == last { break }
                    hasDoubledQuotes = true
                    j += 2
                }
                let close = Int(starts[j]) - 1
                if slot >= 0 {
                    let field = TextRange(offset: from + 1, count: close - from - 1)
                    fields[slot] = hasDoubledQuotes ? RecordParser.undoubled(field, quote, &text, &tail) : field
                }
                endsEmpty = close == from + 1
                k = j + 1
                let behind = Int(starts[k]) - 1
                if k == last {
                    columnCount = column
                    return behind == close + 1 || (behind == close + 2 && behind < whole && text[close + 1] == UInt8(ascii: "\r"))
                }
                if behind != close + 1 || text[behind] != delimiter { return false }
            } else {
                k += 1
                var to = Int(starts[k]) - 1
                if k == last {
                    if to > from, to < whole, text[to - 1] == UInt8(ascii: "\r") { to -= 1 }
                } else if text[to] != delimiter {
                    return false
                }
                if slot >= 0 { fields[slot] = TextRange(offset: from, count: to - from) }
                endsEmpty = to == from
                if k == last {
                    columnCount = column
                    return true
                }
            }
        }
    }

    /// Takes the looked-at fields of a line without quotes, whose starts are those from `first` to `last`, and whose content ends at `end`.
    @inline(__always)
    mutating func split(_ starts: Span<UInt32>, _ first: Int, _ last: Int, _ end: Int) {
        columnCount = last - first
        for slot in fields.indices {
            let place = first + Int(program.places[slot])
            if place >= last {
                fields[slot] = .empty
            } else {
                let from = Int(starts[place])
                let to = place + 1 == last ? end : Int(starts[place + 1]) - 1
                fields[slot] = TextRange(offset: from, count: to - from)
            }
        }
        endsEmpty = Int(starts[last - 1]) >= end
    }
}
