import CallModel
import Testing

@testable import UsageReport

/// The fast ways of writing against slow ones that anyone can check.
struct RowWriterTests {
    @Test
    func `bytes that need quotes are found eight at a time as one at a time`() {
        var random = SeededGenerator(seed: 7)
        let near: [UInt8] = [0x2D, 0x2E, 0x30, 0x3A, 0x3C, 0x41, 0x7F, 0x80, 0x9F, 0xA0, 0xAC, 0xAD, 0xBB, 0xFF]
        let all: [UInt8] = near + [0x00, 0x0A, 0x0D, 0x1F, 0x20, 0x22, 0x2B, 0x2C, 0x3B]
        for style in [ReportStyle.plain, .excel(), excel("de-DE")] {
            let marks = CellMarks(style)
            for _ in 0..<20_000 {
                let bytes = (0..<8).map { _ in random.next(of: random.below(6) == 0 ? all : near) }
                let word = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                let first = bytes.firstIndex { marks.needsQuotes($0) || $0 < CellMarks.lowMax }
                let found = marks.suspects(in: word)
                #expect(first == (found == 0 ? nil : found.trailingZeroBitCount / 8))
            }
        }
    }

    @Test
    func `a quoted cell is read back as it was`() {
        var random = SeededGenerator(seed: 11)
        let pieces = ["a", "B", "ü", "“", "😀", ",", ";", "\"", "\n", "\r\n", " ", "\t", "=", "+", "1", "2", "0", "-", "e", "mar", "'"]
        for style in [ReportStyle.plain, .excel(), excel("it-IT")] {
            for _ in 0..<4_000 {
                let text = (0..<random.below(30)).map { _ in random.next(of: pieces) }.joined()
                let written = cell(text, style)
                let fields = CSVReader.records(
                    written + String(UnicodeScalar(style.listSeparator)) + "end", separator: UnicodeScalar(style.listSeparator))
                #expect(fields.count == 1 && fields[0].count == 2 && fields[0][1] == "end")
                let shown = style.dialect == .excel && !staysAsIs(text) ? CSVReader.shownByExcel(fields[0][0]) : fields[0][0]
                #expect(shown == text)
                if style == .plain {
                    #expect(written.hasPrefix("\"") == text.utf8.contains { [0x2C, 0x22, 0x0A, 0x0D].contains($0) })
                }
            }
        }
    }

    @Test
    func `lower case is that of ASCII`() {
        for byte in UInt8.min...UInt8.max {
            let word = UInt64(byte) * 0x0101_0101_0101_0101
            #expect(RowWriter.lowercased(word) == UInt64(asciiLowercased(byte)) * 0x0101_0101_0101_0101)
        }
        var writer = RowWriter()
        let bytes = Array("DR_É,\"Ä\"Z[@AAAAAAAAAAAAA".utf8) + [UInt8](repeating: 0x41, count: RowWriter.slack)
        writer.reserve(1_000)
        writer.putText(bytes.span, at: 0, count: bytes.count - RowWriter.slack, CellMarks(.plain), inLowerCase: true)
        #expect(writer.withBytes { text($0) } == "\"dr_É,\"\"Ä\"\"z[@aaaaaaaaaaaaa\"")
    }

    @Test
    func `amounts and rates are those of Money`() {
        var random = SeededGenerator(seed: 13)
        var amounts: [Int64] = [0, 1, 9, 10, 99_999_999, 100_000_000, 100_000_001, 1_000_000_000, .max, .min, -1]
        for _ in 0..<20_000 { amounts.append(Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(64))) }
        for units in amounts {
            let decimals = random.below(9)
            var quantum: Int64 = 1
            for _ in decimals..<8 { quantum *= 10 }
            let amount = Money(units: units / quantum * quantum)
            #expect(written { $0.put(amount, decimals: decimals, decimalSeparator: UInt8(ascii: ".")) } == amount.text(decimals: decimals))
            let marked = written { $0.put(amount, decimals: decimals, decimalSeparator: UInt8(ascii: "."), before: UInt8(ascii: ";")) }
            #expect(marked == amount.text(decimals: decimals) + ";")
            let rate = Money(units: Int64((amount.units.magnitude) >> 1))
            #expect(written { $0.put(rate: rate, decimalSeparator: UInt8(ascii: ".")) } == rate.rateText)
            #expect(written { $0.put(number: units.magnitude) } == String(units.magnitude))
        }
        #expect(written { $0.put(Money(units: 150_000_000), decimals: 2, decimalSeparator: UInt8(ascii: ",")) } == "1,50")
    }

    @Test
    func `numbers of every length are written whole`() {
        for digitCount in 1...15 {
            for maskedCount in 0...(15 - digitCount) {
                for digit in ["1", "9"] {
                    let phone = number("+" + digit + String(repeating: "0", count: digitCount - 1) + String(repeating: "*", count: maskedCount))
                    #expect(phone.isNumber)
                    #expect("+" + written { $0.put(digitsOf: phone) } == phone.text)
                }
            }
        }
    }

    @Test
    func `seconds of every length are written whole`() {
        var random = SeededGenerator(seed: 19)
        let cells = SecondsCells(CellMarks(.plain))
        var lengths: [Int32] = [0, 1, 9, 10, 99, 100, 999, 1_000, 4_095, 4_096, 9_999, 10_000, 99_999_999, 100_000_000, .max]
        for _ in 0..<2_000 { lengths.append(Int32(random.next() & 0x7FFF_FFFF) >> Int32(random.below(31))) }
        for seconds in lengths {
            #expect(written { cells.put(seconds, into: &$0) } == "\(seconds),")
            // How a call is paid: by one, by none as nothing is billed, or by some of them.
            let part = seconds == 0 ? 0 : Int32(random.below(Int(seconds)))
            let whole: [(Int32, Int32, Int32)] = [(seconds, 0, 0), (0, seconds, 0), (0, 0, seconds)]
            for (included, charged, uncovered) in whole + [(part, 0, seconds - part), (part, seconds - part, 0)] {
                var settled = SettledCall()
                (settled.billedSeconds, settled.includedSeconds) = (seconds, included)
                (settled.chargedSeconds, settled.uncoveredSeconds) = (charged, uncovered)
                #expect(written { cells.putPayment(settled, into: &$0) } == "\(seconds),\(included),\(charged),\(uncovered),")
            }
        }
    }

    @Test
    func `times are those of Instant`() {
        var random = SeededGenerator(seed: 17)
        var day = DayText(CellMarks(.plain))
        var excelDay = DayText(CellMarks(.excel()))
        var at: Int64 = 0
        for _ in 0..<20_000 {
            // Far away, within a day or so, or within a minute or so.
            switch random.below(4) {
            case 0: at = Int64(random.below(32_503_680)) * 1_000 - 86_400
            case 1: at += Int64(random.below(50_000))
            default: at += Int64(random.below(60)) - 20
            }
            let instant = Instant(epochSeconds: at)
            #expect(written { day.put(instant, into: &$0) } == instant.description)
            if random.below(2) == 0 { continue }
            let excel = instant.description.replacing("T", with: " ").replacing("Z", with: "")
            #expect(written { excelDay.put(instant, into: &$0) } == excel)
        }
    }

    @Test
    func `a writer grows and keeps what it has`() {
        var writer = RowWriter()
        var expected: [UInt8] = []
        for i in 0..<5_000 {
            writer.append([UInt8(i & 0xFF), UInt8(i >> 8)])
            expected += [UInt8(i & 0xFF), UInt8(i >> 8)]
        }
        #expect(writer.withBytes { bytes in bytes.indices.map { bytes[$0] } } == expected)
        writer.removeAll(from: 3)
        #expect(writer.count == 3)
    }

    private func written(_ body: (inout RowWriter) -> Void) -> String {
        var writer = RowWriter()
        writer.reserve(64)
        body(&writer)
        return writer.withBytes { text($0) }
    }
}

/// SplitMix64: the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 0 ..< `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func next<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}
