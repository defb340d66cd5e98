import CallModel
import CallRecords

/// A slow reader of call detail records, byte by byte, written from file-formats.md alone; it knows nothing of pieces.
struct PlainReader {
    /// What each column holds; `nil` for one that is not known.
    let columns: [RecordField?]

    /// The most bytes of a record, its line end aside: 1 MiB.
    static let recordMax = 1024 * 1024

    /// The records of a text that begins behind the header.
    func records(_ text: [UInt8]) -> [ReadRecord] {
        var records: [ReadRecord] = []
        var i = 0
        var line = 1
        while i < text.count {
            if let width = PlainReader.lineEnd(text, i) {
                i += width
                line += 1
                continue
            }
            var next: Int
            if let (cells, end) = PlainReader.cells(text, i) {
                next = end
                records.append(record(cells, ReadRecord(offset: i, byteCount: end - i, line: line)))
            } else {
                // The line on which it begins is malformed, and reading goes on with the next line.
                next = i
                while next < text.count, PlainReader.lineEnd(text, next) == nil { next += 1 }
                let content = text[i..<next]
                next += PlainReader.lineEnd(text, next) ?? 0
                let fault: Call.Fault = content.count > PlainReader.recordMax ? .tooLong : PlainReader.isUTF8(content) ? .strayQuote : .invalidUTF8
                records.append(ReadRecord(offset: i, byteCount: next - i, line: line, fault: fault))
            }
            line += text[i..<next].count { $0 == 0x0A }
            i = next
        }
        return records
    }

    /// How many bytes the line end at `i` has: LF or CRLF; `nil` if there is none.
    private static func lineEnd(_ text: [UInt8], _ i: Int) -> Int? {
        guard i < text.count else { return nil }
        if text[i] == 0x0A { return 1 }
        return text[i] == 0x0D && i + 1 < text.count && text[i + 1] == 0x0A ? 2 : nil
    }

    private static func isUTF8(_ text: ArraySlice<UInt8>) -> Bool { String(validating: text, as: UTF8.self) != nil }

    private enum State { case fieldStart, unquoted, quoted, behindQuote }

    /// The cells of the record at `start` and the place behind its line end; `nil` if it is malformed.
    private static func cells(_ text: [UInt8], _ start: Int) -> ([[UInt8]], Int)? {
        var cells: [[UInt8]] = []
        var cell: [UInt8] = []
        var state = State.fieldStart
        var i = start
        while i - start <= recordMax + 2 {
            let isQuote = i < text.count && text[i] == 0x22
            if state == .quoted {
                if i == text.count { return nil }
                if !isQuote {
                    cell.append(text[i])
                } else if i + 1 < text.count, text[i + 1] == 0x22 {
                    cell.append(0x22)
                    i += 1
                } else {
                    state = .behindQuote
                }
                i += 1
                continue
            }
            let width = lineEnd(text, i)
            if i == text.count || width != nil {
                cells.append(cell)
                if i - start > recordMax || !isUTF8(text[start..<i]) { return nil }
                return (cells, i + (width ?? 0))
            }
            if text[i] == 0x2C {
                cells.append(cell)
                cell = []
                state = .fieldStart
            } else if state == .behindQuote || (isQuote && state == .unquoted) {
                return nil
            } else if isQuote {
                state = .quoted
            } else {
                cell.append(text[i])
                state = .unquoted
            }
            i += 1
        }
        return nil
    }

    private func record(_ cells: [[UInt8]], _ place: ReadRecord) -> ReadRecord {
        var record = place
        func failed(_ fault: Call.Fault) -> ReadRecord {
            var failed = place
            failed.fault = fault
            return failed
        }
        if cells.count != columns.count { return failed(.fieldCount) }
        func cell(_ field: RecordField) -> [UInt8] { columns.firstIndex(of: field).map { cells[$0] } ?? [] }
        func trimmed(_ field: RecordField) -> String {
            let blanks: Set<Unicode.Scalar> = [" ", "\t", "\u{A0}"]
            var scalars = Array(String(decoding: cell(field), as: UTF8.self).unicodeScalars)
            while let last = scalars.last, blanks.contains(last) { scalars.removeLast() }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars.drop { blanks.contains($0) })
            return String(text)
        }
        guard let start = PlainReader.time(trimmed(.startTime)) else { return failed(.startTime) }
        guard let duration = PlainReader.duration(trimmed(.durationSeconds)) else { return failed(.duration) }
        let endTime = trimmed(.endTime)
        guard let end = endTime.isEmpty ? start + Int64(duration) : PlainReader.time(endTime) else { return failed(.endTime) }
        (record.start, record.end, record.duration) = (start, end, duration)
        for field in ReadRecord.textFields {
            switch field {
            case .usageId, .callType, .user, .organization: record.texts[field] = Array(trimmed(field).utf8)
            default: record.texts[field] = cell(field)
            }
        }
        return record
    }

    /// Seconds since the epoch of a `start_time`; `nil` if it is none.
    static func time(_ text: String) -> Int64? {
        let scalars = text.unicodeScalars.allSatisfy(\.isASCII) ? Array(text.utf8) : [0]
        if (9...10).contains(scalars.count), scalars.allSatisfy({ (0x30...0x39).contains($0) }) { return Int64(text) }
        // Digits become 9, so that the form can be compared as a whole.
        let form = String(decoding: scalars.map { (0x30...0x39).contains($0) ? 0x39 : $0 }, as: UTF8.self)
        var rest = Substring(form)
        func take(_ choices: String...) -> String? {
            for choice in choices where rest.utf8.starts(with: choice.utf8) {
                rest = Substring(String(decoding: rest.utf8.dropFirst(choice.utf8.count), as: UTF8.self))
                return choice
            }
            return nil
        }
        guard take("9999-99-99T99:99", "9999-99-99 99:99") != nil else { return nil }
        let hasSeconds = take(":99") != nil
        if hasSeconds, take(".9") != nil { while take("9") != nil {} }
        let zoneStart = scalars.count - rest.utf8.count
        guard take("Z", "+99:99", "-99:99", "+9999", "-9999") != nil || rest.isEmpty, rest.isEmpty else { return nil }
        func number(_ start: Int, _ count: Int) -> Int { scalars[start..<start + count].reduce(0) { $0 * 10 + Int($1) - 0x30 } }
        let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2))
        let (hour, minute, second) = (number(11, 2), number(14, 2), hasSeconds ? number(17, 2) : 0)
        guard (1970...2999).contains(year), (1...12).contains(month), hour <= 23, minute <= 59, second <= 59 else { return nil }
        func isLeap(_ year: Int) -> Bool { year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) }
        let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[month - 1]).contains(day) else { return nil }
        let days = (1970..<year).reduce(0) { $0 + (isLeap($1) ? 366 : 365) } + lengths[..<(month - 1)].reduce(0, +) + day - 1
        var seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        if zoneStart < scalars.count, scalars[zoneStart] != 0x5A {
            let digits = scalars[zoneStart...].filter { (0x30...0x39).contains($0) }.map { Int($0) - 0x30 }
            let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
            guard hours <= 23, minutes <= 59 else { return nil }
            let east = hours * 3600 + minutes * 60
            seconds += scalars[zoneStart] == 0x2B ? -east : east
        }
        return Int64(seconds)
    }

    /// Whole seconds of a `duration_seconds`, rounded up; `nil` if it is none.
    static func duration(_ text: String) -> Int32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
        let whole = parts[0].drop { $0 == "0" }
        guard whole.count <= 8 else { return nil }
        let isMore = parts.count == 2 && parts[1].contains { $0 != "0" }
        let seconds = (Int32(whole) ?? 0) + (isMore ? 1 : 0)
        return seconds <= 31_536_000 ? seconds : nil
    }
}
