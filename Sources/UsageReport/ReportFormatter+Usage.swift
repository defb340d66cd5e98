internal import CallModel
internal import Catalogue

extension ReportFormatter {
    /// Writes the rows of all settled calls of a batch.
    func formatUsage(_ batch: CallBatch, _ rows: ReportRows) {
        // A local writer can stay in registers, which one in a class cannot.
        var writer = RowWriter()
        var heldEnds: [Int] = []
        var scratch = RowWriter()
        swap(&writer, &rows.usage)
        swap(&scratch, &rows.scratch)
        swap(&heldEnds, &rows.usageRowEnds)
        // Room for all, and what is too much is dropped: an array that grows by one is asked for each row whether it may.
        heldEnds.append(contentsOf: repeatElement(0, count: batch.calls.count - heldEnds.count))
        var ends = heldEnds.mutableSpan
        var rowCount = 0
        var places: [RowPlaces] = []
        swap(&places, &rows.places)
        if places.count < batch.calls.count {
            places.append(contentsOf: repeatElement(RowPlaces(), count: batch.calls.count - places.count))
        }
        let marks = self.marks
        let bytes = cells.bytes
        let text = batch.text
        // Unquoted copies of fields lie behind the text itself (`CallBatch.text`).
        let textCount = batch.text.count - CallBatch.slack
        // A call that no plan gives anything reads the first one, and makes nothing of it.
        let plans = batch.includingPlans.isEmpty ? [0] : batch.includingPlans
        // Elements of a span are read where they lie, those of an array are copied for each row.
        let (heldCalls, heldRated, heldSettled) = (batch.calls, batch.rated, batch.settled)
        let (calls, rated, settled) = (heldCalls.span, heldRated.span, heldSettled.span)
        precondition(rated.count == calls.count && settled.count == calls.count, "a batch is formatted once it is settled")
        var day = DayText(marks)
        fetch(rated, &places, bytes) { i, place in
            if settled[i].disposition != .settled { return }
            formatRow(i, place, calls, rated, settled, text.span, textCount, plans.span, bytes.span, marks, &day, &scratch, &writer)
            ends[rowCount] = writer.count
            rowCount += 1
        }
        heldEnds.removeLast(heldEnds.count - rowCount)
        swap(&places, &rows.places)
        swap(&writer, &rows.usage)
        swap(&scratch, &rows.scratch)
        swap(&heldEnds, &rows.usageRowEnds)
    }

    /// How many rows ahead of being copied the cells of users and rates are asked for, which lie all over the catalogue; and twice as many where they lie.
    private static let rowsAhead = 16

    /// Finds the cells of each call's user and rate, so far ahead of `body`, which makes its row, that they are near by then.
    @inline(__always)
    private func fetch(_ rated: Span<RatedCall>, _ held: inout [RowPlaces], _ bytes: [UInt8], _ body: (_ i: Int, _ places: RowPlaces) -> Void) {
        var places = held.mutableSpan
        let (ahead, count) = (ReportFormatter.rowsAhead, rated.count)
        for i in 0..<min(2 * ahead, count) { find(i, rated, &places) }
        for i in 0..<min(ahead, count) { ask(i, bytes, &places) }
        for i in 0..<count {
            if i &+ 2 &* ahead < count { find(i &+ 2 &* ahead, rated, &places) }
            if i &+ ahead < count { ask(i &+ ahead, bytes, &places) }
            body(i, places[i])
        }
    }

    /// Notes which user's and which rate's cells a row needs, and asks for where these stand.
    @inline(__always)
    private func find(_ i: Int, _ rated: Span<RatedCall>, _ places: inout MutableSpan<RowPlaces>) {
        let (user, rate) = (Int(rated[i].user) &+ 1, rateIndex(rated[i]))
        cells.users.prefetch(user)
        cells.rates.prefetch(rate)
        places[i] = RowPlaces(user: UInt32(truncatingIfNeeded: user), rate: UInt32(truncatingIfNeeded: rate))
    }

    /// Looks up where they stand, and asks for the cells themselves.
    @inline(__always)
    private func ask(_ i: Int, _ bytes: [UInt8], _ places: inout MutableSpan<RowPlaces>) {
        let (user, rate) = (cells.users[Int(places[i].user)], cells.rates[Int(places[i].rate)])
        // Those of a user take up to three lines, those of a rate up to two.
        bytes.prefetch(user.offset)
        bytes.prefetch(user.offset &+ 64)
        bytes.prefetch(user.offset &+ 104)
        bytes.prefetch(rate.offset)
        bytes.prefetch(rate.offset &+ 63)
        places[i] = RowPlaces(user: user.eights, rate: rate.eights)
    }

    /// The place of a call's rate among the prepared cells; 0 if it is not priced. Without a branch, which the processor would guess wrong for every third call.
    @inline(__always)
    private func rateIndex(_ rated: borrowing RatedCall) -> Int {
        // A suspended record may have no organization.
        let base = cells.organizations[max(Int(rated.organization), 0)].rateBases[Int(rated.isInbound.bit)]
        return (Int(rated.rate) &+ base) & (0 &- Int(rated.isPriced.bit))
    }

    /// Writes the thirty cells of one call (file-formats.md, "Usage report"). What it reads of the call it reads where it lies.
    @inline(__always)
    private func formatRow(
        _ i: Int, _ places: RowPlaces, _ calls: Span<Call>, _ rated: Span<RatedCall>, _ settled: Span<SettledCall>, _ text: Span<UInt8>,
        _ textCount: Int,
        _ includingPlans: Span<UInt16>, _ bytes: Span<UInt8>, _ marks: CellMarks, _ day: inout DayText, _ scratch: inout RowWriter,
        _ writer: inout RowWriter
    ) {
        let separator = marks.separator
        let (isPriced, isMasked) = (rated[i].isPriced, rated[i].isMasked)
        let outcome = settled[i].outcome
        let organization = Int(rated[i].organization)
        let userCells = PreparedCells.user(CellPlace(eights: places.user), bytes)
        let rate = PreparedCells.RateCells(bytes, CellPlace(eights: places.rate))
        let (destination, priceAndPrefix) = (rate.destination, rate.priceAndPrefix)
        let plans = includingPlans.extracting(settled[i].includedBy.range)
        // Of the last plan, or empty. A call that no plan gives anything reads any, and makes nothing of it.
        let lastPlan = Int(includingPlans[max(Int(settled[i].includedBy.range.upperBound) &- 1, 0)]) &+ 1
        let planCell = cells.planCells[lastPlan & (0 &- Int((!plans.isEmpty).bit))]

        reserve(calls[i], textCount, plans.count, &writer)

        let isBare = calls[i].isBare && marks.takesBareTexts
        if isBare {
            writer.putBare(text, calls[i].usageId)
            writer.put(separator)
            // Mostly 36 bytes.
            writer.putBare(text, calls[i].callId, piecesAtOnce: 3)
            writer.put(separator)
            writer.putBare(text, calls[i].conferenceId)
            writer.put(separator)
        } else {
            writer = putAnyText(calls[i].usageId, text, marks, consume writer)
            writer = putAnyText(calls[i].callId, text, marks, consume writer)
            writer = putAnyText(calls[i].conferenceId, text, marks, consume writer)
        }
        // Rarely less than 64 bytes.
        writer.put(bytes, at: userCells.start, count: userCells.count, piecesAtOnce: 4)
        putNumber(calls[i].callerNumber, calls[i].caller, isBare, text, marks, &writer)
        if isBare, rated[i].hasLowercaseType {
            writer.putBare(text, calls[i].callType)
            writer.put(separator)
        } else {
            writer = putAnyText(calls[i].callType, inLowerCase: true, text, marks, consume writer)
        }
        putNumberType(calls[i], rated[i], isBare, text, bytes, marks, &writer)
        writer.put(bytes, cells.reaches[Int(rated[i].reach.rawValue)])
        writer.put(bytes, destination)
        putNumber(calls[i].calleeNumber, calls[i].callee, isBare, text, marks, &writer)
        day.put(calls[i].start, into: &writer)
        writer.put(separator)
        day.put(calls[i].end, into: &writer)
        writer.put(separator)
        cells.seconds.put(calls[i].durationSeconds, into: &writer)
        let isPaid = settled[i].connectionFee.units | settled[i].charge.units != 0
        if isPaid {
            let decimals = cells.organizations[organization].decimals
            writer.put(settled[i].connectionFee, decimals: decimals, decimalSeparator: marks.decimalSeparator, before: separator)
            writer.put(settled[i].charge, decimals: decimals, decimalSeparator: marks.decimalSeparator, before: separator)
            writer.put(bytes, cells.organizations[organization].currency)
            writer.put(bytes, creditsCell(rated[i].creditsPlan))
        } else {
            writer.put(bytes, cells.organizations[organization].zeroAmounts)
            writer.put(bytes, planCell)
        }
        writer.put(bytes, cells.organizations[organization].key)
        writer.put(bytes, cells.outcomes[Int(outcome.rawValue)])
        if outcome == .unanswered || outcome == .free {
            writer.put(bytes, cells.nothingBilled)
        } else {
            cells.seconds.putPayment(settled[i], into: &writer)
            if plans.count <= 1 { writer.put(bytes, planCell) } else { putIncludedBy(plans, bytes, marks, &scratch, &writer) }
            writer.put(bytes, priceAndPrefix)
        }
        writer.put(bytes, cells.notes[Int(settled[i].refusal.rawValue &+ 3 &* (isMasked.bit & isPriced.bit))])
    }

    /// Makes room for a row, and looks whether the texts of its call lie within the `textCount` bytes of their batch: that is what makes the unchecked loads
    /// and stores of the row right. Texts that stand in their record, as nearly all do, lie where it does (``CallModel/Call/standsInRecord``).
    @inline(__always)
    private func reserve(_ call: borrowing Call, _ textCount: Int, _ planCount: Int, _ writer: inout RowWriter) {
        var textEnd = end(call.record)
        // Seven texts of a row, each a part of the record.
        var textBytes = 7 &* Int(call.record.count)
        if !call.standsInRecord {
            textEnd = max(
                max(end(call.usageId), end(call.callId), end(call.conferenceId)), max(end(call.callType), end(call.numberType)),
                max(end(call.caller), end(call.callee)))
            textBytes =
                Int(call.usageId.count) + Int(call.callId.count) + Int(call.conferenceId.count) + Int(call.callType.count)
                + Int(call.numberType.count) + Int(call.caller.count) + Int(call.callee.count)
        }
        precondition(textEnd <= textCount, "a text of a call lies outside its batch")
        writer.reserve(RowWriter.textBound(textBytes) + cells.rowBytesMax + planCount * cells.planBytesMax)
    }

    @inline(__always)
    private func end(_ range: TextRange) -> Int { Int(range.offset) + Int(range.count) }

    /// A text of the batch and the separator. By value, so that the writer of bare texts can stay in registers.
    @inline(never)
    private func putAnyText(
        _ range: TextRange, inLowerCase: Bool = false, _ text: Span<UInt8>, _ marks: CellMarks, _ given: consuming RowWriter
    ) -> RowWriter {
        var writer = given
        writer.putText(text, at: Int(range.offset), count: Int(range.count), marks, inLowerCase: inLowerCase)
        writer.put(marks.separator)
        return writer
    }

    /// The cells 8 and 13: a cleaned number with `+`, or else what was read.
    @inline(__always)
    private func putNumber(
        _ number: PhoneNumber, _ range: TextRange, _ isBare: Bool, _ text: Span<UInt8>, _ marks: CellMarks, _ writer: inout RowWriter
    ) {
        // A text that is `+` and as many bytes as there are visible digits is clean already.
        if isBare, number.isNumber, range.count == UInt32(number.digitCount) + 1, text[Int(range.offset)] == UInt8(ascii: "+") {
            writer.putBare(text, range)
            writer.put(marks.separator)
            return
        }
        writer = putAnyNumber(number, range, text, marks, consume writer)
    }

    /// The same for a number that was not read as it is written.
    @inline(never)
    private func putAnyNumber(
        _ number: PhoneNumber, _ range: TextRange, _ text: Span<UInt8>, _ marks: CellMarks, _ given: consuming RowWriter
    ) -> RowWriter {
        guard number.isNumber else { return putAnyText(range, text, marks, given) }
        var writer = given
        if marks.isExcel {
            // A number with `+` is always a formula: "=""+49…"""
            writer.put(0x2B_2222_3D22, count: 5)
            writer.put(digitsOf: number)
            writer.put(0x22_2222 | UInt64(marks.separator) << 24, count: 4)
        } else {
            writer.put(UInt8(ascii: "+"))
            writer.put(digitsOf: number)
            writer.put(marks.separator)
        }
        return writer
    }

    /// The cell 10: as read, else of the service number, else `Subscriber` for a user.
    @inline(__always)
    private func putNumberType(
        _ call: borrowing Call, _ rated: borrowing RatedCall, _ isBare: Bool, _ text: Span<UInt8>, _ bytes: Span<UInt8>, _ marks: CellMarks,
        _ writer: inout RowWriter
    ) {
        if !call.numberType.isEmpty {
            if isBare {
                writer.putBare(text, call.numberType)
                writer.put(marks.separator)
            } else {
                writer = putAnyText(call.numberType, text, marks, consume writer)
            }
            return
        }
        // Who has a service number, and who is a user, nobody can foresee.
        let ofService = cells.numberTypeOfService[Int(rated.serviceNumber &+ 1)]
        writer.put(bytes, cells.numberTypes[Int(ofService | Int32((rated.user >= 0).bit & (ofService == 0).bit))])
    }

    /// The cell 20 of a call that cost something.
    @inline(__always)
    private func creditsCell(_ plan: UInt16) -> CellRange {
        plan == RatedCall.noPlan ? cells.creditsWithoutPlan : cells.planCells[Int(plan) &+ 1]
    }

    /// The cell 27 of several plans: joined by `+`.
    @inline(__always)
    private func putIncludedBy(
        _ plans: Span<UInt16>, _ bytes: Span<UInt8>, _ marks: CellMarks, _ scratch: inout RowWriter, _ writer: inout RowWriter
    ) {
        scratch.removeAll()
        scratch.reserve(plans.count * cells.planBytesMax)
        for k in 0..<plans.count {
            if k > 0 { scratch.put(UInt8(ascii: "+")) }
            scratch.put(bytes, cells.planKeys[Int(plans[k])])
        }
        let count = scratch.count
        scratch.withBytes { writer.putText($0, at: 0, count: count, marks) }
        writer.put(marks.separator)
    }
}
