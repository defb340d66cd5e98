import CallModel
import CallRecords
import SeededRandom
import Testing

/// Any cut gives the same records: the whole text, every size of read, and a plain reader agree.
struct CutEqualityTests {
    static let reader = PlainReader(columns: NastyText.columns)

    /// The first record on which two readings differ, for a message; `nil` if there is none.
    static func difference(_ found: [ReadRecord], _ expected: [ReadRecord]) -> String? {
        for (a, b) in zip(found, expected) where a != b { return "read:     \(a)\nexpected: \(b)" }
        if found.count == expected.count { return nil }
        return "read \(found.count) records, expected \(expected.count)"
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `small texts`(_ seed: UInt64) throws {
        var nasty = NastyText(seed: seed)
        let text = nasty.text(lines: Int.random(in: 0...12, using: &nasty.random))
        let plan = try ColumnPlan(header: NastyText.header)
        let expected = CutEqualityTests.reader.records(text)
        let lineCount = text.count { $0 == 0x0A }
        let whole = ReadInput(whole: text, plan)
        #expect(CutEqualityTests.difference(whole.records, expected) == nil)
        #expect(whole.lineCount == lineCount)
        for size in [1, 2, 3, 8, 64, 1000] {
            let read = ReadInput(text, plan) { size }
            #expect(CutEqualityTests.difference(read.records, expected) == nil, "reads of \(size) bytes")
            #expect(read.lineCount == lineCount)
        }
        for sizeMax in [5, 40, 400] {
            let read = ReadInput(text, plan) { Int.random(in: 0...sizeMax, using: &nasty.random) }
            #expect(CutEqualityTests.difference(read.records, expected) == nil, "reads of up to \(sizeMax) bytes")
            #expect(read.lineCount == lineCount)
        }
    }

    @Test func `every place of a cut`() throws {
        let plan = try ColumnPlan(header: NastyText.header)
        for seed in 1000..<1025 as Range<UInt64> {
            var nasty = NastyText(seed: seed)
            let text = nasty.text(lines: 4)
            let expected = CutEqualityTests.reader.records(text)
            for cut in 0...text.count {
                var sizes = [cut]
                let read = ReadInput(text, plan) { sizes.popLast() ?? text.count }
                #expect(CutEqualityTests.difference(read.records, expected) == nil, "seed \(seed), cut at \(cut)")
            }
        }
    }

    @Test(arguments: 0..<6 as Range<UInt64>) func `larger texts`(_ seed: UInt64) throws {
        var nasty = NastyText(seed: 5000 + seed)
        let text = nasty.text(lines: 800)
        let plan = try ColumnPlan(header: NastyText.header)
        let expected = CutEqualityTests.reader.records(text)
        #expect(expected.contains { $0.fault == .none })
        let read = ReadInput(text, plan) { Int.random(in: 1...40_000, using: &nasty.random) }
        #expect(CutEqualityTests.difference(read.records, expected) == nil)
        #expect(read.lineCount == text.count { $0 == 0x0A })
    }

    @Test(arguments: 0..<5 as Range<UInt64>) func `texts with records around the limit of 1 MiB`(_ seed: UInt64) throws {
        var nasty = NastyText(seed: 9000 + seed)
        var text: [UInt8] = []
        for _ in 0..<3 {
            text += nasty.text(lines: 3)
            let size = PlainReader.recordMax + Int.random(in: -150...20, using: &nasty.random)
            text += nasty.record(padding: Bool.random(using: &nasty.random) ? size : size * 2 / 3)
        }
        text += nasty.text(lines: 3)
        let plan = try ColumnPlan(header: NastyText.header)
        let expected = CutEqualityTests.reader.records(text)
        let whole = ReadInput(whole: text, plan)
        #expect(CutEqualityTests.difference(whole.records, expected) == nil)
        for sizeMax in [300_000, 1_500_000] {
            let read = ReadInput(text, plan) { Int.random(in: sizeMax / 4...sizeMax, using: &nasty.random) }
            #expect(CutEqualityTests.difference(read.records, expected) == nil, "reads of up to \(sizeMax) bytes")
            #expect(read.lineCount == whole.lineCount)
            #expect(read.heldMax <= PlainReader.recordMax + 2 + sizeMax)
        }
    }

    @Test func `the generator makes good records and every fault of a line`() {
        var counts: [String: Int] = [:]
        for seed in 0..<400 as Range<UInt64> {
            var nasty = NastyText(seed: seed)
            let lines = Int.random(in: 0...12, using: &nasty.random)
            for record in CutEqualityTests.reader.records(nasty.text(lines: lines)) { counts["\(record.fault)", default: 0] += 1 }
        }
        for fault in ["none", "fieldCount", "strayQuote", "invalidUTF8", "startTime", "duration", "endTime"] {
            #expect(counts[fault, default: 0] > 20, "\(fault)")
        }
    }
}
