internal import CallModel

/// A pattern for times, such as `YYYY-MM-DD hh:mm:ss`.
///
/// `YYYY` or `YY` (2000 and later), `MM`, `M` (one digit or two) or `MON` (three letters of the English name), `DD` or `D`, `hh` or `h`, `mm`, `ss`, `AM`
/// (or PM; then hours are 1 to 12), `F` (digits of a fraction, ignored), `Z` (`Z`, `±hh:mm` or `±hhmm`). What stands between `[` and `]` may be
/// missing; it begins with a character of its own, by which it is told. Every other character stands for itself.
public struct TimePattern: Hashable, Sendable {
    /// As it was written.
    public let text: String
    private let steps: [Step]

    private struct Step: Hashable {
        var kind: Kind
        /// A literal's byte; of a group, how many steps are passed over where it is missing.
        var value: UInt8 = 0
    }

    private enum Kind: UInt8 {
        case year4, year2, month2, month, monthName, day2, day, hour2, hour, minute, second, half, fraction, offset, literal, group
    }

    private static let words: [(word: String, kind: Kind)] = [
        ("YYYY", .year4), ("YY", .year2), ("MON", .monthName), ("MM", .month2), ("M", .month), ("DD", .day2), ("D", .day), ("hh", .hour2),
        ("h", .hour), ("mm", .minute), ("ss", .second), ("AM", .half), ("F", .fraction), ("Z", .offset),
    ]

    /// Reads a pattern; `nil` if it has no year, month, day or hour, has one of them twice, or its brackets do not fit.
    public init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        var steps: [Step] = []
        var rest = Substring(text)
        var group: Int?
        while let first = rest.first {
            if first == "[" {
                if group != nil { return nil }
                group = steps.count
                steps.append(Step(kind: .group))
                rest = rest.dropFirst()
                // By its first character it is told whether the group is there.
                guard let next = rest.first, !TimePattern.words.contains(where: { rest.hasPrefix($0.word) }), next != "]" else { return nil }
            } else if first == "]" {
                guard let start = group else { return nil }
                steps[start].value = UInt8(steps.count - start - 1)
                group = nil
                rest = rest.dropFirst()
            } else if let found = TimePattern.words.first(where: { rest.hasPrefix($0.word) }) {
                steps.append(Step(kind: found.kind))
                rest = rest.dropFirst(found.word.count)
            } else {
                steps += String(first).utf8.map { Step(kind: .literal, value: $0) }
                rest = rest.dropFirst()
            }
        }
        func count(_ kinds: Set<Kind>) -> Int { steps.count { kinds.contains($0.kind) } }
        guard group == nil, count([.year4, .year2]) == 1, count([.month2, .month, .monthName]) == 1, count([.day2, .day]) == 1,
            count([.hour2, .hour]) == 1, count([.minute]) <= 1, count([.second]) <= 1, count([.half]) <= 1, count([.offset]) <= 1
        else { return nil }
        self.text = text
        self.steps = steps
    }

    /// Whether it is the usual one, which ``CallTime`` reads faster where it has all its nineteen characters.
    var isUsual: Bool { text == "YYYY-MM-DD hh:mm[:ss]" || text == "YYYY-MM-DD hh:mm:ss" }

    /// Reads a time; `nil` if it is none of the pattern.
    func read(_ text: Span<UInt8>, zone: CalendarZone) -> Instant? {
        var (year, month, day, hour, minute, second) = (0, 0, 0, 0, 0, 0)
        var isAfternoon: Bool?
        var offset: Int?
        var i = 0
        var k = 0
        let steps = self.steps.span
        while k < steps.count {
            let step = steps[k]
            k += 1
            var value: Int? = 0
            switch step.kind {
            case .literal: if i < text.count, text[i] == step.value { i += 1 } else { return nil }
            case .group: if i >= text.count || text[i] != steps[k].value { k += Int(step.value) }
            case .year4:
                value = TimePattern.digits(text, &i, 4...4)
                year = value ?? 0
            case .year2:
                value = TimePattern.digits(text, &i, 2...2)
                year = 2000 + (value ?? 0)
            case .month2, .month:
                value = TimePattern.digits(text, &i, step.kind == .month ? 1...2 : 2...2)
                month = value ?? 0
            case .monthName:
                value = TimePattern.monthNamed(text, &i)
                month = value ?? 0
            case .day2, .day:
                value = TimePattern.digits(text, &i, step.kind == .day ? 1...2 : 2...2)
                day = value ?? 0
            case .hour2, .hour:
                value = TimePattern.digits(text, &i, step.kind == .hour ? 1...2 : 2...2)
                hour = value ?? 0
            case .minute:
                value = TimePattern.digits(text, &i, 2...2)
                minute = value ?? 0
            case .second:
                value = TimePattern.digits(text, &i, 2...2)
                second = value ?? 0
            case .half:
                guard i + 2 <= text.count, asciiLowercased(text[i + 1]) == UInt8(ascii: "m") else { return nil }
                switch asciiLowercased(text[i]) {
                case UInt8(ascii: "a"): isAfternoon = false
                case UInt8(ascii: "p"): isAfternoon = true
                default: return nil
                }
                i += 2
            case .fraction:
                let start = i
                while i < text.count, text[i] &- UInt8(ascii: "0") < 10 { i += 1 }
                if i == start { return nil }
            case .offset:
                offset = TimePattern.offset(text, &i)
                if offset == nil { return nil }
            }
            if value == nil { return nil }
        }
        guard i == text.count, minute < 60, second < 60, CivilDate.years.contains(year), let date = CivilDate(checking: year, month, day) else {
            return nil
        }
        if let isAfternoon {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        if hour > 23 { return nil }
        let secondOfDay = hour * 3600 + minute * 60 + second
        if let offset { return Instant(epochSeconds: Int64(date.daysSinceEpoch * 86_400 + secondOfDay - offset)) }
        return zone.instant(date, secondOfDay: secondOfDay)
    }

    /// So many digits as a number.
    @inline(__always)
    private static func digits(_ text: Span<UInt8>, _ i: inout Int, _ counts: ClosedRange<Int>) -> Int? {
        var value = 0
        let start = i
        while i < text.count, i - start < counts.upperBound {
            let digit = text[i] &- UInt8(ascii: "0")
            if digit > 9 { break }
            value = value * 10 + Int(digit)
            i += 1
        }
        return i - start >= counts.lowerBound ? value : nil
    }

    private static func monthNamed(_ text: Span<UInt8>, _ i: inout Int) -> Int? {
        let names: StaticString = "janfebmaraprmayjunjulaugsepoctnovdec"
        guard i + 3 <= text.count else { return nil }
        for month in 0..<12 {
            // Three letters for each of twelve months, all within the text.
            let isNamed = (0..<3).allSatisfy { unsafe asciiLowercased(text[i + $0]) == names.utf8Start[3 * month + $0] }
            if isNamed {
                i += 3
                return month + 1
            }
        }
        return nil
    }

    /// Seconds east of Greenwich: `Z`, `±hh:mm` or `±hhmm`.
    private static func offset(_ text: Span<UInt8>, _ i: inout Int) -> Int? {
        guard i < text.count else { return nil }
        let sign = text[i]
        i += 1
        if sign == UInt8(ascii: "Z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = digits(text, &i, 2...2) else { return nil }
        if i < text.count, text[i] == UInt8(ascii: ":") { i += 1 }
        guard let minutes = digits(text, &i, 2...2), hours < 24, minutes < 60 else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
