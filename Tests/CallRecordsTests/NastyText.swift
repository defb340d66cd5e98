import CallRecords
import SeededRandom

/// Makes text that is nearly CSV: what a switch writes on its worst day.
struct NastyText {
    var random: Random
    /// What the columns of its records hold.
    static let columns: [RecordField?] = [
        .callId, .usageId, .callType, nil, .startTime, .durationSeconds, .caller, .callee, .user, .endTime, .numberType,
    ]
    /// A header of those columns.
    static let header = [
        "call_id", "usage_id", "call_type", "other", "start_time", "duration_seconds", "caller", "callee", "user", "end_time", "number_type",
    ]

    init(seed: UInt64) { random = Random(seed: seed) }

    private mutating func one(of choices: [String]) -> [UInt8] { Array((choices.randomElement(using: &random) ?? "").utf8) }
    private mutating func isOne(in n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }

    /// Records and what is none, so many lines or more.
    mutating func text(lines: Int) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<lines {
            text += isOne(in: 12) ? one(of: ["\n", "\r\n", "\r\r\n", "\r", " \n", "\"\"\n", ",\n", "\"\n", "\"\"\"\n", "\n\n"]) : record()
        }
        if isOne(in: 2), text.last == 0x0A { text.removeLast() }
        let mutations = isOne(in: 2) ? 0 : Int.random(in: 0...lines / 3, using: &random)
        for _ in 0..<mutations where !text.isEmpty { mutate(&text) }
        return text
    }

    /// A record, most often a good one.
    mutating func record(padding: Int = 0) -> [UInt8] {
        var text: [UInt8] = []
        let count = isOne(in: 15) ? Int.random(in: 0...14, using: &random) : NastyText.columns.count
        for column in 0..<count {
            if column > 0 { text.append(0x2C) }
            text += cell(column < NastyText.columns.count ? NastyText.columns[column] : nil, padding: column == 3 ? padding : 0)
        }
        return text + one(of: ["\n", "\n", "\r\n", "\r\n", "\n\n", "\r\n\n"])
    }

    private mutating func cell(_ field: RecordField?, padding: Int) -> [UInt8] {
        var value: [UInt8]
        switch field {
        case .startTime, .endTime:
            value = one(of: [
                "2026-10-01T08:15:30Z", "2026-10-01T08:15:30Z", "2026-10-02 23:59", "\u{A0}2028-02-29T00:00:00.5+02:00 ", "1790842530",
                "1970-01-01T00:00-0330",
            ])
            if isOne(in: field == .endTime ? 3 : 25) { value = one(of: ["", " ", "2026-02-29T08:15", "2026-10-01T24:00", "soon", "123"]) }
        case .durationSeconds:
            value = isOne(in: 25) ? one(of: ["", "-1", "31536001", "1.", "x"]) : one(of: ["0", "60", "59.2", " 61\t", "31536000", "7.000"])
        default:
            value = one(of: [
                "", "a", "abcdefgh", "+390612345678", "anna@example.org", "user_out", " blanks around\u{A0}", "a,b", "say \"no\"", "\"", "two\nlines",
                "two\r\nlines",
                "one\rline", "\r", "\n", "naïve", "日本語", "😀", "\"\"", ",", "a\n\n\"b\",\nc", "\u{0}", "àààààààà",
            ])
            if isOne(in: 60) {
                value += [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80]].randomElement(using: &random) ?? []
            }
        }
        if padding > 0 { value += filler(padding) }
        let needsQuotes = value.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A }
        if isOne(in: 120) { return value }
        return needsQuotes || isOne(in: 4) ? [0x22] + value.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22] : value
    }

    /// So many bytes for a field, at times with line breaks or quotes in it.
    private mutating func filler(_ count: Int) -> [UInt8] {
        var filler = Array(repeating: UInt8(ascii: "x"), count: count)
        if isOne(in: 2) {
            for _ in 0..<8 where count > 0 {
                filler[Int.random(in: 0..<count, using: &random)] = [0x0A, 0x22, 0x0D, 0x2C].randomElement(using: &random) ?? 0x0A
            }
        }
        return filler
    }

    private mutating func mutate(_ text: inout [UInt8]) {
        let place = Int.random(in: text.indices, using: &random)
        let byte: UInt8 = [0x22, 0x22, 0x2C, 0x0A, 0x0D, 0x20, 0xFF, 0xA0, 0xC3].randomElement(using: &random) ?? 0x22
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text[place] = byte
        case 1: text.insert(byte, at: place)
        default: text.remove(at: place)
        }
    }
}
