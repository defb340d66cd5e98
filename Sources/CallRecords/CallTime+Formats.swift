import CallModel

extension CallTime {
    /// Digits, possibly `.` and digits, which are ignored: so many units a second since 1970, within the years that are read.
    static func epoch(_ text: Span<UInt8>, unitsPerSecond: Int64) -> Instant? {
        guard text.count <= 32 else { return nil }
        var value: Int64 = 0
        var i = 0
        while i < text.count, text[i] &- UInt8(ascii: "0") < 10 {
            if i == 18 { return nil }
            value = value * 10 + Int64(text[i] - UInt8(ascii: "0"))
            i += 1
        }
        if i == 0 { return nil }
        if i < text.count {
            guard text[i] == UInt8(ascii: "."), i + 1 < text.count else { return nil }
            for k in (i + 1)..<text.count where text[k] &- UInt8(ascii: "0") > 9 { return nil }
        }
        let seconds = value / unitsPerSecond
        return seconds < CallTime.epochEnd ? Instant(epochSeconds: seconds) : nil
    }

    /// The first second of the year 3000.
    private static let epochEnd = Int64(CivilDate(year: 3000, month: 1, day: 1).daysSinceEpoch) * 86_400
}

extension CallDuration {
    /// Whole milliseconds as seconds, rounded up; `nil` if it is none or above ``secondsMax``.
    static func milliseconds(_ text: Span<UInt8>) -> Int32? {
        guard !text.isEmpty, text.count <= 15 else { return nil }
        var value: Int64 = 0
        for i in text.indices {
            let digit = text[i] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            value = value * 10 + Int64(digit)
        }
        let seconds = (value + 999) / 1000
        return seconds > secondsMax ? nil : Int32(seconds)
    }

    /// `HH:MM:SS` or `MM:SS`, the first with one digit or more, the last possibly with `.` and digits, rounded up.
    static func clock(_ text: Span<UInt8>) -> Int32? {
        guard text.count <= 24 else { return nil }
        var seconds: Int64 = 0
        var parts = 0
        var i = 0
        while true {
            let start = i
            var value: Int64 = 0
            while i < text.count, text[i] &- UInt8(ascii: "0") < 10, i - start < 9 {
                value = value * 10 + Int64(text[i] - UInt8(ascii: "0"))
                i += 1
            }
            let isValid = parts == 0 ? i > start : i - start == 2 && value < 60
            if !isValid { return nil }
            seconds = seconds * 60 + value
            parts += 1
            if i == text.count || text[i] == UInt8(ascii: ".") { break }
            guard text[i] == UInt8(ascii: ":"), parts < 3 else { return nil }
            i += 1
        }
        if parts < 2 { return nil }
        if i < text.count {
            guard let fraction = isAboveZero(text, from: i + 1) else { return nil }
            if fraction { seconds += 1 }
        }
        return seconds > secondsMax ? nil : Int32(seconds)
    }
}
