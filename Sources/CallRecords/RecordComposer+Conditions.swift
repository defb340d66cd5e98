import CallModel

extension RecordComposer {
    /// Whether all conditions of a list hold.
    @inline(__always)
    func holds(
        _ list: RecordProgram.List, _ call: borrowing Call, _ text: inout [UInt8], _ record: Range<Int>, _ tail: inout Int
    ) -> Bool {
        for k in list.range {
            let condition = program.conditions[k]
            let subject: TextRange
            switch condition.subject {
            case RecordProgram.Condition.caller: subject = call.caller
            case RecordProgram.Condition.callee: subject = call.callee
            default: subject = value(condition.subject, call, &text, record, &tail)
            }
            let isSo: Bool
            switch (condition.kind, condition.subject) {
            // They are cleaned already.
            case (.number, RecordProgram.Condition.caller): isSo = call.callerNumber.isNumber
            case (.number, RecordProgram.Condition.callee): isSo = call.calleeNumber.isNumber
            default: isSo = holds(condition, text.span, subject)
            }
            if isSo == condition.isNegated { return false }
        }
        return true
    }

    private func holds(_ condition: RecordProgram.Condition, _ text: Span<UInt8>, _ subject: TextRange) -> Bool {
        switch condition.kind {
        case .empty: return subject.isEmpty
        case .number: return PhoneNumber(cleaning: text, subject).isNumber
        case .equals: return isOne(of: condition.list, text, subject)
        case .begins:
            for k in condition.list.range where program.texts[k].count <= subject.count {
                if matches(program.texts[k], text, at: Int(subject.offset)) { return true }
            }
            return false
        case .contains:
            for k in condition.list.range where program.texts[k].count <= subject.count {
                let last = Int(subject.count) - Int(program.texts[k].count)
                for i in 0...last where matches(program.texts[k], text, at: Int(subject.offset) + i) { return true }
            }
            return false
        case .digits:
            let count = DialledNumber.digitCount(text.extracting(subject.range))
            return count >= Int(condition.list.start) && count <= Int(condition.list.count)
        }
    }

    /// Whether a text is one of some texts of the program, which are in lower case.
    @inline(__always)
    func isOne(of list: RecordProgram.List, _ text: Span<UInt8>, _ subject: TextRange) -> Bool {
        for k in list.range where program.texts[k].count == subject.count {
            if matches(program.texts[k], text, at: Int(subject.offset)) { return true }
        }
        return false
    }

    @inline(__always)
    private func matches(_ wanted: TextRange, _ text: Span<UInt8>, at start: Int) -> Bool {
        for i in 0..<Int(wanted.count) where asciiLowercased(text[start + i]) != program.pool[Int(wanted.offset) + i] { return false }
        return true
    }

    func rewritten(
        _ whole: TextRange, _ rules: [RecordProgram.NumberRewrite], _ text: inout [UInt8], _ tail: inout Int
    ) -> TextRange {
        if rules.isEmpty || whole.isEmpty || whole.count > DialledNumber.lengthMax { return whole }
        RecordComposer.reserve(program.numberHeadroom + DialledNumber.lengthMax, &text, tail)
        let base = tail + program.numberHeadroom
        guard let end = DialledNumber.clean(whole.range, &text, to: base) else { return whole }
        var start = base
        var isChanged = false
        for rule in rules {
            let digits = end - start - (start < end && text[start] == UInt8(ascii: "+") ? 1 : 0)
            if !rule.digits.contains(Int32(truncatingIfNeeded: digits)) || end - start < Int(rule.prefix.count) { continue }
            if !matches(rule.prefix, text.span, at: start) { continue }
            start += Int(rule.prefix.count) - Int(rule.replacement.count)
            for i in 0..<Int(rule.replacement.count) { text[start + i] = program.pool[Int(rule.replacement.offset) + i] }
            isChanged = true
            if !rule.continues { break }
        }
        if !isChanged { return whole }
        tail = end
        return TextRange(offset: start, count: end - start)
    }
}
