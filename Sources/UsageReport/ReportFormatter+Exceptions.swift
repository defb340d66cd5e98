internal import CallModel
internal import Catalogue

extension ReportFormatter {
    /// The most bytes of the column Record before it is cut.
    static let recordBytesMax = 32_000

    /// A row of duplicates.csv: Source, Line, Organization, UsageId, Same.
    func formatDuplicate(_ batch: CallBatch, _ i: Int, isSame: Bool, _ rows: ReportRows) {
        let call = batch.calls[i]
        let organization = cells.organizations[Int(batch.rated[i].organization)].key
        let bytes = cells.bytes
        precondition(call.usageId.range.upperBound + CallBatch.slack <= batch.text.count, "a text of a call lies outside its batch")
        let text = batch.text
        let source = cells.sources[batch.input]
        rows.duplicates.reserve(source.count + organization.count + RowWriter.textBound(Int(call.usageId.count)) + 64)
        rows.duplicates.put(bytes.span, source)
        rows.duplicates.put(number: line(of: call, batch))
        rows.duplicates.put(marks.separator)
        rows.duplicates.put(bytes.span, organization)
        rows.duplicates.putText(text.span, at: Int(call.usageId.offset), count: Int(call.usageId.count), marks)
        rows.duplicates.put(marks.separator)
        rows.duplicates.put(bytes.span, cells.same[isSame ? 1 : 0])
        rows.duplicateRowCount += 1
    }

    /// A row of suspense.csv: Source, Line, Byte Offset, Reason, Detail, Record.
    func formatSuspended(_ batch: CallBatch, _ i: Int, _ rows: ReportRows) {
        let call = batch.calls[i]
        let rated = batch.rated[i]
        let bytes = cells.bytes
        let source = cells.sources[batch.input]
        rows.suspense.reserve(source.count + 64)
        rows.suspense.put(bytes.span, source)
        rows.suspense.put(number: line(of: call, batch))
        rows.suspense.put(marks.separator)
        rows.suspense.put(number: UInt64(truncatingIfNeeded: batch.byteOffset + Int64(call.record.offset)))
        rows.suspense.put(marks.separator)
        rows.suspense.putText("\(rated.suspension.name)", marks)
        rows.suspense.append([marks.separator])
        rows.suspense.putText(SuspenseDetail(catalogue, batch, i).text, marks)
        rows.suspense.append([marks.separator])
        rows.suspense.putText(ReportFormatter.recordText(batch.text[call.record.range]), marks)
        rows.suspense.append(marks.lineEnd)
        rows.suspendedRecords.append(call.record)
    }

    /// The physical line on which the record begins, from 1.
    private func line(of call: Call, _ batch: CallBatch) -> UInt64 {
        UInt64(truncatingIfNeeded: batch.firstLine + Int64(call.lineInChunk) + 1)
    }

    /// The original record as one cell: without its line end, what is no UTF-8 replaced by U+FFFD, cut on a character's boundary.
    static func recordText(_ record: ArraySlice<UInt8>) -> String {
        var record = record
        if record.last == 0x0A { record.removeLast() }
        if record.last == 0x0D { record.removeLast() }
        // Three bytes more than the limit are enough to see whole the character that stands at it.
        let text = String(decoding: record.prefix(recordBytesMax + 4), as: UTF8.self)
        if text.utf8.count <= recordBytesMax { return text }
        var cut = text.utf8.index(text.startIndex, offsetBy: recordBytesMax)
        while cut.samePosition(in: text.unicodeScalars) == nil { cut = text.utf8.index(before: cut) }
        return text[..<cut] + "…"
    }
}
