internal import CallModel

/// A date, or a date and time, as a catalogue writes it (file-formats.md, top and "Call detail records").
struct DateTimeText {
    /// The day.
    var date: CivilDate
    /// The second of the day; 0 for a bare date.
    var secondOfDay: Int
    /// Seconds east of Greenwich, if it says so; else it is local.
    var offsetSeconds: Int?

    /// How to write one, for messages.
    static let remedy = "write a date such as 2026-10-01, or a date-time such as 2026-10-01T08:00:00Z, from 1970 to 2999"

    /// Reads `YYYY-MM-DD`, then possibly `T` or a space, `HH:MM`, `:SS`, `.` and digits, and `Z`, `±HH:MM` or `±HHMM`.
    init?(_ text: Span<UInt8>) {
        var scan = DigitScan(position: 0)
        guard let year = scan.number(text, digits: 4), scan.take("-", text), let month = scan.number(text, digits: 2), scan.take("-", text),
            let day = scan.number(text, digits: 2), CivilDate.years.contains(year), let date = CivilDate(checking: year, month, day)
        else { return nil }
        self.date = date
        secondOfDay = 0
        if scan.position == text.count { return }
        guard scan.take("T", text) || scan.take(" ", text), let hour = scan.number(text, digits: 2), hour < 24, scan.take(":", text),
            let minute = scan.number(text, digits: 2), minute < 60
        else { return nil }
        secondOfDay = hour * 3600 + minute * 60
        if scan.take(":", text) {
            guard let second = scan.number(text, digits: 2), second < 60 else { return nil }
            secondOfDay += second
            if scan.take(".", text) {
                guard scan.number(text, digits: 1) != nil else { return nil }
                while scan.number(text, digits: 1) != nil {}
            }
        }
        if scan.position == text.count { return }
        if scan.take("Z", text) {
            offsetSeconds = 0
        } else {
            let isWest = scan.take("-", text)
            guard isWest || scan.take("+", text), let hours = scan.number(text, digits: 2), hours < 24 else { return nil }
            _ = scan.take(":", text)
            guard let minutes = scan.number(text, digits: 2), minutes < 60 else { return nil }
            offsetSeconds = (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
        }
        if scan.position != text.count { return nil }
    }

    /// The moment, local times being those of a zone.
    func instant(in zone: CalendarZone) -> Instant {
        guard let offsetSeconds else { return zone.instant(date, secondOfDay: secondOfDay) }
        return Instant(date, secondOfDay: secondOfDay - offsetSeconds)
    }
}

/// A place in a text of digits and signs.
struct DigitScan {
    /// The next byte.
    var position: Int

    /// Reads exactly so many digits.
    mutating func number(_ text: Span<UInt8>, digits: Int) -> Int? {
        if text.count - position < digits { return nil }
        var value = 0
        for i in position..<position + digits {
            let digit = text[i] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            value = value * 10 + Int(digit)
        }
        position += digits
        return value
    }

    /// Goes past a sign, if it stands there.
    mutating func take(_ sign: Unicode.Scalar, _ text: Span<UInt8>) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }
}
