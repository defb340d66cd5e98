internal import CallModel

/// How a date is written: `YYYY`, `MM`, `M`, `MMM` (Jan), `DD`, `D`, `hh`, `h`, `mm`, `ss`, `zz` (Z, ±hh:mm or ±hhmm), and what stands between.
struct DatePattern: Sendable {
    /// As it is written in a vocabulary.
    let text: String
    private let tokens: [Token]

    private enum Token: Equatable {
        case year, month(Int), monthName, day(Int), hour(Int), minute, second, zone
        case literal(UInt8)
    }

    /// A moment as it was written.
    struct Moment: Equatable {
        var date: CivilDate
        var secondOfDay: Int
        /// Whether the pattern has a time of day.
        var hasTime: Bool
        /// Seconds east of Greenwich, if it says so.
        var offsetSeconds: Int?
    }

    /// What is taken where a vocabulary names no pattern.
    static let iso = ["YYYY-MM-DD", "YYYY-MM-DD hh:mm:ss", "YYYY-MM-DDThh:mm:ss", "YYYY-MM-DDThh:mm:sszz"].compactMap { DatePattern($0) }

    private static let words: [(word: String, token: Token)] = [
        ("YYYY", .year), ("MMM", .monthName), ("MM", .month(2)), ("M", .month(1)), ("DD", .day(2)), ("D", .day(1)), ("hh", .hour(2)), ("h", .hour(1)),
        ("mm", .minute), ("ss", .second), ("zz", .zone),
    ]
    private static let months: [[UInt8]] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map { Array($0.utf8) }

    /// Reads a pattern; `nil` unless it has a year, a month and a day, each thing once.
    init?(_ text: String) {
        var tokens: [Token] = []
        var rest = Substring(text)
        while let first = rest.utf8.first {
            if let (word, token) = DatePattern.words.first(where: { rest.hasPrefix($0.word) }) {
                tokens.append(token)
                rest = rest.dropFirst(word.count)
            } else {
                tokens.append(.literal(first))
                rest = Substring(rest.utf8.dropFirst())
            }
        }
        func count(_ test: (Token) -> Bool) -> Int { tokens.count(where: test) }
        let years = count { $0 == .year }
        let months = count { $0 == .month(1) || $0 == .month(2) || $0 == .monthName }
        let days = count { $0 == .day(1) || $0 == .day(2) }
        let hours = count { $0 == .hour(1) || $0 == .hour(2) }
        let minutes = count { $0 == .minute }
        let seconds = count { $0 == .second }
        guard years == 1, months == 1, days == 1, hours <= 1, minutes == hours, seconds <= minutes, count({ $0 == .zone }) <= 1 else { return nil }
        self.text = text
        self.tokens = tokens
    }

    /// Reads a text without blanks around it; `nil` if it is written otherwise, or there is no such day or time.
    func moment(_ text: Span<UInt8>) -> Moment? {
        var i = 0
        var (year, month, day, hour, minute, second) = (0, 0, 0, 0, 0, 0)
        var offset: Int?
        var hasTime = false
        for token in tokens {
            switch token {
            case .literal(let byte):
                guard i < text.count, text[i] == byte else { return nil }
                i += 1
            case .year:
                guard let value = DatePattern.number(text, &i, 4, 4) else { return nil }
                year = value
            case .month(let least):
                guard let value = DatePattern.number(text, &i, least, 2) else { return nil }
                month = value
            case .monthName:
                guard let value = DatePattern.month(text, &i) else { return nil }
                month = value
            case .day(let least):
                guard let value = DatePattern.number(text, &i, least, 2) else { return nil }
                day = value
            case .hour(let least):
                guard let value = DatePattern.number(text, &i, least, 2), value < 24 else { return nil }
                (hour, hasTime) = (value, true)
            case .minute:
                guard let value = DatePattern.number(text, &i, 2, 2), value < 60 else { return nil }
                minute = value
            case .second:
                guard let value = DatePattern.number(text, &i, 2, 2), value < 60 else { return nil }
                second = value
            case .zone:
                guard let value = DatePattern.zone(text, &i) else { return nil }
                offset = value
            }
        }
        guard i == text.count, CivilDate.years.contains(year), let date = CivilDate(checking: year, month, day) else { return nil }
        return Moment(date: date, secondOfDay: hour * 3600 + minute * 60 + second, hasTime: hasTime, offsetSeconds: offset)
    }

    private static func number(_ text: Span<UInt8>, _ i: inout Int, _ least: Int, _ most: Int) -> Int? {
        var value = 0
        var count = 0
        while count < most, i < text.count, text[i] &- UInt8(ascii: "0") <= 9 {
            value = value * 10 + Int(text[i] - UInt8(ascii: "0"))
            i += 1
            count += 1
        }
        return count >= least ? value : nil
    }

    private static func month(_ text: Span<UInt8>, _ i: inout Int) -> Int? {
        guard i + 3 <= text.count else { return nil }
        let found = months.firstIndex { name in (0..<3).allSatisfy { asciiLowercased(text[i + $0]) == name[$0] } }
        i += 3
        return found.map { $0 + 1 }
    }

    private static func zone(_ text: Span<UInt8>, _ i: inout Int) -> Int? {
        guard i < text.count else { return nil }
        let sign = text[i]
        i += 1
        if sign == UInt8(ascii: "Z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = number(text, &i, 2, 2), hours < 24 else { return nil }
        if i < text.count, text[i] == UInt8(ascii: ":") { i += 1 }
        guard let minutes = number(text, &i, 2, 2), minutes < 60 else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
