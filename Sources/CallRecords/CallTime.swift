import CallModel

/// Reads the times of call detail records (file-formats.md, `start_time`).
///
/// It remembers the day that it read last: in a file sorted by time nearly every record has the same.
struct CallTime {
    private var lastDate: UInt64 = 0
    private var lastDateTail: UInt16 = 0
    /// The day that was read last; `nil` before the first, when no text is equal to the one remembered.
    private var lastDays: Int?

    /// `YYYY-MM-DD`, `T` or a space, `HH:MM` or `HH:MM:SS` with possibly a fraction, then `Z`, an offset, or nothing; or epoch seconds of 9 or 10
    /// digits. `nil` if it is none of them. The text has no blanks around it.
    mutating func read(_ text: Span<UInt8>) -> Instant? {
        let count = text.count
        guard count >= 16 else { return epochSeconds(text) }
        guard let days = days(text), text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " "), text[13] == UInt8(ascii: ":") else { return nil }
        guard let hour = CallTime.pair(text, 11), hour < 24, let minute = CallTime.pair(text, 14), minute < 60 else { return nil }
        var second = 0
        var i = 16
        if i < count, text[i] == UInt8(ascii: ":") {
            guard count >= 19, let value = CallTime.pair(text, 17), value < 60 else { return nil }
            second = value
            i = 19
            if i < count, text[i] == UInt8(ascii: ".") {
                i += 1
                let fraction = i
                while i < count, text[i] &- UInt8(ascii: "0") < 10 { i += 1 }
                if i == fraction { return nil }
            }
        }
        let local = days * 86_400 + hour * 3600 + minute * 60 + second
        guard let offset = CallTime.offset(text, i) else { return nil }
        return Instant(epochSeconds: Int64(local - offset))
    }

    /// The same for a text of a batch: the form `YYYY-MM-DDTHH:MM:SSZ` on the day that was read last is read in three words.
    ///
    /// - Precondition: ``CallBatch/slack`` bytes follow the text in `all`.
    @inline(__always)
    mutating func read(_ all: Span<UInt8>, _ range: TextRange) -> Instant? {
        let offset = Int(range.offset)
        if range.count == 20, let lastDays {
            let tail = all.wordWithoutBoundsCheck(at: offset + 8)
            let mark = UInt8(truncatingIfNeeded: tail >> 16)
            // `HH:MM:SS` less the digit 0 and the colons: then digits are 0 to 9, and colons 0.
            let clock = all.wordWithoutBoundsCheck(at: offset + 11) ^ 0x3030_3A30_303A_3030
            // Each two digits as a number: hours in the lowest byte, minutes in the fourth, seconds in the seventh.
            let pairs = DigitWord.pairs(clock)
            let (hour, minute, second) = (pairs & 0xFF, pairs >> 24 & 0xFF, pairs >> 48 & 0xFF)
            let isClock = clock & 0x0000_FF00_00FF_0000 == 0 && DigitWord.areDigits(clock)
            if isClock, hour < 24, minute < 60, second < 60, all.wordWithoutBoundsCheck(at: offset) == lastDate,
                UInt16(truncatingIfNeeded: tail) == lastDateTail, mark == UInt8(ascii: "T") || mark == UInt8(ascii: " "),
                all[offset + 19] == UInt8(ascii: "Z")
            {
                return Instant(epochSeconds: Int64(lastDays &* 86_400 &+ Int(truncatingIfNeeded: hour &* 3600 &+ minute &* 60 &+ second)))
            }
        }
        return read(all.extracting(range.range))
    }

    /// Days since the epoch of the date at the beginning; the text has at least ten bytes.
    private mutating func days(_ text: Span<UInt8>) -> Int? {
        // Sixteen bytes are there: the caller has counted them.
        let head = text.wordWithoutBoundsCheck(at: 0)
        let tail = UInt16(text[8]) | UInt16(text[9]) << 8
        if head == lastDate, tail == lastDateTail, let lastDays { return lastDays }
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let century = CallTime.pair(text, 0), let yearOfCentury = CallTime.pair(text, 2),
            let month = CallTime.pair(text, 5), let day = CallTime.pair(text, 8), CivilDate.years.contains(100 * century + yearOfCentury),
            let date = CivilDate(checking: 100 * century + yearOfCentury, month, day)
        else { return nil }
        (lastDate, lastDateTail, lastDays) = (head, tail, date.daysSinceEpoch)
        return lastDays
    }

    /// Two digits.
    private static func pair(_ text: Span<UInt8>, _ i: Int) -> Int? {
        let tens = text[i] &- UInt8(ascii: "0")
        let ones = text[i + 1] &- UInt8(ascii: "0")
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }

    /// Seconds east of Greenwich of what follows the time: `Z`, `±HH:MM`, `±HHMM`, or nothing.
    private static func offset(_ text: Span<UInt8>, _ i: Int) -> Int? {
        let rest = text.count - i
        if rest == 0 || (rest == 1 && text[i] == UInt8(ascii: "Z")) { return 0 }
        guard text[i] == UInt8(ascii: "+") || text[i] == UInt8(ascii: "-") else { return nil }
        let hasColon = rest == 6 && text[i + 3] == UInt8(ascii: ":")
        guard hasColon || rest == 5 else { return nil }
        guard let hours = pair(text, i + 1), let minutes = pair(text, i + (hasColon ? 4 : 3)), hours < 24, minutes < 60 else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return text[i] == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// Nine or ten digits: seconds since the epoch.
    private func epochSeconds(_ text: Span<UInt8>) -> Instant? {
        guard text.count == 9 || text.count == 10 else { return nil }
        var seconds: Int64 = 0
        for i in text.indices {
            let digit = text[i] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            seconds = seconds * 10 + Int64(digit)
        }
        return Instant(epochSeconds: seconds)
    }
}

/// Reads durations (file-formats.md, `duration_seconds`).
enum CallDuration {
    /// The longest there is: 365 days.
    static let secondsMax: Int64 = 31_536_000

    /// The same for a text of a batch: up to eight digits are read in one word, with what stands before them.
    ///
    /// - Precondition: ``CallBatch/slack`` bytes follow the text in `all`.
    @inline(__always)
    static func read(_ all: Span<UInt8>, _ range: TextRange) -> Int32? {
        let end = Int(range.offset) + Int(range.count)
        if range.count == 0 { return nil }
        if range.count <= 8, end >= 8 {
            let digits = DigitWord.keepingLast(Int(range.count), of: all.wordWithoutBoundsCheck(at: end - 8) ^ DigitWord.zeros)
            if DigitWord.areDigits(digits) {
                let seconds = DigitWord.value(digits)
                return seconds > UInt64(secondsMax) ? nil : Int32(truncatingIfNeeded: seconds)
            }
        }
        return read(all.extracting(range.range))
    }

    /// Digits, possibly `.` and digits, rounded up; `nil` if it is none or above ``secondsMax``. The text has no blanks around it.
    static func read(_ text: Span<UInt8>) -> Int32? {
        var seconds: Int64 = 0
        var i = 0
        while i < text.count {
            let digit = text[i] &- UInt8(ascii: "0")
            if digit > 9 { break }
            seconds = min(seconds * 10 + Int64(digit), secondsMax + 1)
            i += 1
        }
        if i == 0 { return nil }
        if i < text.count {
            guard text[i] == UInt8(ascii: "."), let fraction = isAboveZero(text, from: i + 1) else { return nil }
            if fraction { seconds += 1 }
        }
        return seconds > secondsMax ? nil : Int32(seconds)
    }

    /// Whether the decimals from a place to the end are more than 0; `nil` if there are none, or something else stands there.
    static func isAboveZero(_ text: Span<UInt8>, from start: Int) -> Bool? {
        if start >= text.count { return nil }
        var isAboveZero = false
        for i in start..<text.count {
            let digit = text[i] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            if digit > 0 { isAboveZero = true }
        }
        return isAboveZero
    }
}
