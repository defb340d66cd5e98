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
        var day = DayText()
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
        let (users, rates, organizations) = (cells.users, cells.rates, cells.organizations)
        var places = held.mutableSpan
        let (ahead, count) = (ReportFormatter.rowsAhead, rated.count)
        for i in -2 * ahead..<count {
            let next = i &+ 2 &* ahead
            if next < count {
                let (user, rate) = (Int(rated[next].user) &+ 1, rateIndex(rated[next], organizations))
                users.prefetch(user)
                rates.prefetch(rate)
                places[next] = RowPlaces(user: UInt32(truncatingIfNeeded: user), rate: UInt32(truncatingIfNeeded: rate))
            }
            let soon = i &+ ahead
            if soon >= 0, soon < count {
                let (user, rate) = (users[Int(places[soon].user)], rates[Int(places[soon].rate)])
                // Those of a user take up to three lines, those of a rate up to two.
                bytes.prefetch(user.offset)
                bytes.prefetch(user.offset &+ 64)
                bytes.prefetch(user.offset &+ 104)
                bytes.prefetch(rate.offset)
                bytes.prefetch(rate.offset &+ 40)
                places[soon] = RowPlaces(user: user.eights, rate: rate.eights)
            }
            if i >= 0 { body(i, places[i]) }
        }
    }

    /// The place of a call's rate among the prepared cells; 0 if it is not priced. Without a branch, which the processor would guess wrong for every third call.
    @inline(__always)
    private func rateIndex(_ rated: borrowing RatedCall, _ organizations: [PreparedCells.OrganizationCells]) -> Int {
        // A suspended record may have no organization.
        let base = organizations[max(Int(rated.organization), 0)].rateBases[Int(rated.isInbound.bit)]
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
        let organization = cells.organizations[Int(rated[i].organization)]
        let userCells = PreparedCells.user(CellPlace(eights: places.user), bytes)
        let rate = PreparedCells.RateCells(bytes, CellPlace(eights: places.rate))
        let (destination, priceAndPrefix) = (rate.destination, rate.priceAndPrefix)
        let plans = includingPlans.extracting(settled[i].includedBy.range)
        // Of the last plan, or empty. A call that no plan gives anything reads any, and makes nothing of it.
        let lastPlan = Int(includingPlans[max(Int(settled[i].includedBy.range.upperBound) &- 1, 0)]) &+ 1
        let planCell = cells.planCells[lastPlan & (0 &- Int((!plans.isEmpty).bit))]

        // This is what makes the unchecked loads and stores of the row right.
        let textEnd = max(
            max(end(calls[i].usageId), end(calls[i].callId), end(calls[i].conferenceId)), max(end(calls[i].callType), end(calls[i].numberType)),
            max(end(calls[i].caller), end(calls[i].callee)))
        precondition(textEnd <= textCount, "a text of a call lies outside its batch")
        let textBytes =
            Int(calls[i].usageId.count) + Int(calls[i].callId.count) + Int(calls[i].conferenceId.count) + Int(calls[i].callType.count)
            + Int(calls[i].numberType.count) + Int(calls[i].caller.count) + Int(calls[i].callee.count)
        let prepared =
            RowWriter.slack + userCells.count + destination.count + priceAndPrefix.count + organization.key.count + organization.zeroAmounts.count
        writer.reserve(RowWriter.textBound(textBytes) + prepared + cells.otherBytesMax + plans.count * cells.planBytesMax)

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
            putText(calls[i].usageId, text, marks, &writer)
            putText(calls[i].callId, text, marks, &writer)
            putText(calls[i].conferenceId, text, marks, &writer)
        }
        // Rarely less than 64 bytes.
        writer.put(bytes, at: userCells.start, count: userCells.count, piecesAtOnce: 4)
        putNumber(calls[i].callerNumber, calls[i].caller, isBare, text, marks, &writer)
        if isBare, rated[i].hasLowercaseType {
            writer.putBare(text, calls[i].callType)
        } else {
            writer.putLowercasedText(text, at: Int(calls[i].callType.offset), count: Int(calls[i].callType.count), marks)
        }
        writer.put(separator)
        putNumberType(calls[i], rated[i], text, bytes, marks, &writer)
        writer.put(bytes, cells.reaches[Int(rated[i].reach.rawValue)])
        writer.put(bytes, destination)
        putNumber(calls[i].calleeNumber, calls[i].callee, isBare, text, marks, &writer)
        writer.put(start: calls[i].start, &day, marks)
        writer.put(separator)
        writer.put(calls[i].end, &day, marks)
        writer.put(separator)
        writer.put(seconds: calls[i].durationSeconds)
        writer.put(separator)
        let isPaid = settled[i].connectionFee.units | settled[i].charge.units != 0
        if isPaid {
            writer.put(settled[i].connectionFee, decimals: organization.decimals, decimalSeparator: marks.decimalSeparator)
            writer.put(separator)
            writer.put(settled[i].charge, decimals: organization.decimals, decimalSeparator: marks.decimalSeparator)
            writer.put(separator)
            writer.put(bytes, organization.currency)
            writer.put(bytes, creditsCell(rated[i].creditsPlan))
        } else {
            writer.put(bytes, organization.zeroAmounts)
            writer.put(bytes, planCell)
        }
        writer.put(bytes, organization.key)
        writer.put(bytes, cells.outcomes[Int(outcome.rawValue)])
        if outcome == .unanswered || outcome == .free {
            writer.put(bytes, cells.nothingBilled)
        } else {
            putSeconds(settled[i], separator, &writer)
            if plans.count <= 1 { writer.put(bytes, planCell) } else { putIncludedBy(plans, bytes, marks, &scratch, &writer) }
            writer.put(bytes, priceAndPrefix)
        }
        writer.put(bytes, cells.notes[Int(settled[i].refusal.rawValue) + (isMasked && isPriced ? 3 : 0)])
    }

    /// The cells 23 to 26: billed, included, charged and uncovered seconds. Mostly one of the last three is all, and the others are 0.
    @inline(__always)
    private func putSeconds(_ settled: borrowing SettledCall, _ separator: UInt8, _ writer: inout RowWriter) {
        let (billed, included, charged, uncovered) =
            (settled.billedSeconds, settled.includedSeconds, settled.chargedSeconds, settled.uncoveredSeconds)
        let isOne = included == billed || charged == billed || uncovered == billed
        if isOne, billed > 0, billed < 10_000_000 {
            let (digits, count) = RowWriter.smallDigits(UInt64(truncatingIfNeeded: billed), before: separator)
            let zero = UInt64(UInt8(ascii: "0")) | UInt64(separator) << 8
            writer.put(digits, count: count)
            writer.put(included == 0 ? zero : digits, count: included == 0 ? 2 : count)
            writer.put(charged == 0 ? zero : digits, count: charged == 0 ? 2 : count)
            writer.put(uncovered == 0 ? zero : digits, count: uncovered == 0 ? 2 : count)
        } else {
            writer.put(seconds: billed)
            writer.put(separator)
            writer.put(seconds: included)
            writer.put(separator)
            writer.put(seconds: charged)
            writer.put(separator)
            writer.put(seconds: uncovered)
            writer.put(separator)
        }
    }

    @inline(__always)
    private func end(_ range: TextRange) -> Int { Int(range.offset) + Int(range.count) }

    /// A text of the batch and the separator.
    @inline(__always)
    private func putText(_ range: TextRange, _ text: Span<UInt8>, _ marks: CellMarks, _ writer: inout RowWriter) {
        writer.putText(text, at: Int(range.offset), count: Int(range.count), marks)
        writer.put(marks.separator)
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
        // By value, so that the writer can stay in registers.
        writer = putAnyNumber(number, range, text, marks, consume writer)
    }

    /// The same for a number that was not read as it is written.
    @inline(never)
    private func putAnyNumber(
        _ number: PhoneNumber, _ range: TextRange, _ text: Span<UInt8>, _ marks: CellMarks, _ given: consuming RowWriter
    ) -> RowWriter {
        var writer = given
        guard number.isNumber else {
            putText(range, text, marks, &writer)
            return writer
        }
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
        _ call: borrowing Call, _ rated: borrowing RatedCall, _ text: Span<UInt8>, _ bytes: Span<UInt8>, _ marks: CellMarks, _ writer: inout RowWriter
    ) {
        if !call.numberType.isEmpty { return putText(call.numberType, text, marks, &writer) }
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
